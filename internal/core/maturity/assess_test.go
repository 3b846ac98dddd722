package maturity_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

func needs(breadth, lifecycle, outcome, m, confidence string) []maturity.Need {
	var out []maturity.Need
	for i, text := range []string{breadth, lifecycle, outcome, m, confidence} {
		if text != "" {
			out = append(out, maturity.Need{Criterion: maturity.Criteria()[i], AtLeast: money.MustParse(text)})
		}
	}
	return out
}

func rule() maturity.Rule {
	return maturity.Rule{Name: "test", Version: 1, MaterialShare: money.MustParse("0.05"), MaterialCustomers: 2,
		HighConfidence: money.MustParse("0.9"), MediumConfidence: money.MustParse("0.7"),
		Needs: map[maturity.Class][]maturity.Need{
			maturity.ClassFocused:       needs("1", "", "", "0.25", ""),
			maturity.ClassMultiCategory: needs("3", "1.5", "", "1", ""),
			maturity.ClassProgressive:   needs("4", "2", "", "2", "0.7"),
			maturity.ClassExpert:        needs("5", "3", "0.2", "4", "0.9"),
		}}
}

func evidence(breadth, lifecycle, outcome, m, confidence string) maturity.Evidence {
	e := maturity.Evidence{Values: map[maturity.Criterion]money.Decimal{}}
	for _, n := range needs(breadth, lifecycle, outcome, m, confidence) {
		e.Values[n.Criterion] = n.AtLeast
	}
	return e
}

func TestTheHighestClassWhoseEveryNeedIsMet(t *testing.T) {
	for name, c := range map[string]struct {
		evidence maturity.Evidence
		class    maturity.Class
		grade    maturity.Grade
	}{
		"nothing known":          {evidence("", "", "", "", ""), maturity.ClassResaleLed, maturity.GradeLow},
		"a reseller":             {evidence("2", "1.2", "", "0.113", "0.99"), maturity.ClassResaleLed, maturity.GradeHigh},
		"narrow":                 {evidence("1", "1", "", "3", "0.8"), maturity.ClassFocused, maturity.GradeMedium},
		"exactly at a threshold": {evidence("3", "1.5", "", "1", "0.6"), maturity.ClassMultiCategory, maturity.GradeLow},
		"a high ratio is not all": {evidence("3", "1.5", "0.5", "9", "0.99"), maturity.ClassMultiCategory,
			maturity.GradeHigh},
		"books too thin to say more": {evidence("6", "4", "0.5", "9", "0.5"), maturity.ClassMultiCategory, maturity.GradeLow},
		"outcome share not known":    {evidence("6", "4", "", "9", "0.95"), maturity.ClassProgressive, maturity.GradeHigh},
		"all of it":                  {evidence("6", "4", "0.2", "4", "0.95"), maturity.ClassExpert, maturity.GradeHigh},
	} {
		t.Run(name, func(t *testing.T) {
			v := maturity.Assess(rule(), c.evidence)
			if v.Class != c.class || v.Grade != c.grade {
				t.Errorf("got %s (%s), want %s (%s)", v.Class, v.Grade, c.class, c.grade)
			}
		})
	}
}

func TestAVerdictSaysWhatWouldChangeIt(t *testing.T) {
	v := maturity.Assess(rule(), evidence("3", "1.5", "", "1.9", "0.6"))
	type change struct{ Criterion, Class, Threshold, Distance string }
	flat := func(cs []maturity.Change) (out []change) {
		for _, c := range cs {
			out = append(out, change{string(c.Criterion), string(c.Class), c.Threshold.String(), c.Distance.Fixed(3)})
		}
		return out
	}
	if d := cmp.Diff([]change{{"multiplier", "progressive", "2", "0.050"}, {"confidence", "progressive", "0.7", "0.143"},
		{"breadth", "progressive", "4", "0.250"}, {"lifecycle", "progressive", "2", "0.250"}}, flat(v.Up)); d != "" {
		t.Errorf("up: %s", d)
	}
	if d := cmp.Diff([]change{{"breadth", "focused", "3", "0.000"}, {"lifecycle", "focused", "1.5", "0.000"},
		{"multiplier", "focused", "1", "0.474"}}, flat(v.Down)); d != "" {
		t.Errorf("down: %s", d)
	}
	top := maturity.Assess(rule(), evidence("6", "6", "1", "9", "1"))
	if len(top.Up) != 0 || len(maturity.Assess(rule(), maturity.Evidence{}).Down) != 0 {
		t.Error("there is nothing above Expert and nothing below Resale-led")
	}
}

func TestEveryCriterionSaysHowFarItReaches(t *testing.T) {
	v := maturity.Assess(rule(), evidence("6", "1", "", "2", "0.95"))
	got := map[maturity.Criterion]maturity.Class{}
	for _, j := range v.Criteria {
		got[j.Criterion] = j.Reaches
	}
	if d := cmp.Diff(map[maturity.Criterion]maturity.Class{"breadth": maturity.ClassExpert, "lifecycle": maturity.ClassFocused,
		"outcome": maturity.ClassProgressive, "multiplier": maturity.ClassProgressive, "confidence": maturity.ClassExpert}, got); d != "" {
		t.Error(d)
	}
}

func TestDoingWhatAVerdictAsksForReachesTheClass(t *testing.T) {
	value := func(t *rapid.T, name string) string {
		return rapid.SampledFrom([]string{"", "0", "0.1", "0.5", "0.8", "1", "1.7", "2.5", "3", "5", "6"}).Draw(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		e := evidence(value(t, "breadth"), value(t, "lifecycle"), value(t, "outcome"), value(t, "m"), value(t, "confidence"))
		v := maturity.Assess(rule(), e)
		for _, c := range v.Up {
			e.Values[c.Criterion] = c.Threshold
		}
		if len(v.Up) > 0 {
			if after := maturity.Assess(rule(), e); after.Class != v.Up[0].Class {
				t.Fatalf("did all that was asked for %s and got %s", v.Up[0].Class, after.Class)
			}
		}
	})
}

func TestARuleMustMakeSense(t *testing.T) {
	if err := rule().Validate(); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*maturity.Rule){
		"maturity.unnamed":       func(r *maturity.Rule) { r.Name = "" },
		"maturity.share":         func(r *maturity.Rule) { r.MaterialShare = money.NewInt(5) },
		"maturity.customers":     func(r *maturity.Rule) { r.MaterialCustomers = 0 },
		"maturity.grades":        func(r *maturity.Rule) { r.HighConfidence = money.MustParse("0.1") },
		"maturity.class":         func(r *maturity.Rule) { r.Needs["guru"] = nil },
		"maturity.class_missing": func(r *maturity.Rule) { delete(r.Needs, maturity.ClassProgressive) },
		"maturity.criterion":     func(r *maturity.Rule) { r.Needs[maturity.ClassFocused][0].Criterion = "charm" },
		"maturity.order":         func(r *maturity.Rule) { r.Needs[maturity.ClassExpert] = needs("5", "3", "0.2", "1", "0.9") },
	} {
		r := rule()
		change(&r)
		if err := r.Validate(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	dropped := rule()
	dropped.Needs[maturity.ClassExpert] = needs("5", "3", "", "4", "")
	if err := dropped.Validate(); fault.CodeOf(err) != "maturity.order" {
		t.Errorf("a class that no longer asks for what the one below does: %v", err)
	}
}

func row(kind multiplier.RowKind, cloud string, byPart map[multiplier.Part]string) multiplier.Row {
	r := multiplier.Row{Kind: kind, Cloud: money.MustParse(cloud), Native: []multiplier.Native{{Currency: "USD"}}}
	for i, p := range multiplier.Parts() {
		if text := byPart[p]; text != "" {
			r.Services[i] = money.MustParse(text)
			r.Buyers[i] = 1
		}
	}
	return r
}

func TestEvidenceIsReadFromAFigure(t *testing.T) {
	total := row(multiplier.RowTotal, "200", map[multiplier.Part]string{"build": "300", "manage": "97", "advise": "3", "uncategorised": "100"})
	total.Buyers = [8]int{2, 0, 0, 2, 0, 1, 1, 0}
	e := maturity.Gather(rule(), maturity.Books{ByCustomer: multiplier.Result{Total: total, Rows: []multiplier.Row{
		row("", "100", map[multiplier.Part]string{"build": "200", "manage": "97", "advise": "3"}),
		row("", "50", map[multiplier.Part]string{"build": "100"}),
		row(multiplier.RowUnmatched, "50", map[multiplier.Part]string{"uncategorised": "100"}),
	}, Unconverted: []multiplier.Row{{}}}})
	got := map[maturity.Criterion]string{}
	for c, v := range e.Values {
		got[c] = v.Fixed(3)
	}
	if d := cmp.Diff(map[maturity.Criterion]string{
		"breadth":    "1.000", // build; manage has one customer, advise too small a share
		"lifecycle":  "2.500", // (300 x 3 + 100 x 1) / 400
		"multiplier": "2.500",
		"confidence": "0.750", // cloud matched and converted: 3 of 4; services matched 0.8
	}, got); d != "" {
		t.Error(d)
	}
	if len(e.Links) != 4 {
		t.Errorf("links: %v", e.Links)
	}
}
