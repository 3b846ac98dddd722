package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// whitespaceCommand lists what customers could buy next, or explains one cell.
type whitespaceCommand struct {
	Cell string `arg:"" name:"cell" optional:""`

	Customer string `placeholder:"ID"`
	Category string `placeholder:"CATEGORY"`
	Offering string `placeholder:"ID"`
	State    string `default:"white" placeholder:"STATE"`
	Top      int    `default:"20" placeholder:"N"`
	Currency string `placeholder:"CODE"`
}

// Run prints the cells with the most expected money first.
func (c *whitespaceCommand) Run(ctx context.Context, s *Session) error {
	p, in, err := prospector(ctx, s, c.Currency)
	if err != nil {
		return err
	}
	f := prospecting.Filter{Customer: customer.ID(c.Customer), Category: service.Category(c.Category), Offering: offering.ID(c.Offering), State: whitespace.State(c.State)}
	if c.State == "all" {
		f.State = ""
	}
	if err := f.Validate(); err != nil {
		return usage(err)
	}
	r, err := p.Run(ctx, in)
	if err != nil {
		return err
	}
	if c.Cell != "" {
		return c.explain(ctx, s, r)
	}
	cells := f.Keep(r.Finding.Cells)
	t := r.List(s.L, cells[:min(len(cells), limit(c.Top, len(cells)))])
	title := s.L.Text("whitespace.title", i18n.Args{"period": (period.Range{From: r.From, Until: r.Until}).String()})
	if len(cells) == 0 {
		return s.Print(report.Document{Title: title, Blocks: []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("whitespace.none", nil)}}})
	}
	if len(t.Rows) < len(cells) {
		t.Notes = append(t.Notes, s.L.Text("whitespace.more", i18n.Args{"count": len(cells) - len(t.Rows)}))
	}
	return s.Print(report.Document{Title: title, Blocks: []report.Block{t}})
}

// limit is how many rows are shown; zero is all.
func limit(top, all int) int {
	if top <= 0 {
		return all
	}
	return top
}

// explain prints what one cell rests on, with the addresses of the figures that
// lead on to rows.
func (c *whitespaceCommand) explain(ctx context.Context, s *Session, r prospecting.Result) error {
	cell, ok := r.Find(c.Cell)
	if !ok {
		return fault.New(fault.KindNotFound, "whitespace.unknown").With("cell", c.Cell)
	}
	blocks := r.Explain(s.L, cell)
	in, err := questionOf(s, "all", c.Currency)
	if err != nil {
		return err
	}
	in.Period, in.By, in.Definitions = r.Year(), []multiplier.Dimension{multiplier.DimensionCustomer}, []string{multiplier.Standard().Name}
	in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{string(cell.Customer)}}}
	result, err := measure(ctx, s, in)
	if err != nil {
		return err
	}
	address := measuring.Address{Question: result.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellCloud}
	blocks = append(blocks, report.Paragraph{ID: "figure", Text: s.L.Text("whitespace.figure", i18n.Args{"address": address.String()})})
	return s.Print(report.Document{Title: s.L.Text("whitespace.cell", i18n.Args{"customer": r.Names[cell.Customer], "what": r.Column(s.L, cell.Column)}), Blocks: blocks})
}

// prospector is the job in the session's workspace, and in which money it tells.
func prospector(ctx context.Context, s *Session, currency string) (*prospecting.Prospector, prospecting.Input, error) {
	q, err := questionOf(s, "all", currency)
	if err != nil {
		return nil, prospecting.Input{}, err
	}
	a, err := s.App(ctx)
	if err != nil {
		return nil, prospecting.Input{}, err
	}
	p, err := a.Prospecting(ctx)
	return p, prospecting.Input{Currency: q.Currency, Policy: q.Policy}, err
}

// backtestCommand says how right the answers of two quarters ago were.
type backtestCommand struct {
	Currency string `placeholder:"CODE"`
}

// Run hides the last two quarters and compares.
func (c *backtestCommand) Run(ctx context.Context, s *Session) error {
	p, in, err := prospector(ctx, s, c.Currency)
	if err != nil {
		return err
	}
	r, err := p.BackTest(ctx, in)
	if err != nil {
		return err
	}
	return s.Print(report.Document{Title: s.L.Text("whitespace.proof", nil), Blocks: prospecting.Proof(s.L, r)})
}
