package e2e

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func TestCategoriesMoveMoneyAndNeverMakeOrLoseAny(t *testing.T) {
	f := newFirm(t, 4)
	f.importAll()
	// As a partner who has written down half of the rules.
	f.run("import", "categories", "--strict", f.someRules())
	a := f.open()
	measure := func() multiplier.Result {
		return f.measure(a, "invoiced", period.Range{}, multiplier.DimensionCustomer, multiplier.DimensionMonth).Figures[0]
	}
	want := amounts{}
	for _, b := range f.truth.Books {
		want.add(b.Net, b.Currency)
	}
	before := measure()
	checkTied(t, "with half of the rules", want, before)

	f.run("categorise", "run")
	sure := measure()
	checkTied(t, "after a run", want, sure)
	if was, is := uncategorised(before), uncategorised(sure); was.IsZero() || is.Cmp(was) >= 0 {
		t.Errorf("%s was without a category before the run and %s is after it: it decided nothing", was, is)
	}

	// A person splits the largest question three ways: thirds of cents stay whole.
	queue, err := csv.NewReader(strings.NewReader(f.run("categorise", "queue", "--format", "csv"))).ReadAll()
	if err != nil || len(queue) < 2 {
		t.Fatalf("the queue is %q, %v", queue, err)
	}
	f.run("categorise", "set", "advise=0.333, design=0.333, build=0.334", queue[1][0])
	checkTied(t, "after an answer", want, measure())
	f.run("categorise", "undo")
	if diff := cmp.Diff(sure, measure()); diff != "" {
		t.Errorf("an answer and its undoing leave something behind (-before +after):\n%s", diff)
	}

	// Rules go before what was decided without them.
	f.run("import", "categories", "--strict", "categories.csv")
	parts := f.measure(a, "invoiced", period.Range{}, multiplier.DimensionCustomer, multiplier.DimensionMonth, multiplier.DimensionCurrency).Figures[0]
	checkTied(t, "with all rules", want, parts)
	checkServices(t, f.truth, service.BasisInvoiced, parts)
	checkExcluded(t, f.truth, service.BasisInvoiced, parts)
}

// checkTied compares all services of a figure, and what it leaves out of them,
// with the books; and the parts of each row with its sum.
func checkTied(t *testing.T, when string, books amounts, r multiplier.Result) {
	t.Helper()
	got := amounts{}
	for _, row := range natives(r) {
		for _, n := range row.Native {
			got.add(n.Services.Sum(), n.Currency)
			parts := money.Zero
			for _, p := range multiplier.Parts() {
				parts = parts.Add(n.Services.Of(p))
			}
			if parts.Cmp(n.Services.Sum()) != 0 {
				t.Errorf("%s: the parts of %v come to %s, the row says %s", when, row.Key, parts, n.Services.Sum())
			}
		}
	}
	for _, x := range r.Excluded {
		if x.Side == multiplier.SideServices {
			got.add(x.Amount, x.Currency)
		}
	}
	if diff := cmp.Diff(books.text(), got.text()); diff != "" {
		t.Errorf("%s (-books +figure):\n%s", when, diff)
	}
}

func uncategorised(r multiplier.Result) money.Decimal {
	return r.Total.Services.Of(multiplier.PartUncategorised)
}

// someRules writes every other rule of the books into a file of its own.
func (f *firm) someRules() string {
	f.t.Helper()
	text, err := os.ReadFile(filepath.Join(f.books, "categories.csv"))
	if err != nil {
		f.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	var b strings.Builder
	w, ids := csv.NewWriter(&b), map[string]int{}
	for i, row := range rows {
		if _, known := ids[row[0]]; !known && i > 0 {
			ids[row[0]] = len(ids)
		}
		if i == 0 || ids[row[0]]%2 == 0 {
			if err := w.Write(row); err != nil {
				f.t.Fatal(err)
			}
		}
	}
	w.Flush()
	path := filepath.Join(f.books, "some-categories.csv")
	f.write(path, b.String())
	return path
}
