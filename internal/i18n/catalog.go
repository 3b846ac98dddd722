package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
	"text/template/parse"

	"go.yaml.in/yaml/v3"
)

//go:embed locale
var files embed.FS

// text is one message of one language: its plural forms, of which "other"
// always exists, and where it stands.
type text struct {
	forms map[string]string
	file  string
	line  int
}

// catalog is every message of one language by key.
type catalog map[string]text

// pluralForms are the CLDR forms that English and Chinese have.
var pluralForms = map[string]bool{"one": true, "other": true}

// readCatalog reads every area file of a language. A key that stands twice, a
// value that is not text, or a template that does not parse is an error: the
// files are part of the program, so the program does not start without them.
func readCatalog(fsys fs.FS, lang string) (catalog, error) {
	names, err := fs.Glob(fsys, path.Join("locale", lang, "*.yaml"))
	if err != nil {
		return nil, err
	}
	c := catalog{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := c.add(name, data); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c catalog) add(name string, data []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(doc.Content) == 0 {
		return nil // a file of comments only
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return fmt.Errorf("%s: not a map of keys to texts", name)
	}
	for i := 0; i < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if old, ok := c[key.Value]; ok {
			return fmt.Errorf("%s:%d: %s already stands in %s:%d", name, key.Line, key.Value, old.file, old.line)
		}
		t, err := readText(value)
		if err != nil {
			return fmt.Errorf("%s:%d: %s: %w", name, key.Line, key.Value, err)
		}
		t.file, t.line = name, key.Line
		c[key.Value] = t
	}
	return nil
}

func readText(n *yaml.Node) (text, error) {
	t := text{forms: map[string]string{}}
	switch n.Kind {
	case yaml.ScalarNode:
		t.forms["other"] = n.Value
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			form := n.Content[i].Value
			if !pluralForms[form] {
				return t, fmt.Errorf("%q is not a plural form", form)
			}
			t.forms[form] = n.Content[i+1].Value
		}
	default:
		return t, fmt.Errorf("neither text nor plural forms")
	}
	if t.forms["other"] == "" {
		return t, fmt.Errorf("empty")
	}
	for _, s := range t.forms {
		if _, err := variables(s); err != nil {
			return t, err
		}
	}
	return t, nil
}

// variables gives the names of the arguments a template uses.
func variables(s string) (map[string]bool, error) {
	names := map[string]bool{}
	if !strings.Contains(s, "{{") {
		return names, nil
	}
	t, err := template.New("").Parse(s)
	if err != nil {
		return nil, err
	}
	collect(t.Root, names)
	return names, nil
}

func collect(n parse.Node, names map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			collect(c, names)
		}
	case *parse.ActionNode:
		collect(n.Pipe, names)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, a := range c.Args {
				collect(a, names)
			}
		}
	case *parse.FieldNode:
		names[n.Ident[0]] = true
	case *parse.IfNode:
		collectBranch(&n.BranchNode, names)
	case *parse.RangeNode:
		collectBranch(&n.BranchNode, names)
	case *parse.WithNode:
		collectBranch(&n.BranchNode, names)
	}
}

func collectBranch(n *parse.BranchNode, names map[string]bool) {
	collect(n.Pipe, names)
	collect(n.List, names)
	if n.ElseList != nil {
		collect(n.ElseList, names)
	}
}
