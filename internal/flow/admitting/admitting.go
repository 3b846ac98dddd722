// Package admitting lets people in: sign-in, invitations, accounts, sessions,
// and the audit log of who did what.
//
// It owns who may come in and the rules about people. It does not own how
// secrets are made and compared (internal/auth), what a role may do
// (core/access), or cookies and pages (internal/web).
package admitting

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Admission lets people into one workspace. It is safe for concurrent use and
// must not be copied.
type Admission struct {
	State *state.DB
	// Guard refuses rules about people that nobody is known to make.
	Guard access.Guard
	// Team tells a server of several people from one's own.
	Team   bool
	Params auth.Params
	// Keys seal the secrets of one-time codes; without them nobody can set codes up.
	Keys auth.Keys
	Now  func() time.Time

	hashing chan struct{} // one slot per password that is hashed at once
}

// hashers is how many passwords are hashed at once: each takes 64 MiB.
const hashers = 2

// New makes an admission.
func New(db *state.DB, guard access.Guard, team bool, params auth.Params, now func() time.Time) *Admission {
	return &Admission{State: db, Guard: guard, Team: team, Params: params, Now: now, hashing: make(chan struct{}, hashers)}
}

// Origin is where a request came from.
type Origin struct {
	Address string // of the network, without port
	Agent   string // as the browser calls itself
}

// Lives of sessions and links.
const (
	sessionLife    = 7 * 24 * time.Hour
	sessionIdle    = 24 * time.Hour
	sessionTouch   = 5 * time.Minute // how exact SeenAt is
	invitationLife = 72 * time.Hour
)

// mostAgent is how much of a browser's name is kept.
const mostAgent = 200

func (a *Admission) newID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(a.Now()), rand.Reader)
	return id.String(), err
}

// matches compares a password, a few at a time.
func (a *Admission) matches(ctx context.Context, hash, password string) (bool, error) {
	leave, err := a.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	return a.Params.Matches(hash, password), nil
}

func (a *Admission) hash(ctx context.Context, password string) (string, error) {
	leave, err := a.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return a.Params.Hash(password), nil
}

func (a *Admission) enter(ctx context.Context) (leave func(), err error) {
	select {
	case a.hashing <- struct{}{}:
		return func() { <-a.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Names are written in one way: small letters, no space around.
func normalName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

const mostName = 100

// checkName refuses a name that could not be told apart, or would not fit.
func checkName(name string) error {
	bad := func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`/\"'<>`, r) }
	if name == "" || len(name) > mostName || strings.ContainsFunc(name, bad) || name == access.LocalActor || name == unknownActor {
		return fault.New(fault.KindInvalid, "person.name_invalid").With("name", name)
	}
	return nil
}

// Subjects of throttling. A name is kept as its hash: people type their
// password into the wrong field.
func subjects(name string, from Origin) []string {
	sum := sha256.Sum256([]byte(name))
	return []string{"name:" + hex.EncodeToString(sum[:]), "address:" + auth.Network(from.Address)}
}
