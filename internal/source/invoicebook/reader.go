package invoicebook

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
)

// reader turns one table's rows into drafts.
type reader struct {
	mapping  Mapping
	table    *table
	header   header
	currency money.Currency // of rows that say none
	numbers  source.NumberFormat
	dates    *dateColumn
	basis    Basis

	info     FileInfo
	drafts   []*draft
	rejects  []batch.Reject
	skipped  map[Reason]*batch.Finding
	absent   []string
	findings []batch.Finding
	above    []string // the cells of the row that began the document
}

// draft is a row that was understood, before its invoice is looked at as a whole.
type draft struct {
	line     service.Line
	cells    []string
	dates    map[Field]string
	numbers  map[Field]money.Decimal // those the row has
	included bool                    // this row's amount includes tax
	credit   bool
	amount   money.Decimal
}

func newReader(t *table, m Mapping, h header, firstRow int64, opts Options) (*reader, error) {
	patterns := m.Dates
	if len(opts.Dates) > 0 {
		patterns = opts.Dates
	}
	dates, err := newDateColumn(patterns)
	if err != nil {
		return nil, err
	}
	r := &reader{
		mapping: m, table: t, header: h, dates: dates, currency: opts.Currency, skipped: map[Reason]*batch.Finding{},
		numbers: source.NumberFormat{Decimal: m.Numbers.Decimal, CreditPositive: m.Numbers.CreditPositive},
		info:    FileInfo{Name: t.name(), Path: t.entry.Path, Member: t.entry.Member, Sheet: t.sheet, FirstRow: firstRow, Preset: m.Name},
	}
	if c, ok := m.Constants[FieldCurrency]; ok {
		if r.currency, err = money.ParseCurrency(c); err != nil {
			return nil, err
		}
	}
	return r, r.checkColumns(opts)
}

// checkColumns refuses a table that lacks what no line can do without.
func (r *reader) checkColumns(opts Options) error {
	m := r.mapping
	missing := func(f Field) error {
		names := strings.Join(m.Columns[f].headers(), ", ")
		return r.tableFault("invoicebook.column_missing").With("field", string(f)).With("columns", names)
	}
	if !r.hasField(FieldIssueDate) {
		return missing(FieldIssueDate)
	}
	if r.currency == "" && !r.hasField(FieldCurrency) {
		return r.tableFault("invoicebook.currency_missing")
	}
	for _, c := range m.Keep {
		if !c.applies(r.header) {
			return r.tableFault("invoicebook.column_missing").With("field", "keep").With("columns", strings.Join(c.Column, ", "))
		}
	}
	for _, b := range m.Amounts.From {
		if r.hasBasis(b) {
			r.basis = b
			break
		}
	}
	if r.basis == "" {
		return missing(FieldAmount)
	}
	for _, f := range slices.Sorted(maps.Keys(m.Columns)) {
		used := m.Columns[f].headers()
		if opts.Mapping != nil && !r.header.hasAny(used) { // a preset names what some editions lack
			r.absent = append(r.absent, used[0])
		}
		for _, name := range used {
			if r.header.twice[canon(name)] {
				return r.tableFault("invoicebook.header_twice").With("column", name)
			}
		}
	}
	return nil
}

func (r *reader) tableFault(code string) *fault.Error {
	return fault.New(fault.KindInvalid, code).With("file", r.table.name()).At(fault.Place{File: r.table.name()})
}

func (r *reader) hasField(f Field) bool {
	if _, ok := r.mapping.Constants[f]; ok {
		return true
	}
	return r.header.hasAny(r.mapping.Columns[f].headers())
}

func (r *reader) hasBasis(b Basis) bool {
	switch b {
	case BasisAmount:
		return r.hasField(FieldAmount)
	case BasisQuantityPrice:
		return r.hasField(FieldQuantity) && r.hasField(FieldUnitPrice)
	default:
		return r.hasField(FieldCredit) && r.hasField(FieldDebit)
	}
}

// readAll reads the table to its end.
func (r *reader) readAll(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := r.table.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		r.info.Rows++
		r.row(raw)
	}
	r.info.Encoding, _ = r.table.encoding()
	return nil
}

func (r *reader) row(raw row) {
	cells := r.fillDown(raw.cells)
	if raw.fault == nil {
		if reason, skip := r.skip(cells); skip {
			r.count(reason, raw)
			return
		}
	}
	if f := r.shape(raw); f != nil {
		r.reject(raw, f)
		return
	}
	raw.cells = cells // a reject must stand on its own when it comes back mended
	d, f := r.draft(cells)
	if f != nil {
		r.reject(raw, f)
		return
	}
	d.line.File, d.line.Row, d.cells = r.table.name(), raw.number, cells
	r.drafts = append(r.drafts, d)
}

// shape checks that the row is as wide as the header.
func (r *reader) shape(raw row) *fault.Error {
	if raw.fault != nil {
		return raw.fault
	}
	got := len(raw.cells)
	for got > len(r.header.names) && strings.TrimSpace(raw.cells[got-1]) == "" {
		got--
	}
	if got > len(r.header.names) || got < len(r.header.names) && !r.table.ragged {
		return fault.New(fault.KindInvalid, "source.csv_ragged").With("want", len(r.header.names)).With("got", got)
	}
	return nil
}

// fillDown repeats an invoice's own fields on the rows that continue it.
func (r *reader) fillDown(cells []string) []string {
	if len(r.mapping.FillDown) == 0 {
		return cells
	}
	if text, _ := r.value(FieldDocument, cells); text != "" {
		r.above = cells
		return cells
	}
	filled := slices.Clone(cells)
	for len(filled) < len(r.header.names) {
		filled = append(filled, "")
	}
	for _, f := range r.mapping.FillDown {
		for _, name := range r.mapping.Columns[f].headers() {
			if i := r.header.at(name); i >= 0 && i < len(r.above) && strings.TrimSpace(filled[i]) == "" {
				filled[i] = r.above[i]
			}
		}
	}
	return filled
}

func (r *reader) skip(cells []string) (Reason, bool) {
	for _, s := range r.mapping.Skip {
		if s.holds(r.header, cells) {
			return s.Reason, true
		}
	}
	for _, c := range r.mapping.Keep {
		if !c.holds(r.header, cells) {
			return ReasonLedger, true
		}
	}
	return "", false
}

func (r *reader) count(reason Reason, raw row) {
	f := r.skipped[reason]
	if f == nil {
		f = &batch.Finding{Rule: "invoicebook.skipped_" + string(reason), Severity: batch.SeverityInfo, File: r.table.name(),
			Example: exampleOf(raw)}
		r.skipped[reason] = f
	}
	f.Count++
}

func (r *reader) reject(raw row, f *fault.Error) {
	place := f.Place
	place.File, place.Row = r.table.name(), raw.number
	r.rejects = append(r.rejects, batch.Reject{Place: place, Reason: f.Code, Args: f.Args, Header: r.header.names, Record: raw.cells})
}

// value is a field's text, and the header it stood under: of a blank field, the
// first of its headers that the table has.
func (r *reader) value(f Field, cells []string) (text, column string) {
	for _, t := range r.mapping.Columns[f].Terms {
		name := t.Column
		switch {
		case len(t.Join) > 0:
			var parts []string
			for _, name := range t.Join {
				if s := r.header.cell(cells, name); s != "" {
					parts = append(parts, s)
				}
			}
			text, name = strings.Join(parts, "-"), t.Join[0]
		case t.Match != nil:
			if m := t.Match.FindStringSubmatch(r.header.cell(cells, t.Column)); m != nil {
				text = m[1]
			}
		default:
			text = r.header.cell(cells, name)
		}
		if text != "" {
			return text, name
		}
		if column == "" || !r.header.has(column) {
			column = name
		}
	}
	if constant, ok := r.mapping.Constants[f]; ok {
		return constant, ""
	}
	return "", column
}
