package imports

import (
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// one is a batch whole: what came in, what it sums to, and what was found.
type one struct {
	ID, Title, Status string
	Facts             []component.Fact
	Tables            []component.Table
	CanUndo           bool
	Rejects           string
	Mend, MendHref    string
	Mapping           string // address of the mapping's file
	Difference        *difference
}

// difference is what changed against the delivery before.
type difference struct {
	Before []component.Link // the batches; their text is in Names
	Names  []string
	Same   string
	Tables []component.Table
}

func newBatch(v *visit.Visit, b batch.Batch, more importing.Surroundings) one {
	out := one{ID: string(b.ID), Title: kindName(v, b.Kind), Status: v.Text("import.status."+string(b.Status), nil), CanUndo: b.Status == batch.StatusLive,
		Facts: []component.Fact{
			{Label: v.Text("import.list.imported_at", nil), Text: b.ImportedAt.Format("2006-01-02 15:04:05")}, {Label: v.Text("import.list.format", nil), Text: format(b)},
			{Label: v.Text("import.list.periods", nil), Text: b.BillingPeriods()}, {Label: v.Text("import.list.rows", nil), Text: v.L.Count(b.CountedRows())},
			{Label: v.Text("import.list.batch", nil), Text: string(b.ID)}}}
	if b.Rejected > 0 {
		out.Rejects = v.Text("import.rejects", i18n.Args{"count": b.Rejected, "file": b.RejectFile})
	}
	if more.Open > 0 {
		out.Mend, out.MendHref = v.Text("web.mend.open", i18n.Args{"count": more.Open}), "/imports/"+string(b.ID)+"/rejects"
	}
	if b.Kind == batch.KindServices && b.Format != importing.FormatInvoiceXML && !strings.ContainsAny(b.Format, `/\`) {
		out.Mapping = "/mappings/" + url.PathEscape(b.Format)
	}
	if a := b.Amendment; a != nil {
		out.Facts = append(out.Facts, component.Fact{Label: v.Text("import.amendment", nil), Text: string(a.Of), Link: component.Link{Href: "/imports/" + string(a.Of)}},
			component.Fact{Label: v.Text("import.amendment.by", nil), Text: a.By})
		out.Tables = append(out.Tables, amendmentsTable(v, "mended", v.Text("import.amendment.cells", nil), []batch.Batch{b}))
	}
	if len(more.Amendments) > 0 {
		out.Tables = append(out.Tables, amendmentsTable(v, "amendments", v.Text("import.amendments", nil), more.Amendments))
	}
	if more.Before != nil {
		out.Difference = newDifference(v, b.Kind, *more.Before)
	}
	if len(b.Slices) > 0 {
		out.Tables = append(out.Tables, slicesTable(v, b))
	}
	if len(b.Sums) > 0 {
		out.Tables = append(out.Tables, sumsTable(v, b))
	}
	if len(b.Findings) > 0 {
		out.Tables = append(out.Tables, findingsTable(v, b.Findings))
	}
	out.Tables = append(out.Tables, filesTable(v, b))
	return out
}

func column(v *visit.Visit, prefix, key string, k report.Kind, rank int) report.Column {
	return report.Column{Key: key, Label: v.Text(prefix+"."+key, nil), Kind: k, Rank: rank}
}

// slicesTable is the control totals: a line per source and month, and their sum
// in each currency.
func slicesTable(v *visit.Visit, b batch.Batch) component.Table {
	t := report.Table{ID: "slices", Title: v.Text("import.slices", nil), Columns: []report.Column{column(v, "import.slice", "source", report.KindText, 0),
		column(v, "import.slice", "period", report.KindMonth, 0), column(v, "import.slice", "rows", report.KindInteger, 2),
		column(v, "import.slice", "billed_cost", report.KindMoney, 0), column(v, "import.slice", "effective_cost", report.KindMoney, 2),
		column(v, "import.slice", "list_cost", report.KindMoney, 2)}}
	cells := func(source string, month report.Cell, s batch.Slice) []report.Cell {
		of := func(d money.Decimal) report.Cell { return report.Money(money.New(d, s.Currency)) }
		return []report.Cell{report.Text(source), month, report.Integer(s.Rows), of(s.Totals.Billed), of(s.Totals.Effective), of(s.Totals.List)}
	}
	sums := map[money.Currency]batch.Slice{}
	var order []money.Currency
	for _, s := range b.Slices {
		t.Rows = append(t.Rows, report.Row{Cells: cells(s.Source, report.Month(s.BillingPeriod), s)})
		if _, seen := sums[s.Currency]; !seen {
			order = append(order, s.Currency)
		}
		sum := sums[s.Currency]
		sum.Currency, sum.Rows, sum.Totals = s.Currency, sum.Rows+s.Rows, sum.Totals.Add(s.Totals)
		sums[s.Currency] = sum
	}
	for _, c := range order {
		t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: cells(v.Text("import.slice.total", nil), report.Text(""), sums[c])})
	}
	return component.NewTable(v, t, nil)
}

// sumsTable ties the batch to what its source says of itself.
func sumsTable(v *visit.Visit, b batch.Batch) component.Table {
	t := report.Table{ID: "sums", Title: v.Text("import.sums", nil), Columns: []report.Column{column(v, "import.sum", "name", report.KindText, 0),
		column(v, "import.sum", "rows", report.KindInteger, 2), column(v, "import.sum", "source", report.KindMoney, 0), column(v, "import.sum", "lake", report.KindMoney, 0)}}
	for _, s := range b.Sums {
		currency, name := s.Currency, s.Name
		if currency == "" && len(b.Slices) > 0 {
			currency = b.Slices[0].Currency
		}
		if key := "import.sum.of." + name; v.L.Has(key) {
			name = v.Text(key, nil)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(name), report.Integer(s.Rows), report.Money(money.New(s.Source, currency)), report.Money(money.New(s.Lake, currency))}})
	}
	return component.NewTable(v, t, nil)
}

// findingsTable is what files do that they should not, the worst first.
func findingsTable(v *visit.Visit, all []batch.Finding) component.Table {
	t := report.Table{ID: "findings", Title: v.Text("import.findings", nil), Columns: []report.Column{column(v, "import.finding", "finding", report.KindText, 0),
		column(v, "import.finding", "severity", report.KindText, 0), column(v, "import.finding", "column", report.KindText, 2),
		column(v, "import.finding", "count", report.KindInteger, 0), column(v, "import.finding", "file", report.KindText, 2)}}
	order := []batch.Severity{batch.SeverityError, batch.SeverityWarning, batch.SeverityInfo}
	tones := []report.Tone{report.ToneBad, report.ToneWarning, report.ToneNeutral}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b batch.Finding) int { return slices.Index(order, a.Severity) - slices.Index(order, b.Severity) })
	for _, f := range all {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("finding."+f.Rule, i18n.Args{"column": f.Column, "example": f.Example})),
			report.Text(v.Text("import.severity."+string(f.Severity), nil)).WithTone(tones[max(slices.Index(order, f.Severity), 0)]),
			report.Text(f.Column), report.Integer(f.Count), report.Text(wording.File(f.File))}})
	}
	return component.NewTable(v, t, nil)
}

func filesTable(v *visit.Visit, b batch.Batch) component.Table {
	t := report.Table{ID: "files", Title: v.Text("web.imports.files", nil), Columns: []report.Column{column(v, "import.file", "file", report.KindText, 0),
		column(v, "import.file", "size_bytes", report.KindInteger, 2), column(v, "import.file", "rows", report.KindInteger, 0), column(v, "import.file", "sha256", report.KindText, 2)}}
	for _, f := range b.Files {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.File(f.Name())), report.Integer(f.SizeBytes), report.Integer(f.Rows), report.Text(wording.Head(f.SHA256))}})
	}
	return component.NewTable(v, t, nil)
}
