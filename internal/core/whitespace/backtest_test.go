package whitespace_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
)

func TestBooksWithAPatternAreTrusted(t *testing.T) {
	r := whitespace.BackTest(firm(160))
	if r.Trust != whitespace.TrustFull || r.ByChance.First20.Cmp(money.MustParse("0.7")) < 0 || r.LiftOverSize == nil || r.LiftOverSize.Cmp(money.NewInt(2)) < 0 {
		t.Errorf("%+v, by chance %+v, by size %+v, lift %v", r, r.ByChance, r.BySize, r.LiftOverSize)
	}
	cells, bought := 0, 0
	for _, in := range r.Tenths {
		cells, bought = cells+in.Cells, bought+in.Bought
	}
	if cells != r.Cells || bought != r.Bought {
		t.Errorf("tenths have %d of %d cells, %d of %d bought", cells, r.Cells, bought, r.Bought)
	}
}

// Where what is bought has to do with nothing, the report says so.
func TestBooksWithoutAPatternAreNotTrusted(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	b := firm(0)
	for i := range 160 {
		h := newHistory(string(rune('A'+i/26))+string(rune('A'+i%26)), []string{"retail", "education"}[r.IntN(2)], int64(1000+r.IntN(9000)))
		for _, c := range service.Categories() {
			h.buy(c, first+period.Month(r.IntN(months*2)), first+months, int64(1+r.IntN(200)))
		}
		b.Histories = append(b.Histories, h.History)
	}
	got := whitespace.BackTest(b)
	if got.Trust == whitespace.TrustFull || got.Trust == whitespace.TrustOrder {
		t.Errorf("trusts %+v %+v %+v", got, got.ByChance, got.BySize)
	}
}

// Whatever is in the hidden months, what is said about them stays the same; and
// the books end there for everything.
func TestTheHiddenFutureIsNotLookedAt(t *testing.T) {
	b := firm(80)
	at := b.Until - whitespace.Horizon
	others := firm(80)
	for i := range others.Histories {
		h := &others.Histories[i]
		for column, series := range h.Bought {
			h.Bought[column] = series.Between(first, at)
			if h.Billed[column] >= at {
				delete(h.Billed, column)
			}
		}
		h.Cloud = h.Cloud.Between(first, at)
		for m := at; m < b.Until; m++ { // another future, and a large one
			h.Cloud = append(h.Cloud, whitespace.Point{Month: m, Amount: money.NewInt(1_000_000)})
		}
		h.Used["Amazon Bedrock"] = []period.Month{at}
		(&writer{History: *h, monthly: 100}).buy(service.CategoryProcure, at, b.Until, 900)
	}
	one, other := whitespace.Look(b.Before(at), nil), whitespace.Look(others.Before(at), nil)
	if diff := cmp.Diff(one, other, cmp.Comparer(money.Decimal.Equal)); diff != "" {
		t.Error(diff)
	}
}

// Work of months ago that is only invoiced later was not known.
func TestWhatIsInvoicedLaterWasNotKnown(t *testing.T) {
	b := firm(1)
	late := newHistory("LATE", "retail", 1000)
	late.buy(service.CategoryAdvise, first+2, first+12, 10)
	late.Billed[category(service.CategoryAdvise)] = first + 11
	b.Histories = append(b.Histories, late.History)
	if got := cellOf(whitespace.Look(b.Before(first+11), nil), "LATE", category(service.CategoryAdvise)).State; got != whitespace.StateWhite {
		t.Errorf("known before the invoice: %s", got)
	}
	if got := cellOf(whitespace.Look(b.Before(first+12), nil), "LATE", category(service.CategoryAdvise)).State; got != whitespace.StateBought {
		t.Errorf("not known after the invoice: %s", got)
	}
}
