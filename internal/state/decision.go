package state

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Area is what a log of decisions, a queue of reviews or something learned is
// about. Areas do not see each other.
type Area string

const (
	AreaIdentity    Area = "identity"    // who is which customer: customer.Decision
	AreaCategory    Area = "category"    // what a service line is
	AreaAttribution Area = "attribution" // whose share of a line or account
)

// Decision is one entry of a log. Entries are never changed and never deleted;
// taking one back is a further entry.
type Decision struct {
	ID    string // ULID
	At    time.Time
	Actor string
	Body  json.RawMessage
}

// DecideAfter appends decisions to an area's log in one transaction, all or
// none, for somebody who has read the log up to the decision last ("" for an
// empty one). Where somebody else has decided since, nothing is written and the
// fault is decision.outdated, with who (actor) and when (at). Fault
// decision.exists for an id that a log has already.
func (s *DB) DecideAfter(ctx context.Context, area Area, last string, ds ...Decision) (err error) {
	defer wrap(&err, "state.DecideAfter(%s)", area)
	return s.within(ctx, func(q *statedb.Queries) error {
		if err := upToDate(ctx, q, area, last); err != nil {
			return err
		}
		seq, err := q.LastSeq(ctx)
		if err != nil {
			return err
		}
		for _, d := range ds {
			seq++
			err := q.InsertDecision(ctx, statedb.InsertDecisionParams{Seq: seq, ID: d.ID, Area: string(area),
				At: d.At.UTC().Format(time.RFC3339Nano), Actor: d.Actor, Body: string(d.Body)})
			if isTaken(err) {
				return fault.New(fault.KindConflict, "decision.exists").With("decision", d.ID).Because(err)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// upToDate refuses to decide over what somebody else has decided since.
func upToDate(ctx context.Context, q *statedb.Queries, area Area, last string) error {
	rows, err := q.LastDecision(ctx, string(area))
	if err != nil {
		return err
	}
	if len(rows) == 0 && last == "" || len(rows) > 0 && rows[0].ID == last {
		return nil
	}
	f := fault.New(fault.KindConflict, "decision.outdated").With("actor", "").With("at", "")
	if len(rows) > 0 {
		f = f.With("actor", rows[0].Actor).With("at", rows[0].At)
	}
	return f
}

// LastDecision names the end of an area's log; empty where nothing was decided.
func (s *DB) LastDecision(ctx context.Context, area Area) (id string, err error) {
	defer wrap(&err, "state.LastDecision(%s)", area)
	rows, err := s.q.LastDecision(ctx, string(area))
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].ID, nil
}

// DecidedAfter counts the decisions of each area behind a place in the common
// log of all areas (0 for its beginning), and gives the place of its end.
func (s *DB) DecidedAfter(ctx context.Context, place int64) (end int64, _ map[Area]int64, err error) {
	defer wrap(&err, "state.DecidedAfter")
	if end, err = s.q.LastSeq(ctx); err != nil {
		return 0, nil, err
	}
	rows, err := s.q.CountDecisionsAfter(ctx, place)
	if err != nil {
		return 0, nil, err
	}
	counts := make(map[Area]int64, len(rows))
	for _, r := range rows {
		counts[Area(r.Area)] = r.Decisions
	}
	return end, counts, nil
}

// Decisions gives an area's log, oldest first.
func (s *DB) Decisions(ctx context.Context, area Area) (_ []Decision, err error) {
	defer wrap(&err, "state.Decisions(%s)", area)
	rows, err := s.q.ListDecisions(ctx, string(area))
	if err != nil {
		return nil, err
	}
	ds := make([]Decision, len(rows))
	for i, r := range rows {
		at, err := time.Parse(time.RFC3339Nano, r.At)
		if err != nil {
			return nil, err
		}
		ds[i] = Decision{ID: r.ID, At: at, Actor: r.Actor, Body: json.RawMessage(r.Body)}
	}
	return ds, nil
}
