package moving

import (
	"context"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

// reader understands the rows of one file.
type reader struct {
	m      *Mover
	f      *form.Form
	in     SheetInput
	viewer access.Viewer
	book   *customer.Book
	seen   map[move.ID]int64 // the row that had it
}

// cells are those of a row, and what their words mean.
func (r reader) cells(row form.Row) cells {
	return cells{bundle: r.in.Bundle, currency: r.in.Currency, viewer: r.viewer, book: r.book, has: r.f.Has,
		get: func(key string) string { return r.f.Get(row, key) }, place: func(key string) fault.Place { return r.f.Place(row, key) }}
}

// row says what a row comes to, and the edition that it makes. Faults stand at
// the cell that they are about.
func (r reader) row(ctx context.Context, row form.Row) (Did, move.Edition, error) {
	id := move.ID(r.f.Get(row, "id"))
	if id == "" {
		c, err := r.cells(row).change(move.Move{})
		if err != nil {
			return DidKeep, move.Edition{}, err
		}
		e, err := r.m.first(r.viewer, r.book, c.Input())
		return DidAdd, e, r.cells(row).at(err)
	}
	if first, twice := r.seen[id]; twice {
		return DidKeep, move.Edition{}, fault.New(fault.KindInvalid, "move.twice").With("first", first).At(r.f.Place(row, "id"))
	}
	r.seen[id] = row.Number
	editions, err := r.m.find(ctx, r.viewer, id)
	if err != nil {
		return DidKeep, move.Edition{}, r.cells(row).at(err)
	}
	last := editions[len(editions)-1]
	base, err := r.base(row, editions)
	if err != nil {
		return DidKeep, last, err
	}
	c, err := r.cells(row).change(base.Move)
	if err != nil {
		return DidKeep, last, err
	}
	// Who filled the file in looked at an edition: a row that is still that one asks
	// for nothing, whatever others have changed since.
	if _, different := c.apply(base.Move, r.m.Now()); !different {
		return DidKeep, last, nil
	}
	c.Seen = base.Number
	e, different, err := r.m.after(r.viewer, r.book, last, c)
	if err != nil || !different {
		return DidKeep, last, r.cells(row).at(err)
	}
	return DidChange, e, nil
}

// base is the edition that the row was written from; the last where it says none.
func (r reader) base(row form.Row, editions []move.Edition) (move.Edition, error) {
	text := r.f.Get(row, "edition")
	if text == "" {
		return editions[len(editions)-1], nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(editions) {
		return move.Edition{}, fault.New(fault.KindInvalid, "move.edition").With("value", text).At(r.f.Place(row, "edition"))
	}
	return editions[n-1], nil
}
