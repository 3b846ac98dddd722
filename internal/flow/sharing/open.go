package sharing

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Guests is the actor of who opens a link, with its maker behind it.
const Guests = "link:"

// Opened is a view to show and on whose behalf.
type Opened struct {
	Link
	Viewer access.Viewer
}

// Opens to one link in a minute, over all who hold it, and free wrong guesses of
// one address before it has to wait.
const (
	mostOpenings = 120
	freeGuesses  = 20
	firstWait    = 30 * time.Second
	longestWait  = 15 * time.Minute
	forgetAfter  = 24 * time.Hour
)

// minute counts the openings of a link.
type minute struct {
	began time.Time
	count int
}

// Open gives the view of a link to who holds its secret. A link that never was
// cannot be told from one that has ended: expired, revoked, or made by somebody
// who may share no more. Faults: sharing.over, sharing.throttled.
func (s *Sharing) Open(ctx context.Context, token, address string) (_ Opened, err error) {
	defer fault.Wrap(&err, "sharing.Open")
	now, subject := s.Now(), "link:"+auth.Network(address)
	until, err := s.State.Attempt(ctx, []string{subject}, now, forgetAfter, delay)
	if err != nil {
		return Opened{}, err
	}
	if !until.IsZero() {
		return Opened{}, throttled(until.Sub(now))
	}
	l, err := s.State.FindLink(ctx, auth.HashToken(token))
	if err != nil {
		return Opened{}, err
	}
	viewer, err := s.viewer(ctx, l)
	if err != nil {
		return Opened{}, err
	}
	if !l.RevokedAt.IsZero() || !now.Before(l.ExpiresAt) {
		return Opened{}, over()
	}
	if err := s.State.Succeeded(ctx, "", subject, now); err != nil {
		return Opened{}, err
	}
	if !s.mayOpen(l.ID, now) {
		return Opened{}, throttled(time.Minute)
	}
	return Opened{l, viewer}, s.State.OpenedLink(ctx, l.ID, now, address)
}

func over() error { return fault.New(fault.KindDenied, "sharing.over") }

func throttled(wait time.Duration) error {
	return fault.New(fault.KindDenied, "sharing.throttled").With("seconds", int(max(wait.Round(time.Second), time.Second).Seconds()))
}

// delay is how long an address waits after so many wrong guesses in a row.
func delay(_ string, failures int64) time.Duration {
	if failures <= freeGuesses {
		return 0
	}
	d := firstWait
	for n := int64(freeGuesses + 1); n < failures && d < longestWait; n++ {
		d *= 2
	}
	return min(d, longestWait)
}

// mayOpen counts an opening and reports whether there is room for it.
func (s *Sharing) mayOpen(id string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for other, m := range s.openings {
		if now.Sub(m.began) >= time.Minute {
			delete(s.openings, other)
		}
	}
	if s.openings == nil {
		s.openings = map[string]minute{}
	}
	m, begun := s.openings[id]
	if !begun {
		m.began = now
	}
	m.count++
	s.openings[id] = m
	return m.count <= mostOpenings
}

// viewer is whose eyes a link has: those of its maker as they are now, and never
// wider than they were when the link was made. Fault: sharing.over where the
// maker may share no more.
func (s *Sharing) viewer(ctx context.Context, l Link) (access.Viewer, error) {
	if s.Team == (l.Maker == access.LocalActor) {
		return access.Viewer{}, over()
	}
	maker := access.Local()
	if s.Team {
		p, err := s.State.FindPerson(ctx, l.Maker)
		if fault.CodeOf(err) == "person.unknown" || err == nil && p.Status != state.PersonActive {
			return access.Viewer{}, over()
		}
		if err != nil {
			return access.Viewer{}, err
		}
		maker = access.Viewer{Actor: p.Name, Role: p.Role, Customers: p.Customers}
	}
	if !maker.May(access.RightShare) {
		return access.Viewer{}, over()
	}
	v := access.Viewer{Actor: Guests + l.Maker, Role: maker.Role, Customers: maker.Customers, Link: true}
	if l.Limited {
		now := maker.Scope()
		v.Role = access.RoleAccountManager
		v.Customers = slices.DeleteFunc(slices.Clone(l.Customers), func(id customer.ID) bool { return now != nil && !slices.Contains(now, id) })
	}
	return v, nil
}
