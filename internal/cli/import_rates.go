package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importRatesCommand imports exchange rates.
type importRatesCommand struct {
	Path []string `arg:"" name:"path"`
	rejectFlags
}

// Run imports the files as one batch and prints what they cover and the rule
// for days without a rate.
func (c *importRatesCommand) Run(ctx context.Context, s *Session) error {
	config, err := s.Config()
	if err != nil {
		return err
	}
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	result, err := im.Rates(ctx, importing.RatesInput{Paths: s.paths(c.Path), Strict: c.Strict, MaxRejectShare: config.Rejects.MaxShare})
	if err != nil {
		return err
	}
	d := importDocument(s.L, result.Result)
	if !result.Unchanged {
		var codes []string
		for _, c := range result.Currencies {
			codes = append(codes, string(c))
		}
		slices.Sort(codes)
		label := func(key string) string { return s.L.Text("import.rates."+key, nil) }
		d.Blocks = append(d.Blocks, report.KeyValues{ID: "rates", Items: []report.KeyValue{
			{Key: "days", Label: label("days"), Kind: report.KindInteger, Cell: report.Integer(int64(result.Days))},
			{Key: "from", Label: label("from"), Kind: report.KindDate, Cell: report.Date(result.From)},
			{Key: "last", Label: label("last"), Kind: report.KindDate, Cell: report.Date(result.Until.AddDate(0, 0, -1))},
			{Key: "currencies", Label: label("currencies"), Kind: report.KindText, Cell: report.Text(strings.Join(slices.Compact(codes), " "))},
		}})
	}
	d.Blocks = append(d.Blocks, report.Paragraph{ID: "rule", Text: s.L.Text("import.rates.rule", nil)})
	return s.Print(d)
}
