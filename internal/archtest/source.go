package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// Allowed is an exception to a source rule, for one file or, with "/..." at its
// end, for a folder.
type Allowed struct {
	File    string // relative to the project's root
	Because string
}

// AllowedFloats are the files of CheckFloats' layers that may name a float.
// An entry that is no longer needed is a violation itself.
func AllowedFloats() []Allowed {
	const probability = "probabilities and similarities are no money: nothing here adds up amounts"
	const likeness = "how alike two customers are and how likely something is are no money: sizes are made of decimals alone"
	return []Allowed{
		{"internal/core/name/...", probability},
		{"internal/core/identity/...", probability},
		{"internal/core/category/...", probability},
		{"internal/core/whitespace/buyer.go", likeness},
		{"internal/core/whitespace/chance.go", likeness},
		{"internal/core/whitespace/feature.go", likeness},
		{"internal/core/whitespace/leaning.go", likeness},
		{"internal/core/whitespace/logistic.go", likeness},
		{"internal/core/whitespace/metric.go", likeness},
		{"internal/core/whitespace/peer.go", likeness},
	}
}

// covers reports whether an exception speaks of a file.
func (a Allowed) covers(file string) bool {
	if dir, ok := strings.CutSuffix(a.File, "/..."); ok {
		return under(file, dir)
	}
	return a.File == file
}

// exactLayers are where money passes; engine and render are left out because a
// driver hands over DOUBLE and a spreadsheet cell is one by its format.
var exactLayers = []string{"internal/core", "internal/flow", "internal/source", "internal/state"}

// floatMakers are methods and functions that turn something exact into a float.
var floatMakers = []string{"ParseFloat", "Float64", "Float32", "InexactFloat64", "NewFromFloat"}

// CheckFloats finds float types and conversions in program code near money.
func CheckFloats(packages []Package, allowed []Allowed) ([]Violation, error) {
	used := map[string]bool{}
	var found []Violation
	err := eachFile(packages, func(file string, fset *token.FileSet, tree *ast.File) {
		if !slices.ContainsFunc(exactLayers, func(l string) bool { return under(file, l) }) {
			return
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || (id.Name != "float64" && id.Name != "float32" && !slices.Contains(floatMakers, id.Name)) {
				return true
			}
			if i := slices.IndexFunc(allowed, func(a Allowed) bool { return a.covers(file) }); i >= 0 {
				used[allowed[i].File] = true
				return true
			}
			found = append(found, Violation{fmt.Sprintf("%s:%d", file, fset.Position(id.Pos()).Line), "uses " + id.Name,
				"money is exact: a float near it is a defect (exceptions, with their reason, are in AllowedFloats)"})
			return true
		})
	})
	for _, a := range allowed {
		if !used[a.File] {
			found = append(found, Violation{a.File, "is allowed floats and has none", "an exception nobody needs hides the next defect"})
		}
	}
	return found, err
}

// CheckClock finds core asking what time it is: the answer must come in.
func CheckClock(packages []Package) ([]Violation, error) {
	var found []Violation
	err := eachFile(packages, func(file string, fset *token.FileSet, tree *ast.File) {
		if !under(file, "internal/core") {
			return
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker"}, sel.Sel.Name) {
				found = append(found, Violation{fmt.Sprintf("%s:%d", file, fset.Position(sel.Pos()).Line), "uses time." + sel.Sel.Name,
					"core has no clock: the same input gives the same answer on any day"})
			}
			return true
		})
	})
	return found, err
}

// CheckInit finds init functions: order of start-up must be visible in app.
func CheckInit(packages []Package) ([]Violation, error) {
	var found []Violation
	err := eachFile(packages, func(file string, fset *token.FileSet, tree *ast.File) {
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				found = append(found, Violation{fmt.Sprintf("%s:%d", file, fset.Position(f.Pos()).Line), "has an init function",
					"nothing happens before main: what a package needs is passed to it"})
			}
		}
	})
	return found, err
}

// CheckPackageComments finds packages that do not say what they own.
func CheckPackageComments(packages []Package) ([]Violation, error) {
	said := map[string]bool{}
	err := eachFile(packages, func(file string, _ *token.FileSet, tree *ast.File) {
		dir := filepath.ToSlash(filepath.Dir(file))
		said[dir] = said[dir] || tree.Doc != nil || ast.IsGenerated(tree)
	})
	var found []Violation
	for _, p := range packages {
		if documented, hasFiles := said[p.Path()]; hasFiles && !documented {
			found = append(found, Violation{p.Path(), "has no package comment",
				"the comment says what a package owns and what it does not; without it nobody knows where the next function goes"})
		}
	}
	return found, err
}

// eachFile parses every program file, tests left out. A file that does not
// parse is skipped: the compiler says it better.
func eachFile(packages []Package, visit func(file string, fset *token.FileSet, tree *ast.File)) error {
	for _, p := range packages {
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			fset := token.NewFileSet()
			tree, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
			if tree == nil {
				return fmt.Errorf("archtest: %s/%s: %w", p.Path(), name, err)
			}
			visit(strings.TrimPrefix(p.Path()+"/"+name, "./"), fset, tree)
		}
	}
	return nil
}
