package move_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
)

func decimal(s string) *money.Decimal {
	d := money.MustParse(s)
	return &d
}

func taken(id, mid, chance, effort string) move.Move {
	m := move.Move{ID: move.ID(id), Title: "Offer managed operations", State: move.StatePlanned, Proposal: move.Proposal{
		Origin: move.Origin{Kind: move.OriginHand}, Customer: "C0001", Category: "manage", Strategy: move.StrategyPortfolio}}
	if mid != "" {
		m.Size = &estimate.Range{Mid: money.MustParse(mid), High: money.MustParse(mid), Currency: "USD", Basis: estimate.BasisDeclared}
	}
	if chance != "" {
		m.Chance = decimal(chance)
	}
	if effort != "" {
		m.Effort = decimal(effort)
	}
	return m
}

func TestAMoveMustBeOneThatCanBeWorkedOn(t *testing.T) {
	if err := taken("1", "100", "0.5", "2").Validate(); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*move.Move){
		"move.title":     func(m *move.Move) { m.Title = "  " },
		"move.subject":   func(m *move.Move) { m.Practice = "data" },
		"move.strategy":  func(m *move.Move) { m.Strategy = "luck" },
		"move.category":  func(m *move.Move) { m.Category = "sell" },
		"move.chance":    func(m *move.Move) { m.Chance = decimal("1.1") },
		"move.effort":    func(m *move.Move) { m.Effort = decimal("0") },
		"move.state":     func(m *move.Move) { m.State = "" },
		"move.origin":    func(m *move.Move) { m.Origin.Kind = move.OriginTrigger },
		"estimate.order": func(m *move.Move) { m.Size.Low = money.NewInt(101) },
	} {
		m := taken("1", "100", "0.5", "2")
		change(&m)
		if err := m.Validate(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
}

func TestMovesStandByExpectedMoneyPerDay(t *testing.T) {
	moves := []move.Move{taken("unsized", "", "0.9", "1"), taken("large", "1000", "0.1", ""), taken("slow", "1000", "0.5", "100"),
		taken("quick", "100", "0.5", "1"), taken("small", "100", "0.1", "")}
	move.Rank(moves)
	for i, want := range []move.ID{"quick", "slow", "large", "small", "unsized"} {
		if moves[i].ID != want {
			t.Errorf("place %d: %s, want %s", i, moves[i].ID, want)
		}
	}
}

func TestAMoveIsClosedExactlyWhileItIsNotOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := taken("1", "", "", "")
		for at := range 8 {
			next := rapid.SampledFrom(move.States()).Draw(t, "state")
			before := m
			when := time.Unix(int64(at), 0).UTC()
			after, err := m.To(next, when)
			if next == before.State {
				if fault.CodeOf(err) != "move.unchanged" {
					t.Fatalf("the same state again: %v", err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if m = after; m.State != next || m.Closed.IsZero() != next.Open() {
				t.Fatalf("%s after %s is closed at %v", m.State, before.State, m.Closed)
			}
			if !next.Open() && !m.Closed.Equal(when) {
				t.Fatalf("closed at %v, not %v", m.Closed, when)
			}
		}
	})
}
