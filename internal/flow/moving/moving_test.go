package moving_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func as(actor string, role access.Role, own ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: actor, Role: role, Customers: own})
}

func mover(t *testing.T) *moving.Mover {
	return &moving.Mover{State: measuringtest.Sample(t).Measurer.State, Now: func() time.Time { return noon }, Guard: access.Guarded}
}

func ptr[T any](v T) *T { return &v }

func forCustomer(id customer.ID, title, mid string) moving.OpenInput {
	in := moving.OpenInput{Title: title, Proposal: move.Proposal{Customer: id, Category: "manage", Strategy: move.StrategyPortfolio, Chance: ptr(money.MustParse("0.5"))}, Effort: ptr(money.NewInt(2))}
	if mid != "" {
		m := money.MustParse(mid)
		in.Size = &estimate.Range{Low: money.Zero, Mid: m, High: m.Add(m), Currency: "USD", Basis: estimate.BasisDeclared}
	}
	return in
}

func titles(editions []move.Edition) (out []string) {
	for _, e := range editions {
		out = append(out, e.Move.Title)
	}
	return out
}

func TestMovesAreRankedAndFiltered(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	practice := forCustomer("", "Hire", "")
	practice.Practice, practice.Strategy, practice.Owner, practice.Due = "data", move.StrategyLeadership, "Ann", noon.Truncate(24*time.Hour)
	opened, err := m.Open(lead, forCustomer("a", "small", "10"), forCustomer("b", "large", "1000"), practice)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Change(lead, moving.Change{State: ptr(move.StateUnderway)}, opened[0].Move.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		filter moving.Filter
		want   []string
	}{
		"all":      {moving.Filter{}, []string{"large", "small", "Hire"}},
		"state":    {moving.Filter{States: []move.State{move.StateUnderway}}, []string{"small"}},
		"strategy": {moving.Filter{Strategy: move.StrategyLeadership}, []string{"Hire"}},
		"owner":    {moving.Filter{Owner: "ann"}, []string{"Hire"}},
		"customer": {moving.Filter{Customer: "b"}, []string{"large"}},
		"due":      {moving.Filter{DueBefore: noon}, []string{"Hire"}},
		"too soon": {moving.Filter{DueBefore: noon.Truncate(24 * time.Hour)}, nil},
	} {
		got, err := m.List(lead, c.filter)
		if d := cmp.Diff(c.want, titles(got)); d != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
}

func TestAnAccountManagerPlansForOwnCustomersOnly(t *testing.T) {
	m, lead, mia := mover(t), as("lead", access.RolePracticeLead), as("mia", access.RoleAccountManager, "b")
	practice := forCustomer("", "Hire", "")
	practice.Practice = "data"
	theirs, err := m.Open(lead, forCustomer("a", "secret", "10"), practice)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Open(mia, forCustomer("b", "own", "")); err != nil {
		t.Fatal(err)
	}
	if got, err := m.List(mia, moving.Filter{}); err != nil || len(got) != 1 || got[0].Move.Title != "own" {
		t.Errorf("%v, %v", titles(got), err)
	}
	secret := theirs[0].Move.ID
	for name, try := range map[string]func() error{
		"reads":                     func() error { _, err := m.History(mia, secret); return err },
		"changes":                   func() error { _, err := m.Change(mia, moving.Change{Title: ptr("x")}, secret); return err },
		"reads what a practice has": func() error { _, err := m.History(mia, theirs[1].Move.ID); return err },
		"opens":                     func() error { _, err := m.Open(mia, forCustomer("a", "x", "")); return err },
		"guesses":                   func() error { _, err := m.Open(mia, forCustomer("zzz", "x", "")); return err },
	} {
		if err := try(); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("an account manager %s: %v", name, err)
		}
	}
	if _, err := m.Open(mia, practice); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("an account manager plans for a practice: %v", err)
	}
	if _, err := m.Open(as("eve", access.RoleAuditor), forCustomer("a", "x", "")); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("an auditor plans: %v", err)
	}
	guest := access.With(context.Background(), access.Viewer{Actor: "lead", Role: access.RolePracticeLead, Link: true})
	if got, err := m.List(guest, moving.Filter{}); err != nil || len(got) != 0 {
		t.Errorf("who looks through a link sees %v, %v", titles(got), err)
	}
	if _, err := m.List(context.Background(), moving.Filter{}); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("nobody looks: %v", err)
	}
}

func TestAProposalIsTakenUpOnce(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	in := forCustomer("a", "Offer operations", "10")
	in.Origin = move.Origin{Kind: move.OriginWhitespace, Ref: "a/manage"}
	other := in.Proposal
	other.Origin.Ref = "b/manage"
	in.State = move.StateDropped
	opened, err := m.Open(lead, in)
	if err != nil || opened[0].Move.Closed.IsZero() {
		t.Fatalf("%+v, %v", opened, err)
	}
	if _, err := m.Open(lead, in); fault.CodeOf(err) != "move.taken" {
		t.Errorf("twice: %v", err)
	}
	m.Proposing = suggesting(in.Proposal, other)
	if left, err := m.Proposals(lead); err != nil || len(left) != 1 || left[0].Origin != other.Origin {
		t.Errorf("%v, %v", left, err)
	}
}

func TestChangesAreAllOrNoneAndOverWhatWasRead(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	opened, err := m.Open(lead, forCustomer("a", "one", "10"), forCustomer("b", "two", "10"))
	if err != nil {
		t.Fatal(err)
	}
	one, two := opened[0].Move.ID, opened[1].Move.ID
	if _, err := m.Change(lead, moving.Change{Owner: ptr(" Ann ")}, one, "nobody"); fault.CodeOf(err) != "move.unknown" {
		t.Errorf("a move that is not there: %v", err)
	}
	if h, err := m.History(lead, one); err != nil || len(h) != 1 {
		t.Errorf("half a change is kept: %v, %v", h, err)
	}
	due := noon.Truncate(24 * time.Hour)
	changed, err := m.Change(lead, moving.Change{Owner: ptr(" Ann "), Due: &due, State: ptr(move.StateDone)}, one, two)
	if err != nil || changed[1].Move.Owner != "Ann" || !changed[1].Move.Closed.Equal(noon) || changed[0].Number != 2 {
		t.Fatalf("%+v, %v", changed, err)
	}
	if _, err := m.Change(lead, moving.Change{Seen: 1, Title: ptr("late")}, one); fault.CodeOf(err) != "move.outdated" {
		t.Errorf("over an edition that was not read: %v", err)
	}
	again, err := m.Change(lead, moving.Change{Seen: 2, Owner: ptr("Ann"), State: ptr(move.StateDone), Due: &due}, one)
	if err != nil || again[0].Number != 2 {
		t.Errorf("the same again is another edition: %+v, %v", again, err)
	}
	if _, err := m.Change(lead, moving.Change{State: ptr(move.State("lost"))}, one); fault.CodeOf(err) != "move.state" {
		t.Errorf("a state that is none: %v", err)
	}
	var none *money.Decimal
	if got, err := m.Change(lead, moving.Change{Effort: &none, State: ptr(move.StatePlanned)}, one); err != nil || got[0].Move.Effort != nil || !got[0].Move.Closed.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
}
