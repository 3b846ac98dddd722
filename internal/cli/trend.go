package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// trendCommand prints how the firm moves along with its market.
type trendCommand struct {
	Period   string `default:"all" placeholder:"PERIOD"`
	Currency string `placeholder:"CODE"`
}

// Run prints the shares of every quarter, growth by category, and both beside
// what was published.
func (c *trendCommand) Run(ctx context.Context, s *Session) error {
	q, err := questionOf(s, c.Period, c.Currency)
	if err != nil {
		return err
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	t, err := a.Trending(ctx)
	if err != nil {
		return err
	}
	r, err := t.Run(ctx, trending.Input{Period: q.Period, Currency: q.Currency, Policy: q.Policy, Calendar: q.Calendar})
	if err != nil {
		return err
	}
	d := report.Document{Title: s.L.Text("trend.title", i18n.Args{"currency": string(r.Currency)}), Blocks: []report.Block{r.Shares(s.L), r.Growth(s.L), r.Study(s.L)}}
	if len(r.Quarters) == 0 {
		d.Blocks = []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("trend.none", nil)}}
	}
	return s.Print(d)
}
