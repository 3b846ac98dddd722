package categorising_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// Write puts a file into the workspace's folder.
func (w *workspace) Write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func importInput(path string) importing.RosterInput {
	return importing.RosterInput{Paths: []string{path}, Strict: true}
}

func (w *workspace) importTable(text string) (categorising.Imported, error) {
	w.t.Helper()
	return w.k.Import(context.Background(), categorising.ImportInput{Path: w.Write("answers.csv", text),
		Headers: map[string]string{"key": "key", "编号": "key", "answer": "answer", "认定": "answer", "speaks of": "scope", "note": "note"},
		Words:   map[string]string{"硬件": "hardware", "this item code": "item"}, Yes: []string{"yes", "是"}, No: []string{"no", "否"}})
}

func TestAWorkedTableIsReadBackInEitherLanguage(t *testing.T) {
	w := open(t)
	w.run(categorising.RunInput{})
	agreed, borealis, managed, server := w.key("agreed"), w.key("Borealis"), w.key("Managed"), w.key("Dell")
	got, err := w.importTable("\ufeffKey,Description,Answer,Speaks of,Note\n" + agreed + ",x,design=0.3; build=0.7,this item code,'=because\n" +
		borealis + ",x,yes,,\n" + managed + ",x,no,,\n" + server + ",x,,,\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Decisions) != 3 || got.Unchanged != 0 || got.Left != 1 {
		t.Errorf("%d decisions, %d unchanged, %d left", len(got.Decisions), got.Unchanged, got.Left)
	}
	classes := w.classes()
	for _, want := range []string{"agreed: design=0.3; build=0.7 reviewed", "Borealis:", "oper:  none", "hardware accepted"} {
		if !strings.Contains(classes, want) {
			t.Errorf("%s: no %q", classes, want)
		}
	}
	if d := got.Decisions[0]; d.Scope != category.ScopeItem || d.Note != "=because" {
		t.Errorf("%+v", d)
	}
	again, err := w.importTable("编号,认定\n" + agreed + ",设计 30%；构建 70%\n" + server + ",硬件\n")
	if err != nil || len(again.Decisions) != 2 { // another scope, and a person's word on what a run had decided
		t.Errorf("%+v, %v", again, err)
	}
	if same, err := w.importTable("编号,认定\n" + agreed + ",设计 30%；构建 70%\n" + server + ",hardware\n"); err != nil || same.Unchanged != 2 || len(same.Decisions) != 0 {
		t.Errorf("%+v, %v", same, err)
	}
}

func TestOneWrongRowOfATableStopsAll(t *testing.T) {
	w := open(t)
	w.run(categorising.RunInput{})
	good := w.key("agreed") + ",build\n"
	for _, c := range []struct {
		text, code string
		row        int64
	}{
		{"Key,Answer\n" + good + w.key("Borealis") + ",paint\n", "category.weight_category", 3},
		{"Key,Answer\n" + good + "k0000000000000000,build\n", "category.subject_not_found", 3},
		{"Key,Answer\n" + good + w.key("Borealis") + ",offering:none\n", "category.offering_unknown", 3},
		{"Key,Answer,Speaks of\n" + good + w.key("Borealis") + ",build,world\n", "category.decision_scope", 3},
		{"Key,What\n", "roster.column_missing", 1},
		{"", "roster.empty", 0},
	} {
		_, err := w.importTable(c.text)
		f, ok := fault.As(err)
		if !ok || f.Code != c.code || f.Place.Row != c.row {
			t.Errorf("%q: %v; want %s in row %d", c.text, err, c.code, c.row)
		}
	}
	if !strings.Contains(w.classes(), "Services as agreed:  none") {
		t.Error("a refused table decided something")
	}
}

func TestAnswersSurviveWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := category.Answer{Nature: rapid.SampledFrom(service.Natures()).Draw(t, "nature")}
		if a.Nature.TakesWeights() {
			first := rapid.Int64Range(1, 99).Draw(t, "share")
			a.Weights = []service.Weight{{Category: "design", Share: money.NewInt(first).Mul(money.MustParse("0.01"))},
				{Category: "manage", Share: money.NewInt(100 - first).Mul(money.MustParse("0.01"))}}
		}
		if rapid.Bool().Draw(t, "linked") {
			a.Offering = "LZ-1"
		}
		text := categorising.FormatAnswer(a)
		got, err := categorising.ParseAnswer(text)
		if err != nil || categorising.FormatAnswer(got) != text || got.Nature != a.Nature || got.Offering != a.Offering {
			t.Fatalf("%q became %+v, %v", text, got, err)
		}
	})
}

func FuzzParseAnswer(f *testing.F) {
	f.Add("design=0.3; build=0.7 offering:LZ")
	f.Add("硬件")
	f.Add("own_software manage")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := categorising.ParseAnswer(text)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if err := a.Validate(); err != nil {
			t.Fatal(err)
		}
	})
}
