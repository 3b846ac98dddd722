package importing

import (
	"context"

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
