package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// benchmarks is where published values are, and the only place that makes them.
const benchmarks = Module + "/internal/core/benchmark"

// References checks what programs do with published values. It knows types, so
// that no name of a variable hides a use.
type References struct {
	fset     *token.FileSet
	imports  types.Importer
	packages []typed
}

// typed is a package as `go list -export` describes it.
type typed struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles, Deps []string
}

// NewReferences asks the go command for the faces below root and all that they
// are made of. It needs them to compile.
func NewReferences(root string) (*References, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,CgoFiles,Deps", "./internal/web/...", "./internal/cli")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	r := &References{fset: token.NewFileSet()}
	exports := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p typed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		exports[p.ImportPath] = p.Export
		if path := within(p.ImportPath); path != "" && !under(path, "internal/core") && slices.Contains(p.Deps, benchmarks) {
			r.packages = append(r.packages, p)
		}
	}
	r.imports = importer.ForCompiler(r.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return r, nil
}

// Check looks at every package that could show a published value.
func (r *References) Check() ([]Violation, error) {
	var found []Violation
	for _, p := range r.packages {
		var files []*ast.File
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			tree, err := parser.ParseFile(r.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			files = append(files, tree)
		}
		more, err := r.check(within(p.ImportPath), files)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// CheckSource looks at one file as if it were a package.
func (r *References) CheckSource(path, source string) ([]Violation, error) {
	tree, err := parser.ParseFile(r.fset, path+".go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return r.check(path, []*ast.File{tree})
}

// check finds a package that takes the value of a reference and never says who
// published it or of which year it is, and one that makes up a reference.
func (r *References) check(path string, files []*ast.File) ([]Violation, error) {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: r.imports, FakeImportC: true}
	if _, err := config.Check(path, r.fset, files, info); err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	var found []Violation
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if s := info.Selections[n]; s != nil && isReference(s.Recv()) {
					taken[n.Sel.Name] = true
				}
			case *ast.CompositeLit:
				if len(n.Elts) > 0 && isReference(info.Types[n].Type) {
					found = append(found, Violation{path, "makes a reference of its own", "published values come out of files that benchmark.Parse has checked: source, year and confidence"})
				}
			}
			return true
		})
	}
	shows := taken["Value"] || taken["Low"] || taken["High"]
	var missing []string
	for _, field := range []string{"Source", "Year"} {
		if shows && !taken[field] {
			missing = append(missing, field)
		}
	}
	if len(missing) > 0 {
		found = append(found, Violation{path, "shows a published value without its " + strings.Join(missing, " and "), "nobody can judge a value without knowing who published it and when"})
	}
	return found, nil
}

// isReference reports benchmark.Reference, or a pointer to it.
func isReference(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == benchmarks && named.Obj().Name() == "Reference"
}
