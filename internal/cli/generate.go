package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// generateCommand makes the books of an invented partner.
type generateCommand struct {
	Out string `arg:"" name:"out"`

	Seed        uint64 `default:"1" placeholder:"N"`
	Customers   int    `placeholder:"N"`
	Months      int    `placeholder:"N"`
	FirstMonth  string `placeholder:"YYYY-MM"`
	Rows        int64  `placeholder:"N"`
	Size        string `placeholder:"SIZE"`
	Bills       string `placeholder:"FORMAT" default:"mixed"`
	Compress    bool
	Noise       bool
	Planted     bool
	Signals     bool
	Distributor bool
}

// Run writes the books and prints what was made.
func (c *generateCommand) Run(ctx context.Context, s *Session) error {
	options, err := c.options(s)
	if err != nil {
		return usage(err)
	}
	summary, err := generating.Run(ctx, options, generatingProgress(s))
	if err != nil {
		return err
	}
	return s.Print(report.Document{Title: s.L.Text("generate.title", i18n.Args{"out": summary.Out}),
		Blocks: []report.Block{summaryBlock(s.L, summary)}})
}

func (c *generateCommand) options(s *Session) (generating.Options, error) {
	o := generating.Options{Seed: c.Seed, Customers: c.Customers, Months: c.Months, RowsTotal: c.Rows,
		Format: generating.Format(c.Bills), Compress: c.Compress, Noise: c.Noise, Planted: c.Planted, Signals: c.Signals, Distributor: c.Distributor, Out: s.Path(c.Out)}
	if c.FirstMonth != "" {
		month, err := period.ParseMonth(c.FirstMonth)
		if err != nil {
			return o, err
		}
		o.FirstMonth = month
	}
	if c.Size != "" {
		bytes, err := config.ParseSize(c.Size)
		if err != nil {
			return o, err
		}
		o.TargetBytes = bytes
	}
	return o, nil
}

func generatingProgress(s *Session) func(generating.Progress) {
	send := s.Progress()
	return func(p generating.Progress) {
		send.Send(progress.Event{Stage: "generate", Item: p.File, Done: p.Rows, Total: max(p.RowsTotal, p.Rows), Unit: progress.UnitRows,
			Finished: p.Months == p.MonthsTotal})
	}
}

func summaryBlock(l *i18n.Localizer, g generating.Summary) report.KeyValues {
	item := func(key string, kind report.Kind, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: l.Text("generate."+key, nil), Kind: kind, Cell: cell}
	}
	return report.KeyValues{ID: "generated", Items: []report.KeyValue{
		item("period", report.KindText, report.Text(g.Period.String())),
		item("customers", report.KindInteger, report.Integer(int64(g.Customers))),
		item("payers", report.KindInteger, report.Integer(int64(g.Payers))),
		item("accounts", report.KindInteger, report.Integer(int64(g.Accounts))),
		item("rows", report.KindInteger, report.Integer(g.Rows)),
		item("bytes", report.KindInteger, report.Integer(g.Bytes)),
		item("documents", report.KindInteger, report.Integer(int64(g.Documents))),
		item("rows_per_second", report.KindInteger, report.Integer(g.RowsPerSecond)),
	}}
}
