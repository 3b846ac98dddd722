package archtest

import (
	"slices"
	"strings"
)

// Home is the one place of a third-party library. Replacing the library is then
// the work of one folder.
type Home struct {
	Library string   // import path or the start of one
	Dirs    []string // exactly these packages; "dir/..." for all below
	Because string
}

// Homes lists every third-party library that programs may import. A library
// that is missing here is a violation.
func Homes() []Home {
	return []Home{
		{"github.com/shopspring/decimal", []string{"internal/core/money"},
			"every rule about digits is in core/money; a second user would be a second set of rules"},
		{"github.com/duckdb/duckdb-go/v2", []string{"internal/engine/duckdb", "bench"},
			"DuckDB is one engine of several; callers see the engine contract. In bench it is the peer that ours is measured against"},
		{"modernc.org/sqlite", []string{"internal/state"},
			"the state is one concrete DB and the only user of database drivers"},
		{"github.com/jackc/pgx/v5", []string{"internal/state"},
			"the state is one concrete DB and the only user of database drivers"},
		{"github.com/pressly/goose/v3", []string{"internal/state"},
			"only the state has migrations"},
		{"github.com/arran4/golang-ical", []string{"internal/render/calendar"},
			"calendar files are one renderer"},
		{"github.com/xuri/excelize/v2", []string{"internal/render/xlsx", "internal/source", "internal/flow/generating"},
			"one writes our workbooks, one reads other people's, one invents them; nobody else learns what a cell is"},
		{"golang.org/x/text/encoding", []string{"internal/source", "internal/flow/generating"},
			"one decodes what it reads, one encodes invented books the same way; everything between is UTF-8"},
		{"golang.org/x/text/transform", []string{"internal/source", "internal/flow/generating"},
			"one decodes what it reads, one encodes invented books the same way; everything between is UTF-8"},
		{"golang.org/x/text/unicode/norm", []string{"internal/source/...", "internal/core/name"},
			"text is brought into one form where it is read, and names once more where they are compared"},
		{"github.com/mozillazg/go-pinyin", []string{"internal/core/name"},
			"how a Chinese name is said is asked where names are compared"},
		{"golang.org/x/text/language", []string{"internal/i18n"},
			"languages are negotiated in one place"},
		{"golang.org/x/text/message", []string{"internal/i18n"},
			"numbers are written by locale in one place"},
		{"github.com/nicksnyder/go-i18n/v2", []string{"internal/i18n"},
			"messages are looked up in one place"},
		{"github.com/klauspost/compress", []string{"internal/source", "internal/flow/generating", "bench"},
			"one unpacks what a provider packed, two pack invented bills the same way"},
		{"go.yaml.in/yaml/v3", []string{"internal/config", "internal/i18n", "internal/source/...", "internal/flow/...", "internal/core/region"},
			"YAML is decoded, strictly, beside the file it describes; core gets plain structs, but for core/region, whose catalogue is YAML in its own folder"},
		{"github.com/yuin/goldmark", []string{"internal/source/document"},
			"Markdown is one of the formats that documents come in"},
		{"golang.org/x/net/html", []string{"internal/source/document"},
			"HTML of others is read in one place; ours is written by templates"},
		{"github.com/hashicorp/hcl/v2", []string{"internal/source/literal", "internal/source/template", "internal/source/hcldepth"},
			"one reads Terraform for what is written out in it, one for what it needs; nobody else learns what HCL is"},
		{"github.com/jedib0t/go-pretty/v6", []string{"internal/render/terminal"},
			"terminal tables are one renderer"},
		{"github.com/vbauerster/mpb/v8", []string{"internal/cli"},
			"a progress bar is one printer of the progress model"},
		{"github.com/alecthomas/kong", []string{"internal/cli"},
			"the grammar of commands is on one page"},
		{"golang.org/x/term", []string{"cmd/sevenfold"},
			"only main asks the machine; the command line is told whether there is a terminal"},
		{"github.com/oklog/ulid/v2", []string{"internal/flow/..."},
			"ids of batches and decisions are given where they are made"},
		{"github.com/a-h/templ", []string{"internal/web/..."},
			"markup is written by one template language, below the one face that has pages"},
		{"github.com/boombuler/barcode", []string{"internal/web/component"},
			"a QR code is one piece of a page"},
		{"golang.org/x/crypto", []string{"internal/auth"},
			"how a secret is hashed is decided in one place"},
		{"golang.org/x/sync", []string{"internal/source/...", "internal/flow/..."},
			"goroutines that can fail are started where files are read and jobs are run"},
	}
}

// TestLibraries may be imported by tests and test suites, and by a program only
// where they have a home there.
func TestLibraries() []string {
	return []string{
		"github.com/chromedp",
		"github.com/google/go-cmp",
		"golang.org/x/net/html",
		"github.com/rogpeppe/go-internal",
		"pgregory.net/rapid",
	}
}

// CheckHomes finds libraries outside their home. Tests may use, besides the
// test libraries, any library of a home in their own layer: a test of a reader
// makes the workbook it reads.
func CheckHomes(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		for _, lib := range sorted(p.Imports) {
			found = append(found, checkHome(p.Path(), lib, isSuite(p.Path()))...)
		}
		for _, lib := range sorted(p.AllTestImports()) {
			found = append(found, checkHome(p.Path(), lib, true)...)
		}
	}
	return found
}

func checkHome(path, lib string, test bool) []Violation {
	if isStandard(lib) || within(lib) != "" {
		return nil
	}
	forTests := slices.ContainsFunc(TestLibraries(), func(t string) bool { return under(lib, t) })
	if forTests && test {
		return nil
	}
	for _, h := range Homes() {
		if !under(lib, h.Library) {
			continue
		}
		if h.holds(path, test) {
			return nil
		}
		return []Violation{{path, "imports " + lib + ", whose home is " + strings.Join(h.Dirs, " and "), h.Because}}
	}
	if forTests {
		return []Violation{{path, "imports " + lib, "it is a library for tests"}}
	}
	return []Violation{{path, "imports " + lib + ", which has no home",
		"a new library is named in internal/archtest/homes.go with one home package, and an ADR says why it came"}}
}

func (h Home) holds(path string, test bool) bool {
	layer, known := layerOf(path)
	return slices.ContainsFunc(h.Dirs, func(dir string) bool {
		tree, below := strings.CutSuffix(dir, "/...")
		return path == tree || (below && under(path, tree)) || (test && known && under(tree, layer.Dir))
	})
}

// impure are the parts of the standard library that core may not touch, with
// the one exception that a decimal must name the driver's Value type to be
// stored at all.
var impure = []string{"os", "net", "database", "log", "syscall", "plugin", "unsafe", "runtime", "testing", "math/rand", "crypto/rand", "io/fs", "html/template"}

// CheckPurity keeps I/O, SQL, HTTP, clocks and logs out of core. Its tests may
// read files; they are not part of what core is.
func CheckPurity(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		if !under(p.Path(), "internal/core") {
			continue
		}
		for _, lib := range sorted(p.Imports) {
			if lib == "database/sql/driver" && p.Path() == "internal/core/money" {
				continue
			}
			if isStandard(lib) && slices.ContainsFunc(impure, func(i string) bool { return under(lib, i) }) {
				found = append(found, Violation{p.Path(), "imports " + lib, "core is pure: no I/O, SQL, HTTP, clock or log"})
			}
		}
	}
	return found
}
