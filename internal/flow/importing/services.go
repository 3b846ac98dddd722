package importing

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/cii"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
	"github.com/sevenfold/sevenfold/internal/source/ubl"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Lake tables of services revenue.
const (
	TableServiceLine  = "service_line"
	TableServiceMonth = "service_month"
)

// FormatInvoiceXML is the format of batches of electronic invoices.
const FormatInvoiceXML = "invoice-xml"

// ServicesInput says which invoice books to import and how.
type ServicesInput struct {
	Paths []string
	Only  []string // as in BillInput
	// Map is a mapping file, or the name of a mapping of the workspace or of a
	// preset; empty detects one.
	Map string
	// Mapping is the text of a mapping that is no file yet; it wins over Map.
	Mapping  string
	Currency money.Currency // of books that do not say
	Dates    []string       // date patterns, where a table does not settle day and month itself
	Source   string         // names the stream that later deliveries replace; empty: services/<preset>
	// Add keeps older deliveries of the same source and month. Electronic
	// invoices always add: each file is a document of its own.
	Add            bool
	Strict         bool
	MaxRejectShare money.Decimal

	amendment *batch.Amendment // of mended rejects
}

// Lines is a services book as understood, before anything is imported.
type Lines struct {
	Preset  string
	Lines   []service.Line
	Rejects []batch.Reject
	Batch   batch.Batch
}

// TryServices reads a book without importing it.
func (im *Importer) TryServices(ctx context.Context, in ServicesInput) (_ Lines, err error) {
	defer fault.Wrap(&err, "importing.TryServices")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return Lines{}, err
	}
	_, lines, err := im.readServices(ctx, in)
	return lines, err
}

// Services imports services revenue as one batch. Within a source a newer
// delivery replaces the issue months it covers.
func (im *Importer) Services(ctx context.Context, in ServicesInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Services")
	unlock, err := im.lock(ctx)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	bk, lines, err := im.readServices(ctx, in)
	if err != nil {
		return Result{}, err
	}
	if known, found, err := im.unchanged(ctx, batch.KindServices, bk.batch.Fingerprint); err != nil || found {
		return known, err
	}
	r := &rejects{strict: in.Strict, maxShare: in.MaxRejectShare}
	for _, rej := range lines.Rejects {
		if err := r.add(rej); err != nil {
			return Result{}, r.refuse(err, im.RejectDir, bk.batch.ID)
		}
	}
	if err := r.judge(int64(len(lines.Lines))); err != nil {
		return Result{}, r.refuse(err, im.RejectDir, bk.batch.ID)
	}
	if len(lines.Lines) == 0 {
		err := fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: bk.batch.Files[0].Path})
		return Result{}, im.attempted(err, in.amendment, r, bk.batch.ID)
	}
	st, err := im.stage(bk.batch.ID)
	if err != nil {
		return Result{}, err
	}
	defer st.discard()
	if err := im.writeLines(ctx, st, bk, lines.Lines); err != nil {
		return Result{}, err
	}
	if err := im.amend(ctx, &bk.batch, in.amendment, r.rows); err != nil {
		return Result{}, err
	}
	bk.batch.Rejected = int64(len(r.rows))
	if bk.batch.RejectFile, err = r.write(im.RejectDir, bk.batch.ID); err != nil {
		return Result{}, err
	}
	replaced, err := im.commit(ctx, st, state.Commit{Batch: bk.batch, Add: in.Add || bk.mended || bk.batch.Format == FormatInvoiceXML})
	return Result{Batch: bk.batch, Replaced: replaced, Rejects: r.rows}, err
}

// readServices reads every file, XML documents one by one and books by mapping.
func (im *Importer) readServices(ctx context.Context, in ServicesInput) (*books, Lines, error) {
	bk, err := im.open(ctx, in.Paths, in.Only, batch.KindServices, in.Map, string(in.Currency), in.Source, strings.Join(in.Dates, "|"))
	if err != nil {
		return nil, Lines{}, err
	}
	documents, tables := 0, 0
	for _, e := range bk.entries {
		if e.Kind == source.KindXML {
			documents++
		} else {
			tables++
		}
	}
	if documents > 0 && tables > 0 {
		return nil, Lines{}, fault.New(fault.KindInvalid, "services.mixed_formats").At(fault.Place{File: bk.entries[0].Name()})
	}
	var lines Lines
	if documents > 0 {
		lines, err = im.readDocuments(ctx, bk)
	} else {
		lines, err = im.readTables(ctx, bk, in)
	}
	if err != nil {
		return nil, Lines{}, err
	}
	bk.batch.How = batch.How{Map: in.Map, Currency: string(in.Currency), Dates: in.Dates}
	bk.batch.Source = in.Source
	if bk.batch.Source == "" {
		bk.batch.Source = "services/" + lines.Preset
	}
	bk.batch.Sums = append(bk.batch.Sums, netByCurrency(lines.Lines)...)
	lines.Batch = bk.batch
	return bk, lines, nil
}

// readDocuments reads electronic invoices. One that is already in is left out
// and reported: its hash is known.
func (im *Importer) readDocuments(ctx context.Context, bk *books) (Lines, error) {
	lines := Lines{Preset: FormatInvoiceXML}
	bk.batch.Format = FormatInvoiceXML
	kept, names := bk.batch.Files[:0], bk.names[:0]
	for i, e := range bk.entries {
		known, err := im.State.LiveFiles(ctx, batch.KindServices, bk.batch.Files[i].SHA256)
		if err != nil {
			return Lines{}, err
		}
		if len(known) > 0 && len(bk.entries) > 1 {
			bk.batch.Findings = append(bk.batch.Findings, batch.Finding{Rule: "document_known", Severity: batch.SeverityInfo, Count: 1, File: e.Name()})
			continue
		}
		doc, format, err := readDocument(e)
		if err != nil {
			return Lines{}, err
		}
		bk.batch.Version = format
		bk.batch.Findings = append(bk.batch.Findings, doc.Findings...)
		file := bk.batch.Files[i]
		file.Ordinal, file.Rows, file.FirstRow = len(kept)+1, int64(len(doc.Lines)), 1
		kept, names = append(kept, file), append(names, e.Name())
		lines.Lines = append(lines.Lines, doc.Lines...)
	}
	bk.batch.Files, bk.names = kept, names
	return lines, nil
}

func readDocument(e source.Entry) (_ invoice.Document, format string, err error) {
	root, err := rootElement(e)
	if err != nil {
		return invoice.Document{}, "", err
	}
	s, err := e.Open()
	if err != nil {
		return invoice.Document{}, "", err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	if cii.Is(root.Space, root.Local) {
		doc, err := cii.Read(s, e.Name())
		return doc, "cii", err
	}
	doc, err := ubl.Read(s, e.Name()) // says what is wrong with any other root
	return doc, "ubl", err
}

// rootElement peeks at what kind of document an XML file is.
func rootElement(e source.Entry) (_ xml.Name, err error) {
	s, err := e.Open()
	if err != nil {
		return xml.Name{}, err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	d := xml.NewDecoder(s)
	for {
		token, err := d.Token()
		if err != nil {
			return xml.Name{}, nil // the reader of the format says what is wrong
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name, nil
		}
	}
}

// readTables reads CSV and XLSX books by a mapping file or preset.
func (im *Importer) readTables(ctx context.Context, bk *books, in ServicesInput) (Lines, error) {
	opts := invoicebook.Options{Currency: in.Currency, Dates: in.Dates, Plain: bk.mended}
	own, err := im.ownMappings()
	if err != nil {
		return Lines{}, err
	}
	switch {
	case in.Mapping != "":
		m, err := invoicebook.ParseMapping(strings.NewReader(in.Mapping), "mapping")
		if err != nil {
			return Lines{}, err
		}
		opts.Mapping = &m
	case in.Map != "":
		m, err := im.findMapping(in.Map)
		if err != nil {
			return Lines{}, err
		}
		opts.Mapping = &m
	default:
		opts.Own = own
	}
	book, err := invoicebook.Read(ctx, bk.entries, opts)
	if err != nil {
		return Lines{}, err
	}
	bk.batch.Findings = append(bk.batch.Findings, book.Findings...)
	bk.tables(book.Files)
	for _, m := range own {
		// A mapping that was corrected makes another import of the same file.
		if opts.Mapping == nil && slices.ContainsFunc(book.Files, func(f invoicebook.FileInfo) bool { return f.Preset == m.Name }) {
			text, err := os.ReadFile(im.mappingPath(m.Name))
			if err != nil {
				return Lines{}, unreadableMapping(im.mappingPath(m.Name), err)
			}
			bk.batch.Fingerprint = fingerprint([]string{bk.batch.Fingerprint}, string(text))
		}
	}
	for _, f := range book.Files {
		if f.TotalsOf == "" { // a table of totals checks another one
			bk.batch.Format = f.Preset
		}
	}
	for _, t := range book.Totals {
		if t.StatedInvoices > 0 {
			bk.batch.Sums = append(bk.batch.Sums, batch.SourceSum{Name: "stated", Currency: t.Currency, Rows: t.StatedInvoices, Source: t.Stated, Lake: t.Computed})
		}
	}
	lines := Lines{Preset: bk.batch.Format, Lines: book.Lines, Rejects: book.Rejects}
	if bk.mended {
		return lines, restorePlaces(bk.entries, &lines)
	}
	return lines, nil
}

// tables gives every table (a sheet of a workbook is one) its place among the
// batch's files.
func (b *books) tables(tables []invoicebook.FileInfo) {
	byName := map[string]batch.File{}
	for i, f := range b.batch.Files {
		byName[b.names[i]] = f
	}
	b.batch.Files, b.names = nil, nil
	for i, t := range tables {
		f := byName[source.Entry{Path: t.Path, Member: t.Member}.Name()]
		f.Ordinal, f.Rows, f.FirstRow = i+1, t.Rows, t.FirstRow
		if t.Sheet != "" {
			f.Member += "#" + t.Sheet
		}
		b.batch.Files, b.names = append(b.batch.Files, f), append(b.names, t.Name)
	}
}

func netByCurrency(lines []service.Line) []batch.SourceSum {
	sums := map[money.Currency]batch.SourceSum{}
	for _, l := range lines {
		s := sums[l.Currency]
		s.Name, s.Currency, s.Rows = "net", l.Currency, s.Rows+1
		s.Source, s.Lake = s.Source.Add(l.Net), s.Lake.Add(l.Net.Round(money.LakeScale))
		sums[l.Currency] = s
	}
	var list []batch.SourceSum
	for _, s := range sums {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b batch.SourceSum) int { return strings.Compare(string(a.Currency), string(b.Currency)) })
	return list
}

// writeLines writes one file of lines and one of months per slice (issue month
// and currency), and fills in the batch's slices.
func (im *Importer) writeLines(ctx context.Context, st *staging, bk *books, lines []service.Line) error {
	lineDir, err := st.table(TableServiceLine)
	if err != nil {
		return err
	}
	monthDir, err := st.table(TableServiceMonth)
	if err != nil {
		return err
	}
	type key struct {
		month    period.Month
		currency money.Currency
	}
	groups := map[key][]int{}
	var order []key
	for i, l := range lines {
		k := key{period.MonthOf(l.IssueDate), l.Currency}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	slices.SortFunc(order, func(a, b key) int {
		if a.month != b.month {
			return int(a.month - b.month)
		}
		return strings.Compare(string(a.currency), string(b.currency))
	})
	ordinals := map[string]int64{}
	for i, f := range bk.batch.Files {
		ordinals[bk.names[i]] = int64(f.Ordinal)
	}
	for n, k := range order {
		base := fmt.Sprintf("%04d.parquet", n+1)
		slice := batch.Slice{Source: bk.batch.Source, BillingPeriod: k.month, Currency: k.currency, Live: true,
			RollupPath: st.lakePath(TableServiceMonth, base)}
		var lineRows, monthRows [][]any
		for _, i := range groups[k] {
			l := lines[i]
			slice.Rows++
			kept := l
			kept.Net = l.Net.Round(money.LakeScale)
			slice.Totals.Billed = slice.Totals.Billed.Add(kept.Net)
			slice.Totals.Rounding = slice.Totals.Rounding.Add(l.Net.Sub(kept.Net))
			lineRows = append(lineRows, lineRow(bk.batch.ID, int64(i+1), ordinals[l.File], kept))
			for _, basis := range []service.Basis{service.BasisRecognised, service.BasisInvoiced} {
				for _, p := range kept.Recognise(basis) {
					monthRows = append(monthRows, []any{string(bk.batch.ID), int64(i + 1), string(basis), p.Month.Start(), p.Net})
				}
			}
		}
		slice.Totals.Effective = slice.Totals.Billed
		bk.batch.Slices = append(bk.batch.Slices, slice)
		if err := im.Engine.Write(ctx, lineRelation(lineRows), filepath.Join(lineDir, base)); err != nil {
			return err
		}
		if err := im.Engine.Write(ctx, monthRelation(monthRows), filepath.Join(monthDir, base)); err != nil {
			return err
		}
	}
	return nil
}
