// Package e2e runs the whole job the way a person does, on books whose answers
// are known by construction. It owns no rules of its own: what a right answer
// is, the books' truth.json says.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// firm is an invented partner: the books, the truth about them, and a workspace.
type firm struct {
	t      *testing.T
	books  string
	dir    string
	truth  generating.Truth
	period period.Range
}

// newFirm makes six months of books of about 9,000 bill rows and an empty
// workspace that knows which payers are the partner's own.
func newFirm(t *testing.T, seed uint64) *firm {
	t.Helper()
	return newFirmOf(t, generating.Options{Seed: seed, RowsTotal: 9_000, Months: 6, Customers: 12})
}

// newFirmOf makes the books of some options.
func newFirmOf(t *testing.T, o generating.Options) *firm {
	t.Helper()
	root := t.TempDir()
	f := &firm{t: t, books: filepath.Join(root, "books"), dir: filepath.Join(root, "workspace")}
	o.Out = f.books
	summary, err := generating.Run(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.period = summary.Period
	text, err := os.ReadFile(filepath.Join(f.books, generating.TruthFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &f.truth); err != nil {
		t.Fatal(err)
	}
	f.run("init", f.dir)
	var own []string
	for _, p := range f.truth.Payers {
		if p.Owner == "" {
			own = append(own, p.Account)
		}
	}
	settings := "currency: USD\npartner:\n  payers: [\"" + strings.Join(own, `", "`) + "\"]\n"
	f.write(filepath.Join(f.dir, config.FileName), settings)
	// The same as the shipped definition but for one thing each.
	for name, change := range map[string]string{"invoiced": "numerator: {basis: invoiced}", "billed": "denominator: {valuation: billed}",
		"list": "denominator: {valuation: list}"} {
		f.write(filepath.Join(app.DefinitionsDir(f.dir), name+".yaml"), "name: "+name+"\nversion: 1\n"+change+"\n")
	}
	return f
}

func (f *firm) write(path, text string) {
	f.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// run types a command and gives what it prints.
func (f *firm) run(args ...string) string {
	f.t.Helper()
	var out, errs bytes.Buffer
	code := cli.Run(context.Background(), cli.Process{Args: append([]string{"--workspace", f.dir}, args...), Env: func(string) string { return "" },
		Dir: f.books, Now: time.Now, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs})
	if code != 0 {
		f.t.Fatalf("sevenfold %s exits with %d:\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// bills and services are the imports of each side, a batch each.
func bills() []string { return []string{"bills/focus", "bills/cur2", "bills/cur", "bills/cur-china"} }

func services() []string {
	return []string{"invoices/xero.csv", "invoices/quickbooks.csv", "invoices/quanliang.xlsx", "invoices/ubl"}
}

// importAll brings everything in, as a new user would. Not one row may be left
// out.
func (f *firm) importAll() {
	f.t.Helper()
	f.run("import", "customers", "--strict", "customers.csv")
	f.run("import", "categories", "--strict", "categories.csv")
	f.run("import", "rates", "--strict", "rates.csv")
	for _, path := range bills() {
		f.run("import", "bill", "--strict", path)
	}
	for _, path := range services() {
		f.run("import", "services", "--strict", path)
	}
}

// open opens the workspace for questions.
func (f *firm) open() *app.App {
	f.t.Helper()
	c, err := config.Load(config.Input{Dir: f.dir, Env: func(string) string { return "" }})
	if err != nil {
		f.t.Fatal(err)
	}
	a, err := app.Open(f.t.Context(), c, f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() {
		if err := a.Close(); err != nil {
			f.t.Error(err)
		}
	})
	return a
}

// measure asks in US dollars at average rates, as the truth does.
func (f *firm) measure(a *app.App, definition string, within period.Range, by ...multiplier.Dimension) measuring.Result {
	f.t.Helper()
	m, err := a.Measuring(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	r, err := m.Run(f.t.Context(), measuring.Input{Definitions: []string{definition}, By: by, Period: within,
		Currency: "USD", Policy: rate.PolicyAverage})
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}
