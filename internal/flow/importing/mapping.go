package importing

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

// mappingExt ends the name of a mapping's file.
const mappingExt = ".yaml"

// ownMappings reads the workspace's mappings, by name. One that is broken is a
// fault and not left out: books would be read by another without a word.
func (im *Importer) ownMappings() ([]invoicebook.Mapping, error) {
	names, err := im.mappingNames()
	if err != nil {
		return nil, err
	}
	var all []invoicebook.Mapping
	for _, name := range names {
		m, err := readMapping(im.mappingPath(name))
		if err != nil {
			return nil, err
		}
		m.Name = name // here a mapping is called as its file is
		all = append(all, m)
	}
	return all, nil
}

func (im *Importer) mappingPath(name string) string {
	return filepath.Join(im.MappingDir, name+mappingExt)
}

func (im *Importer) mappingNames() ([]string, error) {
	if im.MappingDir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(im.MappingDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadableMapping(im.MappingDir, err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), mappingExt); ok && invoicebook.IsMappingName(name) && e.Type().IsRegular() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func unreadableMapping(path string, err error) error {
	return fault.New(fault.KindUnavailable, "services.mapping_unreadable").With("file", path).At(fault.Place{File: path}).Because(err)
}

// readMapping reads a mapping file. Where it gives no name it is called as its
// file is: where the file lies must not matter.
func readMapping(path string) (_ invoicebook.Mapping, err error) {
	f, err := os.Open(path)
	if err != nil {
		return invoicebook.Mapping{}, unreadableMapping(path, err)
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	m, err := invoicebook.ParseMapping(f, path)
	if m.Name == path {
		m.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return m, err
}

// findMapping reads a mapping file, or takes a mapping of the workspace or a
// preset by its name, in this order.
func (im *Importer) findMapping(name string) (invoicebook.Mapping, error) {
	_, err := os.Stat(name)
	if err == nil {
		return readMapping(name)
	}
	own, oerr := im.mappingNames()
	if oerr != nil {
		return invoicebook.Mapping{}, oerr
	}
	if slices.Contains(own, name) {
		return readMapping(im.mappingPath(name))
	}
	if m, _, perr := invoicebook.FindPreset(name); perr == nil {
		return m, nil
	}
	return invoicebook.Mapping{}, fault.New(fault.KindNotFound, "services.mapping_missing").With("name", name).Because(err)
}

// MappingText gives the file of a mapping of the workspace, or of a preset.
// Fault: services.mapping_missing.
func (im *Importer) MappingText(ctx context.Context, name string) (_ string, err error) {
	defer fault.Wrap(&err, "importing.MappingText(%s)", name)
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return "", err
	}
	own, err := im.mappingNames()
	if err != nil {
		return "", err
	}
	if slices.Contains(own, name) {
		text, err := os.ReadFile(im.mappingPath(name))
		if err != nil {
			return "", unreadableMapping(im.mappingPath(name), err)
		}
		return string(text), nil
	}
	if _, text, err := invoicebook.FindPreset(name); err == nil {
		return text, nil
	}
	return "", fault.New(fault.KindNotFound, "services.mapping_missing").With("name", name)
}

// SaveMapping keeps a sketch as a mapping of the workspace, so that the next
// file like it is recognised. A mapping of that name is replaced only where
// replace says so; the old one is kept beside it. Faults: those of Sketch.YAML,
// services.mapping_exists.
func (im *Importer) SaveMapping(ctx context.Context, s Sketch, replace bool) (err error) {
	defer fault.Wrap(&err, "importing.SaveMapping(%s)", s.Name)
	unlock, err := im.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	text, err := s.YAML()
	if err != nil {
		return err
	}
	taken := fault.New(fault.KindConflict, "services.mapping_exists").With("name", s.Name).With("part", "name")
	if _, _, err := invoicebook.FindPreset(s.Name); err == nil {
		return taken
	}
	if err := os.MkdirAll(im.MappingDir, 0o755); err != nil {
		return unwritable(im.MappingDir, err)
	}
	path := im.mappingPath(s.Name)
	before, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(before, []byte(text)):
		return nil
	case err == nil && !replace:
		return taken
	case err == nil:
		if err := os.WriteFile(path+".before", before, 0o644); err != nil {
			return unwritable(path, err)
		}
	}
	return writeWhole(path, []byte(text))
}

// writeWhole puts a file in its place at once: who reads it sees the old one or
// the new one.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return unwritable(path, err)
	}
	_, err = f.Write(data)
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
		os.Remove(f.Name()) //nolint:errcheck // a hidden file that nothing reads
		return unwritable(path, err)
	}
	return syncOne(filepath.Dir(path))
}
