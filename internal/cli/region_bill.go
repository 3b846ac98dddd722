package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// regionBillCommand says how much of a bill could move to regions.
type regionBillCommand struct {
	Customer string   `placeholder:"NAME"`
	Period   string   `default:"all" placeholder:"PERIOD"`
	Currency string   `placeholder:"CODE"`
	Region   []string `default:"cn-north-1,cn-northwest-1" placeholder:"REGION"`
}

// Run measures the cloud of the workspace, or of one customer, service by service,
// and prints what each could do in the regions.
func (c *regionBillCommand) Run(ctx context.Context, s *Session) error {
	checker, err := s.checker(c.Region, "")
	if err != nil {
		return err
	}
	if err := checker.Known(); err != nil {
		return usage(err)
	}
	in, err := questionOf(s, c.Period, c.Currency)
	if err != nil {
		return err
	}
	in.Definitions, in.By = []string{"standard"}, fitting.BillDimensions()
	if c.Customer != "" {
		in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{c.Customer}}}
	}
	result, err := measure(ctx, s, in)
	if err != nil {
		return err
	}
	b := checker.JudgeBill(result.Figures[0])
	title := s.L.Text("region.bill.of_all", nil)
	if c.Customer != "" {
		title = s.L.Text("region.bill.of", i18n.Args{"customer": c.Customer})
	}
	return s.Print(report.Document{Title: title, Blocks: []report.Block{fitting.PortionTable(s.L, b), checker.SpendTable(s.L, b)}})
}
