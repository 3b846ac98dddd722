package state

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/note"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// AddNote keeps a new note, its editions with it. Where a customer id has most
// notes already, deleted ones included, the fault is note.many.
func (s *DB) AddNote(ctx context.Context, n note.Note, most int) (err error) {
	defer wrap(&err, "state.AddNote(%s)", n.ID)
	return s.within(ctx, func(q *statedb.Queries) error {
		count, err := q.CountNotes(ctx, string(n.Customer))
		if err != nil {
			return err
		}
		if count >= int64(most) {
			return fault.New(fault.KindLimit, "note.many").With("limit", most)
		}
		if err := q.InsertNote(ctx, statedb.InsertNoteParams{ID: string(n.ID), CustomerID: string(n.Customer)}); err != nil {
			return err
		}
		for _, e := range n.Editions {
			if err := insertEdition(ctx, q, n.ID, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddEdition adds an edition to a note. Where there is one of that number
// already, somebody else was faster: fault note.outdated.
func (s *DB) AddEdition(ctx context.Context, id note.ID, e note.Edition) (err error) {
	defer wrap(&err, "state.AddEdition(%s)", id)
	return s.within(ctx, func(q *statedb.Queries) error {
		err := insertEdition(ctx, q, id, e)
		if isTaken(err) {
			return fault.New(fault.KindConflict, "note.outdated").Because(err)
		}
		return err
	})
}

func insertEdition(ctx context.Context, q *statedb.Queries, id note.ID, e note.Edition) error {
	return q.InsertNoteEdition(ctx, statedb.InsertNoteEditionParams{NoteID: string(id), Number: int64(e.Number), At: instant(e.At), Actor: e.Actor, Body: e.Text})
}

// Notes lists what was written about customers under these ids, deleted notes
// included, as each id has them, oldest first.
func (s *DB) Notes(ctx context.Context, ids ...customer.ID) (_ []note.Note, err error) {
	defer wrap(&err, "state.Notes")
	var all []note.Note
	for _, id := range ids {
		rows, err := s.q.ListNotes(ctx, string(id))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			n, err := s.note(ctx, r)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// FindNote gives one note; fault note.unknown where there is none.
func (s *DB) FindNote(ctx context.Context, id note.ID) (_ note.Note, err error) {
	defer wrap(&err, "state.FindNote(%s)", id)
	rows, err := s.q.FindNote(ctx, string(id))
	if err != nil {
		return note.Note{}, err
	}
	if len(rows) == 0 {
		return note.Note{}, fault.New(fault.KindNotFound, "note.unknown")
	}
	return s.note(ctx, rows[0])
}

func (s *DB) note(ctx context.Context, r statedb.Note) (note.Note, error) {
	n := note.Note{ID: note.ID(r.ID), Customer: customer.ID(r.CustomerID)}
	rows, err := s.q.ListNoteEditions(ctx, r.ID)
	if err != nil {
		return n, err
	}
	for _, e := range rows {
		at, err := time.Parse(time.RFC3339Nano, e.At)
		if err != nil {
			return n, err
		}
		n.Editions = append(n.Editions, note.Edition{Number: int(e.Number), At: at, Actor: e.Actor, Text: e.Body})
	}
	return n, nil
}
