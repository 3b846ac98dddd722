package triggering

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
)

//go:embed rules/*.yaml
var shipped embed.FS

// LifeFile, in the folder of a workspace's own rules, replaces and adds lines of
// the table of ends of life.
const LifeFile = "endoflife.csv"

// maxFileBytes bounds a file of a rule: it holds a page of text.
const maxFileBytes = 1 << 20

// Rules gives the rules in force: the shipped ones, with the workspace's own in
// the place of those with the same id, and its further ones after them. Faults:
// trigger.not_yaml, trigger.file_unreadable, trigger.file_too_large,
// trigger.twice, and those of trigger.Rule.Validate and trigger.ParseLives.
func (f *Finder) Rules(ctx context.Context) (_ []trigger.Rule, _ []trigger.Life, err error) {
	defer fault.Wrap(&err, "triggering.Rules")
	if _, err := f.Measurer.Guard.Allow(ctx, access.RightSee); err != nil {
		return nil, nil, err
	}
	return f.rules()
}

func (f *Finder) rules() ([]trigger.Rule, []trigger.Life, error) {
	rules, lives := Shipped(), trigger.ShippedLives()
	own, ownLives, err := readOwn(f.Dir)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range own {
		if i := slices.IndexFunc(rules, func(x trigger.Rule) bool { return x.ID == r.ID }); i >= 0 {
			rules[i] = r
		} else {
			rules = append(rules, r)
		}
	}
	return rules, trigger.ReplaceLives(lives, ownLives), nil
}

// Shipped gives the rules that come with the program, in the order of their
// files.
func Shipped() []trigger.Rule {
	entries, err := shipped.ReadDir("rules")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var all []trigger.Rule
	for _, e := range entries {
		data, err := shipped.ReadFile("rules/" + e.Name())
		if err != nil {
			panic(err)
		}
		r, err := Parse(e.Name(), data)
		if err != nil {
			panic(err)
		}
		all = append(all, r)
	}
	return all
}

// readOwn reads the workspace's own rules and ends of life.
func readOwn(dir string) (own []trigger.Rule, lives []trigger.Life, err error) {
	if dir == "" {
		return nil, nil, nil
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fault.New(fault.KindUnavailable, "trigger.file_unreadable").At(fault.Place{File: dir}).Because(err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.Name() == LifeFile:
			data, err := readFile(path)
			if err == nil {
				lives, err = trigger.ParseLives(path, data)
			}
			if err != nil {
				return nil, nil, err
			}
		case strings.HasSuffix(e.Name(), ".yaml") && !strings.HasPrefix(e.Name(), "."):
			r, err := ReadFile(path)
			if err != nil {
				return nil, nil, err
			}
			if slices.ContainsFunc(own, func(x trigger.Rule) bool { return x.ID == r.ID }) {
				return nil, nil, fault.New(fault.KindInvalid, "trigger.twice").With("rule", string(r.ID)).At(fault.Place{File: path})
			}
			own = append(own, r)
		}
	}
	return own, lives, nil
}

// ReadFile reads one rule.
func ReadFile(path string) (trigger.Rule, error) {
	data, err := readFile(path)
	if err != nil {
		return trigger.Rule{}, err
	}
	r, err := Parse(path, data)
	r.File = path
	return r, err
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxFileBytes {
		return nil, fault.New(fault.KindLimit, "trigger.file_too_large").At(fault.Place{File: path})
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fault.New(fault.KindUnavailable, "trigger.file_unreadable").At(fault.Place{File: path}).Because(err)
	}
	return data, nil
}
