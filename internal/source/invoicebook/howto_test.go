package invoicebook_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

// howto is the page that teaches users the mapping language.
func howto(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/howto/write-a-mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks gives the fenced blocks of a language.
func blocks(page, language string) []string {
	var all []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestTheMappingsOfThePageAreValid(t *testing.T) {
	examples := blocks(howto(t), "yaml")
	if len(examples) != 2 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, text := range examples {
		if _, err := invoicebook.ParseMapping(strings.NewReader(text), "example.yaml"); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

func TestTheExampleOfThePageGivesTheTableOfThePage(t *testing.T) {
	page := howto(t)
	table := file(t, "register.csv", []byte(blocks(page, "csv")[0]))
	book := read(t, table, invoicebook.Options{Mapping: mapping(t, blocks(page, "yaml")[0])})
	day := func(l string) string { return strings.TrimSuffix(l, "0001-01-01") }
	got := []string{"row | document | customer | issued | service from | until | net | tax", "---|---|---|---|---|---|---|---"}
	for _, l := range book.Lines {
		got = append(got, strings.Join([]string{strconv.FormatInt(l.Row, 10), l.Document, l.CustomerName, l.IssueDate.Format("2006-01-02"),
			day(l.ServiceFrom.Format("2006-01-02")), day(l.ServiceUntil.Format("2006-01-02")), l.Net.String(), l.Tax.String()}, " | "))
	}
	_, rest, _ := strings.Cut(page, "<!-- table: understood -->\n")
	shown, _, _ := strings.Cut(rest, "<!-- end of table -->")
	var want []string
	for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		want = append(want, strings.TrimSpace(strings.Trim(line, "|")))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(book.Rejects) > 0 || len(book.Totals) != 1 || book.Totals[0].StatedInvoices != 2 || !book.Totals[0].Difference.IsZero() {
		t.Errorf("%v", show(book))
	}
}

// Whatever the language has is on the page: a key of its structs, a field, a value.
func TestThePageNamesEverythingOfTheLanguage(t *testing.T) {
	words := []string{"join", "match", "sum"} // the forms of a column, which YAML tags do not show
	words = append(words, keys(reflect.TypeFor[invoicebook.Mapping](), map[reflect.Type]bool{})...)
	for _, f := range invoicebook.Fields() {
		words = append(words, string(f))
	}
	for _, r := range invoicebook.Reasons() {
		words = append(words, string(r))
	}
	for _, v := range []any{
		invoicebook.GrainLine, invoicebook.GrainInvoice, invoicebook.GrainInvoiceRepeated,
		invoicebook.UntilExclusive, invoicebook.UntilInclusive, invoicebook.UntilSameDay,
		invoicebook.BasisAmount, invoicebook.BasisQuantityPrice, invoicebook.BasisCreditDebit,
		invoicebook.TaxExcluded, invoicebook.TaxIncluded, invoicebook.TaxByTotal,
		invoicebook.RatePercent, invoicebook.RateFraction,
		invoicebook.DiscountIncluded, invoicebook.DiscountApply,
		invoicebook.CreditAsIs, invoicebook.CreditPositive,
	} {
		words = append(words, reflect.ValueOf(v).String())
	}
	slices.Sort(words)
	page := howto(t)
	for _, w := range slices.Compact(words) {
		if !regexp.MustCompile("`[^`\n]*\\b" + w + "\\b[^`\n]*`").MatchString(page) {
			t.Errorf("the page does not name %s", w)
		}
	}
}

// keys lists the YAML keys of a struct and of the structs in it.
func keys(of reflect.Type, seen map[reflect.Type]bool) []string {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] {
		return nil
	}
	seen[of] = true
	var all []string
	for i := range of.NumField() {
		f := of.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key != "" {
			all = append(all, key)
		}
		if f.Tag.Get("yaml") != "" {
			all = append(all, keys(f.Type, seen)...)
		}
	}
	return all
}
