package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// What was mended of an import is printed with it, and with the import that it
// became: where, what stood there, what was read instead, by whom.
func TestImportShowPrintsWhatWasMended(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		p := Process{Args: append([]string{"--workspace", dir}, args...), Env: func(string) string { return "" }, Dir: dir, Now: time.Now,
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &said}
		if code := Run(t.Context(), p); code != exitOK {
			t.Fatalf("%v exits with %d: %s", args, code, said.String())
		}
		return out.String()
	}
	run("init")
	book := "invoice_number,issue_date,customer_name,currency,net\nI-1,2025-01-10,Acme,USD,300\nI-2,2025-01-11,Acme,USD,ten\n"
	if err := os.WriteFile(filepath.Join(dir, "book.csv"), []byte(book), 0o600); err != nil {
		t.Fatal(err)
	}
	run("config", "set", "rejects.max_share", "0.6")
	run("import", "services", "book.csv")
	original, amendment := mendTen(t, dir)
	for lang, words := range map[string][]string{"en": {"Amendments", "Stood there", "Corrected to", "Mended by"}, "zh-CN": {"补充批次", "原值", "修正为", "修正人"}} {
		text := run("import", "show", original, "--lang", lang)
		for _, want := range append(words, "ten", "10.00", "local", "net", amendment) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not said:\n%s", lang, want, text)
			}
		}
		if text := run("import", "show", amendment, "--lang", lang); !strings.Contains(text, "ten") || !strings.Contains(text, original) {
			t.Errorf("%s: the amendment does not say what it mends:\n%s", lang, text)
		}
	}
	run("import", "undo", amendment)
	if text := run("import", "show", original); strings.Contains(text, amendment) {
		t.Errorf("what was taken back is still said:\n%s", text)
	}
}

// mendTen corrects the one rejected row of the only import there is.
func mendTen(t *testing.T, dir string) (original, amendment string) {
	t.Helper()
	c, err := config.Load(config.Input{Dir: dir, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), c, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close() //nolint:errcheck // the test has what it wants
	im, err := a.Importing(t.Context(), time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := im.List(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d imports, %v", len(all), err)
	}
	_, open, err := im.RejectsOf(t.Context(), all[0].ID, "")
	if err != nil || len(open) != 1 {
		t.Fatalf("%d rejects, %v", len(open), err)
	}
	record := slices.Clone(open[0].Record)
	record[slices.Index(open[0].Header, "net")] = "10.00"
	done, err := im.Mend(t.Context(), importing.MendInput{Batch: all[0].ID, Rows: []importing.CorrectedRow{{File: open[0].Place.File, Row: open[0].Place.Row, Record: record}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(all[0].ID), string(done.Batch.ID)
}
