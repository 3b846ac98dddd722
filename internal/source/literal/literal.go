// Package literal reads templates, programs and policies for the readiness
// lint: which pieces of text are written out in them, where to the byte, and
// whether something else can be put there; and it applies the changes that a
// fix makes.
//
// It owns formats, places and how a pseudo-parameter is written in each format.
// It does not own rules: core/region/lint decides what is wrong. It is no
// parser of services either: internal/source/template finds what a template
// needs.
package literal

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

const (
	// MaxBytes is how large a file may be. CloudFormation takes 1 MB, a plan of a
	// large estate has a few.
	MaxBytes = 8 << 20
	// maxDepth is how deep a document may nest. Real templates stay below 40.
	maxDepth = 200
)

// File is a file with its literals, and what is needed to change them.
type File struct {
	lint.File
	data   []byte
	spans  []span // beside File.Literals
	module Module
}

// span is how a literal is written.
type span struct {
	start, end int // bytes of the file, quotes and block header included
	how        rewriting
}

// rewriting is what must be done around a pseudo-parameter.
type rewriting int

const (
	rewriteNone   rewriting = iota
	rewriteInside           // it is a Fn::Sub already, or HCL, where interpolation always works
	rewriteQuoted           // a Fn::Sub already, between brackets, where plain text must be quoted
	rewriteYAML             // !Sub before it
	rewriteFlow             // the same between brackets, where plain text must be quoted
	rewriteJSON             // {"Fn::Sub": ...} around it
)

// Module is what the other files of a Terraform folder say.
type Module struct {
	Partition string // the name of its data "aws_partition", where it has one
	// ProviderUsesLocals: a provider is set up from locals, so that a local that
	// asks the provider for its partition could ask in a circle.
	ProviderUsesLocals bool
}

// Parse reads one file. name decides where content does not: .tf, .py. Faults:
// lint.too_large, lint.binary, lint.malformed with the line, lint.too_deep.
func Parse(name string, data []byte, module Module) (_ File, err error) {
	defer fault.Wrap(&err, "literal.Parse(%s)", name)
	if len(data) > MaxBytes {
		return File{}, fault.New(fault.KindLimit, "lint.too_large").With("file", name).With("limit", MaxBytes>>20).At(fault.Place{File: name})
	}
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		return File{}, fault.New(fault.KindInvalid, "lint.binary").With("file", name).At(fault.Place{File: name})
	}
	f := File{data: data, module: module}
	f.Name = name
	f.SpeaksOfICP = bytes.Contains(data, []byte("ICP")) || bytes.Contains(data, []byte("备案"))
	err = f.read()
	return f, err
}

func (f *File) read() error {
	base, ext := strings.ToLower(path.Base(f.Name)), strings.ToLower(path.Ext(f.Name))
	switch {
	case strings.HasSuffix(base, ".tf.json"):
		f.Format = lint.FormatTerraform
		return f.tree(true)
	case ext == ".tf" || ext == ".tfvars" || ext == ".hcl":
		f.Format = lint.FormatTerraform
		return f.terraform()
	case ext == ".json" || ext == ".template" && f.looksJSON():
		return f.tree(true)
	case ext == ".yaml" || ext == ".yml" || ext == ".template":
		if bytes.Contains(f.data, []byte("{{")) && !bytes.Contains(f.data, []byte("{{resolve:")) {
			f.Format = lint.FormatConfiguration // a chart's template is YAML only once it was filled in
			f.lines("#")
			return nil
		}
		return f.tree(false)
	case base == "dockerfile" || strings.HasPrefix(base, "dockerfile.") || strings.HasPrefix(base, "containerfile") || ext == ".dockerfile":
		f.Format = lint.FormatDockerfile
		f.lines("#")
	case isDocument(ext):
		f.Format = lint.FormatDocument
		f.lines("")
	case isScript(ext):
		f.Format = lint.FormatScript
		f.lines("#")
	default:
		if language, ok := languages[ext]; ok {
			f.Format = lint.FormatProgram
			f.program(language)
			return nil
		}
		if f.looksJSON() {
			return f.tree(true)
		}
		f.Format = lint.FormatConfiguration
		f.lines("#")
	}
	return nil
}

func (f *File) looksJSON() bool {
	trimmed := bytes.TrimLeft(f.data, "\xef\xbb\xbf \t\r\n")
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[')
}

func isDocument(ext string) bool {
	switch ext {
	case ".md", ".markdown", ".html", ".htm", ".txt", ".rst", ".adoc":
		return true
	}
	return false
}

func isScript(ext string) bool {
	switch ext {
	case ".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd":
		return true
	}
	return false
}

func (f *File) add(l lint.Literal, s span) {
	f.Literals = append(f.Literals, l)
	f.spans = append(f.spans, s)
}

func malformed(name string, line int, cause error) error {
	return fault.New(fault.KindInvalid, "lint.malformed").With("file", name).At(fault.Place{File: name, Row: int64(line)}).Because(cause)
}

func tooDeep(name string, line int) error {
	return fault.New(fault.KindLimit, "lint.too_deep").With("file", name).With("limit", maxDepth).At(fault.Place{File: name, Row: int64(line)})
}

// Knows reports a name of a file that the lint can say something about.
func Knows(name string) bool {
	base, ext := strings.ToLower(path.Base(name)), strings.ToLower(path.Ext(name))
	_, isProgram := languages[ext]
	switch ext {
	case ".json", ".yaml", ".yml", ".template", ".tf", ".tfvars", ".dockerfile":
		return !strings.Contains(name, "/node_modules/")
	}
	return (isProgram || isDocument(ext) || isScript(ext) || base == "dockerfile" || strings.HasPrefix(base, "dockerfile.")) && !strings.Contains(name, "/node_modules/")
}
