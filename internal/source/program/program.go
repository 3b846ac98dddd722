// Package program finds what programs need: clients of the AWS SDKs of common
// languages, constructs of the CDK, calls of the aws command in scripts, and the
// ARNs and hosts that are written out in them.
//
// It owns how each language names a service, and that a comment is no use. It
// does not own the aliases (core/region), nor what templates mean
// (source/template).
package program

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// Language is what a program is written in, as far as comments go.
type Language string

const (
	LanguageHash   Language = "hash"   // # to the end of the line: Python, shell, Ruby, YAML
	LanguageSlash  Language = "slash"  // // and /* */: Go, JavaScript, Java, C#, Rust ...
	LanguagePHP    Language = "php"    // both
	LanguageXML    Language = "xml"    // <!-- -->
	LanguageNone   Language = "none"   // no comments: JSON, requirements
	LanguageScript Language = "script" // not known: a block in a document, a start script
)

// LanguageOf tells the language of a file by its name or first line; false for
// what is no program.
func LanguageOf(name string, text []byte) (Language, bool) {
	base := strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	switch path.Ext(base) {
	case ".py", ".sh", ".bash", ".zsh", ".rb", ".ps1", ".psm1", ".yml", ".yaml", ".r", ".pl", ".toml", ".ipynb", ".mk", ".properties", ".env", ".ini", ".cfg", ".gemspec":
		return LanguageHash, true
	case ".go", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".java", ".kt", ".kts", ".scala", ".groovy", ".gradle", ".cs", ".fs", ".vb", ".rs", ".swift", ".c", ".cc", ".cpp", ".h", ".hpp", ".dart", ".vue", ".mod":
		return LanguageSlash, true
	case ".php":
		return LanguagePHP, true
	case ".xml", ".csproj", ".fsproj", ".vbproj", ".props", ".config":
		return LanguageXML, true
	case ".json":
		return LanguageNone, true
	}
	switch {
	case base == "dockerfile" || base == "makefile" || base == "jenkinsfile" || base == "gemfile" || base == "procfile" || strings.HasPrefix(base, "dockerfile.") || strings.HasSuffix(base, ".dockerfile"):
		return LanguageHash, true
	case strings.HasSuffix(base, "requirements.txt") || base == "go.sum" || base == "pipfile":
		return LanguageHash, true
	case strings.HasPrefix(string(text[:min(len(text), 2)]), "#!"):
		return LanguageHash, true
	}
	return "", false
}

// Read finds what a program needs. Every use is core.
func Read(name string, text []byte, language Language, c *region.Catalogue) region.Reading {
	if language == LanguageScript {
		language = guess(string(text))
	}
	r := &reader{catalogue: c, name: name, text: uncomment(string(text), language)}
	r.lines()
	for _, p := range patterns() {
		r.match(p)
	}
	r.commands()
	r.members()
	for _, l := range c.Literals(r.text) {
		s, known := c.Get(l.Service)
		if l.Kind == region.KindPrincipal && !known {
			continue
		}
		r.add(l.At, l.Kind, s, known, l.Text, !l.Object)
	}
	r.reading.Format = region.FormatProgram
	r.sort()
	return r.reading
}

// Inside reads a piece of a thing in another language: places count from where
// the piece begins.
func Inside(piece region.Embedded, c *region.Catalogue) region.Reading {
	reading := Read(piece.Place.File, []byte(piece.Text), LanguageScript, c)
	for _, list := range [][]region.Find{reading.Finds, reading.Unresolved} {
		for i := range list {
			if list[i].Place.Line == 1 {
				list[i].Place.Column = piece.Place.Column + list[i].Place.Column - 1
			}
			list[i].Place.Line += max(piece.Place.Line, 1) - 1
		}
	}
	return reading
}

// guess tells by its beginnings of lines how a piece without a name marks
// comments. A shell script is what it is otherwise.
func guess(text string) Language {
	for _, sign := range []string{"package ", "import {", "const ", "let ", "var ", "function ", "public class", "using ", "#include", "use aws_"} {
		if strings.HasPrefix(text, sign) || strings.Contains(text, "\n"+sign) {
			return LanguageSlash
		}
	}
	if strings.HasPrefix(strings.TrimSpace(text), "<?php") {
		return LanguagePHP
	}
	return LanguageHash
}

type reader struct {
	catalogue *region.Catalogue
	name      string
	text      string
	starts    []int // of lines
	reading   region.Reading
}

func (r *reader) lines() {
	r.starts = []int{0}
	for i := 0; i < len(r.text); i++ {
		if r.text[i] == '\n' {
			r.starts = append(r.starts, i+1)
		}
	}
}

// place turns an offset into line and column.
func (r *reader) place(at int) region.Place {
	low, high := 0, len(r.starts)
	for high-low > 1 {
		if mid := (low + high) / 2; r.starts[mid] <= at {
			low = mid
		} else {
			high = mid
		}
	}
	return region.Place{File: r.name, Line: low + 1, Column: utf8.RuneCountInString(r.text[r.starts[low]:at]) + 1}
}

func (r *reader) add(at int, kind region.Kind, s region.Service, known bool, evidence string, core bool) {
	f := region.Find{Service: s.ID, Place: r.place(at), Evidence: clip(evidence), Kind: kind, Strength: region.StrengthStructure, Core: core}
	if known {
		r.reading.Finds = append(r.reading.Finds, f)
		return
	}
	r.reading.Unresolved = append(r.reading.Unresolved, f)
}

// match keeps what a pattern finds.
func (r *reader) match(p pattern) {
	if p.sign != "" && !strings.Contains(r.text, p.sign) {
		return
	}
	for _, m := range p.expression.FindAllStringSubmatchIndex(r.text, -1) {
		from, to := m[2], m[3]
		if from < 0 {
			continue
		}
		name := r.text[from:to]
		if p.ignores(name) {
			continue
		}
		s, known := r.lookup(p, name)
		if !known && p.lenient {
			continue
		}
		whole := strings.TrimLeft(r.text[m[0]:m[1]], " \t\r\n")
		evidence, _, _ := strings.Cut(whole, "\n")
		r.add(m[1]-len(whole), p.kind, s, known, strings.TrimSpace(evidence), true)
	}
}

// lookup tries a name as it is, as older SDKs wrote it, and without what follows
// the service in modules that serve it.
func (r *reader) lookup(p pattern, name string) (region.Service, bool) {
	for _, try := range variants(p.kind, name) {
		if s, ok := r.catalogue.Find(p.kind, try); ok {
			return s, true
		}
		if p.kind != region.KindSDK {
			continue
		}
		if s, ok := r.catalogue.Find(region.KindIAM, try); ok {
			return s, true
		}
	}
	return region.Service{}, false
}

// variants are the ways to read a name, the name itself first.
func variants(kind region.Kind, name string) []string {
	tries := []string{name}
	if kind == region.KindCDK {
		name = "aws-" + strings.TrimPrefix(strings.ToLower(name), "aws-")
		tries = []string{name}
		for _, suffix := range []string{"eventsources", "targets", "tasks", "notifications", "deployment", "assets", "patterns", "integrations", "origins", "destinations",
			"subscriptions", "actions", "nodejs", "authorizers", "common", "alpha"} {
			if short, ok := strings.CutSuffix(name, suffix); ok {
				tries = append(tries, strings.TrimSuffix(short, "-"))
			}
		}
		for short := name; strings.Count(short, "-") > 1; {
			short = short[:strings.LastIndexByte(short, '-')]
			tries = append(tries, short)
		}
		return tries
	}
	if kind == region.KindTerraform { // NatGateway is aws_nat_gateway, TransitGateway aws_ec2_transit_gateway
		words := strings.ToLower(capital.ReplaceAllString(name, "_$0"))
		return []string{"aws" + words, "aws_ec2" + words}
	}
	for _, prefix := range []string{"amazon-", "aws-", "Amazon", "AWS", "amazon", "aws"} {
		if short, ok := strings.CutPrefix(name, prefix); ok && short != "" {
			tries = append(tries, short)
		}
	}
	for _, suffix := range []string{"Async", "-v2", "v2", "-v1"} {
		if short, ok := strings.CutSuffix(name, suffix); ok && short != "" {
			tries = append(tries, short)
		}
	}
	return tries
}

var capital = regexp.MustCompile(`[A-Z]`)

var space = regexp.MustCompile(`\s+`)

func clip(s string) string {
	s = space.ReplaceAllString(s, " ")
	const most = 120
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}

// sort puts finds in the order of the text, a service once per line and kind:
// patterns overlap.
func (r *reader) sort() {
	region.SortFinds(r.reading.Finds)
	region.SortFinds(r.reading.Unresolved)
	type line struct {
		service region.ServiceID
		kind    region.Kind
		line    int
	}
	seen := map[line]bool{}
	r.reading.Finds = slices.DeleteFunc(r.reading.Finds, func(f region.Find) bool {
		l := line{f.Service, f.Kind, f.Place.Line}
		defer func() { seen[l] = true }()
		return seen[l]
	})
}
