package measuring

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// Defined is a definition in force and where it stands.
type Defined struct {
	multiplier.Definition
	Path string // of the workspace's own file; empty for a shipped one
	Text string // as its file has it, or as a file would
}

// IsOwn reports a definition that the workspace made.
func (d Defined) IsOwn() bool { return d.Path != "" }

// Defined lists the definitions in force, the shipped ones first.
func (m *Measurer) Defined(ctx context.Context) (_ []Defined, err error) {
	defer fault.Wrap(&err, "measuring.Defined")
	if _, err := m.Guard.Allow(ctx, access.RightSee); err != nil {
		return nil, err
	}
	var all []Defined
	for _, d := range multiplier.Shipped() {
		text, err := FormatDefinition(d)
		if err != nil {
			return nil, err
		}
		all = append(all, Defined{Definition: d, Text: string(text)})
	}
	own, err := m.own()
	return append(all, own...), err
}

// FormatDefinition writes a definition as a file has it, with everything said.
// ParseDefinition reads it back to the same.
func FormatDefinition(d multiplier.Definition) ([]byte, error) {
	n, c := d.Numerator, d.Denominator
	f := definitionFile{Name: d.Name, Version: d.Version, Note: d.Note,
		Numerator: &numeratorFile{Basis: string(n.Basis), Funding: n.Funding, MarketplaceServices: n.MarketplaceServices, OwnSoftware: n.OwnSoftware},
		Cloud: &denominatorFile{Scope: string(c.Scope), Valuation: string(c.Valuation), BeforeCredits: &c.BeforeCredits, Marketplace: &c.Marketplace,
			Support: &c.Support, InternalUse: &c.InternalUse}}
	for _, k := range n.Categories {
		f.Numerator.Categories = append(f.Numerator.Categories, string(k))
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(f); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

// NextVersion is what a definition has to be called that replaces those in
// force: 1 for a new name, the same where nothing but its version differs, one
// more where it says something else.
func NextVersion(all []Defined, d multiplier.Definition) int {
	i := slices.IndexFunc(all, func(o Defined) bool { return o.Name == d.Name && o.IsOwn() })
	if i < 0 {
		return 1
	}
	if sameDefinition(all[i].Definition, d) {
		return all[i].Version
	}
	return all[i].Version + 1
}

// sameDefinition compares without version.
func sameDefinition(a, b multiplier.Definition) bool {
	a.Version, b.Version = 0, 0
	x, errX := FormatDefinition(a)
	y, errY := FormatDefinition(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Define saves one of the workspace's own definitions as it is written, with
// its comments; a changed one needs a higher version. Faults: access.denied,
// definition.name_taken, definition.version_not_raised, and those of
// ParseDefinition.
func (m *Measurer) Define(ctx context.Context, text []byte) (_ multiplier.Definition, err error) {
	defer fault.Wrap(&err, "measuring.Define")
	if _, err := m.Guard.Allow(ctx, access.RightSettle); err != nil {
		return multiplier.Definition{}, err
	}
	if len(text) > maxDefinitionBytes {
		return multiplier.Definition{}, fault.New(fault.KindLimit, "definition.too_large")
	}
	d, err := ParseDefinition("", text)
	if err != nil {
		return d, err
	}
	m.defining.Lock()
	defer m.defining.Unlock()
	own, err := m.own()
	if err != nil {
		return d, err
	}
	if slices.ContainsFunc(multiplier.Shipped(), func(s multiplier.Definition) bool { return s.Name == d.Name }) {
		return d, fault.New(fault.KindInvalid, "definition.name_taken").With("definition", d.Name)
	}
	path := filepath.Join(m.Definitions, d.Name+".yaml")
	if i := slices.IndexFunc(own, func(o Defined) bool { return o.Name == d.Name }); i >= 0 {
		path = own[i].Path
		if next := NextVersion(own, d); d.Version < next {
			return d, fault.New(fault.KindConflict, "definition.version_not_raised").With("definition", d.Name).With("version", next)
		}
	} else if _, err := os.Lstat(path); err == nil {
		return d, fault.New(fault.KindConflict, "definition.file_taken").At(fault.Place{File: path})
	}
	return d, writeDefinition(path, text)
}

// writeDefinition puts a file in place in one step.
func writeDefinition(path string, text []byte) (err error) {
	defer func() {
		if err != nil {
			err = fault.New(fault.KindUnavailable, "definition.unwritable").At(fault.Place{File: path}).Because(err)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".definition-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // after the rename there is nothing to remove
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Undefine takes one of the workspace's own definitions away. Figures that were
// asked under it keep it. Faults: access.denied, definition.unknown,
// definition.shipped.
func (m *Measurer) Undefine(ctx context.Context, name string) (err error) {
	defer fault.Wrap(&err, "measuring.Undefine")
	if _, err := m.Guard.Allow(ctx, access.RightSettle); err != nil {
		return err
	}
	m.defining.Lock()
	defer m.defining.Unlock()
	all, err := m.Defined(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(d Defined) bool { return d.Name == name })
	if i < 0 {
		return unknownDefinition(name, all)
	}
	if !all[i].IsOwn() {
		return fault.New(fault.KindConflict, "definition.shipped").With("definition", name)
	}
	if err := os.Remove(all[i].Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.KindUnavailable, "definition.unwritable").At(fault.Place{File: all[i].Path}).Because(err)
	}
	return nil
}

func unknownDefinition(name string, all []Defined) error {
	var known []string
	for _, d := range all {
		known = append(known, d.Name)
	}
	return fault.New(fault.KindNotFound, "definition.unknown").With("value", name).With("known", strings.Join(known, ", "))
}
