// Package returning tells somebody who comes back what changed since they were
// here.
//
// It owns when a visit is a new one, and what of the books is news. It does not
// own figures: who asks brings those that are shown, and gets those that were.
package returning

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Returning remembers visits to one workspace. It is safe for concurrent use.
type Returning struct {
	State *state.DB
	Guard access.Guard
	Now   func() time.Time
}

// pause is how long somebody must have been away for a visit to be a new one:
// who looks again after lunch still finds the morning's news.
const pause = 4 * time.Hour

// still is for how long a look that saw nothing new is not written down: many
// people look at the same page again and again.
const still = 10 * time.Minute

// mostTold is how many imports of each kind of news are given whole.
const mostTold = 5

// Month is a month's figures under one definition, as they are shown.
type Month struct {
	Month    period.Month  `json:"month"`
	Cloud    money.Decimal `json:"cloud"`
	Services money.Decimal `json:"services"`
}

// Multiplier is services over cloud; false without cloud.
func (m Month) Multiplier() (money.Decimal, bool) { return multiplier.Ratio(m.Services, m.Cloud) }

// Seen is what a page shows. Figures of another currency or definition are not
// compared.
type Seen struct {
	Currency   money.Currency `json:"currency"`
	Definition string         `json:"definition"` // with its version
	Months     []Month        `json:"months"`
}

// remembered is what is kept of a visit: what was seen, of whom, and how the
// books stood.
type remembered struct {
	Seen
	Only      []customer.ID             `json:"only,omitzero"` // nil: of everybody
	Batches   map[batch.ID]batch.Status `json:"batches"`
	Decisions int64                     `json:"decisions"` // the end of the log
}

// comparable reports that figures mean the same and are of the same customers.
func (r remembered) comparable(now remembered) bool {
	return r.Currency == now.Currency && r.Definition == now.Definition && (r.Only == nil) == (now.Only == nil) && slices.Equal(r.Only, now.Only)
}

// Restated is a month that shows other figures than at the last visit.
type Restated struct {
	Was, Now Month
}

// Batches are imports that are news of one kind, the newest first.
type Batches struct {
	Count int
	First []batch.Batch // not more than a few of them
}

// Decided counts the decisions of people and jobs: who is whom, what lines are,
// whose part something is.
type Decided struct {
	Identity, Categories, Attribution int64
}

// News is what changed since the last visit.
type News struct {
	Since time.Time // zero: this is the first visit
	// Imported, Replaced and Undone are batches since; these and what was decided are
	// nothing for who may not read the books.
	Imported, Replaced, Undone Batches
	Decided                    Decided
	NewMonths                  []period.Month
	Restated                   []Restated // oldest first
	// Incomparable: the last visit saw another currency or definition, or other
	// customers, so that nothing can be said of months.
	Incomparable bool
}

// IsEmpty reports that nothing changed.
func (n News) IsEmpty() bool {
	return n.Imported.Count+n.Replaced.Count+n.Undone.Count+len(n.NewMonths)+len(n.Restated) == 0 && n.Decided == (Decided{})
}

// Return notes that somebody is here and sees this, and tells what changed since
// the visit before. Looking again within a visit tells the same. Fault:
// access.denied.
func (r *Returning) Return(ctx context.Context, seen Seen) (_ News, err error) {
	defer fault.Wrap(&err, "returning.Return")
	viewer, err := r.Guard.Allow(ctx, access.RightAccount)
	if err != nil {
		return News{}, err
	}
	now := remembered{Seen: seen, Only: viewer.Scope()}
	if now.Batches, err = r.State.BatchStatuses(ctx); err != nil {
		return News{}, err
	}
	if now.Decisions, _, err = r.State.DecidedAfter(ctx, math.MaxInt64); err != nil {
		return News{}, err
	}
	v, err := r.note(ctx, viewer.Actor, now)
	if err != nil || v.BeforeAt.IsZero() {
		return News{}, err
	}
	news := News{Since: v.BeforeAt}
	var was remembered
	if err := json.Unmarshal(v.BeforeSeen, &was); err != nil {
		return News{}, err
	}
	if news.Incomparable = !was.comparable(now); !news.Incomparable {
		news.NewMonths, news.Restated = compare(was.Months, seen.Months)
	}
	if viewer.May(access.RightBooks) {
		err = r.since(ctx, was, now, &news)
	}
	return news, err
}

// note writes down that somebody is here, unless they have just been and see
// the same.
func (r *Returning) note(ctx context.Context, actor string, seen remembered) (state.LastVisit, error) {
	text, err := json.Marshal(seen)
	if err != nil {
		return state.LastVisit{}, err
	}
	at := r.Now()
	v, err := r.State.LastVisit(ctx, actor)
	if err != nil || bytes.Equal(v.Seen, text) && at.Sub(v.SeenAt) < still {
		return v, err
	}
	return r.State.ChangeLastVisit(ctx, actor, func(v *state.LastVisit) {
		if !v.SeenAt.IsZero() && at.Sub(v.SeenAt) >= pause {
			v.BeforeAt, v.BeforeSeen = v.SeenAt, v.Seen
		}
		v.SeenAt, v.Seen = at, text
	})
}

// compare tells months that are shown now and were not, and those whose figures
// differ. Months that have left the page at its beginning are no news.
func compare(was, now []Month) (fresh []period.Month, restated []Restated) {
	find := func(all []Month, m period.Month) (Month, bool) {
		at := slices.IndexFunc(all, func(o Month) bool { return o.Month == m })
		if at < 0 {
			return Month{Month: m}, false
		}
		return all[at], true
	}
	var first period.Month
	for _, m := range now {
		if first == 0 || m.Month < first {
			first = m.Month
		}
		old, known := find(was, m.Month)
		switch {
		case !known && slices.ContainsFunc(was, func(o Month) bool { return o.Month > m.Month }) || known && differ(old, m):
			restated = append(restated, Restated{old, m})
		case !known:
			fresh = append(fresh, m.Month)
		}
	}
	for _, m := range was {
		if _, still := find(now, m.Month); !still && m.Month >= first {
			restated = append(restated, Restated{m, Month{Month: m.Month}})
		}
	}
	slices.SortFunc(restated, func(x, y Restated) int { return int(x.Now.Month - y.Now.Month) })
	return fresh, restated
}

func differ(x, y Month) bool { return x.Cloud.Cmp(y.Cloud) != 0 || x.Services.Cmp(y.Services) != 0 }

// since tells which batches came, were replaced or taken back, and how much was
// decided.
func (r *Returning) since(ctx context.Context, was, now remembered, n *News) (err error) {
	ids := slices.Sorted(maps.Keys(now.Batches))
	slices.Reverse(ids)
	for _, id := range ids {
		before, known := was.Batches[id]
		if !known {
			err = errors.Join(err, r.tell(ctx, &n.Imported, id))
		}
		switch status := now.Batches[id]; {
		case status == before || status == batch.StatusLive:
		case status == batch.StatusReplaced:
			err = errors.Join(err, r.tell(ctx, &n.Replaced, id))
		case status == batch.StatusUndone:
			err = errors.Join(err, r.tell(ctx, &n.Undone, id))
		}
	}
	if err != nil {
		return err
	}
	_, counts, err := r.State.DecidedAfter(ctx, was.Decisions)
	n.Decided = Decided{Identity: counts[state.AreaIdentity], Categories: counts[state.AreaCategory], Attribution: counts[state.AreaAttribution]}
	return err
}

// tell counts a batch, and reads the first ones.
func (r *Returning) tell(ctx context.Context, to *Batches, id batch.ID) error {
	if to.Count++; to.Count > mostTold {
		return nil
	}
	b, err := r.State.Batch(ctx, id)
	to.First = append(to.First, b)
	return err
}
