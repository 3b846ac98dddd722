// Package moving is what the partner sets out to do: proposals taken up, moves
// written by hand, changed and closed.
//
// It owns who may see and change which move, that a proposal is taken up once,
// and that no edition is lost. It does not own what a move is (core/move), what
// proposals are made of (they are given), nor where moves are kept
// (internal/state).
package moving

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Actions of the audit log.
const (
	ActionOpen   = "move.open"
	ActionChange = "move.change"
)

// Mover keeps the moves of one workspace. It is safe for concurrent use.
type Mover struct {
	State *state.DB
	Now   func() time.Time
	// Guard refuses readers and writers that nobody is known to be behind.
	Guard access.Guard
	// Proposing gives what the books suggest to whoever asks; nil suggests nothing.
	Proposing func(context.Context) ([]Suggestion, error)
}

// Filter keeps moves; what is zero keeps all.
type Filter struct {
	States    []move.State
	Strategy  move.Strategy
	Owner     string
	Customer  customer.ID
	DueBefore time.Time // exclusive; moves without a date are left out
}

// List gives the moves that the asker may see, ranked. Who sees some customers
// only sees what is done for these, and nothing of practices.
func (m *Mover) List(ctx context.Context, f Filter) (_ []move.Edition, err error) {
	defer fault.Wrap(&err, "moving.List")
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	if viewer.Link {
		return nil, nil // what colleagues set out to do is for colleagues
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	all, err := m.State.Moves(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e move.Edition) bool {
		v := e.Move
		return !sees(viewer, book, v) || len(f.States) > 0 && !slices.Contains(f.States, v.State) || f.Strategy != "" && v.Strategy != f.Strategy ||
			f.Owner != "" && !strings.EqualFold(v.Owner, f.Owner) || f.Customer != "" && book.Survivor(v.Customer) != book.Survivor(f.Customer) ||
			!f.DueBefore.IsZero() && (v.Due.IsZero() || !v.Due.Before(f.DueBefore))
	})
	return rank(all, func(e move.Edition) move.Move { return e.Move }), nil
}

// rank orders by currency first: amounts of two do not compare.
func rank[T any](all []T, of func(T) move.Move) []T {
	byID := map[move.ID]T{}
	byCurrency := map[money.Currency][]move.Move{}
	for _, one := range all {
		m := of(one)
		var c money.Currency
		if m.Size != nil {
			c = m.Size.Currency
		}
		byID[m.ID], byCurrency[c] = one, append(byCurrency[c], m)
	}
	currencies := slices.SortedFunc(maps.Keys(byCurrency), func(a, b money.Currency) int {
		if (a == "") != (b == "") { // unsized moves stand last
			return map[bool]int{true: 1, false: -1}[a == ""]
		}
		return strings.Compare(string(a), string(b))
	})
	ranked := make([]T, 0, len(all))
	for _, c := range currencies {
		move.Rank(byCurrency[c])
		for _, m := range byCurrency[c] {
			ranked = append(ranked, byID[m.ID])
		}
	}
	return ranked
}

// sees reports that somebody may know of a move. One for a customer who is no
// longer in the books is not lost to who sees everybody.
func sees(viewer access.Viewer, book *customer.Book, m move.Move) bool {
	return !viewer.Role.IsLimited() || m.Customer != "" && viewer.Sees(book, m.Customer)
}

// History gives every edition of a move, the oldest first. Fault: move.unknown.
func (m *Mover) History(ctx context.Context, id move.ID) (_ []move.Edition, err error) {
	defer fault.Wrap(&err, "moving.History(%s)", id)
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	return m.find(ctx, viewer, id)
}

func (m *Mover) find(ctx context.Context, viewer access.Viewer, id move.ID) ([]move.Edition, error) {
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	editions, err := m.State.MoveHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 || viewer.Link || !sees(viewer, book, editions[len(editions)-1].Move) {
		return nil, fault.New(fault.KindNotFound, "move.unknown").With("move", string(id))
	}
	return editions, nil
}

// OpenInput is a move to be opened: a proposal taken up, or one written by hand,
// whose origin is zero.
type OpenInput struct {
	// ID is chosen beforehand by NewID, so that a form that is sent twice opens one
	// move; empty makes one.
	ID move.ID
	move.Proposal
	Title  string
	Note   string
	Owner  string
	Due    time.Time
	Effort *money.Decimal
	State  move.State // empty is planned; dropped keeps a proposal from coming again
}

// Open adds moves, all or none. Faults: access.denied, customer.unknown,
// move.taken, and those of move.Validate.
func (m *Mover) Open(ctx context.Context, ins ...OpenInput) (_ []move.Edition, err error) {
	defer fault.Wrap(&err, "moving.Open")
	viewer, err := m.Guard.Allow(ctx, access.RightPlan)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	var opened []move.Edition
	var missing []move.Edition
	for _, in := range ins {
		e, err := m.first(viewer, book, in)
		if err != nil {
			return nil, err
		}
		if in.ID != "" {
			there, err := m.State.MoveHistory(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			if len(there) > 0 && there[0].Actor == viewer.Actor {
				opened = append(opened, there[len(there)-1])
				continue
			}
		}
		opened, missing = append(opened, e), append(missing, e)
	}
	return opened, m.State.SaveMoves(ctx, missing, nil)
}

// NewID gives an id that no move has.
func (m *Mover) NewID() (move.ID, error) {
	made, err := ulid.New(ulid.Timestamp(m.Now()), rand.Reader)
	return move.ID(made.String()), err
}

// first makes the first edition of a move.
func (m *Mover) first(viewer access.Viewer, book *customer.Book, in OpenInput) (move.Edition, error) {
	now, id := m.Now().UTC(), in.ID
	if _, err := ulid.ParseStrict(string(id)); err != nil {
		if id, err = m.NewID(); err != nil {
			return move.Edition{}, err
		}
	}
	one := move.Move{ID: id, Proposal: in.Proposal, Title: plain(in.Title), Note: plain(in.Note), Effort: in.Effort,
		Owner: plain(in.Owner), Due: in.Due, State: in.State, Opened: now}
	if one.Origin == (move.Origin{}) {
		one.Origin.Kind = move.OriginHand
	}
	if one.State == "" {
		one.State = move.StatePlanned
	}
	if !one.State.Open() {
		one.Closed = now
	}
	return move.Edition{Number: 1, At: now, Actor: viewer.Actor, Move: one}, known(viewer, book, one)
}

// known refuses what is no move, and one for a customer that the asker does not
// see or that does not exist; both are told alike.
func known(viewer access.Viewer, book *customer.Book, one move.Move) error {
	if err := one.Validate(); err != nil {
		return err
	}
	if one.Customer != "" && !viewer.Sees(book, one.Customer) {
		return fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(one.Customer))
	}
	if one.Customer == "" && viewer.Role.IsLimited() {
		return fault.New(fault.KindDenied, "access.denied").With("right", string(access.RightPlan)).With("role", string(viewer.Role))
	}
	return nil
}

// Change is what becomes of a move; what is nil stays.
type Change struct {
	Seen     int // number of the edition that was read; 0 is the last one
	Customer *customer.ID
	Practice *string
	Title    *string
	Note     *string
	Owner    *string
	Due      *time.Time // zero takes the date away
	Effort   **money.Decimal
	Chance   **money.Decimal
	Size     **estimate.Range
	State    *move.State
	Strategy *move.Strategy
	Category *service.Category
	Offering *offering.ID
}

// Change changes moves, all or none, each in the same way. What would stay as it
// is gets no edition. Faults: access.denied, move.unknown, move.outdated, and
// those of move.Validate.
func (m *Mover) Change(ctx context.Context, c Change, ids ...move.ID) (_ []move.Edition, err error) {
	defer fault.Wrap(&err, "moving.Change")
	viewer, err := m.Guard.Allow(ctx, access.RightPlan)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	var next, results []move.Edition
	for _, id := range ids {
		editions, err := m.find(ctx, viewer, id)
		if err != nil {
			return nil, err
		}
		e, different, err := m.after(viewer, book, editions[len(editions)-1], c)
		if err != nil {
			return nil, err
		}
		results = append(results, e)
		if different {
			next = append(next, e)
		}
	}
	return results, m.State.SaveMoves(ctx, nil, next)
}

// after makes the edition that follows the last one, and says whether there is
// anything new in it.
func (m *Mover) after(viewer access.Viewer, book *customer.Book, last move.Edition, c Change) (move.Edition, bool, error) {
	if c.Seen != 0 && c.Seen != last.Number {
		return last, false, fault.New(fault.KindConflict, "move.outdated").With("move", string(last.Move.ID))
	}
	now := m.Now().UTC()
	changed, different := c.apply(last.Move, now)
	if !different {
		return last, false, nil
	}
	return move.Edition{Number: last.Number + 1, At: now, Actor: viewer.Actor, Move: changed}, true, known(viewer, book, changed)
}

// apply gives the changed move, and whether anything is different.
func (c Change) apply(m move.Move, now time.Time) (move.Move, bool) {
	different := false
	set(&m.Customer, c.Customer, &different)
	set(&m.Practice, trimmed(c.Practice), &different)
	set(&m.Title, trimmed(c.Title), &different)
	set(&m.Note, trimmed(c.Note), &different)
	set(&m.Owner, trimmed(c.Owner), &different)
	set(&m.Strategy, c.Strategy, &different)
	set(&m.Category, c.Category, &different)
	set(&m.Offering, c.Offering, &different)
	if c.Due != nil && !m.Due.Equal(*c.Due) {
		m.Due, different = *c.Due, true
	}
	for _, d := range []struct {
		to   **money.Decimal
		want **money.Decimal
	}{{&m.Effort, c.Effort}, {&m.Chance, c.Chance}} {
		if d.want != nil && !same(*d.to, *d.want) {
			*d.to, different = *d.want, true
		}
	}
	if c.Size != nil && (m.Size != nil || *c.Size != nil) {
		m.Size, different = *c.Size, true
	}
	if c.State != nil && *c.State != m.State {
		if to, err := m.To(*c.State, now); err == nil {
			m, different = to, true
		} else {
			m.State, different = *c.State, true // refused by Validate
		}
	}
	return m, different
}

func set[T comparable](to *T, want *T, different *bool) {
	if want != nil && *to != *want {
		*to, *different = *want, true
	}
}

// plain gives text without spaces around it, lines ended as everywhere here.
func plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func trimmed(s *string) *string {
	if s == nil {
		return nil
	}
	t := plain(*s)
	return &t
}

func same(a, b *money.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
