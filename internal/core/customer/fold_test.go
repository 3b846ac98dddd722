package customer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// people numbers decisions in order and signs them: by ana, or by the actor
// that is given already.
func people(ds ...customer.Decision) []customer.Decision {
	for i := range ds {
		ds[i].ID, ds[i].At = fmt.Sprint("d", i+1), day("2025-01-01").Add(time.Duration(i)*time.Minute)
		if ds[i].Actor == "" {
			ds[i].Actor = "ana"
		}
	}
	return ds
}

// matcher is a decision of the matcher.
func matcher(d customer.Decision) customer.Decision {
	d.Actor = customer.ActorAuto
	return d
}

func roster() []customer.Customer {
	id := func(kind customer.IdentifierKind, value string) customer.Identifier {
		return customer.Identifier{Kind: kind, Value: value}
	}
	return []customer.Customer{
		{ID: "acme", Name: "Acme Ltd", Country: "GB", Identifiers: []customer.Identifier{id(customer.KindAccount, "111122223333"), id(customer.KindTaxID, "GB 123")}},
		{ID: "beta", Name: "Beta GmbH", Segment: "mid", Identifiers: []customer.Identifier{id(customer.KindAccount, "444455556666")}},
		{ID: "gamma", Name: "Gamma SA"},
	}
}

// show writes a book down: a line per customer, its identifiers with days and
// whose word they are.
func show(b *customer.Book) string {
	var lines []string
	for _, c := range b.Customers() {
		line := string(c.ID) + ":"
		for _, i := range c.Identifiers {
			line += fmt.Sprintf(" %s=%s", i.Kind, i.Value)
			if !i.From.IsZero() || !i.Until.IsZero() {
				line += "[" + shortDay(i.From) + "," + shortDay(i.Until) + ")"
			}
			line += map[customer.Origin]string{customer.OriginPerson: "!", customer.OriginAuto: "?"}[i.Origin]
		}
		lines = append(lines, line)
	}
	for _, s := range b.Stale() {
		lines = append(lines, "stale "+s.Decision.ID+" "+s.Because.Code)
	}
	return strings.Join(lines, "\n")
}

func shortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("01-02")
}

const (
	acmeAccount = customer.PartyID("account:111122223333")
	invoices    = customer.PartyID("book:aa")
)

func TestDecisions(t *testing.T) {
	const acme, beta, gamma = "acme: account=111122223333 tax_id=GB 123", "beta: account=444455556666", "gamma:"
	name := func(n string) []customer.Identifier {
		return []customer.Identifier{{Kind: customer.KindName, Value: n}}
	}
	link := customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "gamma", Identifiers: name("Gama")}
	apart := customer.Decision{Verb: customer.VerbApart, Party: invoices, Into: "gamma", EvidenceKey: "e1"}
	relink := customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "beta"}
	merge := customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "beta"}
	differ := customer.Decision{Verb: customer.VerbApart, Customer: "acme", Into: "beta"}
	undo := func(id string) customer.Decision { return customer.Decision{Verb: customer.VerbUndo, Undoes: id} }
	for _, c := range []struct {
		name string
		log  []customer.Decision
		want []string
	}{
		{"nothing", nil, []string{acme, beta, gamma}},
		{"a link", people(link), []string{acme, beta, "gamma: party=book:aa! name=Gama!"}},
		{"the matcher's link", people(matcher(link)), []string{acme, beta, "gamma: party=book:aa? name=Gama?"}},
		{"another answer takes the first one's words too", people(link, relink), []string{acme, "beta: account=444455556666 party=book:aa!", gamma}},
		{"the matcher does not take a person's", people(link, matcher(relink)), []string{acme, "beta: account=444455556666 party=book:aa?", "gamma: party=book:aa! name=Gama!"}},
		{"a rejection takes back one's own answer", people(link, apart), []string{acme, beta, gamma}},
		{"the matcher's rejection does not", people(link, matcher(apart)), []string{acme, beta, "gamma: party=book:aa! name=Gama!"}},
		{"a rejection overrules the matcher afterwards", people(matcher(link), apart), []string{acme, beta, gamma}},
		{"a rejection overrules the matcher beforehand", people(apart, matcher(link)), []string{acme, beta, gamma, "stale d2 customer.overruled"}},
		{"a later answer overrules one's own rejection", people(apart, link, matcher(link)), []string{acme, beta, "gamma: party=book:aa! name=Gama! party=book:aa? name=Gama?"}},
		{"a customer who did not exist", people(customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "delta", Name: "Delta", Identifiers: name("Dela")}, Party: invoices}),
			[]string{acme, beta, gamma, "delta: name=Dela! party=book:aa!"}},
		{"a customer who is in the list by now", people(customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "gamma", Name: "Gama", Identifiers: name("Gama")}, Party: invoices}),
			[]string{acme, beta, "gamma: party=book:aa! name=Gama!"}},
		{"and was made without a party", people(customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "gamma"}}), []string{acme, beta, gamma}},
		{"a part that is in the list by now", people(customer.Decision{Verb: customer.VerbSplit, Customer: "acme", New: &customer.Customer{ID: "gamma"}, Identifiers: []customer.Identifier{{Kind: customer.KindTaxID, Value: "GB123"}}}),
			[]string{"acme: account=111122223333", beta, "gamma: tax_id=GB 123"}},
		{"the matcher's new customer keeps no words of a party that is another's", people(matcher(customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "delta", Name: "Delta", Identifiers: name("Dela")}, Party: invoices}), matcher(relink)),
			[]string{acme, "beta: account=444455556666 party=book:aa?", gamma, "delta:"}},
		{"a merge keeps the name", people(merge), []string{"beta: account=111122223333 tax_id=GB 123 account=444455556666 name=Acme Ltd", gamma}},
		{"and its undo", people(merge, undo("d1")), []string{acme, beta, gamma}},
		{"and the undo of that", people(merge, undo("d1"), undo("d2")), []string{"beta: account=111122223333 tax_id=GB 123 account=444455556666 name=Acme Ltd", gamma}},
		{"a merge that people forbid", people(differ, matcher(merge)), []string{acme, beta, gamma, "stale d2 customer.overruled"}},
		{"a merge that people forbid later", people(matcher(merge), differ), []string{acme, beta, gamma, "stale d1 customer.overruled"}},
		{"a merge that people forbid of a part", people(differ, customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "gamma"}, matcher(customer.Decision{Verb: customer.VerbMerge, Customer: "gamma", Into: "beta"})),
			[]string{beta, "gamma: account=111122223333 tax_id=GB 123 name=Acme Ltd", "stale d3 customer.overruled"}},
		{"a person may change their mind", people(differ, merge), []string{"beta: account=111122223333 tax_id=GB 123 account=444455556666 name=Acme Ltd", gamma}},
		{"a split", people(customer.Decision{Verb: customer.VerbSplit, Customer: "acme", New: &customer.Customer{ID: "uk", Name: "Acme UK"}, Identifiers: []customer.Identifier{{Kind: customer.KindTaxID, Value: "gb-123"}}}),
			[]string{"acme: account=111122223333", beta, gamma, "uk: tax_id=GB 123"}},
		{"an account that moves in the middle of a month", people(customer.Decision{Verb: customer.VerbMove, Party: acmeAccount, Customer: "acme", Into: "gamma", From: day("2025-03-17")}),
			[]string{"acme: account=111122223333[,03-17) tax_id=GB 123", beta, "gamma: account=111122223333[03-17,)!"}},
		{"and comes back", people(customer.Decision{Verb: customer.VerbMove, Party: acmeAccount, Into: "gamma", From: day("2025-03-17"), Until: day("2025-05-02")}),
			[]string{"acme: account=111122223333[,03-17) tax_id=GB 123 account=111122223333[05-02,)", beta, "gamma: account=111122223333[03-17,05-02)!"}},
		{"the matcher moves nothing of the roster", people(matcher(customer.Decision{Verb: customer.VerbMove, Party: acmeAccount, Customer: "acme", Into: "gamma"})),
			[]string{acme, beta, gamma, "stale d1 customer.party_not_held"}},
		{"a customer who is gone", people(customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "old"}), []string{acme, beta, gamma, "stale d1 customer.unknown"}},
		{"a link to one who was merged", people(merge, customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "acme"}),
			[]string{"beta: account=111122223333 tax_id=GB 123 account=444455556666 name=Acme Ltd party=book:aa!", gamma}},
		{"what hangs on something undone", people(customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "delta"}}, customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "delta"}, undo("d1")),
			[]string{acme, beta, gamma, "stale d2 customer.unknown"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Join(c.want, "\n"), show(customer.Fold(roster(), c.log))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMergedCustomerGivesWhatTheOtherDoesNotKnow(t *testing.T) {
	book := customer.Fold(roster(), people(customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "beta"},
		customer.Decision{Verb: customer.VerbMerge, Customer: "beta", Into: "gamma"}))
	c, ok := book.Customer("acme")
	if !ok || c.ID != "gamma" || c.Name != "Gamma SA" || c.Country != "GB" || c.Segment != "mid" {
		t.Errorf("%+v", c)
	}
	if merged := book.Merged("gamma"); !slices.Equal(merged, []customer.ID{"beta", "acme"}) {
		t.Errorf("merged %v", merged)
	}
	if id, _, ok := book.Index().Find(customer.Query{Name: "ACME"}, day("2025-01-01")); !ok || id != "gamma" {
		t.Errorf("the merged name finds %q", id)
	}
	if _, ok := book.Customer("nobody"); ok || book.Survivor("nobody") != "" {
		t.Error("found nobody")
	}
}

func TestWhoIsKeptApartIsRemembered(t *testing.T) {
	log := people(customer.Decision{Verb: customer.VerbApart, Party: invoices, Into: "acme", EvidenceKey: "e1"},
		customer.Decision{Verb: customer.VerbApart, Party: invoices, Into: "acme", EvidenceKey: "e2"},
		customer.Decision{Verb: customer.VerbApart, Party: invoices, Other: "book:bb", EvidenceKey: "e3"},
		customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "beta"})
	book := customer.Fold(roster(), log)
	for _, c := range []struct {
		x, y customer.Subject
		want customer.Apart
	}{
		{customer.OfParty(invoices), customer.OfCustomer("beta"), customer.Apart{EvidenceKey: "e2", Decision: "d2", Origin: customer.OriginPerson}},
		{customer.OfCustomer("acme"), customer.OfParty(invoices), customer.Apart{EvidenceKey: "e2", Decision: "d2", Origin: customer.OriginPerson}},
		{customer.OfParty("book:bb"), customer.OfParty(invoices), customer.Apart{EvidenceKey: "e3", Decision: "d3", Origin: customer.OriginPerson}},
		{customer.OfParty(invoices), customer.OfCustomer("gamma"), customer.Apart{}},
	} {
		if got, is := book.Apart(c.x, c.y); got != c.want || is != (c.want != customer.Apart{}) {
			t.Errorf("%v and %v: %+v", c.x, c.y, got)
		}
	}
}

func TestTheRosterBeatsTheMatcherAndAPersonBeatsTheRoster(t *testing.T) {
	query := customer.Query{Name: "Acme Limited", TaxID: "XX 9"}
	for _, c := range []struct {
		name string
		log  []customer.Decision
		want customer.ID
	}{
		{"by name", nil, "acme"},
		{"the matcher says otherwise", people(matcher(customer.Decision{Verb: customer.VerbLink, Party: query.Party(), Customer: "beta",
			Identifiers: []customer.Identifier{{Kind: customer.KindTaxID, Value: "XX 9"}}})), "acme"},
		{"a person says otherwise", people(customer.Decision{Verb: customer.VerbLink, Party: query.Party(), Customer: "beta"}), "beta"},
	} {
		if got, _, _ := customer.Fold(roster(), c.log).Index().Find(query, day("2025-01-01")); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	// Where the roster knows nothing, the matcher decides.
	query = customer.Query{Name: "Somebody"}
	log := people(matcher(customer.Decision{Verb: customer.VerbLink, Party: query.Party(), Customer: "beta"}))
	if got := customer.Fold(roster(), log).Index().Match(query, day("2025-01-01")); got.ID != "beta" || got.Kind != customer.KindParty || got.Origin != customer.OriginAuto {
		t.Errorf("%+v", got)
	}
}

func TestPermits(t *testing.T) {
	book := customer.Fold(roster(), people(
		customer.Decision{Verb: customer.VerbMerge, Customer: "gamma", Into: "beta"},
		customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "acme"},
		customer.Decision{Verb: customer.VerbApart, Party: "book:bb", Into: "acme"},
		customer.Decision{Verb: customer.VerbParent, Customer: "beta", Into: "acme", Role: customer.RoleEntity},
		customer.Decision{Verb: customer.VerbUndo, Undoes: "d4"},
		customer.Decision{Verb: customer.VerbParent, Customer: "beta", Into: "acme", Role: customer.RoleUnit, From: day("2025-02-01")},
	))
	for _, c := range []struct {
		name string
		d    customer.Decision
		code string
	}{
		{"an answer", customer.Decision{Verb: customer.VerbLink, Party: "book:cc", Customer: "acme"}, ""},
		{"a merge", customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "beta"}, ""},
		{"an unknown verb", customer.Decision{Verb: "sing"}, "customer.decision_verb"},
		{"an hour", customer.Decision{Verb: customer.VerbMove, Party: acmeAccount, Into: "beta", From: day("2025-01-01").Add(time.Hour)}, "customer.decision_days"},
		{"no day", customer.Decision{Verb: customer.VerbMove, Party: acmeAccount, Into: "beta", From: day("2025-01-02"), Until: day("2025-01-02")}, "customer.decision_days"},
		{"into itself", customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "acme"}, "customer.same"},
		{"into what it was merged into", customer.Decision{Verb: customer.VerbMerge, Customer: "gamma", Into: "beta"}, "customer.same"},
		{"a stranger", customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "zeta"}, "customer.unknown"},
		{"a new one without a name", customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{}}, "customer.decision_incomplete"},
		{"a new one that exists", customer.Decision{Verb: customer.VerbCreate, New: &customer.Customer{ID: "gamma"}}, "customer.exists"},
		{"no party", customer.Decision{Verb: customer.VerbLink, Party: "acme", Customer: "acme"}, "customer.party"},
		{"somebody else's party", customer.Decision{Verb: customer.VerbLink, Party: invoices, Customer: "beta"}, "customer.party_held"},
		{"somebody else's account", customer.Decision{Verb: customer.VerbLink, Party: acmeAccount, Customer: "beta"}, "customer.party_held"},
		{"a party it has not", customer.Decision{Verb: customer.VerbMove, Party: invoices, Customer: "beta", Into: "acme"}, "customer.party_not_held"},
		{"nothing to split", customer.Decision{Verb: customer.VerbSplit, Customer: "beta", Into: "acme", Party: invoices}, "customer.nothing_to_split"},
		{"no such role", customer.Decision{Verb: customer.VerbParent, Customer: "acme", Into: "beta", Role: "aunt"}, "customer.role"},
		{"a circle", customer.Decision{Verb: customer.VerbParent, Customer: "acme", Into: "beta", Role: customer.RoleEntity}, "customer.parent_circle"},
		{"no circle: another line", customer.Decision{Verb: customer.VerbParent, Customer: "acme", Into: "beta", Role: customer.RoleEndCustomer}, ""},
		{"no circle: other days", customer.Decision{Verb: customer.VerbParent, Customer: "acme", Into: "beta", Role: customer.RoleEntity, Until: day("2025-02-01")}, ""},
		{"undo of nothing", customer.Decision{Verb: customer.VerbUndo, Undoes: "d99"}, "customer.undo_unknown"},
		{"undo again", customer.Decision{Verb: customer.VerbUndo, Undoes: "d4"}, "customer.undo_twice"},
		{"undo of an undo", customer.Decision{Verb: customer.VerbUndo, Undoes: "d5"}, ""},
		{"what people deny", matcher(customer.Decision{Verb: customer.VerbLink, Party: "book:bb", Customer: "acme"}), "customer.overruled"},
		{"apart from itself", customer.Decision{Verb: customer.VerbApart, Customer: "gamma", Into: "beta"}, "customer.same"},
	} {
		c.d.ID, c.d.At = "next", day("2025-01-01")
		if c.d.Actor == "" {
			c.d.Actor = "li"
		}
		err := book.Permits(c.d)
		if code := fault.CodeOf(err); err == nil && c.code != "" || err != nil && code != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
	}
	if err := book.Permits(customer.Decision{Verb: customer.VerbMerge, Customer: "acme", Into: "beta"}); fault.CodeOf(err) != "customer.decision_incomplete" {
		t.Errorf("an unsigned decision: %v", err)
	}
}
