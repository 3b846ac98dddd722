package state

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// LastVisit is when somebody was here, with what they saw, and the same of the
// visit before that one.
type LastVisit struct {
	SeenAt     time.Time
	Seen       json.RawMessage
	BeforeAt   time.Time // zero: there was none
	BeforeSeen json.RawMessage
}

// LastVisit gives what is kept of an actor's visits; the zero value is somebody
// who was never here.
func (s *DB) LastVisit(ctx context.Context, actor string) (_ LastVisit, err error) {
	defer wrap(&err, "state.LastVisit")
	return findLastVisit(ctx, s.q, actor)
}

// ChangeLastVisit changes what is kept of an actor's visits in one transaction
// and gives it as it then stands; the zero value is somebody who was never here.
func (s *DB) ChangeLastVisit(ctx context.Context, actor string, change func(*LastVisit)) (_ LastVisit, err error) {
	defer wrap(&err, "state.ChangeLastVisit")
	var v LastVisit
	err = s.within(ctx, func(q *statedb.Queries) error {
		var err error
		if v, err = findLastVisit(ctx, q, actor); err != nil {
			return err
		}
		change(&v)
		p := statedb.SaveLastVisitParams{Actor: actor, SeenAt: instant(v.SeenAt), Seen: string(v.Seen), BeforeSeen: string(v.BeforeSeen)}
		if !v.BeforeAt.IsZero() {
			p.BeforeAt = instant(v.BeforeAt)
		}
		return q.SaveLastVisit(ctx, p)
	})
	return v, err
}

func findLastVisit(ctx context.Context, q *statedb.Queries, actor string) (LastVisit, error) {
	rows, err := q.FindLastVisit(ctx, actor)
	if err != nil || len(rows) == 0 {
		return LastVisit{}, err
	}
	return toLastVisit(rows[0])
}

func toLastVisit(r statedb.LastVisit) (v LastVisit, err error) {
	v = LastVisit{Seen: json.RawMessage(r.Seen), BeforeSeen: json.RawMessage(r.BeforeSeen)}
	if v.SeenAt, err = time.Parse(time.RFC3339Nano, r.SeenAt); err != nil || r.BeforeAt == "" {
		return v, err
	}
	v.BeforeAt, err = time.Parse(time.RFC3339Nano, r.BeforeAt)
	return v, err
}
