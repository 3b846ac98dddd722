package importing

import (
	"context"
	"io"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/roster"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RosterInput says which files of customers or category rules to import.
type RosterInput struct {
	Paths []string
	Only  []string // as in BillInput
	// Strict stops at the first unreadable row; otherwise MaxRejectShare does.
	Strict         bool
	MaxRejectShare money.Decimal
}

// Customers imports customers, their identifiers and their hierarchies. They
// replace all that were imported before, because the list is one whole, in
// however many files. What was decided about them stays decided.
func (im *Importer) Customers(ctx context.Context, in RosterInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Customers")
	list := roster.NewCustomers()
	return im.roster(ctx, in, batch.KindCustomers, func(r io.Reader, name string) (read, error) {
		got, err := list.Read(r, name)
		return read{got.Customers, got.Rejects, got.Findings}, err
	}, func(c *state.Commit) { c.Customers, c.Batch.Findings = list.End() })
}

// Categories imports the rules that give service lines a category, in the order
// in which they decide. They replace all that were imported before.
func (im *Importer) Categories(ctx context.Context, in RosterInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Categories")
	var all service.Rules
	return im.roster(ctx, in, batch.KindCategories, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadCategories(r, name)
		all = append(all, got.Rules...)
		return read{int64(len(got.Rules)), nil, got.Findings}, err
	}, func(c *state.Commit) { c.Rules = all })
}

// read is what one file gave.
type read struct {
	rows     int64
	rejects  []batch.Reject
	findings []batch.Finding
}

func (im *Importer) roster(ctx context.Context, in RosterInput, kind batch.Kind,
	readOne func(io.Reader, string) (read, error), fill func(*state.Commit)) (Result, error) {
	return im.listing(ctx, in, kind, readOne, func(c *state.Commit) error {
		fill(c)
		return nil
	})
}

// listing imports a list that is one whole. fill puts what was read into the
// commit, and may refuse it or give its batch another source and format.
func (im *Importer) listing(ctx context.Context, in RosterInput, kind batch.Kind,
	readOne func(io.Reader, string) (read, error), fill func(*state.Commit) error) (Result, error) {
	unlock, err := im.lock(ctx)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	bk, err := im.open(ctx, in.Paths, in.Only, kind)
	if err != nil {
		return Result{}, err
	}
	if bk.mended {
		return Result{}, fault.New(fault.KindInvalid, "books.rejects_of_a_whole").At(fault.Place{File: bk.batch.Files[0].Path})
	}
	r := &rejects{strict: in.Strict, maxShare: in.MaxRejectShare}
	rows := int64(0)
	for i, e := range bk.entries {
		got, err := readEntry(ctx, e, kind, readOne)
		if err != nil {
			return Result{}, err
		}
		for _, rej := range got.rejects {
			if err := r.add(rej); err != nil {
				return Result{}, err
			}
		}
		bk.batch.Files[i].Rows = got.rows
		bk.batch.Findings = append(bk.batch.Findings, got.findings...)
		rows += got.rows
	}
	c := state.Commit{Whole: true, Batch: batch.Batch{Source: string(kind), Format: string(kind)}}
	if err := fill(&c); err != nil {
		return Result{}, err
	}
	bk.batch.Source, bk.batch.Format = c.Batch.Source, c.Batch.Format
	bk.batch.Findings = append(bk.batch.Findings, c.Batch.Findings...)
	return im.settle(ctx, bk, r, rows, c)
}

func readEntry(ctx context.Context, e source.Entry, kind batch.Kind, readOne func(io.Reader, string) (read, error)) (_ read, err error) {
	plain := []batch.Kind{batch.KindOfferings, batch.KindShares, batch.KindInfluenced, batch.KindPipeline}
	if slices.Contains(plain, kind) && e.Kind == source.KindXLSX {
		sheet, err := roster.Plain(ctx, e)
		if err != nil {
			return read{}, err
		}
		return readOne(sheet, e.Name())
	}
	if err := readable(e); err != nil {
		return read{}, err
	}
	s, err := e.Open()
	if err != nil {
		return read{}, err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return readOne(s, e.Name())
}
