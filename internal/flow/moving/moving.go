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
	rank(all)
	return all, nil
}

// rank orders by currency first: amounts of two do not compare.
func rank(all []move.Edition) {
	byID := map[move.ID]move.Edition{}
	byCurrency := map[money.Currency][]move.Move{}
	var currencies []money.Currency
	for _, e := range all {
		var c money.Currency
		if e.Move.Size != nil {
			c = e.Move.Size.Currency
		}
		if byCurrency[c] == nil {
			currencies = append(currencies, c)
		}
		byID[e.Move.ID], byCurrency[c] = e, append(byCurrency[c], e.Move)
	}
	slices.SortFunc(currencies, func(a, b money.Currency) int {
		if (a == "") != (b == "") { // unsized moves stand last
			return map[bool]int{true: 1, false: -1}[a == ""]
		}
		return strings.Compare(string(a), string(b))
	})
	at := 0
	for _, c := range currencies {
		move.Rank(byCurrency[c])
		for _, one := range byCurrency[c] {
			all[at] = byID[one.ID]
			at++
		}
	}
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
	now := m.Now().UTC()
	var opened []move.Edition
	for _, in := range ins {
		made, err := ulid.New(ulid.Timestamp(now), rand.Reader)
		if err != nil {
			return nil, err
		}
		one := move.Move{ID: move.ID(made.String()), Proposal: in.Proposal, Title: strings.TrimSpace(in.Title), Note: strings.TrimSpace(in.Note), Effort: in.Effort,
			Owner: strings.TrimSpace(in.Owner), Due: in.Due, State: in.State, Opened: now}
		if one.Origin == (move.Origin{}) {
			one.Origin.Kind = move.OriginHand
		}
		if one.State == "" {
			one.State = move.StatePlanned
		}
		if !one.State.Open() {
			one.Closed = now
		}
		if err := known(viewer, book, one); err != nil {
			return nil, err
		}
		opened = append(opened, move.Edition{Number: 1, At: now, Actor: viewer.Actor, Move: one})
	}
	return opened, m.State.AddMoves(ctx, opened)
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
	now := m.Now().UTC()
	var next, results []move.Edition
	for _, id := range ids {
		editions, err := m.find(ctx, viewer, id)
		if err != nil {
			return nil, err
		}
		last := editions[len(editions)-1]
		if c.Seen != 0 && c.Seen != last.Number {
			return nil, fault.New(fault.KindConflict, "move.outdated").With("move", string(id))
		}
		changed, different := c.apply(last.Move, now)
		if !different {
			results = append(results, last)
			continue
		}
		if err := known(viewer, book, changed); err != nil {
			return nil, err
		}
		e := move.Edition{Number: last.Number + 1, At: now, Actor: viewer.Actor, Move: changed}
		next, results = append(next, e), append(results, e)
	}
	return results, m.State.ChangeMoves(ctx, next)
}

// apply gives the changed move, and whether anything is different.
func (c Change) apply(m move.Move, now time.Time) (move.Move, bool) {
	different := false
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
	if c.Size != nil {
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

func trimmed(s *string) *string {
	if s == nil {
		return nil
	}
	t := strings.TrimSpace(*s)
	return &t
}

func same(a, b *money.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// Untaken gives the proposals that nobody has taken up or dropped.
func (m *Mover) Untaken(ctx context.Context, proposals []move.Proposal) (_ []move.Proposal, err error) {
	defer fault.Wrap(&err, "moving.Untaken")
	if _, err := m.Guard.Allow(ctx, access.RightSee); err != nil {
		return nil, err
	}
	all, err := m.State.Moves(ctx)
	if err != nil {
		return nil, err
	}
	taken := map[move.Origin]bool{}
	for _, e := range all {
		taken[e.Move.Origin] = true
	}
	return slices.DeleteFunc(slices.Clone(proposals), func(p move.Proposal) bool { return taken[p.Origin] }), nil
}
