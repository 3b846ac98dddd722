package attribution_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// charge is what account 1 was charged on a day for something of the firm's.
func charge(what, net, day string) attribution.Sale {
	s := sale("1", what, net, day)
	s.Ref.Month, s.Text, s.Own = period.MonthOf(s.Date), what, true
	return s
}

func TestChargesAreComparedByWhoSellsAndWhatTheCustomerPays(t *testing.T) {
	foreign, named := charge("Scanner", "100", "2025-01-05"), charge("Scanner for INV-100", "101", "2025-01-05")
	foreign.Own, named.Own = false, false
	offered := charge("Advice offer-ab12cd34", "70", "2025-01-05")
	offer := sale("INV-70", "1", "69", "2025-02-20")
	offer.Text = "as in OFFER-AB12CD34."
	account := sale("INV-8", "1", "80", "2025-03-01") // names the account, which proves nothing
	account.Text = "123456789012"
	of := charge("Care", "80", "2025-03-01")
	of.Ref.Document = "123456789012"
	charges := []attribution.Sale{charge("Zone", "300", "2025-01-05"), charge("Care", "206.19", "2025-01-05"), charge("Less", "97", "2025-01-05"), foreign, named, offered, of}
	lines := []attribution.Sale{sale("INV-3", "1", "300", "2025-01-05"), sale("INV-2", "1", "200", "2025-01-05"), sale("INV-100", "1", "100", "2025-01-05"), offer, account}
	got := map[string]string{}
	for _, c := range attribution.Candidates(charges, lines, attribution.DefaultPairing()) {
		got[c.Sale.Ref.Line+" "+c.Line.Ref.Document] = c.Probability.String()
	}
	if d := cmp.Diff(map[string]string{"Zone INV-3": "0.95", "Care INV-2": "0.9", "Scanner for INV-100 INV-100": "0.5",
		"Advice offer-ab12cd34 INV-70": "0.99", "Care INV-8": "0.95"}, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestALineCanBeInAPairWithASaleAndInOneWithACharge(t *testing.T) {
	line, mp := sale("INV-3", "1", "300", "2025-01-05").Ref, sale("MP-3", "1", "291", "2025-01-05").Ref
	zone, other := charge("Zone", "300", "2025-01-05").Ref, charge("Other", "300", "2025-01-05").Ref
	pair := func(id string, s attribution.LineRef) attribution.Decision {
		return attribution.Decision{ID: id, Actor: "auto", Verb: attribution.VerbPair, Sale: s, Line: line}
	}
	pairs := attribution.Fold([]attribution.Decision{pair("1", other), pair("2", mp), pair("3", zone)})
	billed, charged := pairs.Billed(line)
	sold, paired := pairs.Of(line)
	if len(pairs.All()) != 2 || !charged || billed.Left.Key() != zone.Key() || !paired || sold.Left.Key() != mp.Key() {
		t.Errorf("%+v", pairs.All())
	}
	if _, paired := pairs.Of(other); paired {
		t.Error("a line is in two pairs with charges")
	}
	d := pair("4", other)
	d.Keep = attribution.KeepSale
	if err := pairs.Permits(d); fault.CodeOf(err) != "attribution.charge_not_kept" {
		t.Errorf("keeping a charge: %v", err)
	}
	again := zone
	again.Month++
	if again.Key() == zone.Key() || again.String() == zone.String() || (attribution.LineRef{Document: "1", Line: "Zone", Currency: "USD", Net: money.NewInt(300)}).Key() == zone.Key() {
		t.Error("a charge is taken for another one, or for a line")
	}
}
