package sharing_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

const address = "192.0.2.7"

// house is a team's sharing, on a clock that tests move.
type house struct {
	*sharing.Sharing
	t     *testing.T
	clock atomic.Int64
}

func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		h := &house{t: t}
		h.clock.Store(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).UnixNano())
		h.Sharing = &sharing.Sharing{State: open(), Guard: access.Guarded, Team: true, Now: func() time.Time { return time.Unix(0, h.clock.Load()).UTC() }}
		test(t, h)
	})
}

func (h *house) pass(d time.Duration) { h.clock.Add(int64(d)) }

// add makes an active person and gives their context.
func (h *house) add(name string, role access.Role, customers ...customer.ID) context.Context {
	h.t.Helper()
	if err := h.State.AddPerson(h.t.Context(), state.Person{ID: name, Name: name, Role: role, Status: state.PersonActive, Customers: customers, CreatedAt: h.Now()}); err != nil {
		h.t.Fatal(err)
	}
	return access.With(h.t.Context(), access.Viewer{Actor: name, Role: role, Customers: customers})
}

func (h *house) change(name string, change func(*state.Person)) {
	h.t.Helper()
	if _, err := h.State.ChangePerson(h.t.Context(), name, func(p *state.Person, _ []state.Person) error { change(p); return nil }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) share(ctx context.Context, days int) string {
	h.t.Helper()
	token, err := h.Share(ctx, sharing.ShareInput{Title: "Q1", Query: "by=month&where=customer%3Db", Currency: "USD", Days: days})
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

func (h *house) opens(token string) error {
	_, err := h.Open(h.t.Context(), token, address)
	return err
}

func is(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v is not %s", err, code)
	}
}

func names(t *testing.T, ctx context.Context, h *house) []string {
	t.Helper()
	views, err := h.Views(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, v := range views {
		all = append(all, v.Name)
	}
	return all
}

func TestViewsAreOnesOwnUntilTheyAreTheTeams(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		lead, finance := h.add("lead", access.RolePracticeLead), h.add("finance", access.RoleFinance)
		manager, auditor := h.add("manager", access.RoleAccountManager, "b"), h.add("auditor", access.RoleAuditor)
		for _, in := range []sharing.KeepInput{
			{Name: " My   trend ", Query: "?by=month"}, {Name: "Categories", Query: "by=category", Team: true},
			{Name: "About Acme", Query: "where=customer%3DAcme", Team: true}, {Name: "About a group", Query: "where=Group%3DAcme", Team: true},
		} {
			if err := h.Keep(lead, in); err != nil {
				t.Fatal(err)
			}
		}
		is(t, h.Keep(lead, sharing.KeepInput{Name: "My trend", Query: "by=year"}), "view.exists")
		if err := h.Keep(finance, sharing.KeepInput{Name: "My trend", Query: "by=year"}); err != nil {
			t.Errorf("two people cannot use one name: %v", err)
		}
		for ctx, want := range map[context.Context][]string{
			lead: {"About Acme", "About a group", "Categories", "My trend"}, finance: {"About Acme", "About a group", "Categories", "My trend"},
			manager: {"Categories"}, auditor: {"About Acme", "About a group", "Categories"},
		} {
			if diff := cmp.Diff(want, names(t, ctx, h)); diff != "" {
				t.Error(diff)
			}
		}
		views, err := h.Views(lead)
		if err != nil || views[3].Query != "by=month" || !views[3].Own {
			t.Fatalf("%+v, %v", views, err)
		}
		id := views[3].ID
		is(t, h.Rename(finance, id, "Mine now", true), "view.unknown")
		is(t, h.Drop(finance, id), "view.unknown")
		is(t, h.Drop(auditor, id), "access.denied")
		is(t, h.Keep(auditor, sharing.KeepInput{Name: "x"}), "access.denied")
		is(t, h.Rename(lead, id, "Categories", false), "view.exists")
		if err := errors.Join(h.Rename(lead, id, "Trend", true)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Categories", "Trend"}, names(t, manager, h)); diff != "" {
			t.Error(diff)
		}
		if err := h.Drop(lead, id); err != nil {
			t.Fatal(err)
		}
		is(t, h.Drop(lead, id), "view.unknown")
		for _, name := range []string{"", "  ", "a\x00b", strings.Repeat("界", 101)} {
			is(t, h.Keep(lead, sharing.KeepInput{Name: name}), "view.name_invalid")
		}
		for _, query := range []string{"a=%zz", "by=" + strings.Repeat("x", 5000), "a\x00"} {
			is(t, h.Keep(lead, sharing.KeepInput{Name: "q", Query: query}), "view.query_invalid")
		}
	})
}

func TestALinkShowsWhatItsMakerSees(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.add("owner", access.RoleOwner)
		lead, manager := h.add("lead", access.RolePracticeLead), h.add("manager", access.RoleAccountManager, "a", "b")
		opened, err := h.Open(t.Context(), h.share(lead, 7), address)
		if err != nil || opened.Viewer.Scope() != nil || opened.Query != "by=month&where=customer%3Db" || opened.Currency != "USD" || opened.Exports {
			t.Fatalf("%+v, %v", opened, err)
		}
		for _, right := range access.Rights() {
			if may := opened.Viewer.May(right); may != (right == access.RightSee) {
				t.Errorf("who holds a link may %s: %v", right, may)
			}
		}
		guest := access.With(t.Context(), opened.Viewer)
		if _, err := h.Views(guest); fault.KindOf(err) != fault.KindDenied {
			t.Errorf("a guest lists views: %v", err)
		}
		_, err = h.Links(guest)
		is(t, err, "access.denied")

		token := h.share(manager, 7)
		scope := func() []customer.ID {
			t.Helper()
			opened, err := h.Open(t.Context(), token, address)
			if err != nil {
				t.Fatal(err)
			}
			return opened.Viewer.Scope()
		}
		if diff := cmp.Diff([]customer.ID{"a", "b"}, scope()); diff != "" {
			t.Error(diff)
		}
		h.change("manager", func(p *state.Person) { p.Customers = []customer.ID{"b", "c"} })
		if diff := cmp.Diff([]customer.ID{"b"}, scope()); diff != "" {
			t.Errorf("after other customers were assigned: %s", diff)
		}
		h.change("manager", func(p *state.Person) { p.Role, p.Customers = access.RoleOwner, nil })
		if diff := cmp.Diff([]customer.ID{"a", "b"}, scope()); diff != "" {
			t.Errorf("after a promotion: %s", diff)
		}
	})
}

func TestALinkEnds(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		owner := h.add("owner", access.RoleOwner)
		lead, finance := h.add("lead", access.RolePracticeLead), h.add("finance", access.RoleFinance)
		week, month, quarter := h.share(lead, 7), h.share(lead, 30), h.share(finance, 90)
		h.pass(7*24*time.Hour - time.Second)
		if err := h.opens(week); err != nil {
			t.Errorf("a second before its end: %v", err)
		}
		h.pass(time.Second)
		is(t, h.opens(week), "sharing.over")
		links, err := h.Links(lead)
		if err != nil || len(links) != 1 || links[0].Openings != 0 {
			t.Fatalf("%+v, %v", links, err)
		}
		if all, err := h.Links(owner); err != nil || len(all) != 2 {
			t.Errorf("an owner sees %d of 2 links, %v", len(all), err)
		}
		_, err = h.Revoke(finance, links[0].ID)
		is(t, err, "sharing.link_unknown")
		if err := h.opens(month); err != nil {
			t.Error(err)
		}
		if links, _ = h.Links(lead); links[0].Openings != 1 || links[0].OpenedFrom != address || !links[0].OpenedAt.Equal(h.Now()) {
			t.Errorf("what is told of the opening: %+v", links[0])
		}
		if _, err := h.Revoke(owner, links[0].ID); err != nil {
			t.Fatal(err)
		}
		is(t, h.opens(month), "sharing.over")

		h.change("finance", func(p *state.Person) { p.Role = access.RoleAuditor })
		is(t, h.opens(quarter), "sharing.over")
		h.change("finance", func(p *state.Person) { p.Role = access.RolePracticeLead })
		if err := h.opens(quarter); err != nil {
			t.Errorf("with the right again: %v", err)
		}
		h.change("finance", func(p *state.Person) { p.Status = state.PersonDisabled })
		is(t, h.opens(quarter), "sharing.over")

		auditor := h.add("auditor", access.RoleAuditor)
		_, err = h.Share(auditor, sharing.ShareInput{Title: "x", Days: 7})
		is(t, err, "access.denied")
		_, err = h.Share(lead, sharing.ShareInput{Title: "x", Days: 365})
		is(t, err, "sharing.life_unknown")
		_, err = h.Share(lead, sharing.ShareInput{Title: "", Days: 1})
		is(t, err, "view.name_invalid")
		_, err = h.Share(t.Context(), sharing.ShareInput{Title: "x", Days: 1})
		is(t, err, "access.viewer_missing")
	})
}

func TestALinkOfOneWayToServeOpensNothingAtTheOther(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		lead := h.add("lead", access.RolePracticeLead)
		own := &sharing.Sharing{State: h.State, Guard: access.Guarded, Now: h.Now}
		token, err := own.Share(access.With(t.Context(), access.Local()), sharing.ShareInput{Title: "x", Days: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := own.Open(t.Context(), token, address); err != nil {
			t.Errorf("at home: %v", err)
		}
		is(t, h.opens(token), "sharing.over")
		_, err = own.Open(t.Context(), h.share(lead, 1), address)
		is(t, err, "sharing.over")
	})
}

func TestGuessingAndFloodingAreSlowedDown(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		lead := h.add("lead", access.RolePracticeLead)
		token := h.share(lead, 7)
		for range 20 {
			is(t, h.opens("guess"), "sharing.over")
			if err := h.opens(token); err != nil {
				t.Fatalf("who holds the link waits for guesses of others: %v", err)
			}
		}
		is(t, h.opens("guess"), "sharing.over")
		is(t, h.opens(token), "sharing.throttled")
		if _, err := h.Open(t.Context(), token, "198.51.100.1"); err != nil {
			t.Errorf("another address waits, too: %v", err)
		}
		h.pass(time.Hour)
		var last error
		for range 121 {
			last = h.opens(token)
		}
		is(t, last, "sharing.throttled")
		h.pass(time.Minute)
		if err := h.opens(token); err != nil {
			t.Errorf("a minute later: %v", err)
		}
	})
}

func TestEveryActionHasWords(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		for _, a := range sharing.Actions() {
			if key := "audit.action." + a; bundle.For(lang).Text(key, nil) == key {
				t.Errorf("%s has no text in %s", key, lang)
			}
		}
	}
}
