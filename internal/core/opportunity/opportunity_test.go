package opportunity_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
)

func value(amount string, currency money.Currency, months int) opportunity.Value {
	return opportunity.Value{Amount: money.New(money.MustParse(amount), currency), Months: months}
}

func TestAmountsPerMonth(t *testing.T) {
	for _, c := range []struct {
		values []opportunity.Value
		want   string
	}{
		{[]opportunity.Value{value("100", "USD", 1)}, "100 USD"},
		{[]opportunity.Value{value("100000", "USD", 36)}, "2777.777777777777777778 USD"},
		{[]opportunity.Value{value("1200", "USD", 12), value("1", "EUR", 1), value("5", "USD", 1)}, "105 USD, 1 EUR"},
		{[]opportunity.Value{value("1200", "USD", 12), value("5", "USD", 0)}, ""}, // a part would look like the whole
		{nil, ""},
	} {
		var got []string
		for _, a := range opportunity.Monthly(c.values) {
			got = append(got, a.String())
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v: %q, want %q", c.values, s, c.want)
		}
	}
}

func TestWordsOfPartnerCentral(t *testing.T) {
	for _, text := range []string{"Prospect", "Qualified", "Technical Validation", "business validation", "COMMITTED", "Launched", "Closed Lost", "closed_lost"} {
		if _, known := opportunity.ParseStage(text); !known {
			t.Errorf("stage %q", text)
		}
	}
	for text, want := range map[string]offering.DeliveryModel{"SaaS or PaaS": offering.DeliverySaaS, "BYOL or AMI": offering.DeliveryBYOL,
		"Managed Services": offering.DeliveryManaged, "Professional Services": offering.DeliveryProfessional, "Resell": offering.DeliveryResell,
		"Other": offering.DeliveryOther, "managed_services": offering.DeliveryManaged} {
		if got, known := opportunity.ParseDelivery(text); !known || got != want {
			t.Errorf("delivery %q: %q", text, got)
		}
	}
	for _, text := range []string{"", "Won", "Negotiation"} {
		if s, known := opportunity.ParseStage(text); known {
			t.Errorf("stage %q is %q", text, s)
		}
	}
	for text, want := range map[string]string{"123456789012": "123456789012", "9090909090": "009090909090", "0000": "", "1234567890123": "", "1.2E+11": "", "": ""} {
		if got, _ := opportunity.ParseAccount(text); got != want {
			t.Errorf("account %q: %q, want %q", text, got, want)
		}
	}
}

func TestValidateAsksForAnIDAndAPossibleTerm(t *testing.T) {
	for code, o := range map[string]opportunity.Opportunity{
		"":                       {ID: "O1", Key: "O1", Deal: []opportunity.Value{value("1", "USD", 144)}},
		"opportunity.id_missing": {Key: "k"},
		"opportunity.months":     {ID: "O1", Key: "O1", Spend: []opportunity.Value{value("1", "USD", 145)}},
	} {
		if err := o.Validate(); (err == nil) != (code == "") || err != nil && fault.CodeOf(err) != code {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if err := (opportunity.Opportunity{Key: "k", Deleted: true}).Validate(); err != nil {
		t.Errorf("a deletion needs a key only: %v", err)
	}
}

func record(source, key, id string, change func(*opportunity.Record)) opportunity.Record {
	r := opportunity.Record{Source: source, Opportunity: opportunity.Opportunity{Key: key, ID: id}}
	if change != nil {
		change(&r)
	}
	return r
}

func TestChangesAreAppliedInTheOrderOfTheirTime(t *testing.T) {
	at := func(hour, row int, deleted bool) opportunity.Record {
		return record("feed", "k", "O1", func(r *opportunity.Record) {
			r.Modified, r.Row, r.Deleted = time.Date(2026, 1, 1, hour, 0, 0, 0, time.UTC), int64(row), deleted
		})
	}
	for _, c := range []struct {
		name    string
		changes []opportunity.Record
		want    int64 // the row that holds; 0: gone
	}{
		{"the last change holds, wherever it stands", []opportunity.Record{at(9, 2, false), at(11, 3, false), at(10, 4, false)}, 3},
		{"a deletion ends it", []opportunity.Record{at(9, 2, false), at(11, 3, true), at(10, 4, false)}, 0},
		{"and an insertion after it begins it again", []opportunity.Record{at(12, 2, false), at(11, 3, true)}, 2},
		{"of two as new the later row", []opportunity.Record{at(9, 2, false), at(9, 3, false)}, 3},
	} {
		rapid.Check(t, func(t *rapid.T) {
			got := opportunity.Fold(rapid.Permutation(c.changes).Draw(t, "order"))
			if c.want == 0 && len(got) != 0 || c.want != 0 && (len(got) != 1 || got[0].Row != c.want) {
				t.Fatalf("%s: %+v", c.name, got)
			}
		})
	}
}

func TestALaterImportStandsOverAnEarlierOne(t *testing.T) {
	in := func(id batch.ID, title string) opportunity.Record {
		return record("s", "k", "O1", func(r *opportunity.Record) { r.BatchID, r.Title = id, title })
	}
	got := opportunity.Fold([]opportunity.Record{in("01B", "new"), in("01A", "old"), record("other", "k", "O1", nil)})
	if len(got) != 2 || got[1].Title != "new" {
		t.Errorf("%+v", got)
	}
}

func TestOneDealInTwoSourcesCountsOnce(t *testing.T) {
	spend, deal := []opportunity.Value{value("100", "USD", 1)}, []opportunity.Value{value("240", "EUR", 12)}
	ace := record("ace", "O1", "O1", func(r *opportunity.Record) { r.CRMID, r.Spend, r.Stage = "D-1", spend, opportunity.StageQualified })
	feed := record("feed", "pk1", "O1", func(r *opportunity.Record) {
		r.Modified, r.Stage = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), opportunity.StageCommitted
	})
	crm := record("crm", "D-1", "D-1", func(r *opportunity.Record) { r.Deal, r.Close = deal, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) })
	other := record("crm", "D-2", "D-2", nil)
	rapid.Check(t, func(t *rapid.T) {
		deals := opportunity.Deals(rapid.Permutation([]opportunity.Record{ace, feed, crm, other}).Draw(t, "order"))
		at := slices.IndexFunc(deals, func(d opportunity.Deal) bool { return d.ID == "O1" })
		if len(deals) != 2 || at < 0 {
			t.Fatalf("%+v", deals)
		}
		d := deals[at]
		s, from := d.Spending()
		w, by := d.Worth()
		if len(s) != 1 || s[0].String() != "100 USD" || from.Source != "ace" || len(w) != 1 || w[0].String() != "20 EUR" || by.Source != "crm" {
			t.Fatalf("spend %v of %s, worth %v of %s", s, from.Source, w, by.Source)
		}
		if d.Reached() != opportunity.StageCommitted || d.CloseDay().Month() != time.May {
			t.Fatalf("%s, %s: the newest word first, and what only one says", d.Reached(), d.CloseDay())
		}
	})
	// Two opportunities that name one record of the CRM: whose it is, nobody says.
	second := record("ace", "O2", "O2", func(r *opportunity.Record) { r.CRMID = "D-1" })
	if deals := opportunity.Deals([]opportunity.Record{ace, second, crm}); len(deals) != 3 {
		t.Errorf("%+v", deals)
	}
}
