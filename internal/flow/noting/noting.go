// Package noting keeps what people write about customers.
//
// It owns who may read, write, edit and delete notes, and that they follow their
// customer through merges and back. It does not own what a note may contain
// (core/note) nor where it is kept (internal/state).
package noting

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/note"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Actions of the audit log.
const (
	ActionWrite  = "note.write"
	ActionChange = "note.change" // edit or delete
)

// Notebook is the notes of one workspace. It is safe for concurrent use.
type Notebook struct {
	State *state.DB
	Now   func() time.Time
	// Guard refuses readers and writers that nobody is known to be behind.
	Guard access.Guard
}

// sees gives who asks and the customers as they are, if they may see this one.
// Who may not is told what somebody is told who asks for nobody. Faults:
// access.denied, customer.unknown.
func (b *Notebook) sees(ctx context.Context, right access.Right, id customer.ID) (access.Viewer, *customer.Book, error) {
	viewer, err := b.Guard.Allow(ctx, right)
	if err != nil {
		return viewer, nil, err
	}
	book, err := b.State.CustomerBook(ctx)
	if err != nil {
		return viewer, nil, err
	}
	if !viewer.Sees(book, id) {
		return viewer, nil, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(id))
	}
	return viewer, book, nil
}

// List gives the notes about a customer and those that were merged into it, the
// newest first. Deleted ones only who may read the audit log is given. Notes are
// for colleagues: who looks through a link is given none.
func (b *Notebook) List(ctx context.Context, id customer.ID) (_ []note.Note, err error) {
	defer fault.Wrap(&err, "noting.List(%s)", id)
	viewer, book, err := b.sees(ctx, access.RightSee, id)
	if err != nil {
		return nil, err
	}
	if viewer.Link {
		return nil, nil
	}
	all, err := b.State.Notes(ctx, append(book.Merged(id), book.Survivor(id))...)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(n note.Note) bool { return n.IsDeleted() && !viewer.May(access.RightAudit) })
	slices.SortFunc(all, func(x, y note.Note) int { return cmp.Compare(y.ID, x.ID) })
	return all, nil
}

// Write adds a note about a customer. Faults: access.denied, customer.unknown,
// note.many, and those of note.Clean.
func (b *Notebook) Write(ctx context.Context, id customer.ID, text string) (_ note.Note, err error) {
	defer fault.Wrap(&err, "noting.Write(%s)", id)
	viewer, book, err := b.sees(ctx, access.RightNote, id)
	if err != nil {
		return note.Note{}, err
	}
	if text, err = note.Clean(text); err != nil {
		return note.Note{}, err
	}
	now := b.Now()
	made, err := ulid.New(ulid.Timestamp(now), rand.Reader)
	if err != nil {
		return note.Note{}, err
	}
	n := note.Note{ID: note.ID(made.String()), Customer: book.Survivor(id), Editions: []note.Edition{{Number: 1, At: now.UTC(), Actor: viewer.Actor, Text: text}}}
	return n, b.State.AddNote(ctx, n, note.MostNotes)
}

// ChangeInput says what becomes of a note.
type ChangeInput struct {
	Customer customer.ID // on whose page it was read
	Note     note.ID
	Seen     int // number of the edition that was read
	Text     string
}

// Edit gives a note another wording. Faults: access.denied, customer.unknown,
// note.unknown, note.foreign, note.outdated, and those of note.Clean.
func (b *Notebook) Edit(ctx context.Context, in ChangeInput) (err error) {
	defer fault.Wrap(&err, "noting.Edit(%s)", in.Note)
	if in.Text, err = note.Clean(in.Text); err != nil {
		return err
	}
	return b.change(ctx, in)
}

// Delete takes a note away; its wordings stay in the state. Faults: those of
// Edit.
func (b *Notebook) Delete(ctx context.Context, in ChangeInput) (err error) {
	defer fault.Wrap(&err, "noting.Delete(%s)", in.Note)
	in.Text = ""
	return b.change(ctx, in)
}

func (b *Notebook) change(ctx context.Context, in ChangeInput) error {
	viewer, book, err := b.sees(ctx, access.RightNote, in.Customer)
	if err != nil {
		return err
	}
	n, err := b.State.FindNote(ctx, in.Note)
	if err != nil {
		return err
	}
	switch {
	case book.Survivor(n.Customer) != book.Survivor(in.Customer): // of another customer's notes nothing is told
		return fault.New(fault.KindNotFound, "note.unknown")
	case !n.MayChange(viewer):
		return fault.New(fault.KindDenied, "note.foreign").With("author", n.Author())
	case n.Last().Number != in.Seen || n.IsDeleted():
		return fault.New(fault.KindConflict, "note.outdated")
	case n.Last().Text == in.Text:
		return nil
	}
	return b.State.AddEdition(ctx, n.ID, note.Edition{Number: in.Seen + 1, At: b.Now().UTC(), Actor: viewer.Actor, Text: in.Text})
}
