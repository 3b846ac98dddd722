// Package assessing says which maturity class a figure amounts to, by a rule
// file, with the published references beside it.
//
// It owns the files (the shipped rule, the workspace's own rule and
// references); it does not own how a verdict is reached (core/maturity) or how
// the figure came to be (internal/flow/measuring).
package assessing

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// Files in a workspace that replace what ships.
const (
	RuleFile      = "maturity.yaml"
	BenchmarkFile = "benchmarks.csv"
)

// maxFileBytes bounds either file: they hold a page of text.
const maxFileBytes = 1 << 20

// Assessor judges figures of one workspace.
type Assessor struct {
	Dir string // the workspace's folder; empty where there is none
	// Guard refuses changes that nobody is known to make, and the firm's own answers
	// to who may not see all of its books.
	Guard access.Guard
}

// Result is a verdict and what stands beside it.
type Result struct {
	Verdict maturity.Verdict
	Steps   []maturity.Step // what each unmet need of the next class takes
	Figure  multiplier.Result
	// RuleFile is the workspace's own rule; empty for the shipped one.
	RuleFile string
	// References are the study's values by class; a class it does not know has none.
	References map[maturity.Class]benchmark.Reference
}

// Run judges a figure that was cut by customer and nothing else.
func (a *Assessor) Run(_ context.Context, figure multiplier.Result) (_ Result, err error) {
	defer fault.Wrap(&err, "assessing.Run")
	rule, outcome, own, err := a.rule()
	if err != nil {
		return Result{}, err
	}
	r := Result{Figure: figure, RuleFile: own, References: map[maturity.Class]benchmark.Reference{}}
	books := maturity.Books{ByCustomer: figure, OutcomeShare: outcome}
	r.Verdict = maturity.Assess(rule, maturity.Gather(rule, books))
	r.Steps = maturity.Steps(r.Verdict, books)
	refs, err := a.references()
	if err != nil {
		return Result{}, err
	}
	for _, class := range maturity.Classes() {
		if ref, ok := refs.Table.Find("pem.class." + string(class)); ok && ref.Known() {
			r.References[class] = ref
		}
	}
	return r, nil
}

// rule gives the rule in force, the outcome share it declares, and the path of
// the workspace's own; no path for the shipped one.
func (a *Assessor) rule() (maturity.Rule, *money.Decimal, string, error) {
	data, own, err := a.read(RuleFile)
	if err != nil {
		return maturity.Rule{}, nil, "", err
	}
	name := own
	if own == "" {
		name, data = RuleFile, shippedRule
	}
	rule, outcome, err := ParseRule(name, data)
	return rule, outcome, own, err
}

// read gives a file of the workspace and its path; no file is an empty path.
func (a *Assessor) read(name string) ([]byte, string, error) {
	if a.Dir == "" {
		return nil, "", nil
	}
	path := filepath.Join(a.Dir, name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err == nil && info.Size() > maxFileBytes {
		return nil, "", fault.New(fault.KindLimit, "assess.file_too_large").At(fault.Place{File: path})
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, "", fault.New(fault.KindUnavailable, "assess.file_unreadable").At(fault.Place{File: path}).Because(err)
	}
	return data, path, nil
}

// write puts a file of the workspace in place of the one there was, whole or not
// at all.
func (a *Assessor) write(name string, data []byte) error {
	path := filepath.Join(a.Dir, name)
	unwritable := func(err error) error {
		return fault.New(fault.KindUnavailable, "assess.file_unwritable").At(fault.Place{File: path}).Because(err)
	}
	f, err := os.CreateTemp(a.Dir, "."+name+".*")
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // after the rename there is nothing to remove
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return unwritable(err)
	}
	return nil
}
