package importing

import (
	"context"
	"errors"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

// Preview is what files look like before anything is imported.
type Preview struct {
	Sets  []Set
	Files []PreviewFile
}

// Set is files that would be imported as one batch.
type Set struct {
	// Kind is what they would be imported as; empty when nothing recognises
	// them, and then Fault says why.
	Kind            batch.Kind
	Format, Version string
	Rows            int64 // good rows; zero for bills, whose rows only an import counts
	Rejected        int64
	Rejects         []batch.Reject // the first of them, at most previewRejects
	Findings        []batch.Finding
	Fault           error
	Files           []string // by name
	// Known is the live batch that has all the files already; empty for none.
	Known batch.ID
}

// PreviewFile is one file and, where it is text, its first records as they
// stand.
type PreviewFile struct {
	Name      string
	SizeBytes int64
	Header    []string
	Records   [][]string
}

// previewRecords is how many records of a file are shown.
const previewRecords = 5

// previewRejects is how many unreadable rows of a set are shown.
const previewRejects = 20

// reject counts unreadable rows and keeps the first.
func (s *Set) reject(rows []batch.Reject) {
	s.Rejected += int64(len(rows))
	s.Rejects = append(s.Rejects, rows[:min(len(rows), previewRejects-len(s.Rejects))]...)
}

// Preview recognises files and imports nothing. Files that are one delivery make
// one set; of a mixed lot each kind makes its own. A file that is there twice
// counts once, and the second is a set with a fault.
func (im *Importer) Preview(ctx context.Context, paths []string) (_ Preview, err error) {
	defer fault.Wrap(&err, "importing.Preview")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return Preview{}, err
	}
	entries, err := im.expand(ctx, paths, nil)
	if err != nil {
		return Preview{}, err
	}
	var p Preview
	for _, e := range entries {
		f := PreviewFile{Name: e.Name(), SizeBytes: e.SizeBytes}
		if e.Kind == source.KindText {
			f.Header, f.Records = firstRecords(e)
		}
		p.Files = append(p.Files, f)
	}
	entries, twice, err := withoutTwins(ctx, entries)
	if err != nil {
		return Preview{}, err
	}
	whole, err := im.recogniseSet(ctx, paths, entries)
	if err != nil {
		return Preview{}, err
	}
	p.Sets = []Set{whole}
	if whole.Fault != nil && len(entries) > 1 {
		if p.Sets, err = im.sortOut(ctx, paths, entries); err != nil {
			return Preview{}, err
		}
	}
	for i := range p.Sets {
		if err := im.known(ctx, &p.Sets[i], entries); err != nil {
			return Preview{}, err
		}
	}
	p.Sets = append(p.Sets, twice...)
	return p, nil
}

// recogniseSet says what files are together. Kinds whose header is exact are
// asked first, those that guess a mapping last: whatever looks like a table may
// be an invoice book, so that their word is the last.
func (im *Importer) recogniseSet(ctx context.Context, paths []string, entries []source.Entry) (Set, error) {
	s := Set{Files: names(entries)}
	for _, try := range []func(context.Context, []string, []source.Entry, *Set) error{
		im.previewBill, im.previewCustomers, im.previewCategories, im.previewRates, im.previewServices} {
		found := Set{Files: s.Files}
		err := try(ctx, paths, entries, &found)
		if err == nil {
			return found, nil
		}
		if ctx.Err() != nil {
			return Set{}, ctx.Err()
		}
		if _, isFault := fault.As(err); !isFault {
			return Set{}, err
		}
		s.Fault = err
	}
	return s, nil
}

func names(entries []source.Entry) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.Name()
	}
	return all
}

func (im *Importer) previewBill(ctx context.Context, paths []string, entries []source.Entry, p *Set) error {
	files, findings, err := im.billFiles(ctx, BillInput{Paths: paths, Only: names(entries), Side: batch.SideCost})
	if err != nil {
		return err
	}
	p.Kind, p.Format, p.Version, p.Findings = batch.KindBill, files[0].format, versions(files), findings
	return nil
}

func (im *Importer) previewCustomers(ctx context.Context, _ []string, entries []source.Entry, p *Set) error {
	list := roster.NewCustomers()
	return previewRoster(ctx, entries, batch.KindCustomers, p, func(r io.Reader, name string) (read, error) {
		got, err := list.Read(r, name)
		return read{got.Customers, got.Rejects, got.Findings}, err
	})
}

func (im *Importer) previewCategories(ctx context.Context, _ []string, entries []source.Entry, p *Set) error {
	return previewRoster(ctx, entries, batch.KindCategories, p, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadCategories(r, name)
		return read{int64(len(got.Rules)), nil, got.Findings}, err
	})
}

func previewRoster(ctx context.Context, entries []source.Entry, kind batch.Kind, p *Set, readOne func(io.Reader, string) (read, error)) error {
	found := Set{Kind: kind, Format: string(kind), Files: p.Files}
	for _, e := range entries {
		got, err := readEntry(ctx, e, kind, readOne)
		if err != nil {
			return err
		}
		found.Rows += got.rows
		found.reject(got.rejects)
		found.Findings = append(found.Findings, got.findings...)
	}
	if found.Rows == 0 {
		return fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: entries[0].Name()})
	}
	*p = found
	return nil
}

func (im *Importer) previewRates(_ context.Context, _ []string, entries []source.Entry, p *Set) error {
	found := Set{Kind: batch.KindRates, Files: p.Files}
	for _, e := range entries {
		set, err := readRates(e)
		if err != nil {
			return err
		}
		found.Format = string(set.Format)
		found.Rows += int64(len(set.Rates))
		found.reject(set.Rejects)
	}
	if found.Rows == 0 {
		return fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: entries[0].Name()})
	}
	*p = found
	return nil
}

func (im *Importer) previewServices(ctx context.Context, paths []string, entries []source.Entry, p *Set) error {
	lines, err := im.TryServices(ctx, ServicesInput{Paths: paths, Only: names(entries), MaxRejectShare: money.One})
	if err != nil {
		return err
	}
	*p = Set{Kind: batch.KindServices, Format: lines.Preset, Rows: int64(len(lines.Lines)), Findings: lines.Batch.Findings, Files: p.Files}
	p.reject(lines.Rejects)
	return nil
}

// firstRecords reads a text file as far as it is shown. What cannot be read
// shows nothing: why, the recognition says.
func firstRecords(e source.Entry) (header []string, records [][]string) {
	s, err := e.Open()
	if err != nil {
		return nil, nil
	}
	defer s.Close() //nolint:errcheck // what was read is all that is shown
	csv, err := source.DetectCSV(source.NewText(s), e.Name())
	if err != nil {
		return nil, nil
	}
	for len(records) < previewRecords {
		rec, err := csv.Read()
		if errors.Is(err, io.EOF) || err != nil {
			break
		}
		if header == nil {
			header = rec.Strings()
			continue
		}
		records = append(records, rec.Strings())
	}
	return header, records
}
