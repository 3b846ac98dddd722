package sharing

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state"
)

const day = 24 * time.Hour

// Lives lists how many days a link may open.
func Lives() []int { return []int{1, 7, 30, 90} }

// ShareInput is a view to open to others.
type ShareInput struct {
	Title    string
	Query    string // of the address, encoded
	Currency money.Currency
	Days     int  // one of Lives
	Exports  bool // the view may be taken along as a file
}

// Share gives the secret of a new link, which nobody can show again. Faults:
// access.denied, view.name_invalid, view.query_invalid, sharing.life_unknown,
// view.too_many.
func (s *Sharing) Share(ctx context.Context, in ShareInput) (token string, err error) {
	defer fault.Wrap(&err, "sharing.Share")
	viewer, err := s.Guard.Allow(ctx, access.RightShare)
	if err != nil {
		return "", err
	}
	now, scope := s.Now(), viewer.Scope()
	l := Link{Maker: viewer.Actor, Currency: in.Currency, Exports: in.Exports, Limited: scope != nil, Customers: scope,
		CreatedAt: now, ExpiresAt: now.Add(time.Duration(in.Days) * day)}
	if !slices.Contains(Lives(), in.Days) {
		return "", fault.New(fault.KindInvalid, "sharing.life_unknown").With("days", in.Days)
	}
	if l.Title, err = checkName(in.Title); err != nil {
		return "", err
	}
	if l.Query, err = checkQuery(in.Query); err != nil {
		return "", err
	}
	if l.ID, err = s.newID(); err != nil {
		return "", err
	}
	live, err := s.State.LiveLinks(ctx, now)
	if err != nil {
		return "", err
	}
	if own := slices.DeleteFunc(live, func(o Link) bool { return o.Maker != viewer.Actor }); len(own) >= mostKept {
		return "", fault.New(fault.KindLimit, "view.too_many").With("most", mostKept)
	}
	token = auth.NewToken()
	return token, s.State.AddLink(ctx, auth.HashToken(token), l)
}

// Link is a link without its secret.
type Link = state.Link

// Links lists the live links that one has made; who has the right over people
// sees everybody's. Fault: access.denied.
func (s *Sharing) Links(ctx context.Context) (_ []Link, err error) {
	defer fault.Wrap(&err, "sharing.Links")
	viewer, err := s.Guard.Allow(ctx, access.RightShare)
	if err != nil {
		return nil, err
	}
	live, err := s.State.LiveLinks(ctx, s.Now())
	if err != nil || viewer.May(access.RightPeople) {
		return live, err
	}
	return slices.DeleteFunc(live, func(l Link) bool { return l.Maker != viewer.Actor }), nil
}

// Revoke ends a link that Links lists, at once. Faults: access.denied,
// sharing.link_unknown.
func (s *Sharing) Revoke(ctx context.Context, id string) (_ Link, err error) {
	defer fault.Wrap(&err, "sharing.Revoke")
	links, err := s.Links(ctx)
	if err != nil {
		return Link{}, err
	}
	at := slices.IndexFunc(links, func(l Link) bool { return l.ID == id })
	if at < 0 {
		return Link{}, fault.New(fault.KindNotFound, "sharing.link_unknown")
	}
	return links[at], s.State.RevokeLink(ctx, id, s.Now())
}
