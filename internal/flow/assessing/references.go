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
)

// References are the reference values in force.
type References struct {
	Table benchmark.Table
	Own   map[string]bool // ids that the workspace's own file gives
	File  string          // the own file; empty where there is none
}

// References gives the shipped values with the workspace's own in their place.
func (a *Assessor) References(ctx context.Context) (_ References, err error) {
	defer fault.Wrap(&err, "assessing.References")
	if _, err := a.Guard.Allow(ctx, access.RightSee); err != nil {
		return References{}, err
	}
	return a.references()
}

func (a *Assessor) references() (References, error) {
	r := References{Table: benchmark.Shipped(), Own: map[string]bool{}}
	data, own, err := a.read(BenchmarkFile)
	if err != nil || own == "" {
		return r, err
	}
	mine, err := benchmark.Parse(own, data)
	if err != nil {
		return r, err
	}
	for _, ref := range mine {
		r.Own[ref.ID] = true
	}
	r.Table, r.File = r.Table.Replace(mine), own
	return r, nil
}

// ReplaceReferences makes a file the workspace's own references, in place of
// the ones before. Name is what faults call the file. Faults: access.denied,
// assess.file_too_large, assess.file_empty, and those of benchmark.Parse.
func (a *Assessor) ReplaceReferences(ctx context.Context, name string, data []byte) (err error) {
	defer fault.Wrap(&err, "assessing.ReplaceReferences")
	if _, err := a.Guard.Allow(ctx, access.RightSettle); err != nil {
		return err
	}
	if len(data) > maxFileBytes {
		return fault.New(fault.KindLimit, "assess.file_too_large").At(fault.Place{File: name})
	}
	table, err := benchmark.Parse(name, data)
	if err != nil {
		return err
	}
	if len(table) == 0 {
		return fault.New(fault.KindInvalid, "assess.file_empty").At(fault.Place{File: name})
	}
	return a.write(BenchmarkFile, data)
}

// ResetReferences takes the workspace's own references away. Fault:
// access.denied.
func (a *Assessor) ResetReferences(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "assessing.ResetReferences")
	if _, err := a.Guard.Allow(ctx, access.RightSettle); err != nil {
		return err
	}
	path := filepath.Join(a.Dir, BenchmarkFile)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.KindUnavailable, "assess.file_unwritable").At(fault.Place{File: path}).Because(err)
	}
	return nil
}

// Needs gives the maturity rule in force, for jobs that judge figures of their
// own.
func (a *Assessor) Needs(ctx context.Context) (_ maturity.Rule, err error) {
	defer fault.Wrap(&err, "assessing.Needs")
	if _, err := a.Guard.Allow(ctx, access.RightSee); err != nil {
		return maturity.Rule{}, err
	}
	rule, _, _, err := a.rule()
	return rule, err
}

// Rule gives the maturity rule in force as it is written, and the path of the
// workspace's own; empty for the shipped one.
func (a *Assessor) Rule(ctx context.Context) (text, own string, err error) {
	defer fault.Wrap(&err, "assessing.Rule")
	if _, err := a.Guard.Allow(ctx, access.RightSee); err != nil {
		return "", "", err
	}
	data, own, err := a.read(RuleFile)
	if err == nil && own == "" {
		data = shippedRule
	}
	return string(data), own, err
}
