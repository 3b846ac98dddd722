// Package archtest is the rules of the source tree, as data and as functions
// over what the go command says of the packages: which folder may import which,
// where each third-party library lives, what may not stand in the source.
//
// It owns the rules and their reasons; docs/ARCHITECTURE.md tells them in words.
// Nothing imports it: its tests run the rules over the project, and over small
// bad examples to show that each rule can fail.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Module is the import path of the project.
const Module = "github.com/sevenfold/sevenfold"

// Package is one package as `go list -json` describes it.
type Package struct {
	ImportPath   string
	Dir          string
	GoFiles      []string
	CgoFiles     []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// Path is the import path inside the project: "internal/core/money".
func (p Package) Path() string { return within(p.ImportPath) }

// AllTestImports are the imports of both kinds of test files.
func (p Package) AllTestImports() []string {
	return append(append([]string(nil), p.TestImports...), p.XTestImports...)
}

// Violation is one breach of a rule.
type Violation struct {
	Where  string // a package or file, relative to the project's root
	What   string // what it does
	Reason string // why it may not
}

// String is one line of a test failure.
func (v Violation) String() string {
	return fmt.Sprintf("%s %s\n\tbecause: %s", v.Where, v.What, v.Reason)
}

// List asks the go command for every package below root. Packages that do not
// compile are listed too: their imports count all the same.
func List(root string) ([]Package, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,CgoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	var packages []Package
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p Package
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// within strips the module from an import path; a foreign path gives "".
func within(path string) string {
	if path == Module {
		return "."
	}
	rest, ok := strings.CutPrefix(path, Module+"/")
	if !ok {
		return ""
	}
	return rest
}

// under reports whether path is dir or below it.
func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// isStandard tells the standard library from modules: only the latter have a
// dot in their first element.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
