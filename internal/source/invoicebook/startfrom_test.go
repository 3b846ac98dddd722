package invoicebook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

// A sketch that was kept is what the next one like it begins with.
func TestASketchStartsFromOneThatWasKept(t *testing.T) {
	kept := invoicebook.Sketch{Name: "ledger", Text: invoicebook.Text{Delimiter: "tab"}, HeaderRow: 3,
		Headers: []string{"Day", "Net", "Extra", "Kind", "Who", "Until"}, Fields: []invoicebook.Field{"issue_date", "amount", "amount", "", "customer_name", "service_until"},
		Dates: []string{"d/m/yyyy", "m/d/yyyy"}, Decimal: ",", Tax: "included", Until: "inclusive", Currency: "EUR",
		Total: invoicebook.Cell{Column: "Kind", Texts: []string{"Total"}}, Credit: invoicebook.Cell{Column: "Kind", Texts: []string{"Gutschrift"}}, CreditPositive: true}
	text, err := kept.YAML()
	if err != nil {
		t.Fatal(err)
	}
	m, err := invoicebook.ParseMapping(strings.NewReader(text), "ledger")
	if err != nil {
		t.Fatal(err)
	}
	fresh := invoicebook.Sketch{Name: "ledger", HeaderRow: 3, Headers: kept.Headers, Fields: make([]invoicebook.Field, len(kept.Headers))}
	got := fresh.StartFrom(m)
	if diff := cmp.Diff(invoicebook.Start{Sketch: kept, Known: 5, Unknown: []string{"Kind"}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	// On another table what is not there is said, in both directions.
	other := invoicebook.Sketch{Name: "new", HeaderRow: 1, Headers: []string{"DAY", "Net", "Note", ""}, Fields: make([]invoicebook.Field, 4)}
	got = other.StartFrom(m)
	if diff := cmp.Diff([]invoicebook.Field{"issue_date", "amount", "", ""}, got.Sketch.Fields); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([][]string{{"Extra", "Kind", "Until", "Who"}, {"Note"}}, [][]string{got.Missing, got.Unknown}); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got.Sketch.Name != "new" || got.Sketch.HeaderRow != 1 || got.Sketch.Total.Column != "" {
		t.Errorf("the sketch is %+v", got.Sketch)
	}
}

// What a mapping says and the editor cannot is named, not lost without a word.
func TestAStartSaysWhatItLeavesOut(t *testing.T) {
	m, err := invoicebook.ParseMapping(strings.NewReader(`name: rich
columns:
  issue_date: Day
  amount: Net
  document: {join: [Net, Day]}
  description: Day
dates: [iso]
grain: invoice
keep: [{column: Kind, equals: [Sale]}]
amounts: {rate: fraction, tolerance: 0.01}
constants: {currency: EUR, provider: aws}
skip: [{column: Kind, contains: [void], reason: void}]
`), "rich")
	if err != nil {
		t.Fatal(err)
	}
	got := invoicebook.Sketch{Headers: []string{"Day", "Net", "Kind"}}.StartFrom(m)
	want := []string{"amounts: rate", "amounts: tolerance", "columns: document", "columns: issue_date", "constants: provider", "grain", "keep", "skip"}
	if diff := cmp.Diff(want, got.Beyond); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
