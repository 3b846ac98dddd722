package state_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestMovesKeepEveryEdition(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		chance, effort := money.MustParse("0.4"), money.MustParse("2.5")
		first := move.Edition{Number: 1, At: noon, Actor: "ann", Move: move.Move{ID: "01A", Title: "推介托管运维", State: move.StatePlanned, Opened: noon, Due: noon.Truncate(24 * time.Hour), Effort: &effort,
			Proposal: move.Proposal{Origin: move.Origin{Kind: move.OriginWhitespace, Ref: "c1/manage"}, Customer: "c1", Category: "manage", Strategy: move.StrategyPortfolio, Chance: &chance,
				Size: &estimate.Range{Low: money.NewInt(1), Mid: money.NewInt(2), High: money.NewInt(3), Currency: "CNY", Level: money.MustParse("0.9"), Basis: estimate.BasisSimilar, Cases: 7}}}}
		byHand := move.Edition{Number: 1, At: noon, Actor: "bo", Move: move.Move{ID: "01B", Title: "Hire", State: move.StateUnderway, Opened: noon,
			Proposal: move.Proposal{Origin: move.Origin{Kind: move.OriginHand}, Practice: "data", Strategy: move.StrategyLeadership}}}
		if err := db.SaveMoves(ctx, []move.Edition{first, byHand}, nil); err != nil {
			t.Fatal(err)
		}
		again, twice := byHand, first
		again.Move.ID, twice.Move.ID = "01C", "01D"
		if err := db.SaveMoves(ctx, []move.Edition{again, twice}, nil); fault.CodeOf(err) != "move.taken" {
			t.Errorf("the same proposal twice: %v", err)
		}
		second := first
		second.Number, second.At, second.Move.State, second.Move.Closed = 2, noon.Add(time.Hour), move.StateDone, noon.Add(time.Hour)
		if err := open().SaveMoves(ctx, nil, []move.Edition{second}); err != nil {
			t.Fatal(err)
		}
		if err := db.SaveMoves(ctx, []move.Edition{again}, []move.Edition{{Number: 2, At: noon, Actor: "bo", Move: byHand.Move}, second}); fault.CodeOf(err) != "move.outdated" {
			t.Errorf("an edition over one that was not read: %v", err)
		}
		got, err := open().Moves(ctx)
		if d := cmp.Diff([]move.Edition{second, byHand}, got); d != "" || err != nil {
			t.Errorf("%v\n%s", err, d)
		}
		got, err = db.MoveHistory(ctx, "01A")
		if d := cmp.Diff([]move.Edition{first, second}, got); d != "" || err != nil {
			t.Errorf("%v\n%s", err, d)
		}
		if none, err := db.MoveHistory(ctx, "01C"); err != nil || len(none) != 0 {
			t.Errorf("what was refused is kept: %v, %v", none, err)
		}
	})
}
