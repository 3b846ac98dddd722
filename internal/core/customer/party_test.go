package customer_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

// Decisions of every workspace hang on these ids: one that changes here is a
// defect, whatever else got better.
func TestPartiesKeepTheirIdsForEver(t *testing.T) {
	for _, c := range []struct {
		query customer.Query
		want  customer.PartyID
	}{
		{customer.Query{}, ""},
		{customer.Query{Name: "—"}, ""},
		{customer.Query{Accounts: []string{"1111-2222-3333"}}, "account:111122223333"},
		{customer.Query{Accounts: []string{"12345678901"}}, "account:012345678901"},
		{customer.Query{Accounts: []string{"1", "2"}}, ""},
		{customer.Query{Name: "Acme, Ltd."}, "book:3526facc431863dcfa1f5147"},
		{customer.Query{Name: "ＡＣＭＥ ltd", Email: ""}, "book:3526facc431863dcfa1f5147"},
		{customer.Query{Name: "上海艾克米信息技术有限公司"}, "book:c700d3812e768000354d79e2"},
		{customer.Query{TaxID: "DE 123", Ref: "C-1", Email: "Jo@Acme.example", Name: "Acme"}, "book:d2234f308bb210ce2c56d8a4"},
	} {
		if got := c.query.Party(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.query, got, c.want)
		}
	}
	if customer.AccountParty(" - ") != "" {
		t.Error("an account without digits is a party")
	}
}

func TestWhatDiffersIsAnotherParty(t *testing.T) {
	seen := map[customer.PartyID]customer.Query{}
	for _, q := range []customer.Query{{Name: "Acme"}, {Ref: "Acme"}, {TaxID: "Acme"}, {Domain: "acme"}, {Name: "Acme", Ref: "1"}, {Name: "Acme", Ref: "2"},
		{Name: "Müller"}, {Name: "Muller"}, {Name: "Acme Ltd"}, {Name: "Acme", Domain: "acme.example"}, {Name: "Acme", TaxID: "1"}} {
		if other, twice := seen[q.Party()]; twice {
			t.Errorf("%+v and %+v are one party", q, other)
		}
		seen[q.Party()] = q
	}
	if (customer.Query{Name: "Acme", Email: "jo@acme.example"}).Party() != (customer.Query{Name: "ACME.", Domain: "https://www.acme.example/x"}).Party() {
		t.Error("a mail address and the web address of one domain are two parties")
	}
}
