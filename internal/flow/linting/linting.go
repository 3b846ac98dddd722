// Package linting is the job of the readiness lint: it finds the files behind
// paths, asks the rules about each, and writes the fixes that are safe.
//
// It owns the order of things and what is written to disk. It does not own
// rules (core/region/lint) nor how a format is read and changed
// (source/literal). It touches no workspace, so nobody's right is asked: who
// calls it reads files of their own.
package linting

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/literal"
)

// Input is what to look at.
type Input struct {
	Paths []string // files, folders, archives, patterns
	Fix   bool     // write what can be fixed; archives are never written
}

// Result is what was found.
type Result struct {
	Files    []File    // those with findings or fixes, in the order of paths
	Looked   int       // how many files were read
	Failures []Failure // files that could not be read, in the order of paths
}

// File is one file with what is wrong in it.
type File struct {
	Name   string
	Format lint.Format
	// Findings are those of the file as it was; after a fix that was written, of
	// the file as it is.
	Findings []lint.Finding
	Fixed    int    // places that the fix rewrites
	Diff     string // unified; empty where nothing can be fixed
	Written  bool   // the file on disk is the fixed one
	Content  []byte // as fixed, or as it was
}

// Failure is a file that could not be read.
type Failure struct {
	Name string
	Err  error
}

// Worst is the gravest severity found, or "".
func (r Result) Worst() lint.Severity {
	worst := lint.Severity("")
	for _, f := range r.Files {
		for _, x := range f.Findings {
			if worst == "" || rank(x.Severity) < rank(worst) {
				worst = x.Severity
			}
		}
	}
	return worst
}

func rank(s lint.Severity) int {
	return slices.Index([]lint.Severity{lint.SeverityError, lint.SeverityWarning, lint.SeverityNote}, s)
}

// Run looks at every file. A file that cannot be read is a failure of its own and
// does not stop the others; in folders only files of known kinds are looked at.
func Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "linting.Run(%q)", in.Paths)
	entries, err := source.Expand(ctx, in.Paths, source.DefaultLimits())
	if err != nil {
		return Result{}, err
	}
	j := job{fix: in.Fix, modules: map[string]literal.Module{}}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if !slices.Contains(in.Paths, e.Path) && !literal.Knows(e.Name()) {
			continue
		}
		j.entry(e)
	}
	return j.result, nil
}

// Text looks at one file that is not on disk, such as an upload.
func Text(name string, data []byte) (File, error) {
	f, _, err := check(name, data, literal.ModuleOf([][]byte{data}))
	return f, err
}

type job struct {
	fix     bool
	modules map[string]literal.Module // by folder
	result  Result
}

func (j *job) entry(e source.Entry) {
	j.result.Looked++
	f, err := j.file(e)
	if err != nil {
		j.result.Failures = append(j.result.Failures, Failure{e.Name(), err})
		return
	}
	if len(f.Findings) > 0 || f.Fixed > 0 {
		j.result.Files = append(j.result.Files, f)
	}
}

func (j *job) file(e source.Entry) (File, error) {
	data, err := read(e)
	if err != nil {
		return File{}, err
	}
	folder := filepath.Dir(e.Path)
	module := j.module(e, folder)
	f, added, err := check(e.Name(), data, module)
	if err != nil || !j.fix || f.Fixed == 0 || !e.IsPlain() {
		return f, err
	}
	if err := replace(e.Path, f.Content); err != nil {
		return File{}, fault.New(fault.KindUnavailable, "lint.unwritable").With("file", e.Path).At(fault.Place{File: e.Path}).Because(err)
	}
	if added != "" {
		module.Partition = added
		j.modules[folder] = module
	}
	again, _, err := check(e.Name(), f.Content, module)
	f.Findings, f.Written = again.Findings, true
	return f, err
}

// check finds and, in memory, fixes.
func check(name string, data []byte, module literal.Module) (File, string, error) {
	read, err := literal.Parse(name, data, module)
	if err != nil {
		return File{}, "", err
	}
	f := File{Name: name, Format: read.Format, Findings: lint.Check(read.File), Content: data}
	changes := lint.Changes(f.Findings)
	if len(changes) == 0 {
		return f, "", nil
	}
	fixed, added, err := read.Apply(changes)
	if err != nil {
		return File{}, "", err
	}
	f.Content, f.Diff = fixed, unified(name, string(data), string(fixed))
	if f.Diff != "" {
		f.Fixed = len(changes)
	}
	return f, added, nil
}

func read(e source.Entry) (_ []byte, err error) {
	s, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return io.ReadAll(io.LimitReader(s, literal.MaxBytes+1))
}

// module reads the .tf files beside an entry once: the partition may be asked
// for in any of them.
func (j *job) module(e source.Entry, folder string) literal.Module {
	if e.Member != "" || !strings.HasSuffix(e.Path, ".tf") {
		return literal.Module{}
	}
	if m, known := j.modules[folder]; known {
		return m
	}
	var files [][]byte
	names, _ := filepath.Glob(filepath.Join(folder, "*.tf")) // a folder's name with a bracket finds less, and adds a block too many at worst
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() <= literal.MaxBytes {
			if data, err := os.ReadFile(name); err == nil {
				files = append(files, data)
			}
		}
	}
	j.modules[folder] = literal.ModuleOf(files)
	return j.modules[folder]
}

// replace writes beside the file and renames: a reader sees the old or the new.
func replace(path string, data []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	partial := path + ".partial"
	if err := os.WriteFile(partial, data, info.Mode().Perm()); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return os.Rename(partial, path)
}
