package literal

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

// tree reads YAML or JSON and says by its shape what it is.
func (f *File) tree(isJSON bool) error {
	parse := f.parseYAML
	if isJSON {
		parse = f.parseJSON
	}
	documents, err := parse()
	if err != nil {
		return err
	}
	for _, d := range documents {
		format := formatOf(d)
		if f.Format == "" || f.Format == lint.FormatConfiguration {
			f.Format = format
		}
		w := &walker{file: f}
		switch format {
		case lint.FormatCloudFormation:
			w.template(d)
		case lint.FormatKubernetes:
			w.manifest(d)
		default:
			w.plain(d, nil)
		}
	}
	if f.Format == "" {
		f.Format = lint.FormatConfiguration
	}
	return nil
}

// formatOf tells documents apart by what they must have.
func formatOf(d *node) lint.Format {
	switch {
	case d.get("AWSTemplateFormatVersion") != nil, hasResourceTypes(d.get("Resources")):
		return lint.FormatCloudFormation
	case d.get("apiVersion") != nil && d.get("kind") != nil:
		return lint.FormatKubernetes
	case d.get("services") != nil && d.get("services").kind == kindMap:
		return lint.FormatKubernetes
	case d.get("Statement") != nil:
		return lint.FormatPolicy
	}
	return lint.FormatConfiguration
}

func hasResourceTypes(resources *node) bool {
	if resources == nil {
		return false
	}
	for _, f := range resources.fields {
		if t := f.value.get("Type").word(); strings.Contains(t, "::") {
			return true
		}
	}
	return false
}

// walker makes literals of a tree.
type walker struct {
	file     *File
	resource string
}

// plain walks what has no intrinsic functions: nothing there is rewritten.
func (w *walker) plain(n *node, path []string) {
	switch n.kind {
	case kindMap:
		for _, f := range n.fields {
			w.key(f.key, path)
			w.plain(f.value, step(path, f.key.text))
		}
	case kindList:
		for _, item := range n.items {
			w.plain(item, path)
		}
	default:
		w.scalar(n, path, rewriteNone)
	}
}

// step extends a path without touching its siblings'.
func step(path []string, s string) []string { return append(path[:len(path):len(path)], s) }

// key keeps a key that can hold something: most are words.
func (w *walker) key(k *node, path []string) {
	if strings.ContainsAny(k.text, ":./") {
		w.file.add(lint.Literal{Text: k.text, Path: path, Resource: w.resource, Key: true, Marks: k.marks}, span{})
	}
}

func (w *walker) scalar(n *node, path []string, how rewriting) {
	if n.text == "" {
		return
	}
	if !n.mapped() || n.anchored || !n.isString {
		how = rewriteNone
	}
	if how == rewriteInside && n.flow && !n.quoted && !n.json {
		how = rewriteQuoted
	}
	if how == rewriteYAML {
		switch {
		case n.json:
			how = rewriteJSON
		case n.flow && !n.quoted:
			how = rewriteFlow
		}
	}
	w.file.add(lint.Literal{Text: n.text, Path: path, Resource: w.resource, Rewritable: how != rewriteNone, Marks: n.marks}, span{n.start, n.end, how})
}

// manifest walks a Kubernetes object or Compose file.
func (w *walker) manifest(d *node) {
	w.resource = d.get("kind").word()
	w.keep(w.resource, d.get("metadata").get("name").word(), d)
	w.plain(d, nil)
}

// keep notes a resource with the properties that are set below n.
func (w *walker) keep(kind, name string, n *node) {
	r := lint.Resource{Type: kind, Name: name, Keys: map[string]lint.Mark{}}
	properties(r.Keys, n, "", 0)
	w.file.Resources = append(w.file.Resources, r)
}

// properties lists what is set, down to the depth that rules ask about.
func properties(keys map[string]lint.Mark, n *node, prefix string, depth int) {
	if n == nil || depth > 4 {
		return
	}
	for _, item := range n.items {
		properties(keys, item, prefix, depth+1)
	}
	for _, f := range n.fields {
		name := prefix + f.key.text
		if _, known := keys[name]; !known {
			keys[name] = lint.Mark{Line: f.key.line, Column: f.key.column}
		}
		properties(keys, f.value, name+".", depth+1)
	}
}
