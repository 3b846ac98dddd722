package measuring_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func ask(t *testing.T, b *measuringtest.Books, in measuring.Input) measuring.Result {
	t.Helper()
	in.Currency, in.Policy = "USD", "average"
	r, err := b.Measurer.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// flat is rows as tests write them: key, kind, cloud, services.
func flat(rows []multiplier.Row) (out [][]string) {
	for _, r := range rows {
		line := append([]string{}, r.Key...)
		out = append(out, append(line, string(r.Kind), r.Cloud.String(), r.Services.Sum().String()))
	}
	return out
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func january(t *testing.T) period.Range {
	t.Helper()
	r, err := period.Parse("2025-01")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSampleBooksGiveTheFiguresWorkedOutByHand(t *testing.T) {
	r := ask(t, measuringtest.Sample(t), measuring.Input{Period: january(t)})
	expect(t, "definitions", len(r.Figures), 3)

	// a 100 + 50, b 200; c and a's hardware bring no cloud. Services: landing
	// zone 300, operations 59 x 31/59, b 700 CNY x 0.14, workshop 25, else 10.
	standard := r.Figures[0]
	expect(t, "standard", flat(standard.Rows), [][]string{{"", "350", "464"}, {"unmatched", "40", "5"}})
	expect(t, "unconverted", flat(standard.Unconverted), [][]string{{"unconverted", "0", "1000"}})
	parts := map[multiplier.Part]string{}
	for _, p := range multiplier.Parts() {
		parts[p] = standard.Total.Services.Of(p).String()
	}
	expect(t, "parts", parts, map[multiplier.Part]string{"advise": "25", "design": "91.5", "procure": "0", "build": "213.5", "adopt": "0",
		"manage": "129", "uncategorised": "10", "funding": "0"})

	// Resold is what the partner's payer pays for: a's and nobody's, after credits.
	expect(t, "resold-billed", r.Figures[1].Total.Cloud.String(), "160")
	expect(t, "planned", r.Figures[2].Gap, multiplier.GapNoPipeline)
	expect(t, "notes", r.Notes, []measuring.Note{measuring.NoteAtCost})
}

func TestFiguresAreCutByWhatOnlyOneSideHas(t *testing.T) {
	b := measuringtest.Sample(t)
	standard := func(by ...multiplier.Dimension) multiplier.Result {
		return ask(t, b, measuring.Input{Period: january(t), By: by, Definitions: []string{"standard"}}).Figures[0]
	}
	expect(t, "by customer", flat(standard("customer").Rows), [][]string{
		{"a", "", "150", "341"}, {"b", "", "200", "98"}, {"c", "", "0", "25"}, {"", "unmatched", "40", "5"}})
	// a's 341 follow its 100 and 50 of spend, b's 98 its 200; c has no cloud.
	expect(t, "by region", flat(standard("region").Rows), [][]string{
		{"us-east-1", "", "300", "325.333333333333333334"}, {"eu-west-1", "", "50", "113.666666666666666666"},
		{"", "", "0", "25"}, {"us-east-1", "unmatched", "40", "0"}, {"", "unmatched", "0", "5"}})
	expect(t, "by month, all of time", flat(ask(t, b, measuring.Input{By: []multiplier.Dimension{"month"}, Definitions: []string{"standard"}}).Figures[0].Rows), [][]string{
		{"2025-01", "", "350", "464"}, {"2025-02", "", "60.000000000000000001", "28"}, {"2025-01", "unmatched", "40", "5"}})
	only := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"standard"},
		Where: []multiplier.Filter{{Dimension: "customer", Values: []string{"acme ltd"}}}}).Figures[0]
	expect(t, "where", flat(only.Rows), [][]string{{"", "150", "341"}})
}

func TestThePriceSideStandsInPlaceOfTheCostSide(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Bill(batch.SidePrice, measuringtest.Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon EC2", "us-east-1", "180", "170"))
	r := ask(t, b, measuring.Input{By: []multiplier.Dimension{"customer", "month"}, Definitions: []string{"standard"}})
	var of [][]string
	for _, row := range r.Figures[0].Rows {
		if row.Key[0] == "a" {
			of = append(of, []string{row.Key[1], row.Cloud.String(), row.AtCost.String()})
		}
	}
	expect(t, "a pays 180 in January; February has no price side and stays at cost", of,
		[][]string{{"2025-01", "180", "0"}, {"2025-02", "60.000000000000000001", "60.000000000000000001"}})
}

func TestWithoutDeclaredPayersAllIsResoldAndSaysSo(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Measurer.Payers = nil
	r := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"resold-billed"}})
	expect(t, "cloud", r.Figures[0].Total.Cloud.String(), "360")
	expect(t, "notes", r.Notes, []measuring.Note{measuring.NotePayersUndeclared, measuring.NoteAtCost})
}

func TestAnEmptyWorkspaceAnswersWithGaps(t *testing.T) {
	r := ask(t, measuringtest.Empty(t), measuring.Input{})
	expect(t, "notes", r.Notes, []measuring.Note{measuring.NoteNoCloud, measuring.NoteNoServices, measuring.NoteNoCustomers})
	if _, ok := r.Figures[0].Total.Multiplier(); ok {
		t.Error("a multiplier of nothing")
	}
}

func TestAReplacedDeliveryNoLongerCounts(t *testing.T) {
	b := measuringtest.Sample(t)
	before := ask(t, b, measuring.Input{Period: january(t)})
	b.Services("invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n" +
		"I-1,2025-01-10,ACME LIMITED,TAX-A,LZ,Landing zone,USD,1000,,,\n")
	after := ask(t, b, measuring.Input{Period: january(t)})
	expect(t, "services", after.Figures[0].Total.Services.Sum().String(), "1000")
	if before.ID == after.ID {
		t.Error("other books, same address")
	}
	if _, err := b.Measurer.Load(context.Background(), before.ID); fault.CodeOf(err) != "figure.outdated" {
		t.Errorf("an old figure: %v", err)
	}
	if q, err := b.Measurer.Load(context.Background(), after.ID); err != nil || q.Currency != "USD" {
		t.Errorf("%v, %v", q, err)
	}
}

func TestTheWorkspacesOwnDefinitions(t *testing.T) {
	b := measuringtest.Sample(t)
	if err := os.MkdirAll(b.Measurer.Definitions, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(b.Measurer.Definitions, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("run.yaml", "name: run-only\nversion: 2\nnote: what runs\nnumerator:\n  basis: invoiced\n  categories: [manage]\ndenominator:\n  scope: influenced\n")
	write("README.md", "not a definition")
	r := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"run-only"}})
	expect(t, "name", r.Figures[0].Definition.String(), "run-only v2")
	expect(t, "cloud and services", flat(r.Figures[0].Rows), [][]string{{"", "200", "157"}})
	if _, err := b.Measurer.Run(context.Background(), measuring.Input{Definitions: []string{"nope"}, Currency: "USD"}); fault.CodeOf(err) != "definition.unknown" {
		t.Error(err)
	}
	write("again.yaml", "name: standard\nversion: 9\n")
	if _, err := b.Measurer.Run(context.Background(), measuring.Input{Currency: "USD"}); fault.CodeOf(err) != "definition.name_taken" {
		t.Error(err)
	}
}

func TestABadDefinitionFileIsRefusedWithItsLine(t *testing.T) {
	for text, code := range map[string]string{
		"name: x\nversion: 1\ncolour: red\n":                       "definition.not_yaml",
		"name: [x\n":                                               "definition.not_yaml",
		"name: x\nversion: 1\n---\nname: y\n":                      "definition.not_yaml",
		"name: X Y\nversion: 1\n":                                  "definition.name",
		"name: x\n":                                                "definition.version",
		"name: x\nversion: 1\ndenominator: {scope: moon}\n":        "definition.scope",
		"name: x\nversion: 1\nnumerator: {categories: []}\n":       "definition.categories",
		"name: x\nversion: 1\nnumerator: {categories: [advice]}\n": "definition.categories",
	} {
		_, err := measuring.ParseDefinition("d.yaml", []byte(text))
		f, _ := fault.As(err)
		if f == nil || f.Code != code || f.Place.File != "d.yaml" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseDefinition(f *testing.F) {
	f.Add([]byte("name: x\nversion: 1\n"))
	f.Add([]byte("name: x\nversion: 1\nnumerator: {basis: invoiced, categories: [build]}\ndenominator: {scope: all, before_credits: false}\n"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := measuring.ParseDefinition("d.yaml", data)
		if err == nil && d.Validate() != nil {
			t.Fatalf("accepted what is not valid: %+v", d)
		}
		if err != nil && fault.KindOf(err) != fault.KindInvalid {
			t.Fatalf("not the user's to mend: %v", err)
		}
	})
}

func TestAnAddressSurvivesBeingCopied(t *testing.T) {
	for _, s := range []string{"k7qx2m:1.3:cloud", "abcdef:2.total", "abcdef:1.u2:build", "k7qx2mab:1.3:cloud"} {
		a, err := measuring.ParseAddress(" " + s + " ")
		if err != nil || a.String() != s {
			t.Errorf("%s came back as %s, %v", s, a, err)
		}
	}
	for _, s := range []string{"", "k7qx2m", "k7qx2m:1:cloud", "k7qx2m:1", "k7qx2m:0.1:cloud", "k7qx2m:1.0:cloud", "k7qx2m:1.1:charm", "k7:1.1:cloud", "k7qx2m:1x.1:cloud"} {
		if a, err := measuring.ParseAddress(s); fault.CodeOf(err) != "figure.malformed" {
			t.Errorf("%q: %v, %v", s, a, err)
		}
	}
}
