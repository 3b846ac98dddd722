package cli

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// importDocument is what an import prints: what came in, what it sums to, what
// is odd about it, and what it changed.
func importDocument(l *i18n.Localizer, r importing.Result) report.Document {
	d := report.Document{Title: batchTitle(l, r.Batch)}
	if r.Unchanged {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "unchanged",
			Text: l.Text("import.unchanged", i18n.Args{"batch": string(r.Batch.ID), "at": r.Batch.ImportedAt.Format("2006-01-02 15:04")})})
		if r.Batch.Rejected > 0 {
			d.Blocks = append(d.Blocks, leftOut(l, r.Batch))
		}
		return d
	}
	d.Blocks = append(d.Blocks, batchBlocks(l, r.Batch)...)
	if len(r.Rejects) > 0 {
		d.Blocks = append(d.Blocks, rejectsTable(l, r.Rejects))
	}
	if r.Batch.Rejected > 0 {
		d.Blocks = append(d.Blocks, leftOut(l, r.Batch))
	}
	return withChanges(l, d, r)
}

func batchTitle(l *i18n.Localizer, b batch.Batch) string {
	return l.Text("import.title", i18n.Args{"batch": string(b.ID), "kind": l.Text("import.kind."+string(b.Kind), nil), "format": formatName(b)})
}

// batchBlocks shows a batch: files, slices with control totals, sums of the
// source, findings.
func batchBlocks(l *i18n.Localizer, b batch.Batch) []report.Block {
	blocks := []report.Block{filesTable(l, b)}
	if len(b.Slices) > 0 && b.Kind == batch.KindBill {
		blocks = append(blocks, slicesTable(l, b))
	}
	if len(b.Sums) > 0 {
		blocks = append(blocks, sumsTable(l, b))
	}
	if len(b.Findings) > 0 {
		blocks = append(blocks, findingsTable(l, b))
	}
	return blocks
}

func formatName(b batch.Batch) string {
	return strings.TrimSpace(b.Format + " " + b.Version)
}

func columns(l *i18n.Localizer, prefix string, cs ...report.Column) []report.Column {
	for i := range cs {
		cs[i].Label = l.Text(prefix+"."+cs[i].Key, nil)
	}
	return cs
}

func filesTable(l *i18n.Localizer, b batch.Batch) report.Table {
	t := report.Table{ID: "files", Columns: columns(l, "import.file",
		report.Column{Key: "file", Kind: report.KindText}, report.Column{Key: "size_bytes", Kind: report.KindInteger, Rank: 2},
		report.Column{Key: "rows", Kind: report.KindInteger}, report.Column{Key: "sha256", Kind: report.KindText, Rank: 1})}
	for _, f := range b.Files {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(f.Name()), report.Integer(f.SizeBytes), report.Integer(f.Rows), report.Text(f.SHA256)}})
	}
	return t
}

// inOneCurrency says a currency once, in the header, where all amounts of a
// column share it.
func inOneCurrency(t report.Table) report.Table {
	for i, col := range t.Columns {
		for _, r := range t.Rows {
			c := r.Cell(i)
			if col.Kind == report.KindMoney && col.Currency == "" && !c.Gap {
				t.Columns[i].Currency = c.Currency
				break
			}
		}
		if t.MixedCurrencies(i) {
			t.Columns[i].Currency = ""
		}
	}
	return t
}

// slicesTable shows control totals. What decimals beyond the lake's scale came
// to has a column only where there was anything.
func slicesTable(l *i18n.Localizer, b batch.Batch) report.Table {
	cost := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindMoney, Rank: rank}
	}
	cs := []report.Column{{Key: "source", Kind: report.KindText}, {Key: "period", Kind: report.KindMonth},
		{Key: "rows", Kind: report.KindInteger}, cost("billed_cost", 0), cost("effective_cost", 1), cost("list_cost", 2), cost("contracted_cost", 3)}
	if places := roundingPlaces(b); places != nil {
		cs = append(cs, report.Column{Key: "rounding", Kind: report.KindRatio, Rank: 4, Places: places})
	}
	t := report.Table{ID: "slices", Title: l.Text("import.slices", nil), Columns: columns(l, "import.slice", cs...)}
	sums := map[money.Currency]batch.Slice{}
	var order []money.Currency
	for _, s := range b.Slices {
		t.Rows = append(t.Rows, report.Row{Cells: sliceCells(s.Source, report.Month(s.BillingPeriod), s)[:len(cs)]})
		if _, seen := sums[s.Currency]; !seen {
			order = append(order, s.Currency)
		}
		sum := sums[s.Currency]
		sum.Currency, sum.Rows, sum.Totals = s.Currency, sum.Rows+s.Rows, sum.Totals.Add(s.Totals)
		sums[s.Currency] = sum
	}
	for _, c := range order {
		t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: sliceCells(l.Text("import.slice.total", nil), report.Text(""), sums[c])[:len(cs)]})
	}
	return inOneCurrency(t)
}

// roundingPlaces is how many decimals show all that was rounded away, or nil
// when nothing was.
func roundingPlaces(b batch.Batch) *int32 {
	var places *int32
	for _, s := range b.Slices {
		if r := s.Totals.Rounding; !r.IsZero() {
			n := r.Places()
			if places != nil {
				n = max(n, *places)
			}
			places = &n
		}
	}
	return places
}

func sliceCells(source string, month report.Cell, s batch.Slice) []report.Cell {
	of := func(d money.Decimal) report.Cell { return report.Money(money.New(d, s.Currency)) }
	return []report.Cell{report.Text(source), month, report.Integer(s.Rows), of(s.Totals.Billed), of(s.Totals.Effective),
		of(s.Totals.List), of(s.Totals.Contracted), report.Decimal(s.Totals.Rounding)}
}

func sumsTable(l *i18n.Localizer, b batch.Batch) report.Table {
	t := report.Table{ID: "sums", Title: l.Text("import.sums", nil), Columns: columns(l, "import.sum",
		report.Column{Key: "name", Kind: report.KindText}, report.Column{Key: "rows", Kind: report.KindInteger},
		report.Column{Key: "source", Kind: report.KindMoney}, report.Column{Key: "lake", Kind: report.KindMoney})}
	for _, s := range b.Sums {
		currency := s.Currency
		if currency == "" && len(b.Slices) > 0 {
			currency = b.Slices[0].Currency
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(sumName(l, s.Name)), report.Integer(s.Rows),
			report.Money(money.New(s.Source, currency)), report.Money(money.New(s.Lake, currency))}})
	}
	return inOneCurrency(t)
}

// sumName words the sums of invoice books; those of bills are line item types,
// which keep the provider's name.
func sumName(l *i18n.Localizer, name string) string {
	if key := "import.sum.of." + name; l.Has(key) {
		return l.Text(key, nil)
	}
	return name
}

func findingsTable(l *i18n.Localizer, b batch.Batch) report.Table {
	t := report.Table{ID: "findings", Title: l.Text("import.findings", nil), Columns: columns(l, "import.finding",
		report.Column{Key: "severity", Kind: report.KindText}, report.Column{Key: "column", Kind: report.KindText},
		report.Column{Key: "count", Kind: report.KindInteger}, report.Column{Key: "finding", Kind: report.KindText},
		report.Column{Key: "example", Kind: report.KindText, Rank: 1}, report.Column{Key: "file", Kind: report.KindText, Rank: 2})}
	rank := map[batch.Severity]int{batch.SeverityError: 0, batch.SeverityWarning: 1, batch.SeverityInfo: 2}
	findings := slices.Clone(b.Findings)
	slices.SortStableFunc(findings, func(a, b batch.Finding) int { return rank[a.Severity] - rank[b.Severity] })
	tones := map[batch.Severity]report.Tone{batch.SeverityError: report.ToneBad, batch.SeverityWarning: report.ToneWarning}
	for _, f := range findings {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			report.Word(string(f.Severity), l.Text("import.severity."+string(f.Severity), nil)).WithTone(tones[f.Severity]), report.Text(f.Column),
			report.Integer(f.Count), report.Word(f.Rule, l.Text("finding."+f.Rule, i18n.Args{"column": f.Column, "example": f.Example})),
			report.Text(f.Example), report.Text(f.File)}})
	}
	return t
}

// withChanges says what a newer delivery replaced, and by how much each service
// moved.
func withChanges(l *i18n.Localizer, d report.Document, r importing.Result) report.Document {
	if len(r.Replaced) == 0 {
		return d
	}
	d.Blocks = append(d.Blocks, report.Paragraph{ID: "replaced", Text: l.Text("import.replaced", i18n.Args{"count": len(r.Replaced)})})
	if len(r.Changes) == 0 {
		return d
	}
	t := report.Table{ID: "changes", Title: l.Text("import.changes", nil), Columns: columns(l, "import.change",
		report.Column{Key: "service", Kind: report.KindText}, report.Column{Key: "before", Kind: report.KindMoney},
		report.Column{Key: "after", Kind: report.KindMoney}, report.Column{Key: "difference", Kind: report.KindMoney})}
	for _, c := range r.Changes {
		of := func(d money.Decimal) report.Cell { return report.Money(money.New(d, c.Currency)) }
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(c.Service), of(c.Before), of(c.After), of(c.After.Sub(c.Before))}})
	}
	d.Blocks = append(d.Blocks, inOneCurrency(t))
	return d
}
