package importing

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
	"github.com/sevenfold/sevenfold/internal/source/focus"
)

// billFile is one file of a bill, recognised.
type billFile struct {
	entry    source.Entry
	header   []string
	dialect  source.Dialect
	encoding source.Encoding
	odd      bool // only reading row by row reads it rightly
	reject   bool // a reject file that was mended: its rows carry their first place

	format   string
	version  string
	mapping  bill.Mapping
	unused   *bill.Mapping // extra charges for unused commitments
	findings []batch.Finding
	decoded  []batch.Finding // what decoding the text had to assume
}

// Formats that --format may force.
const (
	FormatFocus   = focus.Format
	FormatAWSCUR  = awscur.Format
	rejectColumns = 5 // what writeReject puts before the source's own columns
)

// recognise reads a file's header and says what it is.
func (im *Importer) recognise(ctx context.Context, e source.Entry, forced string) (_ *billFile, err error) {
	defer fault.Wrap(&err, "recognise(%s)", e.Name())
	f := &billFile{entry: e}
	switch e.Kind {
	case source.KindParquet:
		if !e.IsPlain() {
			return nil, fault.New(fault.KindInvalid, "bill.parquet_in_archive").At(fault.Place{File: e.Name()})
		}
		if f.header, err = im.Engine.ParquetColumns(ctx, e.Path); err != nil {
			return nil, err
		}
	case source.KindText:
		if err := f.readHeader(); err != nil {
			return nil, err
		}
	case source.KindEmpty:
		return nil, fault.New(fault.KindInvalid, "bill.empty").At(fault.Place{File: e.Name()})
	default:
		return nil, notABill(e, string(e.Kind))
	}
	if len(f.header) > rejectColumns && f.header[0] == rejectHeader[0] {
		f.reject = true
	}
	return f, f.choose(forced)
}

func notABill(e source.Entry, kind string) error {
	return fault.New(fault.KindInvalid, "bill.unrecognised").With("kind", kind).At(fault.Place{File: e.Name()})
}

// readHeader looks at the beginning of a text file.
func (f *billFile) readHeader() (err error) {
	s, err := f.entry.Open()
	if err != nil {
		return err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	text := source.NewText(s)
	csv, err := source.DetectCSV(text, f.entry.Name())
	if err != nil {
		return err
	}
	f.dialect = csv.Dialect()
	for {
		rec, err := csv.Read()
		if errors.Is(err, io.EOF) {
			return fault.New(fault.KindInvalid, "bill.no_header").At(fault.Place{File: f.entry.Name()})
		}
		if err != nil {
			return err
		}
		if f.dialect.HeaderRow > 0 && rec.Number < f.dialect.HeaderRow {
			continue
		}
		f.header = rec.Strings()
		f.encoding = text.Encoding()
		return nil
	}
}

// choose finds the format that understands the header, or takes the forced one.
func (f *billFile) choose(forced string) error {
	header := f.header
	if f.reject {
		header = header[rejectColumns:]
	}
	place := fault.Place{File: f.entry.Name()}
	if forced == "" || forced == FormatFocus {
		if l, ok := focus.Detect(header); ok {
			if err := l.Check(); err != nil {
				return at(err, place)
			}
			f.format, f.version, f.mapping, f.findings = focus.Format, string(l.Version), l.Mapping, focusFindings(l, place.File)
			return nil
		}
	}
	if forced == "" || forced == FormatAWSCUR {
		if l, ok := awscur.Detect(header); ok {
			if err := l.Check(); err != nil {
				return at(err, place)
			}
			f.format, f.version, f.mapping = awscur.Format, string(l.Version), l.Mapping
			f.findings = headerFindings(nil, "column_twice", batch.SeverityWarning, l.Twice, place.File)
			if l.Unused.SQL != "" {
				f.unused = &l.Unused
			}
			return nil
		}
	}
	if forced != "" {
		return fault.New(fault.KindInvalid, "bill.not_this_format").With("format", forced).At(place)
	}
	return fault.New(fault.KindInvalid, "bill.unrecognised").With("kind", "csv").With("header", headline(header)).At(place)
}

// at says where a format's fault lies.
func at(err error, place fault.Place) error {
	if e, ok := fault.As(err); ok {
		return e.At(place)
	}
	return err
}

func headline(header []string) string {
	text := strings.Join(header, ", ")
	if len(text) > 120 {
		text = strings.ToValidUTF8(text[:120], "") + "…"
	}
	return text
}

// focusFindings says what the header alone shows.
func focusFindings(l focus.Layout, file string) []batch.Finding {
	fs := headerFindings(nil, "column_missing", batch.SeverityError, l.Missing, file)
	for _, r := range l.Renamed {
		fs = append(fs, batch.Finding{Rule: "column_renamed", Severity: batch.SeverityInfo, Column: r.Column, Example: r.Header, Count: 1, File: file})
	}
	fs = headerFindings(fs, "column_unknown", batch.SeverityInfo, l.Unknown, file)
	fs = headerFindings(fs, "column_twice", batch.SeverityWarning, l.Twice, file)
	if l.Credits != "" {
		fs = headerFindings(fs, "credits_not_added", batch.SeverityWarning, []string{l.Credits}, file)
	}
	return fs
}

func headerFindings(fs []batch.Finding, rule string, severity batch.Severity, columns []string, file string) []batch.Finding {
	for _, c := range columns {
		fs = append(fs, batch.Finding{Rule: rule, Severity: severity, Column: c, Count: 1, File: file})
	}
	return fs
}

// direct reports whether the engine may parse the file: nothing in its layout
// that DuckDB and we could understand differently.
func (f *billFile) direct() bool {
	if f.reject {
		return false
	}
	if f.entry.Kind == source.KindParquet {
		return true
	}
	return f.dialect.Quote == '"' && !f.dialect.LoneCR && !f.dialect.SepLine && f.dialect.HeaderRow <= 1
}

// ingest is what the engine needs for a direct read.
func (f *billFile) ingest(out string) duckdb.IngestInput {
	in := duckdb.IngestInput{Path: f.entry.Path, Format: duckdb.FileCSV, Delimiter: f.dialect.Delimiter,
		Header: f.header, Mapping: f.mapping, Out: out, Compression: "none"}
	if f.entry.Kind == source.KindParquet {
		in.Format = duckdb.FileParquet
	}
	return in
}

// firstRow is the number of the first data row as a spreadsheet shows it.
func (f *billFile) firstRow() int64 {
	if f.entry.Kind == source.KindParquet {
		return 1
	}
	return max(f.dialect.HeaderRow, 1) + 1
}
