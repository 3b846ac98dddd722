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
	// Kind is what they would be imported as; empty when nothing recognises
	// them, and then Fault says why.
	Kind            batch.Kind
	Format, Version string
	Rows            int64 // good rows; zero for bills, whose rows only an import counts
	Rejected        int64
	Findings        []batch.Finding
	Fault           error
	Files           []PreviewFile
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

// Preview recognises files and imports nothing. Kinds whose header is exact are
// asked first, those that guess a mapping last.
func (im *Importer) Preview(ctx context.Context, paths []string) (_ Preview, err error) {
	defer fault.Wrap(&err, "importing.Preview")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return Preview{}, err
	}
	limits := source.DefaultLimits()
	limits.TempDir = im.Engine.TempDir()
	entries, err := source.Expand(ctx, paths, limits)
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
	for _, try := range []func(context.Context, []string, []source.Entry, *Preview) error{
		im.previewBill, im.previewCustomers, im.previewCategories, im.previewRates, im.previewServices} {
		err := try(ctx, paths, entries, &p)
		if err == nil {
			p.Fault = nil
			return p, nil
		}
		if ctx.Err() != nil {
			return Preview{}, ctx.Err()
		}
		if _, isFault := fault.As(err); !isFault {
			return Preview{}, err
		}
		// The mapping of services is the last word: whatever looks like a table may
		// be an invoice book.
		p.Fault = err
	}
	return p, nil
}

func (im *Importer) previewBill(ctx context.Context, paths []string, _ []source.Entry, p *Preview) error {
	files, findings, err := im.billFiles(ctx, BillInput{Paths: paths, Side: batch.SideCost})
	if err != nil {
		return err
	}
	p.Kind, p.Format, p.Version, p.Findings = batch.KindBill, files[0].format, versions(files), findings
	return nil
}

func (im *Importer) previewCustomers(ctx context.Context, _ []string, entries []source.Entry, p *Preview) error {
	list := roster.NewCustomers()
	return previewRoster(ctx, entries, batch.KindCustomers, p, func(r io.Reader, name string) (read, error) {
		got, err := list.Read(r, name)
		return read{got.Customers, got.Rejects, got.Findings}, err
	})
}

func (im *Importer) previewCategories(ctx context.Context, _ []string, entries []source.Entry, p *Preview) error {
	return previewRoster(ctx, entries, batch.KindCategories, p, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadCategories(r, name)
		return read{int64(len(got.Rules)), nil, got.Findings}, err
	})
}

func previewRoster(ctx context.Context, entries []source.Entry, kind batch.Kind, p *Preview, readOne func(io.Reader, string) (read, error)) error {
	found := Preview{Kind: kind, Format: string(kind), Files: p.Files}
	for _, e := range entries {
		got, err := readEntry(ctx, e, kind, readOne)
		if err != nil {
			return err
		}
		found.Rows, found.Rejected = found.Rows+got.rows, found.Rejected+int64(len(got.rejects))
		found.Findings = append(found.Findings, got.findings...)
	}
	if found.Rows == 0 {
		return fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: entries[0].Name()})
	}
	*p = found
	return nil
}

func (im *Importer) previewRates(_ context.Context, _ []string, entries []source.Entry, p *Preview) error {
	found := Preview{Kind: batch.KindRates, Files: p.Files}
	for _, e := range entries {
		set, err := readRates(e)
		if err != nil {
			return err
		}
		found.Format = string(set.Format)
		found.Rows, found.Rejected = found.Rows+int64(len(set.Rates)), found.Rejected+int64(len(set.Rejects))
	}
	if found.Rows == 0 {
		return fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: entries[0].Name()})
	}
	*p = found
	return nil
}

func (im *Importer) previewServices(ctx context.Context, paths []string, _ []source.Entry, p *Preview) error {
	lines, err := im.TryServices(ctx, ServicesInput{Paths: paths, MaxRejectShare: money.One})
	if err != nil {
		return err
	}
	*p = Preview{Kind: batch.KindServices, Format: lines.Preset, Rows: int64(len(lines.Lines)), Rejected: int64(len(lines.Rejects)),
		Findings: lines.Batch.Findings, Files: p.Files}
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
