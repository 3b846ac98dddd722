package measuring_test

import (
	"slices"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// moved is a book in which account 111111111111 goes from a to b on 10 March and
// on to c on 20 March 2025, and 222222222222 belongs to b by its payer.
func moved(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Empty(t)
	b.Measurer.Payers = func() []string { return []string{"900000000000"} }
	b.Customers(`customer_id,name,kind,value,from,until
a,Acme,account,111111111111,,2025-03-10
b,Beta,account,111111111111,2025-03-10,2025-03-20
c,Gamma,account,111111111111,2025-03-20,
b,Beta,account,999999999999,,
b,Beta,name,Moving Ltd,,2025-03-15
c,Gamma,name,Moving Ltd,2025-03-15,
`)
	b.Bill(batch.SideCost,
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-02-28", "1"),
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-09", "10"),
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-10", "100.000000000000000001"),
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-19", "200"),
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-20", "1000"),
		measuringtest.ChargeOn("900000000000", "111111111111", "2025-04-01", "10000"),
		measuringtest.ChargeOn("999999999999", "222222222222", "2025-03-31", "7"))
	return b
}

func within(t *testing.T, text string) period.Range {
	t.Helper()
	r, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sorted(rows [][]string) [][]string {
	slices.SortFunc(rows, slices.Compare)
	return rows
}

func byCustomer(t *testing.T, b *measuringtest.Books, by ...multiplier.Dimension) [][]string {
	t.Helper()
	return flat(ask(t, b, measuring.Input{By: append([]multiplier.Dimension{"customer"}, by...), Definitions: []string{"standard"}}).Figures[0].Rows)
}

func TestAnAccountThatMovesWithinAMonthIsCutByTheDay(t *testing.T) {
	b := moved(t)
	expect(t, "rows", byCustomer(t, b, "month"), [][]string{
		{"c", "2025-03", "", "1000", "0"}, {"c", "2025-04", "", "10000", "0"},
		{"b", "2025-03", "", "307.000000000000000001", "0"},
		{"a", "2025-02", "", "1", "0"}, {"a", "2025-03", "", "10", "0"}})
}

func TestACutAccountKeepsItsPriceSide(t *testing.T) {
	b := moved(t)
	b.Bill(batch.SidePrice, measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-12", "5"), measuringtest.ChargeOn("900000000000", "111111111111", "2025-03-25", "6"))
	expect(t, "rows", byCustomer(t, b), [][]string{{"c", "", "10006", "0"}, {"b", "", "12", "0"}, {"a", "", "1", "0"}})
}

func TestAPersonMovesAnAccountOnAnyDay(t *testing.T) {
	b := measuringtest.Sample(t)
	day := time.Date(2025, 1, 16, 0, 0, 0, 0, time.UTC)
	b.Bill(batch.SideCost, measuringtest.ChargeOn("900000000001", "333333333333", "2025-01-15", "3"), measuringtest.ChargeOn("900000000001", "333333333333", "2025-01-16", "5"))
	before := byCustomer(t, b)
	b.Decide(customer.Decision{ID: "01JD0000000000000000000001", At: day, Actor: "ann", Verb: customer.VerbLink, Party: customer.AccountParty("333333333333"), Customer: "c", From: day})
	after := byCustomer(t, b)
	// The sample's charge of the month starts on its first day, so that it stays nobody's.
	expect(t, "before", before[len(before)-1], []string{"", "unmatched", "48", "5"})
	expect(t, "after", after[len(after)-1], []string{"", "unmatched", "43", "5"})
	expect(t, "c", after[2], []string{"c", "", "5", "25"})
}

func TestAMergeMovesEverythingAndAnUndoBringsItBack(t *testing.T) {
	b := measuringtest.Sample(t)
	before := byCustomer(t, b)
	at := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	b.Decide(customer.Decision{ID: "01JD0000000000000000000001", At: at, Actor: "ann", Verb: customer.VerbMerge, Customer: "b", Into: "a"})
	expect(t, "merged", byCustomer(t, b)[0][0:3], []string{"a", "", "410.000000000000000001"})
	b.Decide(customer.Decision{ID: "01JD0000000000000000000002", At: at, Actor: "ann", Verb: customer.VerbUndo, Undoes: "01JD0000000000000000000001"})
	expect(t, "undone", byCustomer(t, b), before)
}

func TestTheFirstChargeDoesNotDependOnThePeriodAskedFor(t *testing.T) {
	b := moved(t)
	for _, month := range []string{"2025-03", "2025-04"} {
		all := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer", "month", "cohort"}, Definitions: []string{"standard"}})
		some := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer", "month", "cohort"}, Definitions: []string{"standard"}, Period: within(t, month)})
		var want [][]string
		for _, row := range flat(all.Figures[0].Rows) {
			if row[1] == month {
				want = append(want, row)
			}
		}
		expect(t, month, sorted(flat(some.Figures[0].Rows)), sorted(want))
	}
}

func TestALinesOwnerIsTheOneOfItsDayOfIssueOrOfTheMonthsLastDay(t *testing.T) {
	b := moved(t)
	b.Services(`invoice_number,issue_date,customer_name,currency,net,category,service_from,service_until
I-1,2025-03-14,Moving Ltd,USD,10,build,,
I-2,2025-03-15,Moving Ltd,USD,100,build,,
I-3,2025-03-01,Moving Ltd,USD,59,manage,2025-02-01,2025-04-01
`)
	recognised := byCustomer(t, b, "month")
	find := func(rows [][]string, id, month string) string {
		for _, r := range rows {
			if r[0] == id && r[1] == month {
				return r[4]
			}
		}
		return "none"
	}
	expect(t, "recognised: February is b's, March c's", []string{find(recognised, "b", "2025-02"), find(recognised, "c", "2025-03")}, []string{"28", "141"})
	b.Define("name: by-invoice\nversion: 1\nnumerator:\n  basis: invoiced\n")
	r := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer"}, Definitions: []string{"by-invoice"}})
	got := map[string]string{}
	for _, row := range r.Figures[0].Rows {
		got[row.Key[0]] = row.Services.Sum().String()
	}
	expect(t, "invoiced: by the day of issue", got, map[string]string{"a": "0", "b": "69", "c": "100"})
}

func TestCuttingConservesTheBill(t *testing.T) {
	b := moved(t)
	for _, by := range [][]multiplier.Dimension{nil, {"customer"}, {"region", "month"}, {"group"}} {
		r := ask(t, b, measuring.Input{By: by, Definitions: []string{"standard"}})
		expect(t, "total", r.Figures[0].Total.Cloud.String(), "11318.000000000000000001")
		sum := money.Zero
		for _, row := range r.Figures[0].Rows {
			sum = sum.Add(row.Cloud)
		}
		expect(t, "rows", sum.String(), "11318.000000000000000001")
	}
}

func TestAFigureCanBeCutByGroup(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Customers(`customer_id,name,kind,value,parent,role
hold,Holding,,,,
a,Acme Ltd,account,111111111111,hold,legal_entity
b,Beta Inc,account,222222222222,hold,legal_entity
c,Gamma GmbH,name,Gamma,,
`)
	r := ask(t, b, measuring.Input{Period: january(t), By: []multiplier.Dimension{"group"}, Definitions: []string{"standard"}})
	expect(t, "rows", flat(r.Figures[0].Rows)[:2], [][]string{{"hold", "", "350", "439"}, {"c", "", "0", "25"}})
}
