package customer_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

// day reads a day, or a month as its first.
func day(s string) time.Time {
	if len(s) == len("2006-01") {
		s += "-01"
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func book() []customer.Customer {
	return []customer.Customer{
		{ID: "acme", Name: "Acme Ltd", Identifiers: []customer.Identifier{
			{Kind: customer.KindAccount, Value: "111122223333", Until: day("2025-07")},
			{Kind: customer.KindTaxID, Value: "GB 123"},
			{Kind: customer.KindDomain, Value: "acme.example"},
			{Kind: customer.KindDomain, Value: "gmail.com"},
		}},
		{ID: "beta", Name: "Beta GmbH", Identifiers: []customer.Identifier{
			{Kind: customer.KindAccount, Value: "111122223333", From: day("2025-07")},
			{Kind: customer.KindAccount, Value: "444455556666"},
			{Kind: customer.KindRef, Value: "C-2"},
			{Kind: customer.KindName, Value: "贝塔科技有限公司"},
		}},
		{ID: "twin1", Name: "Twin Inc"}, {ID: "twin2", Name: "Twin LLC"},
	}
}

func TestMatch(t *testing.T) {
	index := customer.NewIndex(book())
	for _, c := range []struct {
		name    string
		query   customer.Query
		in      string
		outcome customer.Outcome
		id      customer.ID
		kind    customer.IdentifierKind
	}{
		{"account before it moved", customer.Query{Accounts: []string{"1111-2222-3333"}}, "2025-06", customer.OutcomeMatched, "acme", customer.KindAccount},
		{"account after it moved", customer.Query{Accounts: []string{"111122223333"}}, "2025-07", customer.OutcomeMatched, "beta", customer.KindAccount},
		{"an account beats a tax number", customer.Query{Accounts: []string{"444455556666"}, TaxID: "GB123"}, "2025-01", customer.OutcomeMatched, "beta", customer.KindAccount},
		{"a tax number beats a name", customer.Query{TaxID: "gb-123", Name: "Beta"}, "2025-01", customer.OutcomeMatched, "acme", customer.KindTaxID},
		{"an unknown number lets the name decide", customer.Query{TaxID: "XX", Name: "BETA"}, "2025-01", customer.OutcomeMatched, "beta", customer.KindName},
		{"another name", customer.Query{Name: "贝塔科技"}, "2025-01", customer.OutcomeMatched, "beta", customer.KindName},
		{"reference", customer.Query{Ref: "c-2"}, "2025-01", customer.OutcomeMatched, "beta", customer.KindRef},
		{"e-mail", customer.Query{Email: "jo@acme.example"}, "2025-01", customer.OutcomeMatched, "acme", customer.KindDomain},
		{"free mail is nobody's", customer.Query{Email: "jo@gmail.com"}, "2025-01", customer.OutcomeUnmatched, "", ""},
		{"two customers of one name", customer.Query{Name: "Twin"}, "2025-01", customer.OutcomeAmbiguous, "", customer.KindName},
		{"two accounts of two customers", customer.Query{Accounts: []string{"111122223333", "444455556666"}, Name: "Acme"}, "2025-01", customer.OutcomeAmbiguous, "", customer.KindAccount},
		{"two accounts of one customer", customer.Query{Accounts: []string{"111122223333", "444455556666"}}, "2025-08", customer.OutcomeMatched, "beta", customer.KindAccount},
		{"nothing asked", customer.Query{}, "2025-01", customer.OutcomeUnmatched, "", ""},
		{"nothing known", customer.Query{Name: "Gamma"}, "2025-01", customer.OutcomeUnmatched, "", ""},
	} {
		got := index.Match(c.query, day(c.in))
		if got.Outcome != c.outcome || got.ID != c.id || got.Kind != c.kind {
			t.Errorf("%s: %+v", c.name, got)
		}
		id, _, ok := index.Find(c.query, day(c.in))
		if id != c.id || ok != (c.outcome == customer.OutcomeMatched) {
			t.Errorf("%s: Find gave %q, %v", c.name, id, ok)
		}
	}
	if got := index.Match(customer.Query{Name: "Twin"}, day("2025-01")); !slices.Equal(got.Candidates, []customer.ID{"twin1", "twin2"}) {
		t.Errorf("candidates %v", got.Candidates)
	}
}

// The index must answer as a plain search for the latest start does.
func TestMatchAgreesWithAPlainSearch(t *testing.T) {
	start := day("2025-01-01")
	rapid.Check(t, func(t *rapid.T) {
		var customers []customer.Customer
		for i := range rapid.IntRange(0, 6).Draw(t, "customers") {
			c := customer.Customer{ID: customer.ID(fmt.Sprint("c", i))}
			for range rapid.IntRange(0, 4).Draw(t, "identifiers") {
				from := start.AddDate(0, 0, rapid.IntRange(0, 5).Draw(t, "from"))
				c.Identifiers = append(c.Identifiers, customer.Identifier{
					Kind:  customer.KindAccount,
					Value: fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "account")),
					From:  from, Until: from.AddDate(0, 0, rapid.IntRange(1, 5).Draw(t, "days")),
				})
			}
			customers = append(customers, c)
		}
		asked := fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "asked"))
		on := start.AddDate(0, 0, rapid.IntRange(-1, 12).Draw(t, "day"))
		owners, newest := map[customer.ID]bool{}, time.Time{}
		for _, c := range customers {
			for _, i := range c.Identifiers {
				if i.Value != asked || !i.ValidOn(on) || i.From.Before(newest) {
					continue
				}
				if i.From.After(newest) {
					owners, newest = map[customer.ID]bool{}, i.From
				}
				owners[c.ID] = true
			}
		}
		want := customer.OutcomeAmbiguous
		switch len(owners) {
		case 0:
			want = customer.OutcomeUnmatched
		case 1:
			want = customer.OutcomeMatched
		}
		got := customer.NewIndex(customers).Match(customer.Query{Accounts: []string{asked}}, on)
		if got.Outcome != want || want == customer.OutcomeMatched && !owners[got.ID] {
			t.Fatalf("%+v; the owners are %v", got, owners)
		}
	})
}
