package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importBillCommand imports cloud bills.
type importBillCommand struct {
	Path []string `arg:"" name:"path"`

	BillFormat    string `placeholder:"FORMAT"`
	Side          string `placeholder:"SIDE" default:"cost"`
	Source        string `placeholder:"NAME"`
	Add           bool
	MixedCurrency bool
	rejectFlags
}

// Run imports the files as one batch and prints it.
func (c *importBillCommand) Run(ctx context.Context, s *Session) error {
	switch c.BillFormat {
	case "", importing.FormatFocus, importing.FormatAWSCUR:
	default:
		return usage(fault.New(fault.KindInvalid, "bill.format_unknown").With("value", c.BillFormat).
			With("known", importing.FormatFocus+", "+importing.FormatAWSCUR))
	}
	side := batch.Side(c.Side)
	if side != batch.SideCost && side != batch.SidePrice {
		return usage(fault.New(fault.KindInvalid, "bill.side_unknown").With("value", c.Side))
	}
	config, err := s.Config()
	if err != nil {
		return err
	}
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	result, err := im.Bill(ctx, importing.BillInput{Paths: s.paths(c.Path), Format: c.BillFormat, Side: side, Source: c.Source,
		Add: c.Add, MixedCurrency: c.MixedCurrency, Strict: c.Strict, MaxRejectShare: config.Rejects.MaxShare})
	if err != nil {
		return err
	}
	return s.Print(importDocument(s.L, result))
}
