package literal

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/source/hcldepth"
)

// terraform reads HCL: every quoted template and heredoc is a literal, with its
// interpolations as written.
func (f *File) terraform() error {
	if line := hcldepth.Line(f.data); line > 0 {
		return tooDeep(f.Name, line)
	}
	file, diags := hclsyntax.ParseConfig(f.data, f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return f.hclFault(diags)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return malformed(f.Name, 1, nil)
	}
	t := &terraformReader{file: f}
	if strings.ToLower(path.Ext(f.Name)) == ".tf" {
		t.body(body, nil, "", "", false, 0)
	} else {
		t.body(body, nil, "tfvars", "", false, 0) // values only: nothing can be interpolated
	}
	tokens, diags := hclsyntax.LexConfig(f.data, f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return f.hclFault(diags)
	}
	slices.SortFunc(t.attributes, func(a, b attribute) int { return cmp.Compare(a.start, b.start) })
	t.index = newLineIndex(f.data, 0)
	t.tokens(tokens)
	return nil
}

func (f *File) hclFault(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return malformed(f.Name, d.Subject.Start.Line, d)
		}
	}
	return malformed(f.Name, 1, diags)
}

// attribute is where an expression stands.
type attribute struct {
	start, end int
	path       []string
	resource   string
	open       bool // a data source may be asked here
}

type terraformReader struct {
	file       *File
	attributes []attribute // by their place, once all are known
	index      *lineIndex
}

// opened are the blocks whose expressions may ask a data source. Variables,
// backends and module sources are read before there is one, and a provider that
// asks its own data source asks in a circle.
func opened(block string, m Module) bool {
	switch block {
	case "resource", "data", "module", "output":
		return true
	case "locals":
		return !m.ProviderUsesLocals
	}
	return false
}

// closed are attributes and blocks that take no expression.
var closed = map[string]bool{"source": true, "version": true, "providers": true, "provider": true, "lifecycle": true, "depends_on": true}

func (t *terraformReader) body(b *hclsyntax.Body, path []string, top, resource string, open bool, depth int) {
	if depth > maxDepth {
		return
	}
	for name, a := range b.Attributes {
		r := a.Expr.Range()
		t.attributes = append(t.attributes, attribute{r.Start.Byte, r.End.Byte, step(path, name), resource, open && !(len(path) > 0 && top == "module" && closed[name] || name == "provider" || name == "depends_on")})
	}
	for _, inner := range b.Blocks {
		kind, of, may := top, resource, open && !closed[inner.Type]
		if depth == 0 && top == "" {
			kind = inner.Type
			may = opened(inner.Type, t.file.module)
			if (kind == "resource" || kind == "data") && len(inner.Labels) > 0 {
				of = inner.Labels[0]
			}
		}
		steps := step(path, inner.Type)
		if depth > 0 || kind != inner.Type || len(inner.Labels) == 0 {
			t.body(inner.Body, steps, kind, of, may, depth+1)
			continue
		}
		steps = append(steps, inner.Labels...)
		if kind == "resource" {
			r := lint.Resource{Type: of, Name: strings.Join(inner.Labels, "."), Keys: map[string]lint.Mark{}}
			blockKeys(r.Keys, inner.Body, "", 0)
			t.file.Resources = append(t.file.Resources, r)
		}
		t.body(inner.Body, steps, kind, of, may, depth+1)
	}
}

func blockKeys(keys map[string]lint.Mark, b *hclsyntax.Body, prefix string, depth int) {
	if depth > 4 {
		return
	}
	for name, a := range b.Attributes {
		keys[prefix+name] = lint.Mark{Line: a.NameRange.Start.Line, Column: a.NameRange.Start.Column}
	}
	for _, inner := range b.Blocks {
		name := prefix + inner.Type
		if _, known := keys[name]; !known {
			keys[name] = lint.Mark{Line: inner.TypeRange.Start.Line, Column: inner.TypeRange.Start.Column}
		}
		blockKeys(keys, inner.Body, name+".", depth+1)
	}
}

// of gives the attribute that a byte stands in; ok is false for labels.
func (t *terraformReader) of(at int) (attribute, bool) {
	i := sort.Search(len(t.attributes), func(i int) bool { return t.attributes[i].start > at }) - 1
	if i < 0 || at >= t.attributes[i].end {
		return attribute{}, false
	}
	return t.attributes[i], true
}

// tokens makes a literal of each outermost template. What is nested in an
// interpolation belongs to the template around it.
func (t *terraformReader) tokens(tokens hclsyntax.Tokens) {
	depth, start := 0, 0
	for _, k := range tokens {
		switch k.Type {
		case hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			if depth == 0 {
				start = k.Range.End.Byte
			}
			depth++
		case hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			if depth--; depth == 0 {
				t.template(start, k.Range.Start.Byte)
			}
		default:
		}
	}
}

func (t *terraformReader) template(start, end int) {
	a, ok := t.of(start)
	if start >= end || !ok {
		return
	}
	text := string(t.file.data[start:end])
	t.file.add(lint.Literal{Text: text, Path: a.path, Resource: a.resource, Rewritable: a.open, Marks: t.index.marks(start, end)},
		span{start, end, rewriteInside})
}

var (
	partitionData = regexp.MustCompile(`(?m)^data\s+"aws_partition"\s+"([A-Za-z_][A-Za-z0-9_-]*)"\s*\{\s*\}`)
	providerLocal = regexp.MustCompile(`\blocal\.`)
)

// ModuleOf gathers what matters of all .tf files of one folder. A partition
// that is asked for under conditions (count, provider) does not count.
func ModuleOf(files [][]byte) Module {
	var m Module
	for _, data := range files {
		if found := partitionData.FindSubmatch(data); found != nil && m.Partition == "" {
			m.Partition = string(found[1])
		}
		if hcldepth.Line(data) > 0 {
			continue // the file itself is refused
		}
		file, diags := hclsyntax.ParseConfig(data, "", hcl.InitialPos)
		if diags.HasErrors() {
			m.ProviderUsesLocals = m.ProviderUsesLocals || bytes.Contains(data, []byte("provider"))
			continue
		}
		body, ok := file.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for _, b := range body.Blocks {
			if r := b.Range(); b.Type == "provider" {
				r.End = b.Body.EndRange.End
				m.ProviderUsesLocals = m.ProviderUsesLocals || providerLocal.Match(data[r.Start.Byte:r.End.Byte])
			}
		}
	}
	return m
}
