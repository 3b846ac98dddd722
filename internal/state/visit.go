package state

import (
	"context"
	"database/sql"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Session is a browser that was let in. Only the hash of its secret is kept.
type Session struct {
	ID        string
	PersonID  string // empty: the local user
	CreatedAt time.Time
	SeenAt    time.Time // to within minutes
	Address   string
	Agent     string // as the browser calls itself
}

// OpenSession keeps a session under the hash of its secret, and forgets those
// that nobody used since before.
func (s *DB) OpenSession(ctx context.Context, hash string, o Session, before time.Time) (err error) {
	defer wrap(&err, "state.OpenSession")
	if err := s.q.DeleteSessionsSeenBefore(ctx, instant(before)); err != nil {
		return err
	}
	return s.q.InsertSession(ctx, statedb.InsertSessionParams{Hash: hash, ID: o.ID, PersonID: sql.NullString{String: o.PersonID, Valid: o.PersonID != ""},
		CreatedAt: instant(o.CreatedAt), SeenAt: instant(o.SeenAt), Address: o.Address, Agent: o.Agent})
}

// FindSession gives a session by the hash of its secret, with its person, who
// is zero for the local user. Fault: auth.needed where there is none.
func (s *DB) FindSession(ctx context.Context, hash string) (_ Session, _ Person, err error) {
	defer wrap(&err, "state.FindSession")
	rows, err := s.q.FindSession(ctx, hash)
	if err != nil {
		return Session{}, Person{}, err
	}
	if len(rows) == 0 {
		return Session{}, Person{}, fault.New(fault.KindDenied, "auth.needed")
	}
	found, err := toSession(rows[0])
	if err != nil || found.PersonID == "" {
		return found, Person{}, err
	}
	p, err := personByID(ctx, s.q, found.PersonID)
	return found, p, err
}

func toSession(r statedb.Session) (Session, error) {
	created, err := time.Parse(time.RFC3339Nano, r.CreatedAt)
	if err != nil {
		return Session{}, err
	}
	seen, err := time.Parse(time.RFC3339Nano, r.SeenAt)
	return Session{ID: r.ID, PersonID: r.PersonID.String, CreatedAt: created, SeenAt: seen, Address: r.Address, Agent: r.Agent}, err
}

// Sessions lists all there are, the last used first.
func (s *DB) Sessions(ctx context.Context) (_ []Session, err error) {
	defer wrap(&err, "state.Sessions")
	rows, err := s.q.ListSessions(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Session, len(rows))
	for i, r := range rows {
		if all[i], err = toSession(r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// TouchSession notes that a session is in use.
func (s *DB) TouchSession(ctx context.Context, id string, at time.Time) (err error) {
	defer wrap(&err, "state.TouchSession")
	return s.q.TouchSession(ctx, statedb.TouchSessionParams{ID: id, SeenAt: instant(at)})
}

// EndSession ends a session; one that is over already is no error.
func (s *DB) EndSession(ctx context.Context, id string) (err error) {
	defer wrap(&err, "state.EndSession")
	_, err = s.q.DeleteSession(ctx, id)
	return err
}

// EndSessionsOf ends a person's sessions but one ("" spares none).
func (s *DB) EndSessionsOf(ctx context.Context, person, but string) (err error) {
	defer wrap(&err, "state.EndSessionsOf(%s)", person)
	return s.q.DeleteSessionsOfPerson(ctx, statedb.DeleteSessionsOfPersonParams{PersonID: sql.NullString{String: person, Valid: true}, ID: but})
}

// Attempt counts a try at every subject before anybody knows how it ends, in
// one transaction, so that a hundred tries at once count as a hundred. Where a
// subject has to wait still, nothing is counted and the time is given. delay says
// how long comes after so many failures of a subject. Failures older than
// forget are forgotten.
func (s *DB) Attempt(ctx context.Context, subjects []string, now time.Time, forget time.Duration, delay func(subject string, failures int64) time.Duration) (until time.Time, err error) {
	defer wrap(&err, "state.Attempt")
	err = s.within(ctx, func(q *statedb.Queries) error {
		until = time.Time{}
		if err := q.DeleteThrottlesBefore(ctx, instant(now.Add(-forget))); err != nil {
			return err
		}
		failures := make([]int64, len(subjects))
		for i, subject := range subjects {
			rows, err := q.FindThrottle(ctx, subject)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				continue
			}
			failures[i] = rows[0].Failures
			at, err := time.Parse(time.RFC3339Nano, rows[0].UntilAt)
			if err != nil {
				return err
			}
			if at.After(now) && at.After(until) {
				until = at
			}
		}
		if !until.IsZero() {
			return nil
		}
		for i, subject := range subjects {
			n := failures[i] + 1
			if err := q.SaveThrottle(ctx, statedb.SaveThrottleParams{Subject: subject, Failures: n, FailedAt: instant(now),
				UntilAt: instant(now.Add(delay(subject, n)))}); err != nil {
				return err
			}
		}
		return nil
	})
	return until, err
}

// Succeeded forgets the failures of one subject and takes the try at the other
// back: who knows one name right may still be guessing at others from there.
func (s *DB) Succeeded(ctx context.Context, cleared, forgiven string, now time.Time) (err error) {
	defer wrap(&err, "state.Succeeded")
	return s.within(ctx, func(q *statedb.Queries) error {
		if err := q.DeleteThrottle(ctx, cleared); err != nil {
			return err
		}
		rows, err := q.FindThrottle(ctx, forgiven)
		if err != nil || len(rows) == 0 {
			return err
		}
		return q.SaveThrottle(ctx, statedb.SaveThrottleParams{Subject: forgiven, Failures: max(rows[0].Failures-1, 0), FailedAt: rows[0].FailedAt, UntilAt: instant(now)})
	})
}

// Event is an entry of the audit log. It is never changed.
type Event struct {
	ID      string // ULID
	At      time.Time
	Actor   string // who, as far as is known
	Action  string // such as sign_in
	Subject string // what it was done to
	Outcome string // ok, or the code of a fault
	Address string
}

// Record appends to the audit log.
func (s *DB) Record(ctx context.Context, e Event) (err error) {
	defer wrap(&err, "state.Record(%s)", e.Action)
	return s.q.InsertAudit(ctx, statedb.InsertAuditParams{ID: e.ID, At: instant(e.At), Actor: e.Actor, Action: e.Action, Subject: e.Subject,
		Outcome: e.Outcome, Address: e.Address})
}

// lastID is after every ULID.
const lastID = "Z"

// Events gives the audit log before an entry ("" for the end), newest first.
func (s *DB) Events(ctx context.Context, before string, limit int) (_ []Event, err error) {
	defer wrap(&err, "state.Events")
	if before == "" {
		before = lastID
	}
	rows, err := s.q.ListAudit(ctx, statedb.ListAuditParams{ID: before, Limit: int32(limit)}) //nolint:gosec // a page
	if err != nil {
		return nil, err
	}
	all := make([]Event, len(rows))
	for i, r := range rows {
		at, err := time.Parse(time.RFC3339Nano, r.At)
		if err != nil {
			return nil, err
		}
		all[i] = Event{ID: r.ID, At: at, Actor: r.Actor, Action: r.Action, Subject: r.Subject, Outcome: r.Outcome, Address: r.Address}
	}
	return all, nil
}
