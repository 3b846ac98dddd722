package invoicebook

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Options say what a user decides about a book.
type Options struct {
	// Mapping reads every table; nil detects one for each.
	Mapping *Mapping
	// Own are the workspace's mappings. What one of them fits is read by it; the
	// presets are asked about the rest.
	Own []Mapping
	// Plain: the files are comma-separated UTF-8 whatever a mapping says of text:
	// rejects that were written by us and mended.
	Plain bool
	// Currency of rows that name none.
	Currency money.Currency
	// Dates overrides the mapping's date patterns.
	Dates []string
}

// Read reads the tables of all entries as one book. A row that cannot be read is
// a reject; a file that cannot be read, that no mapping fits, or that lacks a
// column its lines cannot do without, is a fault, and nothing is returned.
func Read(ctx context.Context, entries []source.Entry, opts Options) (_ Book, err error) {
	defer fault.Wrap(&err, "invoicebook.Read(%d entries)", len(entries))
	b := &builder{opts: opts, totals: totals{}, documents: map[string]string{}}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return Book{}, err
		}
		if err := b.entry(ctx, e); err != nil {
			return Book{}, err
		}
	}
	b.checkAgainstTotals()
	return b.book(), nil
}

// builder collects the tables of a book.
type builder struct {
	opts      Options
	presets   []Mapping // read when first needed
	readers   []*tableReader
	totals    totals
	findings  []batch.Finding
	documents map[string]string // document -> the table it was first seen in
}

// tableReader is a table that was read, and the name of the mapping whose lines
// it states the totals of.
type tableReader struct {
	*reader
	linesOf  string
	invoices []*invoice
}

func (b *builder) entry(ctx context.Context, e source.Entry) error {
	var first error
	for _, how := range b.ways() {
		fits, err := b.tables(ctx, e, how)
		if fits {
			return err
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// ways are how a text file may have to be read: as it tells by itself, and as
// one of the workspace's mappings says.
func (b *builder) ways() []Text {
	if b.opts.Plain {
		return []Text{{}}
	}
	if b.opts.Mapping != nil {
		return []Text{b.opts.Mapping.Text}
	}
	ways := []Text{{}}
	for _, m := range b.opts.Own {
		if !slices.Contains(ways, m.Text) {
			ways = append(ways, m.Text)
		}
	}
	return ways
}

// tables reads the tables of an entry. It fits unless no mapping knows one of
// them; why, the fault says.
func (b *builder) tables(ctx context.Context, e source.Entry, how Text) (fits bool, _ error) {
	tables, closeAll, err := openTables(ctx, e, how)
	if err != nil {
		return true, err
	}
	defer func() { _ = closeAll() }()
	var unread []*table
	var lastFault error
	for _, t := range tables {
		match, err := b.match(t, how)
		if code := fault.CodeOf(err); code == "invoicebook.format_unknown" || code == "invoicebook.header_not_found" {
			unread, lastFault = append(unread, t), err
			continue
		}
		if err != nil {
			return true, err
		}
		fits = true
		if err := b.table(ctx, t, match); err != nil {
			return true, err
		}
	}
	if !fits {
		if lastFault == nil {
			return false, entryFault(e, "invoicebook.file_empty")
		}
		return false, lastFault
	}
	for _, t := range unread {
		if len(t.seen) > 0 {
			b.findings = append(b.findings, batch.Finding{Rule: "invoicebook.sheet_ignored", Severity: batch.SeverityInfo,
				Count: 1, Example: t.sheet, File: t.name()})
		}
	}
	return true, nil
}

// match finds the mapping and header of a table.
func (b *builder) match(t *table, how Text) (Match, error) {
	rows, err := t.look()
	if err != nil {
		return Match{}, err
	}
	sample := Sample{File: t.entry.Name(), Sheet: t.sheet}
	for _, r := range rows {
		sample.Rows = append(sample.Rows, r.cells)
	}
	if b.opts.Mapping == nil {
		// The workspace's own mappings were made for files of this kind: a preset
		// that fits too knows them less well.
		own := slices.DeleteFunc(slices.Clone(b.opts.Own), func(m Mapping) bool {
			return !b.opts.Plain && m.Text != how && m.Text != (Text{})
		})
		if m, _, err := Detect(sample, own); fault.CodeOf(err) != "invoicebook.format_unknown" {
			return m, err
		}
		if b.presets == nil {
			b.presets = Presets()
		}
		m, _, err := Detect(sample, b.presets)
		return m, err
	}
	m := *b.opts.Mapping
	if match, ok := m.given(sample, rows); ok {
		return match, nil
	}
	if m.Totals != nil {
		if match, ok := m.Totals.given(sample, rows); ok {
			match.LinesOf = m.Name
			return match, nil
		}
	}
	return Match{}, fault.New(fault.KindInvalid, "invoicebook.header_not_found").With("file", t.name()).With("mapping", m.Name).
		With("headers", sample.likelyHeader()).At(fault.Place{File: t.name()})
}

// given fits a mapping that the user chose: where it names the header's row and
// the columns are there, that row is taken; else the first row that has what the
// mapping needs. (In a reject file the header has moved to the first row.)
func (m Mapping) given(s Sample, rows []row) (Match, bool) {
	if !m.readsSheet(s.Sheet) {
		return Match{}, false
	}
	if m.HeaderRow > 0 {
		i := slices.IndexFunc(rows, func(r row) bool { return r.number == m.HeaderRow })
		if i >= 0 && newHeader(rows[i].cells).hasAny(m.Columns[FieldIssueDate].headers()) {
			return Match{Mapping: m, HeaderIndex: i}, true
		}
	}
	if len(m.Detect.Headers) == 0 {
		m.Detect.Headers = []Names{m.Columns[FieldIssueDate].headers()}
		for _, f := range []Field{FieldAmount, FieldQuantity, FieldCredit} {
			if c := m.Columns[f]; !c.isZero() {
				m.Detect.Headers = append(m.Detect.Headers, c.headers())
				break
			}
		}
	}
	i, ok := m.findHeader(s.Rows)
	return Match{Mapping: m, HeaderIndex: i}, ok
}

func (b *builder) table(ctx context.Context, t *table, m Match) error {
	headerRow := t.seen[m.HeaderIndex]
	h := newHeader(headerRow.cells)
	t.seen = t.seen[m.HeaderIndex+1:]
	first := headerRow.number + 1
	if len(t.seen) > 0 {
		first = t.seen[0].number
	}
	r, err := newReader(t, m.Mapping, h, first, b.opts)
	if err != nil {
		return err
	}
	if err := r.readAll(ctx); err != nil {
		return err
	}
	r.resolveDates()
	r.info.TotalsOf = m.LinesOf
	tr := &tableReader{reader: r, linesOf: m.LinesOf, invoices: r.invoices()}
	for _, inv := range tr.invoices {
		r.settle(inv)
	}
	b.readers = append(b.readers, tr)
	return nil
}

// checkAgainstTotals lets tables of totals check the lines of the tables they
// belong to. Without such lines they are invoices in their own right.
func (b *builder) checkAgainstTotals() {
	lines := map[string]map[string]*invoice{} // mapping -> document -> invoice
	for _, t := range b.readers {
		if t.linesOf == "" {
			if lines[t.mapping.Name] == nil {
				lines[t.mapping.Name] = map[string]*invoice{}
			}
			for _, inv := range t.invoices {
				lines[t.mapping.Name][inv.document] = inv
			}
		}
	}
	for _, t := range b.readers {
		of := lines[t.linesOf]
		if of == nil {
			b.own(t)
			continue
		}
		t.invoices = slices.DeleteFunc(t.invoices, func(truth *invoice) bool {
			inv := of[truth.document]
			if inv == nil || truth.document == "" {
				t.find("invoicebook.invoice_without_lines", batch.SeverityWarning, truth.document)
				return false
			}
			net := money.Zero
			for _, d := range truth.drafts {
				net = net.Add(d.line.Net)
			}
			inv.stated = stated{net: &net}
			return true
		})
	}
	b.findUnconfirmed()
	for _, t := range b.readers {
		for _, inv := range t.invoices {
			inv.check(t.reader, &b.totals)
		}
	}
}

// findUnconfirmed reports invoices with lines that no table of totals has,
// where there is one.
func (b *builder) findUnconfirmed() {
	confirmed := map[string]bool{}
	for _, t := range b.readers {
		confirmed[t.linesOf] = true
	}
	for _, t := range b.readers {
		if t.linesOf != "" || !confirmed[t.mapping.Name] {
			continue
		}
		for _, inv := range t.invoices {
			if inv.stated.isZero() {
				t.find("invoicebook.lines_without_invoice", batch.SeverityWarning, inv.document)
			}
		}
	}
}

// own notes documents that two tables bring: overlapping exports count twice.
func (b *builder) own(t *tableReader) {
	for _, inv := range t.invoices {
		if inv.document == "" {
			continue
		}
		key := inv.document + "\x00" + inv.drafts[0].line.CustomerName
		if before, ok := b.documents[key]; ok && before != t.info.Name {
			t.find("invoicebook.document_in_two_files", batch.SeverityWarning, inv.document+" ("+before+")")
			continue
		}
		b.documents[key] = t.info.Name
	}
}

func (b *builder) book() Book {
	book := Book{Findings: b.findings}
	for _, t := range b.readers {
		var lines []service.Line
		for _, inv := range t.invoices {
			for _, d := range inv.drafts {
				lines = append(lines, d.line)
				b.totals.line(d.line)
			}
		}
		slices.SortStableFunc(lines, func(a, b service.Line) int { return cmp.Compare(a.Row, b.Row) })
		slices.SortStableFunc(t.rejects, func(a, b batch.Reject) int { return cmp.Compare(a.Place.Row, b.Place.Row) })
		book.Lines = append(book.Lines, lines...)
		book.Rejects = append(book.Rejects, t.rejects...)
		book.Findings = append(book.Findings, t.allFindings()...)
		book.Files = append(book.Files, t.info)
	}
	for _, c := range slices.Sorted(maps.Keys(b.totals)) {
		book.Totals = append(book.Totals, *b.totals[c])
	}
	return book
}

// totals adds up by currency.
type totals map[money.Currency]*Total

func (t totals) of(c money.Currency) *Total {
	if t[c] == nil {
		t[c] = &Total{Currency: c}
	}
	return t[c]
}

func (t totals) line(l service.Line) {
	sum := t.of(l.Currency)
	sum.Lines++
	sum.Net, sum.Tax = sum.Net.Add(l.Net), sum.Tax.Add(l.Tax)
}

func (t totals) state(c money.Currency, want, have money.Decimal) {
	sum := t.of(c)
	sum.StatedInvoices++
	sum.Stated, sum.Computed = sum.Stated.Add(want), sum.Computed.Add(have)
	sum.Difference = sum.Computed.Sub(sum.Stated)
}
