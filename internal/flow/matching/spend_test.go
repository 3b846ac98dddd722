package matching_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

const (
	unnamed  = "222222222222"
	soldHead = "invoice_number,issue_date,customer_name,item_code,currency,net\n"
)

// cost is what an account without a name came to in the months of a year.
func cost(account string, amounts ...int) (rows []string) {
	for i, a := range amounts {
		rows = append(rows, charge(account, "", fmt.Sprintf("2024-%02d", i+1), fmt.Sprint(a), ""))
	}
	return rows
}

// sold is what a customer was invoiced in the months of a year, each by so many
// months later.
func sold(name, item string, later int, amounts ...int) (lines string) {
	for i, a := range amounts {
		month := i + later
		lines += fmt.Sprintf("I-%s-%d,%d-%02d-15,%s,%s,EUR,%d.50\n", item, i, 2024+month/12, month%12+1, name, item, a)
	}
	return lines
}

func moves() []int  { return []int{100, 250, 80, 400, 120, 310, 90, 270} }
func others() []int { return []int{300, 90, 260, 110, 380, 100, 240, 120} }

// flat is what the same machines come to in months of 31, 29 and 30 days.
func flat() []int { return []int{310, 290, 310, 300, 310, 300, 310, 310} }

// resale is a workspace with two customers and the rule that says what resold
// cloud is.
func resale(t *testing.T) *books {
	b := empty(t)
	b.rosterOf("a", "Halden Optics GmbH", "b", "Beta Biotech GmbH")
	b.Categories("id,field,equals,contains,pattern,nature\nresold,item_code,,,^RES-,resold_cloud\n")
	return b
}

// suggested is the customers that the question about an account names.
func (b *books) suggested(account string) (ids []customer.ID, q matching.Question) {
	b.t.Helper()
	for _, q = range b.queue() {
		if q.Party.Account == account {
			for _, c := range q.Candidates {
				ids = append(ids, c.Customer)
			}
			return ids, q
		}
	}
	b.t.Fatalf("nobody asks about %s", account)
	return nil, q
}

func TestAnUnnamedAccountIsSuggestedByHowItsCostMovesAndNeverLinked(t *testing.T) {
	for _, c := range []struct {
		name  string
		costs []int
		later int
		item  string
		want  []customer.ID
	}{
		{"as invoiced in the month", moves(), 0, "RES-1", []customer.ID{"a"}},
		{"as invoiced in the month after", moves(), 1, "RES-1", []customer.ID{"a"}},
		{"services of one's own", moves(), 0, "OWN-1", nil},
		{"otherwise", []int{50, 60, 400, 20, 30, 10, 500, 70}, 0, "RES-1", nil},
		{"the same in every month", flat(), 0, "RES-1", nil},
		{"not long enough", moves()[:5], 0, "RES-1", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := resale(t)
			b.Thresholds.Accept = 0.06 // even where little is asked
			b.bill(cost(unnamed, c.costs...)...)
			b.Services(soldHead + sold("Halden Optics GmbH", c.item, c.later, moves()...) + sold("Beta Biotech GmbH", "RES-2", c.later, flat()...))
			r := b.run(matching.RunInput{})
			ids, q := b.suggested(unnamed)
			if len(r.Linked) != 0 || b.owner(unnamed) != "" || !slices.Equal(ids, c.want) {
				t.Fatalf("linked %+v, suggested %v, want %v", r.Linked, ids, c.want)
			}
			if len(c.want) > 0 && (q.Why != matching.WhyWeak || q.Candidates[0].Evidence[1].Code != identity.CodeSpendAlike) {
				t.Errorf("%+v", q)
			}
		})
	}
}

func TestAnUnnamedAccountIsSuggestedByTheAccountsThatACustomerHas(t *testing.T) {
	b := resale(t)
	b.Customers("customer_id,name,kind,value\nb,Beta Biotech GmbH,account,333333333333\na,Halden Optics GmbH,account,444444444444\n")
	b.bill(slices.Concat(cost(unnamed, moves()...), cost("333333333333", moves()...), cost("444444444444", others()...))...)
	b.run(matching.RunInput{})
	if ids, _ := b.suggested(unnamed); !slices.Equal(ids, []customer.ID{"b"}) {
		t.Errorf("suggested %v", ids)
	}
}

func TestWhatMovesAsEverybodyDoesSuggestsNobody(t *testing.T) {
	b := resale(t)
	roster, lines := []string{}, soldHead
	for i, name := range []string{"Halden Optics GmbH", "Beta Biotech GmbH", "Corvane Robotics Ltd", "Northwind Paper AG"} {
		roster = append(roster, fmt.Sprint(i), name)
		lines += sold(name, fmt.Sprint("RES-", i), 0, moves()...)
	}
	b.rosterOf(roster...)
	b.bill(cost(unnamed, moves()...)...)
	b.Services(lines)
	b.run(matching.RunInput{})
	if ids, _ := b.suggested(unnamed); len(ids) != 0 {
		t.Errorf("suggested %v", ids)
	}
}

// Invoices that come later are compared with the accounts that wait for them; a no
// holds, and the reasons are those of the question.
func TestInvoicesThatComeLaterSuggestUntilAPersonSaysNo(t *testing.T) {
	b := resale(t)
	b.bill(cost(unnamed, moves()...)...)
	if r := b.run(matching.RunInput{}); r.Unknown != 1 {
		t.Fatalf("%+v", r)
	}
	b.Services(soldHead + sold("Halden Optics GmbH", "RES-1", 0, moves()...))
	if r := b.run(matching.RunInput{}); r.Compared != 1 || r.Questions != 1 || r.Unknown != 0 {
		t.Fatalf("%+v", r)
	}
	before := b.asked()
	if r := b.run(matching.RunInput{All: true}); r.Questions != 1 || b.asked() != before {
		t.Errorf("asked otherwise with nothing new: %s", b.asked())
	}
	x, err := b.Matcher.Explain(context.Background(), unnamed, "")
	if err != nil || !slices.ContainsFunc(x.Evidence, func(e matching.Evidence) bool { return e.Code == identity.CodeSpendAlike }) {
		t.Errorf("%+v, %v", x, err)
	}
	b.reject(matching.RejectInput{Question: unnamed})
	b.Services("invoice_number,issue_date,customer_name,item_code,currency,net\nI-9,2024-09-15,Halden Optics GmbH,RES-1,EUR,120\n")
	b.run(matching.RunInput{All: true})
	if ids, _ := b.suggested(unnamed); len(ids) != 0 {
		t.Errorf("asked again: %v", ids)
	}
}
