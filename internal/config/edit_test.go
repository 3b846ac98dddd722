package config

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestASettingIsChangedWhereItStands(t *testing.T) {
	for _, c := range []struct{ name, key, value, before, after string }{
		{"a value with a comment", "currency", "cny", "# ours\ncurrency: USD # reports\nthreads: 2\n", "# ours\ncurrency: CNY # reports\nthreads: 2\n"},
		{"the default as a comment", "currency", "CNY", "# Currency of reports\n# currency: USD\n\nrates:\n", "# Currency of reports\ncurrency: CNY\n\nrates:\n"},
		{"a comment that is somebody's own stays", "currency", "CNY", "# currency: GBP for London\n", "# currency: GBP for London\ncurrency: CNY\n"},
		{"nothing there", "currency", "CNY", "", "currency: CNY\n"},
		{"no end of line", "currency", "CNY", "threads: 2", "threads: 2\ncurrency: CNY\n"},
		{"in a group", "rates.policy", "closing", "rates:\n  policy: average # m\nthreads: 2\n", "rates:\n  policy: closing # m\nthreads: 2\n"},
		{"in a group, as a comment", "rates.policy", "closing", "rates:\n  # how\n  # policy: average\nthreads: 2\n", "rates:\n  # how\n  policy: closing\nthreads: 2\n"},
		{"beside others of its group", "partner.name", "Kumo & Co", "partner:\n    payers: []\n", "partner:\n    name: \"Kumo \\u0026 Co\"\n    payers: []\n"},
		{"no group", "rates.policy", "closing", "threads: 2\n", "threads: 2\nrates:\n  policy: closing\n"},
		{"dotted", "rates.policy", "closing", "rates.policy: average\n", "rates.policy: closing\n"},
		{"a list in a line", "partner.payers", "000000000007,1", "partner:\n  payers: ['5', \"6\"] # own\n  name: X\n", "partner:\n  # own\n  payers: [\"000000000007\", \"1\"]\n  name: X\n"},
		{"a list in lines", "partner.payers", "7", "partner:\n  payers:\n    # old\n    - 5 # five\n    - 6\n  name: X\n", "partner:\n  # old\n  # five\n  payers: [\"7\"]\n  name: X\n"},
		{"a key without value", "currency", "CNY", "currency: # soon\nthreads: 2\n", "currency: CNY # soon\nthreads: 2\n"},
		{"Windows", "currency", "CNY", "threads: 2\r\ncurrency: USD\r\n", "threads: 2\r\ncurrency: CNY\r\n"},
	} {
		got, err := Edit([]byte(c.before), c.key, c.value)
		if err != nil || string(got) != c.after {
			t.Errorf("%s: %v\n%q, not\n%q", c.name, err, got, c.after)
		}
	}
}

func TestWhatCannotBeChangedAloneIsLeft(t *testing.T) {
	for _, c := range []struct{ text, key, value, code string }{
		{"partner: {name: X}\n", "partner.payers", "7", "config.not_editable"},
		{"partner:\n  payers: [1,\n    2\n  ]\n", "partner.payers", "7", "config.not_editable"},
		{"colour: red\n", "currency", "CNY", "config.unknown_key"},
		{"threads: 2\n", "colour", "red", "config.unknown_key"},
		{"threads: 2\n", "currency", "money", "config.value_invalid"},
	} {
		if got, err := Edit([]byte(c.text), c.key, c.value); fault.CodeOf(err) != c.code {
			t.Errorf("%q: %v, %q", c.text, err, got)
		}
	}
}

var commentText = regexp.MustCompile(`# ?(note \d+)`)

// Whatever a file looks like, a change keeps every comment and every other
// value.
func TestAChangeKeepsAllElse(t *testing.T) {
	samples := map[string][]string{"lang": {"en", "zh-CN"}, "currency": {"EUR", "CNY"}, "rates.policy": {"closing", "average"}, "threads": {"3", "8"},
		"partner.name": {"Kumo", "云 #1"}, "partner.payers": {"000000000007,12", ""}, "fiscal_year_start": {"4", "7"}, "memory": {"3GiB"}}
	keys := []string{"lang", "currency", "rates.policy", "threads", "partner.name", "partner.payers", "fiscal_year_start", "memory"}
	rapid.Check(t, func(t *rapid.T) {
		c := Default()
		for _, key := range keys {
			if rapid.Bool().Draw(t, "set "+key) {
				if err := c.Set(key, rapid.SampledFrom(samples[key]).Draw(t, key)); err != nil {
					t.Fatal(err)
				}
			}
		}
		comments := map[string]string{}
		for i, key := range Keys() {
			comments[key] = "note " + string(rune('0'+i%10))
		}
		text := []byte(c.File("note 99", comments))
		for range 3 {
			key := rapid.SampledFrom(keys).Draw(t, "key")
			value := rapid.SampledFrom(samples[key]).Draw(t, "value")
			got, err := Edit(text, key, value)
			if err != nil {
				t.Fatalf("%s=%s: %v\n%s", key, value, err, text)
			}
			if a, b := commentText.FindAllString(string(text), -1), commentText.FindAllString(string(got), -1); !slices.Equal(a, b) {
				t.Fatalf("comments %v became %v", a, b)
			}
			text = got
		}
	})
}

func FuzzEdit(f *testing.F) {
	f.Add("currency: USD # x\nrates:\n  policy: average\n", "currency", "CNY")
	f.Add("partner:\n  payers:\n    - 1\n", "partner.payers", "7")
	f.Fuzz(func(t *testing.T, text, key, value string) {
		got, err := Edit([]byte(text), key, value)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		before, after, want := Default(), Default(), Default()
		if err := before.parse("f", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := after.parse("f", got); err != nil {
			t.Fatalf("%v: %q", err, got)
		}
		if err := want.Set(key, value); err != nil {
			t.Fatal(err)
		}
		for _, s := range settings() {
			wanted := s.text(before)
			if s.key == key {
				wanted = s.text(want)
			}
			if s.text(after) != wanted {
				t.Fatalf("%s is %q, not %q", s.key, s.text(after), wanted)
			}
		}
	})
}

func TestChangesAreWrittenAllOrNone(t *testing.T) {
	dir := workspace(t, "# ours\ncurrency: USD\n")
	c, err := Load(Input{Dir: dir, Env: env("SEVENFOLD_THREADS", "5")})
	if err != nil {
		t.Fatal(err)
	}
	read := func() string {
		data, err := os.ReadFile(filepath.Join(dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if _, err := c.Change(map[string]string{"currency": "CNY", "rates.policy": "sometimes"}); fault.CodeOf(err) != "config.value_invalid" {
		t.Error(err)
	}
	if _, err := c.Change(map[string]string{"currency": "CNY", "threads": "6"}); fault.CodeOf(err) != "config.overridden" {
		t.Error(err)
	}
	if read() != "# ours\ncurrency: USD\n" {
		t.Errorf("a refused change wrote %q", read())
	}
	next, err := c.Change(map[string]string{"currency": "CNY", "threads": "5", "lang": ""})
	if err != nil || next.Currency != "CNY" || next.Threads != 5 {
		t.Fatalf("%+v, %v", next, err)
	}
	if read() != "# ours\ncurrency: CNY\n" {
		t.Errorf("what is the same was written: %q", read())
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAPasswordIsWrittenAndNotShown(t *testing.T) {
	c := Default()
	if err := c.Set("state", "postgres://me:secret@db/books"); err != nil {
		t.Fatal(err)
	}
	if text := c.File("x", map[string]string{}); !strings.Contains(text, "me:secret@") {
		t.Error("the file has lost the password")
	}
	for _, v := range c.Values() {
		if strings.Contains(v.Text, "secret") {
			t.Errorf("%s shows the password", v.Key)
		}
	}
}
