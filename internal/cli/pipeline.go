package cli

import (
	"context"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// pipelineCommand lists the opportunities.
type pipelineCommand struct {
	Customer string   `arg:"" name:"customer" optional:""`
	Stage    []string `placeholder:"STAGE"`
	Top      int      `default:"50" placeholder:"N"`
}

// Run prints the deals that hold now.
func (c *pipelineCommand) Run(ctx context.Context, s *Session) error {
	in := measuring.PipelineInput{Customer: customer.ID(c.Customer)}
	for _, word := range c.Stage {
		stage, known := opportunity.ParseStage(word)
		if !known {
			return usage(fault.New(fault.KindInvalid, "opportunity.stage").With("value", word))
		}
		in.Stages = append(in.Stages, stage)
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	m, err := a.Measuring(ctx)
	if err != nil {
		return err
	}
	all, err := m.Pipeline(ctx, in)
	if err != nil {
		return err
	}
	return s.Print(pipelineDocument(s.L, all, asMany(c.Top)))
}

func pipelineDocument(l *i18n.Localizer, all []measuring.Listed, most int) report.Document {
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	amount := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindMoney} }
	t := report.Table{ID: "pipeline", Title: l.Text("pipeline.title", i18n.Args{"count": len(all)}), Notes: []string{l.Text("pipeline.note", nil)},
		Columns: columns(l, "pipeline.column", text("opportunity", 0), text("customer", 0), text("stage", 0), report.Column{Key: "closes", Kind: report.KindMonth},
			amount("spend"), amount("deal"), text("delivery", 3), text("file", 1), report.Column{Key: "row", Kind: report.KindInteger, Rank: 1}, text("customer_id", 4), text("named", 4), text("title", 5))}
	for _, d := range all[:min(most, len(all))] {
		whose := report.Text(d.Name)
		if d.Customer == "" {
			whose = report.Word("", l.Text("pipeline.nobody", i18n.Args{"name": d.Record.Customer.Name})).WithTone(report.ToneWarning)
		}
		spend, _ := d.Spending()
		worth, _ := d.Worth()
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(d.ID), whose, stageCell(l, d.Reached()), monthCell(d.CloseDay()),
			perMonth(spend), perMonth(worth), report.Text(deliveryWords(l, d.Models())), report.Text(d.FileName), report.Integer(d.Row),
			report.Text(string(d.Customer)), report.Text(d.Record.Customer.Name), report.Text(d.Title)}})
	}
	switch {
	case len(all) == 0:
		t.Notes = []string{l.Text("pipeline.empty", nil)}
	case len(all) > len(t.Rows):
		t.Notes = append(t.Notes, l.Text("categorise.more", i18n.Args{"count": len(all) - len(t.Rows)}))
	}
	return report.Document{Blocks: []report.Block{t}}
}

func stageCell(l *i18n.Localizer, s opportunity.Stage) report.Cell {
	if s == "" {
		return report.Gap()
	}
	return report.Word(string(s), l.Text("opportunity.stage."+string(s), nil))
}

func monthCell(day time.Time) report.Cell {
	if day.IsZero() {
		return report.Gap()
	}
	return report.Text(period.MonthOf(day).String())
}

// perMonth is an expected amount. Those of several currencies have no sum, and a
// part would look like the whole: the table's note says so.
func perMonth(sums []money.Amount) report.Cell {
	if len(sums) != 1 {
		return report.Gap()
	}
	return report.Money(sums[0]).Estimated()
}

func deliveryWords(l *i18n.Localizer, models []offering.DeliveryModel) string {
	var words []string
	for _, m := range models {
		words = append(words, l.Text("opportunity.delivery."+string(m), nil))
	}
	return strings.Join(words, l.Text("common.place.separator", nil))
}
