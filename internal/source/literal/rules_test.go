package literal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/source/literal"
)

// example is one file of testdata/rules: what a rule finds, what it lets pass,
// and what the first looks like once it is mended.
type example struct {
	name                 string // of the file in all three
	fails, passes, fixed []byte
	findings             []string
}

func examples(t *testing.T) map[string]example {
	t.Helper()
	all := map[string]example{}
	for _, r := range lint.Rules() {
		data, err := os.ReadFile(filepath.Join("testdata", "rules", r.ID+".txtar"))
		if err != nil {
			t.Fatalf("a rule without examples: %v", err)
		}
		var e example
		for _, f := range txtar.Parse(data).Files {
			switch dir, base := filepath.Split(f.Name); dir {
			case "fails/":
				e.name, e.fails = base, f.Data
			case "passes/":
				e.passes = f.Data
			case "fixed/":
				e.fixed = f.Data
			default:
				e.findings = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
			}
		}
		for section, data := range map[string]string{"fails": string(e.fails), "passes": string(e.passes), "fixed": string(e.fixed), "findings": strings.Join(e.findings, "")} {
			if strings.TrimSpace(data) == "" {
				t.Errorf("the examples of %s have no %s", r.ID, section)
			}
		}
		all[r.ID] = e
	}
	return all
}

func parse(t *testing.T, name string, data []byte) literal.File {
	t.Helper()
	f, err := literal.Parse(name, data, literal.ModuleOf([][]byte{data}))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func found(f literal.File, rule string) []string {
	var list []string
	for _, x := range lint.Check(f.File) {
		if x.Rule == rule {
			list = append(list, fmt.Sprintf("%d:%d %s", x.Place.Line, x.Place.Column, x.Found))
		}
	}
	return list
}

func TestEachRuleFindsItsExampleWhereItStandsAndLetsTheOthersPass(t *testing.T) {
	for rule, e := range examples(t) {
		t.Run(rule, func(t *testing.T) {
			if diff := cmp.Diff(e.findings, found(parse(t, e.name, e.fails), rule)); diff != "" {
				t.Errorf("fails (-want +got):\n%s", diff)
			}
			for name, data := range map[string][]byte{"passes": e.passes, "fixed": e.fixed} {
				if got := found(parse(t, e.name, data), rule); got != nil {
					t.Errorf("%s: %q", name, got)
				}
			}
		})
	}
}

func TestAFixGivesTheFixedExampleToTheByteAndChangesNothingTheSecondTime(t *testing.T) {
	for rule, e := range examples(t) {
		r, _ := lint.FindRule(rule)
		if !r.Fixable {
			continue
		}
		t.Run(rule, func(t *testing.T) {
			f := parse(t, e.name, e.fails)
			own := slices.DeleteFunc(lint.Check(f.File), func(x lint.Finding) bool { return x.Rule != rule })
			got, _, err := f.Apply(lint.Changes(own))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(e.fixed), string(got)); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			again := parse(t, e.name, got)
			twice, _, err := again.Apply(lint.Changes(lint.Check(again.File)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(got), string(twice)); diff != "" {
				t.Errorf("the second fix changes (-first +second):\n%s", diff)
			}
		})
	}
}
