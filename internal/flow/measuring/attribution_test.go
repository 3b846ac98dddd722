package measuring_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/state"
)

// left gives what a figure leaves out: side, reason, currency, amount.
func left(f multiplier.Result) (out [][]string) {
	for _, e := range f.Excluded {
		out = append(out, []string{string(e.Side), string(e.Reason), string(e.Currency), e.Amount.String()})
	}
	return out
}

func standard(t *testing.T, b *measuringtest.Books, by ...multiplier.Dimension) multiplier.Result {
	t.Helper()
	return ask(t, b, measuring.Input{Period: january(t), By: by, Definitions: []string{"standard"}}).Figures[0]
}

func TestSharesOfLinesGoToCustomersPartnersAndClouds(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Shares(`subject_kind,subject,target_kind,target,share,from,until,reason
document,I-1,customer,a,50 %,,,several_customers
document,I-1,customer,b,30 %,,,several_customers
line,I-4#1,partner,Other Ltd,0.4,,,co_delivery
line,I-4#2,partner,Nobody,1,,,other
customer,b,provider,Azure,0.25,,,several_clouds
`)
	// I-1 is 300: 150 stay a's, 90 go to b, 60 are nobody's. Of c's 25, 10 are
	// another partner's.
	f := standard(t, b, "customer")
	expect(t, "rows", flat(f.Rows), [][]string{{"b", "", "200", "188"}, {"a", "", "150", "191"}, {"c", "", "0", "15"}, {"", "unmatched", "40", "5"}, {"", "unattributed", "0", "60"}})
	expect(t, "left out", left(f), [][]string{{"cloud", "credit", "USD", "-20"}, {"cloud", "tax", "USD", "9"}, {"services", "another_partner", "USD", "10"}, {"services", "hardware", "USD", "80"}})

	// A quarter of b's services is for Azure, and the rest is nobody's cloud: 90
	// and 98 follow no cloud pro rata any more.
	f = standard(t, b, "provider")
	expect(t, "by provider", flat(f.Rows), [][]string{{"AWS", "", "350", "191"}, {"Microsoft Azure", "", "0", "47"}, {"", "", "0", "15"},
		{"AWS", "unmatched", "40", "0"}, {"", "unmatched", "0", "5"}, {"", "unattributed", "0", "201"}})
	expect(t, "total", f.Total.Services.Sum().String(), "459")
	r := ask(t, b, measuring.Input{Period: january(t), By: []multiplier.Dimension{"provider"}})
	if !slices.Contains(r.Notes, measuring.NoteUnattributed) {
		t.Errorf("notes: %v", r.Notes)
	}
}

func TestSharesOfAccountsDivideTheCloud(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Shares(`subject_kind,subject,target_kind,target,share,from,until,reason
account,111111111111,customer,a,0.6,2025-01,2025-02,several_customers
account,111111111111,customer,Gamma GmbH,0.3,2025-01,2025-02,several_customers
account,222222222222,partner,self,0.7,,,co_delivery
`)
	f := standard(t, b, "customer")
	expect(t, "rows", flat(f.Rows), [][]string{{"a", "", "90", "341"}, {"b", "", "140", "98"}, {"c", "", "45", "25"}, {"", "unmatched", "40", "5"}, {"", "unattributed", "15", "0"}})
	expect(t, "left out", left(f)[1:3], [][]string{{"cloud", "tax", "USD", "9"}, {"cloud", "unattributed", "USD", "60"}})
	all := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer", "month"}, Definitions: []string{"standard"}}).Figures[0]
	expect(t, "February is a's alone", flat(all.Rows)[1], []string{"a", "2025-02", "", "60.000000000000000001", "28"})
}

func TestAnAllocationCountsTheFirmsShareOfAnAccountThatItsCustomerPays(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Shares(`RevenueAttributionAllocationId,EntityType,EntityIdentifier,CustomerAwsAccountId,RevenueSharePercent,EffectiveFrom,EffectiveUntil,Status
ra-1,OPPORTUNITY,O1,222222222222,40,2025-01-01,2025-12-31,ACTIVE
ra-2,OPPORTUNITY,O2,111111111111,10,2025-01-01,2025-12-31,ACTIVE
ra-3,OFFER,F1,444444444444,100,2025-01-01,2025-12-31,ACTIVE
ra-4,OFFER,F1,222222222222,60,2025-01-01,2025-12-31,INACTIVE
`)
	r := ask(t, b, measuring.Input{Period: january(t), By: []multiplier.Dimension{"customer"}, Definitions: []string{"standard"}})
	// What the firm resells to a is the firm's, whatever deal it belongs to.
	expect(t, "rows", flat(r.Figures[0].Rows)[:2], [][]string{{"a", "", "150", "341"}, {"b", "", "80", "98"}})
	expect(t, "left out", left(r.Figures[0])[2], []string{"cloud", "unattributed", "USD", "120"})
	if !slices.Contains(r.Notes, measuring.NoteUnvalued) {
		t.Errorf("nobody knows what 444444444444 costs: %v", r.Notes)
	}
}

func TestAnEstimateCountsUntilThereIsABill(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Influenced(`account,customer,provider,from,until,amount,currency,basis,note
555555555555,c,AWS,2025-01,2025-03,1000,USD,customer_stated,told by mail
222222222222,,AWS,2025-01,2025-03,90,USD,calculator,
666666666666,,,,,,,,declared only
`)
	r := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer", "month"}, Definitions: []string{"standard"}})
	got := map[string][]string{}
	for _, row := range r.Figures[0].Rows {
		got[row.Key[0]+" "+row.Key[1]] = []string{row.Cloud.String(), row.Estimated.String()}
	}
	expect(t, "rows", got, map[string][]string{"a 2025-01": {"150", "0"}, "a 2025-02": {"60.000000000000000001", "0"},
		"b 2025-01": {"200", "0"}, "b 2025-02": {"90", "90"}, // February has no bill of b's
		"c 2025-01": {"1000", "1000"}, "c 2025-02": {"1000", "1000"}, " 2025-01": {"40", "0"}})
	expect(t, "January's estimate of b gives way to its bill", left(r.Figures[0])[1], []string{"cloud", "estimate_replaced", "USD", "90"})
	for _, n := range []measuring.Note{measuring.NoteEstimated, measuring.NoteUnvalued} {
		if !slices.Contains(r.Notes, n) {
			t.Errorf("%s is missing in %v", n, r.Notes)
		}
	}
	resold := ask(t, b, measuring.Input{Definitions: []string{"resold-billed"}}).Figures[0]
	expect(t, "estimates are influenced cloud", resold.Total.Estimated.String(), "0")
}

// twice is the sample with a marketplace's report beside the invoices: I-4 was
// sold there too.
func twice(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Sample(t)
	b.ServicesOf("marketplace", `invoice_number,issue_date,customer_name,item_code,description,currency,net,category
M-1,2025-01-22,Gamma,MP,Marketplace sale,USD,24.38,marketplace_services
M-2,2025-01-22,Acme,MP,Marketplace sale,USD,500,marketplace_services
`)
	return b
}

func pair(t *testing.T, b *measuringtest.Books, keep attribution.Keep) {
	t.Helper()
	d := attribution.Decision{Verb: attribution.VerbPair, Keep: keep,
		Sale: attribution.LineRef{Document: "M-1", Line: "1", Currency: "USD", Net: money.MustParse("24.38")},
		Line: attribution.LineRef{Document: "I-4", Line: "1", Currency: "USD", Net: money.MustParse("25")}}
	body, err := json.Marshal(d)
	if err == nil {
		err = b.Measurer.State.DecideAfter(context.Background(), state.AreaAttribution, "", state.Decision{ID: "01JD0000000000000000000009", At: time.Unix(0, 0), Actor: "ann", Body: body})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestASaleThatStandsInTwoBooksCountsOnce(t *testing.T) {
	for _, c := range []struct {
		keep                 attribution.Keep
		services, paired, mp string
	}{{attribution.KeepLine, "25", "24.38", "525"}, {attribution.KeepSale, "24.38", "25", "524.38"}} {
		b := twice(t)
		pair(t, b, c.keep)
		b.Define("name: with-marketplace\nversion: 1\nnumerator:\n  marketplace_services: true\n")
		r := ask(t, b, measuring.Input{Period: january(t), By: []multiplier.Dimension{"customer"}, Definitions: []string{"standard", "with-marketplace"}})
		// Sold on a marketplace, it is out under standard whichever book it is in.
		out := map[string]string{}
		for _, e := range left(r.Figures[0]) {
			out[e[1]] = e[3]
		}
		expect(t, "out under standard", []string{out["paired"], out["marketplace_services"]}, []string{c.paired, c.mp})
		for _, row := range r.Figures[1].Rows {
			if row.Key[0] == "c" {
				expect(t, "c with the marketplace", row.Services.Sum().String(), c.services)
			}
		}
		if !slices.Contains(r.Notes, measuring.NotePaired) {
			t.Errorf("notes: %v", r.Notes)
		}
	}
}

func TestAPairWhoseLineIsGoneDoesNotHoldAndSaysSo(t *testing.T) {
	b := measuringtest.Sample(t)
	pair(t, b, attribution.KeepLine)
	r := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"standard"}})
	expect(t, "services", r.Figures[0].Total.Services.Sum().String(), "469")
	if !slices.Contains(r.Notes, measuring.NotePairsStale) {
		t.Errorf("notes: %v", r.Notes)
	}
}

func TestAShareFollowsADecisionAboutItsCustomer(t *testing.T) {
	b := moved(t)
	b.Shares("subject_kind,subject,target_kind,target,share\naccount,111111111111,partner,Other,0.5\n")
	f := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer"}, Definitions: []string{"standard"}}).Figures[0]
	expect(t, "rows", flat(f.Rows), [][]string{{"c", "", "5500", "0"}, {"b", "", "157.000000000000000001", "0"}, {"a", "", "5.5", "0"}})
	expect(t, "left out", left(f), [][]string{{"cloud", "another_partner", "USD", "5655.5"}})
	b.Bill(batch.SideCost, measuringtest.ChargeOn("900000000000", "111111111111", "2025-05-01", "-0.000000000000000001"))
	f = ask(t, b, measuring.Input{Definitions: []string{"standard"}}).Figures[0]
	expect(t, "nothing is lost", money.Sum(f.Total.Cloud, f.Excluded[0].Amount).String(), "11318")
}
