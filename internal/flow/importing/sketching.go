package importing

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

// Sketch and what is in it are the words of a mapping, for faces, which do not
// read sources themselves.
type (
	Sketch      = invoicebook.Sketch
	SketchStart = invoicebook.Start
	SketchCell  = invoicebook.Cell
	SketchText  = invoicebook.Text
	Field       = invoicebook.Field
	TaxMode     = invoicebook.TaxMode
	Until       = invoicebook.Until
	Encoding    = source.Encoding
	DecimalMark = source.DecimalMark
)

// Vocabulary is what an editor offers to choose from.
type Vocabulary struct {
	Fields     []Field
	Dates      []string
	Delimiters []string
	Encodings  []Encoding
}

// NewVocabulary gives the vocabulary of mapping files.
func NewVocabulary() Vocabulary {
	return Vocabulary{Fields: invoicebook.Fields(), Dates: invoicebook.DatePatterns(), Delimiters: invoicebook.Delimiters(), Encodings: source.Encodings()}
}

// Unmapped is a table of which somebody is to say what its columns mean.
type Unmapped struct {
	File  string // the name of its file, for ServicesInput.Only
	Sheet string // empty for a text file
	Rows  [][]string
	// Sketch is what its columns may mean.
	Sketch Sketch
}

// Sketches looks at the tables of files and guesses what their columns mean. How
// the text is written and which row is the header may be said; zero values find
// them out. Files that are no tables are left out.
func (im *Importer) Sketches(ctx context.Context, paths []string, how SketchText, headerRow int64) (_ []Unmapped, err error) {
	defer fault.Wrap(&err, "importing.Sketches")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return nil, err
	}
	entries, err := im.expand(ctx, paths, nil)
	if err != nil {
		return nil, err
	}
	var all []Unmapped
	for _, e := range entries {
		if e.Kind != source.KindText && e.Kind != source.KindXLSX {
			continue
		}
		samples, err := invoicebook.Look(ctx, e, how)
		if err != nil {
			return nil, err
		}
		for _, s := range samples {
			if len(s.Rows) == 0 {
				continue
			}
			sketch := invoicebook.GuessUnder(s, headerRow)
			sketch.Text = how
			all = append(all, Unmapped{File: e.Name(), Sheet: s.Sheet, Rows: s.Rows, Sketch: sketch})
		}
	}
	return all, nil
}

// SavedMappings names the mappings of the workspace that a sketch can start from,
// by name.
func (im *Importer) SavedMappings(ctx context.Context) (_ []string, err error) {
	defer fault.Wrap(&err, "importing.SavedMappings")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return nil, err
	}
	return im.mappingNames()
}

// StartSketches looks at the tables of files as a mapping of the workspace says
// they are written, and puts its meanings on their columns: a start for each of
// the tables. Where the row that the mapping says is the header names none of its
// columns, headerRow decides. Fault: services.mapping_missing.
func (im *Importer) StartSketches(ctx context.Context, paths []string, name string, headerRow int64) (_ []Unmapped, _ []SketchStart, err error) {
	defer fault.Wrap(&err, "importing.StartSketches(%s)", name)
	saved, err := im.SavedMappings(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(saved, name) {
		return nil, nil, fault.New(fault.KindNotFound, "services.mapping_missing").With("name", name)
	}
	m, err := readMapping(im.mappingPath(name))
	if err != nil {
		return nil, nil, err
	}
	all, starts, known, err := im.startUnder(ctx, paths, m, m.HeaderRow)
	if err == nil && known == 0 && m.HeaderRow != headerRow {
		all, starts, _, err = im.startUnder(ctx, paths, m, headerRow)
	}
	return all, starts, err
}

// startUnder starts under one row, and tells how many columns were known there.
func (im *Importer) startUnder(ctx context.Context, paths []string, m invoicebook.Mapping, row int64) (all []Unmapped, starts []SketchStart, known int, err error) {
	if all, err = im.Sketches(ctx, paths, m.Text, row); err != nil {
		return nil, nil, 0, err
	}
	for i := range all {
		s := all[i].Sketch.StartFrom(m)
		all[i].Sketch, starts, known = s.Sketch, append(starts, s), known+s.Known
	}
	return all, starts, known, nil
}

// TrySketch reads a file by a sketch, all of it, and imports nothing. It gives
// the mapping file too.
func (im *Importer) TrySketch(ctx context.Context, paths []string, file string, s Sketch) (_ Lines, text string, err error) {
	defer fault.Wrap(&err, "importing.TrySketch")
	text, err = s.YAML()
	if err != nil {
		return Lines{}, "", err
	}
	lines, err := im.TryServices(ctx, ServicesInput{Paths: paths, Only: []string{file}, Mapping: text, MaxRejectShare: money.One})
	return lines, text, err
}
