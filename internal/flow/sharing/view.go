package sharing

import (
	"context"
	"net/url"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/state"
)

// KeepInput is a view to keep.
type KeepInput struct {
	Name  string
	Query string // of the address, encoded
	Team  bool   // others may open it
}

// Keep keeps a view under a name. Faults: access.denied, view.name_invalid,
// view.query_invalid, view.exists, view.too_many.
func (s *Sharing) Keep(ctx context.Context, in KeepInput) (err error) {
	defer fault.Wrap(&err, "sharing.Keep")
	viewer, err := s.Guard.Allow(ctx, access.RightKeep)
	if err != nil {
		return err
	}
	v := state.View{Owner: viewer.Actor, Team: in.Team && s.Team, CreatedAt: s.Now()}
	if v.Name, err = checkName(in.Name); err != nil {
		return err
	}
	if v.Query, err = checkQuery(in.Query); err != nil {
		return err
	}
	if v.ID, err = s.newID(); err != nil {
		return err
	}
	all, err := s.State.Views(ctx)
	if err != nil {
		return err
	}
	own := 0
	for _, other := range all {
		if other.Owner == viewer.Actor {
			own++
		}
	}
	if own >= mostKept {
		return fault.New(fault.KindLimit, "view.too_many").With("most", mostKept)
	}
	return s.State.AddView(ctx, v)
}

// View is a kept view as lists show it.
type View struct {
	state.View
	Own bool
}

// Views lists one's own views and those that others keep for the team. Fault:
// access.denied.
func (s *Sharing) Views(ctx context.Context) (_ []View, err error) {
	defer fault.Wrap(&err, "sharing.Views")
	viewer, err := s.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	if viewer.Link {
		return nil, fault.New(fault.KindDenied, "access.denied").With("right", string(access.RightKeep)).With("role", string(viewer.Role))
	}
	all, err := s.State.Views(ctx)
	if err != nil {
		return nil, err
	}
	var shown []View
	for _, v := range all {
		own := v.Owner == viewer.Actor
		if own || s.Team && v.Team && (viewer.Scope() == nil || !namesCustomers(v.Query)) {
			shown = append(shown, View{v, own})
		}
	}
	return shown, nil
}

// namesCustomers reports a view that keeps to some customers by their names or
// ids: who is held to others must not read those.
func namesCustomers(query string) bool {
	q, err := url.ParseQuery(query)
	if err != nil {
		return true
	}
	for _, where := range q["where"] {
		name, _, _ := strings.Cut(where, "=")
		d, err := multiplier.ParseDimension(name)
		if err != nil || d == multiplier.DimensionCustomer || d == multiplier.DimensionGroup {
			return true
		}
	}
	return false
}

// Rename gives one's own view another name and says whether the team may open
// it. Faults: access.denied, view.unknown (also for a view of others),
// view.name_invalid, view.exists.
func (s *Sharing) Rename(ctx context.Context, id, name string, team bool) (err error) {
	defer fault.Wrap(&err, "sharing.Rename")
	v, err := s.own(ctx, id)
	if err != nil {
		return err
	}
	v.Team = team && s.Team
	if v.Name, err = checkName(name); err != nil {
		return err
	}
	return s.State.ChangeView(ctx, v)
}

// Drop forgets one's own view. Faults: access.denied, view.unknown (also for a
// view of others).
func (s *Sharing) Drop(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "sharing.Drop")
	v, err := s.own(ctx, id)
	if err != nil {
		return err
	}
	return s.State.DropView(ctx, v.ID)
}

// own finds a view that the asker keeps.
func (s *Sharing) own(ctx context.Context, id string) (state.View, error) {
	viewer, err := s.Guard.Allow(ctx, access.RightKeep)
	if err != nil {
		return state.View{}, err
	}
	v, err := s.State.FindView(ctx, id)
	if err == nil && v.Owner != viewer.Actor {
		err = fault.New(fault.KindNotFound, "view.unknown")
	}
	return v, err
}
