package state

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// View is a question that somebody keeps under a name.
type View struct {
	ID        string // ULID
	Owner     string // the actor who keeps it
	Name      string // the owner has no other of this name
	Query     string // of the address that shows it, encoded
	Team      bool   // others may open it
	CreatedAt time.Time
}

// AddView keeps a view. Fault: view.exists for a name that the owner has.
func (s *DB) AddView(ctx context.Context, v View) (err error) {
	defer wrap(&err, "state.AddView(%s)", v.ID)
	return takenView(v.Name, s.q.InsertView(ctx, statedb.InsertViewParams{ID: v.ID, Owner: v.Owner, Name: v.Name, Query: v.Query, Team: v.Team,
		CreatedAt: instant(v.CreatedAt)}))
}

func takenView(name string, err error) error {
	if isTaken(err) {
		return fault.New(fault.KindConflict, "view.exists").With("name", name).Because(err)
	}
	return err
}

// ChangeView gives a view another name and says whether others may open it.
// Fault: view.exists.
func (s *DB) ChangeView(ctx context.Context, v View) (err error) {
	defer wrap(&err, "state.ChangeView(%s)", v.ID)
	return takenView(v.Name, s.q.UpdateView(ctx, statedb.UpdateViewParams{ID: v.ID, Name: v.Name, Team: v.Team}))
}

// DropView forgets a view; one that is gone already is no error.
func (s *DB) DropView(ctx context.Context, id string) (err error) {
	defer wrap(&err, "state.DropView")
	return s.q.DeleteView(ctx, id)
}

// FindView gives a view. Fault: view.unknown.
func (s *DB) FindView(ctx context.Context, id string) (_ View, err error) {
	defer wrap(&err, "state.FindView")
	rows, err := s.q.FindView(ctx, id)
	if err != nil {
		return View{}, err
	}
	if len(rows) == 0 {
		return View{}, fault.New(fault.KindNotFound, "view.unknown")
	}
	return toView(rows[0])
}

// Views lists everybody's by name.
func (s *DB) Views(ctx context.Context) (_ []View, err error) {
	defer wrap(&err, "state.Views")
	rows, err := s.q.ListViews(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]View, len(rows))
	for i, r := range rows {
		if all[i], err = toView(r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func toView(r statedb.SavedView) (View, error) {
	at, err := time.Parse(time.RFC3339Nano, r.CreatedAt)
	return View{ID: r.ID, Owner: r.Owner, Name: r.Name, Query: r.Query, Team: r.Team, CreatedAt: at}, err
}
