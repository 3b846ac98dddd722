package moving_test

import (
	"context"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// suggesting stands for books that suggest these.
func suggesting(all ...move.Proposal) func(context.Context) ([]moving.Suggestion, error) {
	return func(context.Context) ([]moving.Suggestion, error) { return moving.Suggest(all), nil }
}

func proposal(customer, ref, mid string) move.Proposal {
	p := forCustomer("", "", mid).Proposal
	p.Origin = move.Origin{Kind: move.OriginWhitespace, Ref: ref}
	if p.Practice = move.PracticeFirm; customer != "" {
		p.Practice, p.Customer = "", "a"
		if customer == "b" {
			p.Customer = "b"
		}
	}
	return p
}

func english(t *testing.T) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For("en")
}

func TestProposalsAreRankedAndTakenAllOrNone(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	m.Proposing = suggesting(proposal("a", "a/manage", "10"), proposal("b", "b/manage", "500"), proposal("", "firm", ""))
	all, err := m.Proposals(lead)
	var order []string
	for _, s := range all {
		order = append(order, s.Origin.Ref)
	}
	if err != nil || strings.Join(order, " ") != "b/manage a/manage firm" {
		t.Fatalf("%v, %v", order, err)
	}
	ref := func(r string) move.Origin { return move.Origin{Kind: move.OriginWhitespace, Ref: r} }
	if _, err := m.Take(lead, moving.TakeInput{L: english(t), Origins: []move.Origin{ref("a/manage"), ref("none")}}); fault.CodeOf(err) != "move.unproposed" {
		t.Errorf("one that is not proposed: %v", err)
	}
	days := ptr(money.NewInt(4))
	taken, err := m.Take(lead, moving.TakeInput{L: english(t), Origins: []move.Origin{ref("a/manage"), ref("b/manage")}, Change: moving.Change{Owner: ptr("Ann"), Effort: &days, State: ptr(move.StateUnderway)}})
	if err != nil || len(taken) != 2 || taken[0].Move.Title != "Offer Manage" || taken[1].Move.Owner != "Ann" || taken[1].Move.State != move.StateUnderway || taken[0].Number != 1 {
		t.Fatalf("%+v, %v", taken, err)
	}
	if got := taken[1].Move.PerDay(); got == nil || got.String() != "62.5" {
		t.Errorf("expected money a day is %v", got)
	}
	if _, err := m.Take(lead, moving.TakeInput{L: english(t), Origins: []move.Origin{ref("a/manage")}}); fault.CodeOf(err) != "move.taken" {
		t.Errorf("taken twice: %v", err)
	}
	if _, err := m.Take(lead, moving.TakeInput{L: english(t), Origins: []move.Origin{ref("firm"), ref("firm")}}); fault.CodeOf(err) != "move.taken" {
		t.Errorf("twice at once: %v", err)
	}
	if left, err := m.Proposals(lead); err != nil || len(left) != 1 {
		t.Errorf("half of what was refused is taken: %v, %v", left, err)
	}
}

func TestAnAccountManagerIsProposedOwnCustomersOnly(t *testing.T) {
	m, mia := mover(t), as("mia", access.RoleAccountManager, "b")
	m.Proposing = suggesting(proposal("a", "a/manage", "10"), proposal("b", "b/manage", "500"), proposal("", "firm", ""))
	if all, err := m.Proposals(mia); err != nil || len(all) != 1 || all[0].Origin.Ref != "b/manage" {
		t.Errorf("%v, %v", all, err)
	}
	for _, ref := range []string{"a/manage", "firm"} {
		if _, err := m.Take(mia, moving.TakeInput{L: english(t), Origins: []move.Origin{{Kind: move.OriginWhitespace, Ref: ref}}}); fault.CodeOf(err) != "move.unproposed" {
			t.Errorf("takes %s: %v", ref, err)
		}
	}
	if _, err := m.Take(as("eve", access.RoleAuditor), moving.TakeInput{L: english(t), Origins: []move.Origin{{Kind: move.OriginWhitespace, Ref: "b/manage"}}}); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("an auditor takes: %v", err)
	}
	guest := access.With(context.Background(), access.Viewer{Actor: "lead", Role: access.RolePracticeLead, Link: true})
	if all, err := m.Proposals(guest); err != nil || len(all) != 0 {
		t.Errorf("who looks through a link is proposed %v, %v", all, err)
	}
}
