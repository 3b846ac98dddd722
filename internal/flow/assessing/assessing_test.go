package assessing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
)

// figure is two customers who buy build, at M = 3, all matched.
func figure() multiplier.Result {
	row := multiplier.Row{Cloud: money.NewInt(100), Customers: 1, Native: []multiplier.Native{{Currency: "USD"}}}
	row.Services[3], row.Buyers[3] = money.NewInt(300), 1
	total := row
	total.Kind, total.Cloud, total.Customers = multiplier.RowTotal, money.NewInt(200), 2
	total.Services[3], total.Buyers[3] = money.NewInt(600), 2
	return multiplier.Result{Definition: multiplier.Standard(), Rows: []multiplier.Row{row, row}, Total: total}
}

func run(t *testing.T, files map[string]string) (assessing.Result, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return (&assessing.Assessor{Dir: dir}).Run(context.Background(), figure())
}

func TestTheShippedRuleJudgesAndTheStudyStandsBeside(t *testing.T) {
	r, err := run(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict.Class != maturity.ClassFocused || r.Verdict.Grade != maturity.GradeHigh || r.RuleFile != "" {
		t.Errorf("%s, %s", r.Verdict.Class, r.Verdict.Grade)
	}
	if ref := r.References[maturity.ClassExpert]; ref.Value == nil || ref.Value.String() != "7.13" || len(r.References) != 4 {
		t.Errorf("references: %v", r.References)
	}
}

// The study's values are references; a rule that copied them would pass them
// off as cut-offs nobody published.
func TestTheShippedThresholdsAreNotTheStudysValues(t *testing.T) {
	r, err := run(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, needs := range r.Verdict.Rule.Needs {
		for _, n := range needs {
			for _, ref := range benchmark.Shipped() {
				if strings.HasPrefix(ref.ID, "pem.class.") && ref.Value.Equal(n.AtLeast) {
					t.Errorf("%s asks for %s", n.Criterion, ref)
				}
			}
		}
	}
}

const rule = `name: mine
version: 3
material: {share: 0.1, customers: 1}
classes:
  focused: {multiplier: 1}
  multi_category: {multiplier: 2}
  progressive: {multiplier: 2.5, outcome: 0.1}
  expert: {multiplier: 9, outcome: 0.1}
grades: {high: 0.9, medium: 0.5}
declared: {outcome_share: 0.1}
`

func TestAWorkspaceReplacesRuleAndReferences(t *testing.T) {
	r, err := run(t, map[string]string{"maturity.yaml": rule, "benchmarks.csv": "id,value,low,high,unit,year,source,url,confidence,effective_from\npem.class.expert,8,,,services per cloud,2027,Somebody,,secondary,\n"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict.Class != maturity.ClassProgressive || r.Verdict.Rule.Name != "mine" || filepath.Base(r.RuleFile) != "maturity.yaml" {
		t.Errorf("%s by %s of %s", r.Verdict.Class, r.Verdict.Rule.Name, r.RuleFile)
	}
	if ref := r.References[maturity.ClassExpert]; ref.Value.String() != "8" {
		t.Errorf("reference: %s", ref)
	}
}

func TestABadRuleFileIsRefused(t *testing.T) {
	for change, code := range map[string]string{
		"multiplier: 9=>multiplier: many":                        "maturity.number",
		"multiplier: 9=>multiplier: 1":                           "maturity.order",
		"multiplier: 9=>charm: 9":                                "maturity.criterion",
		"  expert: {multiplier: 9, outcome: 0.1}\n=>":            "maturity.class_missing",
		"focused:=>novice:":                                      "maturity.class",
		"version: 3=>edition: 3":                                 "maturity.not_yaml",
		"share: 0.1=>share: 2":                                   "maturity.share",
		"outcome_share: 0.1=>outcome_share: 1.1":                 "maturity.number",
		"declared: {outcome_share: 0.1}=>---\nname: second rule": "maturity.not_yaml",
	} {
		from, to, _ := strings.Cut(change, "=>")
		_, err := run(t, map[string]string{"maturity.yaml": strings.Replace(rule, from, to, 1)})
		f, _ := fault.As(err)
		if f == nil || f.Code != code || f.Place.File == "" {
			t.Errorf("%q: %v, want %s", change, err, code)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	f.Add([]byte(rule))
	f.Add([]byte("name: x\nclasses: {focused: {breadth: [1]}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, _, err := assessing.ParseRule("m.yaml", data)
		if err == nil && r.Validate() != nil {
			t.Fatal("accepted what is not valid")
		}
		if err != nil && fault.KindOf(err) != fault.KindInvalid {
			t.Fatalf("not the user's to mend: %v", err)
		}
	})
}

// asks answers with customers who buy build for as much as the month's number
// times their cloud.
func asks(t *testing.T, first, last string) assessing.Ask {
	from, until := month(t, first), month(t, last)
	return func(_ context.Context, s assessing.Scope) (multiplier.Result, error) {
		r := multiplier.Result{Definition: multiplier.Standard()}
		r.Total.Kind = multiplier.RowTotal
		for m := from; m <= until; m++ {
			if !s.Period.Contains(m) {
				continue
			}
			for _, id := range []string{"a", "b"} {
				row := multiplier.Row{Key: []string{id}, Cloud: money.NewInt(100), Customers: 1, Native: []multiplier.Native{{Currency: "USD"}}}
				if s.By == multiplier.DimensionMonth {
					row.Key = []string{m.String()}
				}
				row.Services[3], row.Buyers[3] = money.NewInt(int64(m-from)*10), 1
				r.Rows = append(r.Rows, row)
				r.Total.Cloud, r.Total.Services[3], r.Total.Buyers[3] = r.Total.Cloud.Add(row.Cloud), r.Total.Services[3].Add(row.Services[3]), 2
			}
		}
		return r, nil
	}
}

func month(t *testing.T, s string) period.Month {
	t.Helper()
	m, err := period.ParseMonth(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAHistoryHasEveryQuarterWithAYearBehindIt(t *testing.T) {
	for span, want := range map[string]string{
		"2024-01..2025-12": "2024Q4 2025Q1 2025Q2 2025Q3 2025Q4",
		"2024-02..2025-05": "2025Q1",
		"2025-01..2025-11": "",
	} {
		first, last, _ := strings.Cut(span, "..")
		parts, err := (&assessing.Assessor{Dir: t.TempDir()}).History(context.Background(), period.Range{}, asks(t, first, last))
		if err != nil {
			t.Fatal(err)
		}
		var labels []string
		for _, p := range parts {
			labels = append(labels, p.Label)
			if p.Scope.Period.Months() != 12 || len(p.Figure.Rows) != 24 {
				t.Errorf("%s: %s rests on %s, %d rows", span, p.Label, p.Scope.Period, len(p.Figure.Rows))
			}
		}
		if got := strings.Join(labels, " "); got != want {
			t.Errorf("%s: %q, want %q", span, got, want)
		}
	}
}

func TestPartsAreThoseThatHaveCustomersOrClouds(t *testing.T) {
	_, err := (&assessing.Assessor{Dir: t.TempDir()}).Parts(context.Background(), period.Range{}, multiplier.DimensionCategory, asks(t, "2025-01", "2025-12"))
	if fault.CodeOf(err) != "assess.dimension" {
		t.Errorf("by category: %v", err)
	}
}
