package importing

import (
	"context"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/roster"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Shares imports who has which part of lines, accounts and customers. A list
// replaces the list before it, and allocations the allocations before them; the
// two stand beside each other and may not come to more than the whole together.
//
// Fault attribution.share_over where they do, and attribution.layouts_mixed for files
// of both layouts in one import.
func (im *Importer) Shares(ctx context.Context, in RosterInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Shares")
	var all []attribution.Share
	layout, file := "", 0
	return im.listing(ctx, in, batch.KindShares, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadShares(r, name)
		if err != nil {
			return read{}, err
		}
		if layout != "" && layout != got.Layout {
			return read{}, fault.New(fault.KindInvalid, "attribution.layouts_mixed").With("first", layout).With("second", got.Layout).At(fault.Place{File: name})
		}
		layout, file = got.Layout, file+1
		for _, s := range got.Shares {
			s.File = file
			all = append(all, s)
		}
		return read{int64(len(got.Shares)), nil, got.Findings}, nil
	}, func(c *state.Commit) error {
		c.Shares = all
		c.Batch.Source, c.Batch.Format = string(batch.KindShares)+"/"+layout, layout
		var err error
		if c.Batch.Findings, err = im.strangers(ctx, all); err != nil {
			return err
		}
		return im.checkShares(ctx, c)
	})
}

// strangers finds shares that name customers whom nobody knows now: what goes to
// them stays unattributed until somebody does.
func (im *Importer) strangers(ctx context.Context, shares []attribution.Share) ([]batch.Finding, error) {
	book, err := im.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	index, today := book.Index(), im.Now().UTC()
	found := batch.Finding{Rule: "attribution.customer_unknown", Severity: batch.SeverityWarning, Column: "target"}
	for _, s := range shares {
		if s.To.Kind != attribution.TargetCustomer || book.Survivor(customer.ID(s.To.Value)) != "" {
			continue
		}
		if _, _, known := index.Find(customer.Query{Name: s.To.Value}, today); !known {
			if found.Count++; found.Count == 1 {
				found.Example = s.To.Value
			}
		}
	}
	if found.Count == 0 {
		return nil, nil
	}
	return []batch.Finding{found}, nil
}

// checkShares refuses what comes to more than the whole together with the live
// shares that this import does not replace.
func (im *Importer) checkShares(ctx context.Context, c *state.Commit) error {
	live, err := im.State.Shares(ctx)
	if err != nil {
		return err
	}
	sources := map[batch.ID]string{}
	together := append([]attribution.Share(nil), c.Shares...)
	for _, s := range live {
		source, known := sources[s.BatchID]
		if !known {
			b, err := im.State.Batch(ctx, s.BatchID)
			if err != nil {
				return err
			}
			source = b.Source
			sources[s.BatchID] = source
		}
		if source != c.Batch.Source {
			together = append(together, s.Share)
		}
	}
	return attribution.NewLedger(together).Check()
}

// Influenced imports the accounts that customers pay themselves, with what they
// are thought to cost. They replace all that were imported before.
func (im *Importer) Influenced(ctx context.Context, in RosterInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Influenced")
	var all []attribution.Influence
	file := 0
	return im.listing(ctx, in, batch.KindInfluenced, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadInfluenced(r, name)
		file++
		for _, i := range got.Accounts {
			i.File = file
			all = append(all, i)
		}
		return read{int64(len(got.Accounts)), nil, nil}, err
	}, func(c *state.Commit) error {
		c.Influences = all
		return attribution.Overlap(all)
	})
}
