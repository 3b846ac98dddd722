// Package returning tells somebody who comes back what changed since they were
// here.
//
// It owns when a visit is a new one, and what of the books is news. It does not
// own figures: who asks brings those that are shown, and gets those that were.
package returning

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
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

// remembered is what is kept of a visit: what was seen, and how the books stood.
type remembered struct {
	Seen
	Batches map[batch.ID]batch.Status `json:"batches"`
}

// Restated is a month that shows other figures than at the last visit.
type Restated struct {
	Was, Now Month
}

// News is what changed since the last visit.
type News struct {
	Since time.Time // zero: this is the first visit
	// Imported, Replaced and Undone are batches since, and Decisions how many were
	// made; nothing for who may not read the books.
	Imported, Replaced, Undone []batch.Batch
	Decisions                  int
	NewMonths                  []period.Month
	Restated                   []Restated
	// Incomparable: the last visit saw another currency or definition.
	Incomparable bool
}

// IsEmpty reports that nothing changed.
func (n News) IsEmpty() bool {
	return len(n.Imported)+len(n.Replaced)+len(n.Undone)+n.Decisions+len(n.NewMonths)+len(n.Restated) == 0
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
	batches, err := r.State.Batches(ctx)
	if err != nil {
		return News{}, err
	}
	text, err := json.Marshal(remembered{seen, statuses(batches)})
	if err != nil {
		return News{}, err
	}
	now := r.Now()
	v, err := r.State.ChangeLastVisit(ctx, viewer.Actor, func(v *state.LastVisit) {
		if !v.SeenAt.IsZero() && now.Sub(v.SeenAt) >= pause {
			v.BeforeAt, v.BeforeSeen = v.SeenAt, v.Seen
		}
		v.SeenAt, v.Seen = now, text
	})
	if err != nil || v.BeforeAt.IsZero() {
		return News{}, err
	}
	news := News{Since: v.BeforeAt}
	var was remembered
	if err := json.Unmarshal(v.BeforeSeen, &was); err != nil {
		return News{}, err
	}
	if was.Currency != seen.Currency || was.Definition != seen.Definition {
		news.Incomparable = true
	} else {
		news.NewMonths, news.Restated = compare(was.Months, seen.Months)
	}
	if viewer.May(access.RightBooks) {
		err = r.since(ctx, was.Batches, batches, &news)
	}
	return news, err
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
func (r *Returning) since(ctx context.Context, was map[batch.ID]batch.Status, all []batch.Batch, n *News) error {
	for _, b := range all {
		before, known := was[b.ID]
		if !known {
			n.Imported = append(n.Imported, b)
		}
		if before == b.Status {
			continue
		}
		switch b.Status {
		case batch.StatusReplaced:
			n.Replaced = append(n.Replaced, b)
		case batch.StatusUndone:
			n.Undone = append(n.Undone, b)
		case batch.StatusLive:
		}
	}
	for _, area := range []state.Area{state.AreaIdentity, state.AreaCategory, state.AreaAttribution} {
		log, err := r.State.Decisions(ctx, area)
		if err != nil {
			return err
		}
		for _, d := range log {
			if d.At.After(n.Since) {
				n.Decisions++
			}
		}
	}
	return nil
}

func statuses(all []batch.Batch) map[batch.ID]batch.Status {
	out := make(map[batch.ID]batch.Status, len(all))
	for _, b := range all {
		out[b.ID] = b.Status
	}
	return out
}
