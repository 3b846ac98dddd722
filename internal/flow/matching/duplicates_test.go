package matching_test

import (
	"context"
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

// duplicate is the only open question, which must be about two customers.
func (b *books) duplicate() matching.Question {
	b.t.Helper()
	q := b.queue()
	if len(q) != 1 || q[0].Why != matching.WhyDuplicate || q[0].Party.Kind != identity.KindCustomer {
		b.t.Fatalf("asked %+v", q)
	}
	return q[0]
}

func (b *books) ids() []customer.ID {
	b.t.Helper()
	book, err := b.State.CustomerBook(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	var out []customer.ID
	for _, c := range book.Customers() {
		out = append(out, c.ID)
	}
	return out
}

func TestListedCustomersThatMayBeOneAreAskedAndNeverMerged(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Halden Optics GmbH", "b", "Halden Optics", "c", "Corvane Robotics Ltd")
	b.bill(charge("222222222222", "", january, "40", ""))
	b.Customers("customer_id,name,kind,value\na,Halden Optics GmbH,account,222222222222\nb,Halden Optics,,\nc,Corvane Robotics Ltd,,\n")
	r := b.run(matching.RunInput{})
	q := b.duplicate()
	if len(r.Linked) != 0 || q.Candidates[0].Customer != "a" || r.Scored == 0 {
		t.Fatalf("the one with the money remains: %+v", q)
	}
	if subject, two := q.Customer(); !two || subject != "b" {
		t.Errorf("about %q", subject)
	}
	if _, err := b.Matcher.Accept(context.Background(), matching.AcceptInput{Question: string(q.ID), New: true}); fault.CodeOf(err) != "match.not_new" {
		t.Errorf("a customer of its own: %v", err)
	}
	before := b.asked()
	a := b.accept(matching.AcceptInput{Question: string(q.ID)})
	if a.Decision.Verb != customer.VerbMerge || a.Customer != "a" || !slices.Equal(b.ids(), []customer.ID{"a", "c"}) || len(b.queue()) != 0 {
		t.Fatalf("%+v, customers %v", a, b.ids())
	}
	if _, err := b.Matcher.Undo(context.Background(), "", ""); err != nil {
		t.Fatal(err)
	}
	if b.asked() != before || len(b.ids()) != 3 {
		t.Errorf("undone: asked %s, customers %v", b.asked(), b.ids())
	}
}

func TestCustomersKeptApartAreAskedAgainOnlyWithNewEvidence(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Halden Optics GmbH", "b", "Halden Optics")
	b.Services(lineHeader + "I-1,2025-01-10,Corvane Robotics Limited,,,USD,300\n")
	b.run(matching.RunInput{})
	q := b.duplicate()
	a := b.reject(matching.RejectInput{Question: string(q.ID)})
	if a.Decision.Verb != customer.VerbApart || a.Own != nil || a.Next != nil {
		t.Fatalf("%+v", a)
	}
	if b.run(matching.RunInput{All: true}); len(b.queue()) != 0 {
		t.Errorf("asked again with nothing new: %+v", b.queue())
	}
	b.Customers("customer_id,name,country\na,Halden Optics GmbH,DE\nb,Halden Optics,DE\n")
	b.run(matching.RunInput{})
	if q := b.queue(); len(q) != 1 || q[0].Why != matching.WhyEvidence || len(q[0].Candidates[0].Fresh) == 0 {
		t.Errorf("asked with new evidence: %+v", q)
	}
}

// Without a list the customers are made of invoices, and two ways of writing one
// may make two.
func TestCustomersMadeOfInvoicesMayBeOne(t *testing.T) {
	b := empty(t)
	b.Thresholds.Apart = 0.99 // whatever is not certain becomes a customer of its own
	b.Services(lineHeader + "I-1,2025-01-10,Halden Optics Manufacturing Ltd,,,USD,300\nI-2,2025-01-10,Halden Optics,,,USD,100\n")
	if r := b.run(matching.RunInput{}); len(r.Created) != 2 {
		t.Fatalf("made %+v", r.Created)
	}
	q := b.duplicate()
	if q.Party.Title() != "Halden Optics" || q.Stake.Amount.Decimal.String() != "100" {
		t.Errorf("the one with less money may be the other: %+v", q)
	}
	b.bill(charge("222222222222", "", january, "40", "")) // a run that compares only who is new
	b.run(matching.RunInput{})
	if q := b.queue(); !slices.ContainsFunc(q, func(q matching.Question) bool { return q.Why == matching.WhyDuplicate }) {
		t.Errorf("the question is gone: %+v", q)
	}
}
