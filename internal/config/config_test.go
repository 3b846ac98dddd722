package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func workspace(t *testing.T, yaml string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(yaml), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func env(pairs ...string) func(string) string {
	return func(key string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == key {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestAFlagBeatsTheEnvironmentBeatsTheFileBeatsTheDefault(t *testing.T) {
	dir := workspace(t, "currency: eur\nrates:\n  policy: closing\nthreads: 3\n")
	c, err := Load(Input{Dir: dir, Env: env("SEVENFOLD_CURRENCY", "GBP", "SEVENFOLD_THREADS", "5"), Flags: map[string]string{"currency": "CNY"}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, FileName)
	want := map[string]Value{
		"currency":     {"currency", "CNY", Origin{SourceFlag, "--currency", 0}},
		"threads":      {"threads", "5", Origin{SourceEnv, "SEVENFOLD_THREADS", 0}},
		"rates.policy": {"rates.policy", "closing", Origin{SourceFile, file, 3}},
		"memory":       {"memory", "2GiB", Origin{SourceDefault, "", 0}},
	}
	for _, v := range c.Values() {
		if w, ok := want[v.Key]; ok {
			if diff := cmp.Diff(w, v); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestDefaultsAreAsDocumented(t *testing.T) {
	c := Default()
	if c.MemoryBytes != 2<<30 || c.Currency != "USD" || c.Rejects.MaxShare.String() != "0.01" || c.State != "state.db" ||
		c.FiscalYearStart != time.January || c.Rates.Policy != "average" {
		t.Errorf("%+v", c)
	}
}

func TestPayerAccountsKeepTheirLeadingZeros(t *testing.T) {
	for _, text := range []string{"partner:\n  payers: [012345678901, '000000000007']\n", "partner.payers:\n  - 012345678901\n  - 000000000007\n",
		"partner: {payers: \"012345678901, 000000000007\"}\n"} {
		c, err := Load(Input{Dir: workspace(t, text), Env: env()})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"012345678901", "000000000007"}, c.Partner.Payers); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestWhatIsWrongInAFileIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		text string
		code string
		row  int64
	}{
		{"currency: USD\ncurency: EUR\n", "config.unknown_key", 2},
		{"rates:\n  polcy: average\n", "config.unknown_key", 2},
		{"# x\nrates:\n  policy: daily\n", "config.value_invalid", 3},
		{"memory: 2 gigs\n", "config.value_invalid", 1},
		{"memory: 100MiB\n", "config.value_invalid", 1},
		{"threads: -1\n", "config.value_invalid", 1},
		{"threads: 0x10\n", "config.value_invalid", 1},
		{"rejects:\n  max_share: 1.5\n", "config.value_invalid", 2},
		{"fiscal_year_start: 13\n", "config.value_invalid", 1},
		{"lang: fr\n", "config.value_invalid", 1},
		{"currency: dollars\n", "config.value_invalid", 1},
		{"state: \"  \"\n", "config.value_invalid", 1},
		{"currency: USD\ncurrency: EUR\n", "config.key_twice", 2},
		{"rates.policy: average\nrates:\n  policy: closing\n", "config.key_twice", 3},
		{"rates: closing\n", "config.not_a_map", 1},
		{"- currency\n", "config.not_a_map", 1},
		{"currency:\n  code: USD\n", "config.not_a_value", 2},
		{"currency: [USD]\n", "config.not_a_value", 1},
		{"partner:\n  payers:\n    - a: b\n", "config.not_a_value", 3},
		{"currency: \"USD\nthreads: 1\n", "config.not_yaml", 0},
		{"a: b: c\n", "config.not_yaml", 1},
		{"currency: USD\n---\ncurrency: EUR\n", "config.several_documents", 2},
		{"currency: USD\n\tthreads: 1\n", "config.not_yaml", 2},
	} {
		dir := workspace(t, c.text)
		_, err := Load(Input{Dir: dir, Env: env()})
		f, ok := fault.As(err)
		if !ok || f.Code != c.code {
			t.Errorf("%q: got %v, want %s", c.text, err, c.code)
			continue
		}
		if f.Place.File != filepath.Join(dir, FileName) || (c.row > 0 && f.Place.Row != c.row) {
			t.Errorf("%q: at %s, want row %d", c.text, f.Place, c.row)
		}
	}
}

func TestKeysWithoutAValueKeepTheirDefault(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "currency:\n", "partner:\n  # name: x\n", "---\n"} {
		c, err := Load(Input{Dir: workspace(t, text), Env: env()})
		if err != nil || c.Currency != "USD" {
			t.Errorf("%q: %v %v", text, c.Currency, err)
		}
	}
}

func TestAWrongVariableIsNamed(t *testing.T) {
	_, err := Load(Input{Dir: t.TempDir(), Env: env("SEVENFOLD_MEMORY", "lots")})
	if f, ok := fault.As(err); !ok || f.Code != "config.value_invalid" || f.Place.File != "SEVENFOLD_MEMORY" {
		t.Errorf("got %v", err)
	}
}

func TestAPasswordInTheStateIsNotShown(t *testing.T) {
	c, err := Load(Input{Dir: t.TempDir(), Env: env("SEVENFOLD_STATE", "postgres://me:secret@db/books")})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Values() {
		if strings.Contains(v.Text, "secret") {
			t.Errorf("%s shows %s", v.Key, v.Text)
		}
	}
}

func TestTheWrittenFileReadsBackToTheSame(t *testing.T) {
	comments := map[string]string{}
	for _, key := range Keys() {
		comments[key] = "About " + key + ": # \"x\"\nsecond line"
	}
	rapid.Check(t, func(t *rapid.T) {
		c := Default()
		name := strings.TrimSpace(rapid.StringOf(rapid.SampledFrom([]rune("aZ0: #'\"{}[]客户-&*?|>!%@`~\\,\t"))).Draw(t, "name"))
		for key, value := range map[string]string{"partner.name": name, "currency": "CNY", "partner.payers": "000000000012,123456789012", "memory": "3GiB"} {
			if err := c.Set(key, value); err != nil {
				t.Fatal(err)
			}
		}
		got := Default()
		if err := got.parse("x", []byte(c.File("Header\nof two lines", comments))); err != nil {
			t.Fatalf("%v in\n%s", err, c.File("", comments))
		}
		for i, v := range c.Values() {
			if w := got.Values()[i]; w.Text != v.Text {
				t.Fatalf("%s: wrote %q, read %q", v.Key, v.Text, w.Text)
			}
		}
	})
}

func TestSizesReadBackExactly(t *testing.T) {
	for text, want := range map[string]int64{"2GiB": 2 << 30, "2G": 2 << 30, "2GB": 2e9, "512MiB": 512 << 20, "7": 7, "7B": 7, "1 TiB": 1 << 40, "10K": 10240} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%s: %d %v", text, got, err)
		}
	}
	for _, text := range []string{"", "GiB", "-1GiB", "1.5GiB", "2gib", "99999999999999999999", "9999999999TiB", "2 Gi B"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Min(0).Draw(t, "n")
		if got, err := ParseSize(FormatSize(n)); err != nil || got != n {
			t.Fatalf("%d became %s and %d, %v", n, FormatSize(n), got, err)
		}
	})
}

func TestTheWorkspaceIsTheNearestFolderUpwards(t *testing.T) {
	dir := workspace(t, "")
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, ok := FindWorkspace(deep); !ok || got != dir {
		t.Errorf("got %s %t", got, ok)
	}
	if got, ok := FindWorkspace(t.TempDir()); ok {
		t.Errorf("found %s where there is none", got)
	}
}

func TestEverySettingHasItsVariable(t *testing.T) {
	for _, key := range Keys() {
		if name := EnvName(key); !strings.HasPrefix(name, "SEVENFOLD_") || strings.ContainsAny(name, ".abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("%s: %s", key, name)
		}
	}
	if !slices.Contains(Keys(), "rejects.max_share") {
		t.Error("no rejects.max_share")
	}
}

func FuzzConfigFile(f *testing.F) {
	f.Add("currency: USD\n")
	f.Add("rates: {policy: closing}\npartner:\n  payers: [1, 2]\n")
	f.Add("a: &a [*a]\n")
	f.Add("<<: {currency: USD}\n")
	f.Add("? [x]\n: y\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := Default()
		if err := c.parse("f", []byte(text)); err != nil {
			if _, ok := fault.As(err); !ok {
				t.Errorf("not a fault: %v", err)
			}
			return
		}
		again := Default()
		if err := again.parse("f", []byte(c.File("", nil))); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

func FuzzSize(f *testing.F) {
	f.Add("2GiB")
	f.Add("9223372036854775807")
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := ParseSize(text); err == nil && n < 0 {
			t.Errorf("%q is %d", text, n)
		}
	})
}
