package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// uses is what the program's source says of messages.
type uses struct {
	faults map[string]string            // place of use by fault code
	texts  map[string]string            // place of use by key given to Text
	with   map[string]map[string]string // argument names by folder
	words  map[string]bool              // every string literal
}

// readSource scans every Go file of the module but tests.
func readSource(t *testing.T) uses {
	t.Helper()
	u := uses{faults: map[string]string{}, texts: map[string]string{}, with: map[string]map[string]string{}, words: map[string]bool{}}
	files := token.NewFileSet()
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					u.call(n, files.Position(n.Pos()).String(), filepath.Dir(path))
				case *ast.BasicLit:
					if s, ok := literal(n); ok {
						u.words[s] = true
					}
				case *ast.CompositeLit:
					u.composite(n, files.Position(n.Pos()).String())
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func (u uses) call(call *ast.CallExpr, at, dir string) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 {
		return
	}
	receiver, _ := selector.X.(*ast.Ident)
	switch {
	case selector.Sel.Name == "New" && receiver != nil && receiver.Name == "fault":
		if code, ok := literal(call.Args[1]); ok {
			u.faults[code] = at
		}
	case selector.Sel.Name == "With":
		if name, ok := literal(call.Args[0]); ok {
			if u.with[dir] == nil {
				u.with[dir] = map[string]string{}
			}
			u.with[dir][name] = at
		}
	case selector.Sel.Name == "Text":
		if key, ok := literal(call.Args[0]); ok {
			u.texts[key] = at
		}
	}
}

// composite reads progress.Event{Stage: "x"} and batch.Finding{Rule: "x"}: both
// are shown by a key of their own.
func (u uses) composite(lit *ast.CompositeLit, at string) {
	for _, e := range lit.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, isName := pair.Key.(*ast.Ident)
		value, isText := literal(pair.Value)
		if !isName || !isText {
			continue
		}
		selector, ok := lit.Type.(*ast.SelectorExpr)
		switch {
		case ok && selector.Sel.Name == "Event" && name.Name == "Stage":
			u.texts["progress."+value] = at
		case ok && selector.Sel.Name == "Finding" && name.Name == "Rule":
			u.texts["finding."+value] = at
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestEveryFaultInTheSourceHasMessageAndHintInBothLanguages(t *testing.T) {
	b, u := bundle(t), readSource(t)
	if len(u.faults) < 20 {
		t.Fatalf("the scan found only %d faults: it looks in the wrong place", len(u.faults))
	}
	for code, at := range u.faults {
		for _, lang := range Languages() {
			for _, key := range []string{"fault." + code, "fault." + code + ".hint"} {
				if !b.Has(lang, key) {
					t.Errorf("%s: %s has no %s", at, key, lang)
				}
			}
		}
	}
}

func TestFaultMessagesUseOnlyArgumentsThatTheirPackageGives(t *testing.T) {
	b, u := bundle(t), readSource(t)
	for code, at := range u.faults {
		dir := filepath.Dir(strings.SplitN(at, ".go:", 2)[0])
		for _, key := range []string{"fault." + code, "fault." + code + ".hint"} {
			m, ok := b.catalogs[English][key]
			if !ok {
				continue
			}
			for _, name := range arguments(t, m) {
				if _, given := u.with[dir][name]; !given {
					t.Errorf("%s: %s wants {{.%s}}, which %s never gives", at, key, name, dir)
				}
			}
		}
	}
}

func TestEveryTextNamedInTheSourceExists(t *testing.T) {
	b, u := bundle(t), readSource(t)
	for key, at := range u.texts {
		if strings.Contains(key, ".") && !strings.HasSuffix(key, ".") && !b.Has(English, key) {
			t.Errorf("%s: no text %s", at, key)
		}
	}
}

func TestNoFaultIsWordedThatCannotHappen(t *testing.T) {
	b, u := bundle(t), readSource(t)
	for key, m := range b.catalogs[English] {
		code, isFault := strings.CutPrefix(strings.TrimSuffix(key, ".hint"), "fault.")
		if isFault && !u.words[code] {
			t.Errorf("%s:%d: no code says %s", m.file, m.line, code)
		}
	}
}
