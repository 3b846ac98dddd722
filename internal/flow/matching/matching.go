// Package matching finds whose the accounts of the bills and the customer fields
// of the books are: what is certain it links, what is not it asks, and every
// answer it remembers.
//
// It owns collecting parties from the lake, deciding by the thresholds, the
// queue of questions, the changes people make (accept, reject, split, merge,
// move, parent, undo) and the file of decisions. It does not own how alike two
// records are (core/identity), what a decision means (core/customer) or where
// decisions are kept (internal/state).
package matching

import (
	"crypto/rand"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/state"
)

// ActorAuto is who decides when nobody was asked.
const ActorAuto = "auto"

// Matcher matches the books of one workspace.
type Matcher struct {
	State  *state.DB
	Engine *duckdb.Engine
	Lake   string // folder
	// Cache is a folder for what a run leaves to the next, safe to clear; without
	// one every run reads everything. Program names the build that runs: what another
	// has left is not used.
	Cache, Program string
	// Payers are the partner's own payer accounts: nobody's but the partner's, and
	// their names say nothing about a customer.
	Payers []string
	// Thresholds cut probabilities into linked, asked and left apart.
	Thresholds identity.Thresholds
	// Currency and Policy say how money at stake is compared.
	Currency money.Currency
	Policy   rate.Policy
	// Actor is the person who answers.
	Actor    string
	Now      func() time.Time
	Progress progress.Func
	// Guard refuses readers and answers that nobody is known to be behind.
	Guard access.Guard
}

func (m *Matcher) newID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(m.Now()), rand.Reader)
	return id.String(), err
}
