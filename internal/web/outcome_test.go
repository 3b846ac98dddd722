package web

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestTheOutcomeShareOpensToItsLines(t *testing.T) {
	books := measuringtest.Sample(t)
	h := open(t, books).enter()
	if page := text(h.page("/standing?period=all")); !strings.Contains(page, "The outcome share is not known: 0.00 of 497.00 USD") {
		t.Errorf("without offerings the page is %s", page)
	}
	path := filepath.Join(books.Dir, "offerings.csv")
	if err := os.WriteFile(path, []byte("id,name,categories,price,item_codes\nzone,Landing zones,,outcome,LZ\ncare,Cloud care,,subscription,CARE\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := books.Importer.Offerings(access.With(context.Background(), access.Local()), importing.RosterInput{Paths: []string{path}, Strict: true}); err != nil {
		t.Fatal(err)
	}
	page := h.page("/standing?period=all")
	if got := text(page); !strings.Contains(got, "Outcome share: 305.00 of 497.00 USD of services are of offerings priced on outcomes; 93.0 % have a price model") {
		t.Errorf("the page is %s", got)
	}
	links := find(t, page, "#table-criteria a.figure")
	if len(links) != 1 || words(links[0]) != "0.61" {
		t.Fatalf("%d links", len(links))
	}
	explained := text(h.page(attribute(links[0], "href")))
	for _, want := range []string{"Services priced on outcomes", "305.00 USD", "I-1", "I-7"} {
		if !strings.Contains(explained, want) {
			t.Errorf("the explanation lacks %s: %s", want, explained)
		}
	}
	if strings.Contains(explained, "I-2") {
		t.Error("a line that is priced by subscription is in it")
	}
	if err := os.WriteFile(filepath.Join(books.Dir, "maturity.yaml"), []byte(strings.Replace(shippedMaturity(t), "# declared:\n#   outcome_share", "declared:\n  outcome_share", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := text(h.page("/standing?period=all")); !strings.Contains(got, "10.0 % is declared in maturity.yaml and goes before the books, which say 61.4 %") {
		t.Errorf("what is declared: %s", got)
	}
}

func shippedMaturity(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../flow/assessing/maturity.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
