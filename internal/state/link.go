package state

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Link opens one view to who holds its secret. Only the hash of that is kept.
type Link struct {
	ID       string // ULID
	Maker    string // actor
	Title    string
	Query    string // of the view's address, encoded
	Currency money.Currency
	Exports  bool // the view may be taken along as a file
	// Limited: the maker was held to Customers when they made it, which is as
	// much as it may ever show.
	Limited    bool
	Customers  []customer.ID
	CreatedAt  time.Time
	ExpiresAt  time.Time
	RevokedAt  time.Time // zero: it was not
	OpenedAt   time.Time // the last time; zero: never
	OpenedFrom string    // address of the network, the last time
	Openings   int64
}

// AddLink keeps a link under the hash of its secret.
func (s *DB) AddLink(ctx context.Context, hash string, l Link) (err error) {
	defer wrap(&err, "state.AddLink(%s)", l.ID)
	return s.within(ctx, func(q *statedb.Queries) error {
		if err := q.InsertShareLink(ctx, statedb.InsertShareLinkParams{ID: l.ID, Hash: hash, Maker: l.Maker, Title: l.Title, Query: l.Query,
			Currency: string(l.Currency), Exports: l.Exports, Limited: l.Limited, CreatedAt: instant(l.CreatedAt), ExpiresAt: instant(l.ExpiresAt)}); err != nil {
			return err
		}
		for _, id := range l.Customers {
			if err := q.InsertShareLinkCustomer(ctx, statedb.InsertShareLinkCustomerParams{LinkID: l.ID, CustomerID: string(id)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// FindLink gives a link by the hash of its secret, whether it still opens or
// not. Fault: sharing.over where there is none.
func (s *DB) FindLink(ctx context.Context, hash string) (_ Link, err error) {
	defer wrap(&err, "state.FindLink")
	rows, err := s.q.FindShareLink(ctx, hash)
	if err != nil {
		return Link{}, err
	}
	if len(rows) == 0 {
		return Link{}, fault.New(fault.KindDenied, "sharing.over")
	}
	l, err := toLink(rows[0])
	if err != nil {
		return Link{}, err
	}
	ids, err := s.q.ListShareLinkCustomers(ctx, l.ID)
	for _, id := range ids {
		l.Customers = append(l.Customers, customer.ID(id))
	}
	return l, err
}

// LiveLinks lists those that are neither revoked nor expired, the newest first,
// without their customers.
func (s *DB) LiveLinks(ctx context.Context, now time.Time) (_ []Link, err error) {
	defer wrap(&err, "state.LiveLinks")
	rows, err := s.q.ListShareLinks(ctx, instant(now))
	if err != nil {
		return nil, err
	}
	all := make([]Link, len(rows))
	for i, r := range rows {
		if all[i], err = toLink(r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RevokeLink ends a link; one that is over already stays so.
func (s *DB) RevokeLink(ctx context.Context, id string, at time.Time) (err error) {
	defer wrap(&err, "state.RevokeLink(%s)", id)
	_, err = s.q.RevokeShareLink(ctx, statedb.RevokeShareLinkParams{ID: id, RevokedAt: instant(at)})
	return err
}

// OpenedLink notes that somebody opened a link.
func (s *DB) OpenedLink(ctx context.Context, id string, at time.Time, from string) (err error) {
	defer wrap(&err, "state.OpenedLink(%s)", id)
	return s.q.OpenShareLink(ctx, statedb.OpenShareLinkParams{ID: id, OpenedAt: instant(at), OpenedFrom: from})
}

func toLink(r statedb.ShareLink) (Link, error) {
	l := Link{ID: r.ID, Maker: r.Maker, Title: r.Title, Query: r.Query, Currency: money.Currency(r.Currency), Exports: r.Exports, Limited: r.Limited,
		OpenedFrom: r.OpenedFrom, Openings: r.Openings}
	for _, at := range []struct {
		text string
		into *time.Time
	}{{r.CreatedAt, &l.CreatedAt}, {r.ExpiresAt, &l.ExpiresAt}, {r.RevokedAt, &l.RevokedAt}, {r.OpenedAt, &l.OpenedAt}} {
		if at.text == "" {
			continue
		}
		var err error
		if *at.into, err = time.Parse(time.RFC3339Nano, at.text); err != nil {
			return Link{}, err
		}
	}
	return l, nil
}
