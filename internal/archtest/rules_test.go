package archtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/archtest"
)

// pkg is a package of the project that imports the given paths; a path without
// a dot in its first element and with a known first folder is the project's own.
func pkg(path string, imports ...string) archtest.Package {
	return archtest.Package{ImportPath: archtest.Module + "/" + path, Imports: full(imports)}
}

// withTest adds imports of a test file.
func withTest(p archtest.Package, imports ...string) archtest.Package {
	p.XTestImports = full(imports)
	return p
}

func full(imports []string) []string {
	var all []string
	for _, i := range imports {
		if strings.HasPrefix(i, "internal/") {
			i = archtest.Module + "/" + i
		}
		all = append(all, i)
	}
	return all
}

func TestLayersAreJudged(t *testing.T) {
	for name, c := range map[string]struct {
		pkg  archtest.Package
		want string // part of the violation; empty for none
	}{
		"a flow may import a source":           {pkg("internal/flow/importing", "internal/source/focus"), ""},
		"core may import core":                 {pkg("internal/core/rate", "internal/core/money"), ""},
		"core may not import a source":         {pkg("internal/core/bill", "internal/source"), "imports internal/source"},
		"a source may not import a flow":       {pkg("internal/source/focus", "internal/flow/importing"), "imports internal/flow/importing"},
		"a source may not import words":        {pkg("internal/source/focus", "internal/i18n"), "imports internal/i18n"},
		"a source may use its folder's reader": {pkg("internal/source/focus", "internal/source"), ""},
		"a source may not import its sibling":  {pkg("internal/source/focus", "internal/source/awscur"), "siblings"},
		"a flow may not import its sibling":    {pkg("internal/flow/measuring", "internal/flow/importing"), "siblings"},
		"an engine may use the shared SQL":     {pkg("internal/engine/duckdb", "internal/engine/sql"), ""},
		"an engine may not import another":     {pkg("internal/engine/duckdb", "internal/engine/trino"), "siblings"},
		"a flow's test may":                    {withTest(pkg("internal/flow/measuring"), "internal/flow/generating"), ""},
		"a source's test may run its SQL":      {withTest(pkg("internal/source/focus"), "internal/engine/duckdb"), ""},
		"a source may not":                     {pkg("internal/source/focus", "internal/engine/duckdb"), "imports internal/engine/duckdb"},
		"a test may not reach upwards":         {withTest(pkg("internal/source/focus"), "internal/app"), "in its tests internal/app"},
		"a command may not open the state":     {pkg("internal/cli", "internal/state"), "imports internal/state"},
		"main may only start the command line": {pkg("cmd/sevenfold", "internal/app"), "imports internal/app"},
		"a program may not import a suite":     {pkg("internal/engine/duckdb", "internal/engine/enginetest"), "imported by tests only"},
		"a test may import a suite":            {withTest(pkg("internal/engine/duckdb"), "internal/engine/enginetest"), ""},
		"an unknown folder is told":            {pkg("internal/plumbing"), "no known layer"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, archtest.CheckLayers([]archtest.Package{c.pkg}), c.want) })
	}
}

func TestHomesAreJudged(t *testing.T) {
	for name, c := range map[string]struct {
		pkg  archtest.Package
		want string
	}{
		"decimal at home":                  {pkg("internal/core/money", "github.com/shopspring/decimal"), ""},
		"decimal abroad":                   {pkg("internal/core/rate", "github.com/shopspring/decimal"), "whose home is internal/core/money"},
		"a driver below its home":          {pkg("internal/state/statedb", "modernc.org/sqlite"), "whose home is internal/state"},
		"a sub-package of a library":       {pkg("internal/flow/checking", "github.com/jackc/pgx/v5/stdlib"), "whose home"},
		"a name that only begins the same": {pkg("internal/core/money", "github.com/shopspring/decimalx"), "has no home"},
		"yaml in any source":               {pkg("internal/source/invoicebook", "go.yaml.in/yaml/v3"), ""},
		"yaml in core":                     {pkg("internal/core/maturity", "go.yaml.in/yaml/v3"), "whose home"},
		"an unknown library":               {pkg("internal/cli", "github.com/spf13/cobra"), "has no home"},
		"a test library in a program":      {pkg("internal/cli", "pgregory.net/rapid"), "library for tests"},
		"a test library in a suite":        {pkg("internal/state/statetest", "github.com/google/go-cmp/cmp"), ""},
		"a test makes what a reader reads": {withTest(pkg("internal/source/invoicebook"), "github.com/xuri/excelize/v2"), ""},
		"a test far from the library":      {withTest(pkg("internal/core/money"), "github.com/xuri/excelize/v2"), "whose home"},
		"the standard library":             {pkg("internal/core/money", "math/big"), ""},
	} {
		t.Run(name, func(t *testing.T) { expect(t, archtest.CheckHomes([]archtest.Package{c.pkg}), c.want) })
	}
}

func TestPurityIsJudged(t *testing.T) {
	for name, c := range map[string]struct {
		pkg  archtest.Package
		want string
	}{
		"files":                      {pkg("internal/core/bill", "os"), "imports os"},
		"HTTP":                       {pkg("internal/core/bill", "net/http"), "imports net/http"},
		"logs":                       {pkg("internal/core/bill", "log/slog"), "imports log/slog"},
		"SQL":                        {pkg("internal/core/money", "database/sql"), "imports database/sql"},
		"the driver's value":         {pkg("internal/core/money", "database/sql/driver"), ""},
		"the driver's value, abroad": {pkg("internal/core/bill", "database/sql/driver"), "imports database/sql/driver"},
		"files in a test":            {withTest(pkg("internal/core/bill"), "os"), ""},
		"files elsewhere":            {pkg("internal/source", "os"), ""},
		"strings":                    {pkg("internal/core/bill", "strings"), ""},
	} {
		t.Run(name, func(t *testing.T) { expect(t, archtest.CheckPurity([]archtest.Package{c.pkg}), c.want) })
	}
}

func TestSourceIsJudged(t *testing.T) {
	floats := func(allowed ...archtest.Allowed) func([]archtest.Package) ([]archtest.Violation, error) {
		return func(ps []archtest.Package) ([]archtest.Violation, error) { return archtest.CheckFloats(ps, allowed) }
	}
	exception := archtest.Allowed{File: "internal/core/x/x.go", Because: "an example"}
	for name, c := range map[string]struct {
		check  func([]archtest.Package) ([]archtest.Violation, error)
		source string
		want   string
	}{
		"a float":                     {floats(), "// Package x.\npackage x\n\nvar rate float64\n", "x.go:4 uses float64"},
		"a number read as float":      {floats(), "// Package x.\npackage x\n\nfunc f() { strconv.ParseFloat(s, 64) }\n", "uses ParseFloat"},
		"a float that has its reason": {floats(exception), "// Package x.\npackage x\n\nvar share float64\n", ""},
		"an exception nobody needs":   {floats(exception), "// Package x.\npackage x\n", "has none"},
		"a word in a comment":         {floats(), "// Package x has no float64.\npackage x\n", ""},
		"the clock":                   {archtest.CheckClock, "package x\n\nfunc f() { time.Now() }\n", "uses time.Now"},
		"a given time":                {archtest.CheckClock, "package x\n\nfunc f(now time.Time) { now.Unix() }\n", ""},
		"an init":                     {archtest.CheckInit, "package x\n\nfunc init() {}\n", "init function"},
		"a method called init":        {archtest.CheckInit, "package x\n\nfunc (t T) init() {}\n", ""},
		"no package comment":          {archtest.CheckPackageComments, "package x\n", "no package comment"},
		"a package comment":           {archtest.CheckPackageComments, "// Package x owns an example.\npackage x\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := pkg("internal/core/x")
			p.Dir, p.GoFiles = t.TempDir(), []string{"x.go"}
			if err := os.WriteFile(filepath.Join(p.Dir, "x.go"), []byte(c.source), 0o600); err != nil {
				t.Fatal(err)
			}
			expect(t, must(c.check([]archtest.Package{p}))(t), c.want)
		})
	}
}

func TestFolderNamesAreJudged(t *testing.T) {
	expect(t, archtest.CheckFolderNames([]archtest.Package{pkg("internal/core/util")}), "says nothing")
	expect(t, archtest.CheckFolderNames([]archtest.Package{pkg("internal/core/money")}), "")
}

func TestTextIsJudged(t *testing.T) {
	long := strings.Repeat("// one more\n", archtest.MaxLines+1)
	expect(t, archtest.CheckLength("a.go", []byte(long)), "601 lines")
	expect(t, archtest.CheckLength("a.md", []byte(long)), "")
	expect(t, archtest.CheckLength("a.go", []byte("// Code generated by sqlc. DO NOT EDIT.\n"+long)), "")

	private := "/" + "home/ada/sevenfold"
	expect(t, archtest.CheckMachinePaths("a.md", []byte("see\n`"+private+"`")), "a.md:2 names "+private[:9])
	expect(t, archtest.CheckMachinePaths("a.md", []byte("https://example.org"+private)), "")
	expect(t, archtest.CheckMachinePaths("a.bin", []byte("\x00 "+private)), "")
}

func TestLinksAreJudged(t *testing.T) {
	exists := func(file string) bool { return file == "docs/glossary.md" }
	for content, want := range map[string]string{
		"[words](glossary.md)":          "",
		"[words](../docs/glossary.md)":  "",
		"[words](glossary.md#the-bill)": "",
		"[below](#the-bill)":            "",
		"[far](https://example.org/x)":  "",
		"[gone](definitions.md)":        "links to definitions.md",
	} {
		expect(t, archtest.CheckLinks("docs/a.md", []byte(content), exists), want)
		expect(t, archtest.CheckLinks("docs/a.go", []byte(content), exists), "")
	}
}

// expect wants no violation, or exactly one that contains a text.
func expect(t *testing.T, got []archtest.Violation, want string) {
	t.Helper()
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("unexpected: %v", got)
	case want != "" && len(got) != 1:
		t.Errorf("got %d violations %v, want one with %q", len(got), got, want)
	case want != "" && !strings.Contains(got[0].String(), want):
		t.Errorf("got %q, want %q", got[0], want)
	}
}
