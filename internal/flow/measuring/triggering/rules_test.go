package triggering

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// Every shipped rule brings cases of its own, of what it finds and of what it
// does not, and they hold on a real engine.
func TestShippedRulesHoldTheirCases(t *testing.T) {
	f := &Finder{Measurer: measuringtest.Empty(t).Measurer, Now: time.Now}
	seen := map[trigger.Kind]bool{}
	for _, r := range Shipped() {
		seen[r.Signal.Kind] = true
		checked, err := f.check(t.Context(), r, trigger.ShippedLives())
		if err != nil {
			t.Fatalf("%s: %v", r.ID, err)
		}
		finds, misses := false, false
		for _, c := range checked {
			finds, misses = finds || len(c.Want) > 0, misses || len(c.Want) == 0
			if !c.Passed() {
				t.Errorf("%s, %s: found %q, want %q", r.ID, c.Case.Name, c.Got, c.Want)
			}
		}
		if !finds || !misses {
			t.Errorf("%s needs a case that is found and one that is not", r.ID)
		}
	}
	for _, k := range trigger.Kinds() {
		if !seen[k] {
			t.Errorf("no shipped rule looks for %s", k)
		}
	}
}

func FuzzParse(f *testing.F) {
	entries, err := shipped.ReadDir("rules")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		data, err := shipped.ReadFile("rules/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("id: [\n"))
	f.Add([]byte("id: a\n---\nid: b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Parse("f.yaml", data)
		if err == nil {
			err = r.Validate()
		} else if _, ok := fault.As(err); ok {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A user's own rule counts, in place of the shipped one of its id, and says what
// is wrong with it and where.
func TestAWorkspacesOwnRules(t *testing.T) {
	dir := t.TempDir()
	f := &Finder{Measurer: measuringtest.Empty(t).Measurer, Dir: dir, Now: time.Now}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := shipped.ReadFile("rules/growth.yaml")
	if err != nil {
		t.Fatal(err)
	}
	write("mine.yaml", strings.Replace(string(text), "by: 0.5", "by: 0.25", 1))
	write("more.yaml", strings.Replace(string(text), "id: growth", "id: growth_two", 1))
	write(LifeFile, "id,name,service,meter,ends,charged,source,url,read\nmine,Mine,S,,2030-01-01,false,T,https://a.example,2026-01-01\n")
	rules, lives, err := f.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) != len(Shipped())+1 || len(lives) != len(trigger.ShippedLives())+1 {
		t.Errorf("%d rules, %d ends of life", len(rules), len(lives))
	}
	for _, r := range rules {
		if own := r.ID == "growth" || r.ID == "growth_two"; own != (r.File != "") {
			t.Errorf("%s is of the file %q", r.ID, r.File)
		}
		if r.ID == "growth" && r.Signal.By.String() != "0.25" {
			t.Errorf("growth asks for %s", r.Signal.By)
		}
	}
	rule, checked, err := f.Check(t.Context(), filepath.Join(dir, "mine.yaml"))
	if err != nil || rule.ID != "growth" || len(checked) < 3 {
		t.Fatalf("%s, %d cases, %v", rule.ID, len(checked), err)
	}
	for _, c := range checked {
		if !c.Passed() {
			t.Errorf("%s: %q, want %q", c.Case.Name, c.Got, c.Want)
		}
	}
	write("twice.yaml", strings.Replace(string(text), "id: growth", "id: growth_two", 1))
	if _, _, err := f.Rules(t.Context()); fault.CodeOf(err) != "trigger.twice" {
		t.Errorf("two files with one id: %v", err)
	}
	write("twice.yaml", "id: x\nnme: y\n")
	_, _, err = f.Rules(t.Context())
	if bad, ok := fault.As(err); !ok || bad.Code != "trigger.not_yaml" || bad.Place.Row != 2 {
		t.Errorf("a misspelt key: %v", err)
	}
}

// What the how-to shows works as it stands there.
func TestTheHowToIsRight(t *testing.T) {
	text, err := os.ReadFile("../../../../docs/howto/add-a-trigger.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	path := filepath.Join(t.TempDir(), "idle_balancer.yaml")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &Finder{Measurer: measuringtest.Empty(t).Measurer, Now: time.Now}
	_, checked, err := f.Check(t.Context(), path)
	if err != nil || len(checked) != 1 || !checked[0].Passed() {
		t.Errorf("%+v, %v", checked, err)
	}
}
