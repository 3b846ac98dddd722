package explain

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is an explanation in words.
type view struct {
	Address, Cell, Value string
	Stands               []component.Fact // where the figure stands
	Definition           string
	Services, Cloud      []component.Fact
	Sums, Batches, Rows  component.Table
	Queries              []query
	Export               string
}

type query struct {
	Name, SQL, Took string
}

func newView(v *visit.Visit, r explaining.Result) view {
	out := view{Address: r.Address.String(), Cell: cellName(v, r.Address.Cell), Value: value(v, r), Stands: stands(v, r),
		Definition: v.Text("explain.definition", i18n.Args{"definition": r.Figure.Definition.String()}),
		Sums:       component.NewTable(v, sums(v, r), nil), Batches: batches(v, r), Rows: component.NewTable(v, shownRows(v, r), nil),
		Export: "/explain/" + r.Address.String() + "/rows.csv"}
	out.Services, out.Cloud = wording.Definition(v, r.Figure.Definition)
	for _, q := range r.Queries {
		took := i18n.Args{"ms": v.L.Count(q.Elapsed.Milliseconds())}
		key := "web.explain.took_time"
		if q.Rows != measuring.RowsUntold {
			key, took["rows"] = "web.explain.took", v.L.Count(q.Rows)
		}
		out.Queries = append(out.Queries, query{Name: q.Name, SQL: strings.TrimSpace(q.SQL), Took: v.Text(key, took)})
	}
	return out
}

func cellName(v *visit.Visit, c multiplier.Cell) string {
	for _, p := range multiplier.Parts() {
		if string(p) == string(c) {
			return wording.Part(v, p)
		}
	}
	return v.Text("measure.column."+string(c), nil)
}

// value is the figure as measured: a ratio or an amount.
func value(v *visit.Visit, r explaining.Result) string {
	amount := func(d money.Decimal) string {
		return wording.Shown(v, report.Money(money.New(d, r.Row.Currency)), report.KindMoney) + " " + string(r.Row.Currency)
	}
	switch r.Address.Cell {
	case multiplier.CellMultiplier:
		return wording.Shown(v, wording.Ratio(r.Row.Multiplier()), report.KindRatio)
	case multiplier.CellRunRate:
		return wording.Shown(v, wording.Ratio(r.Row.RunRate.Multiplier()), report.KindRatio)
	case multiplier.CellCloud:
		return amount(r.Row.Cloud)
	case multiplier.CellServices:
		return amount(r.Row.Services.Sum())
	case multiplier.CellPriced:
		return amount(r.Row.Priced)
	case multiplier.CellOnOutcome:
		return amount(r.Row.OnOutcome)
	}
	return amount(r.Row.Services.Of(multiplier.Part(r.Address.Cell)))
}

func stands(v *visit.Visit, r explaining.Result) []component.Fact {
	q := r.Question
	facts := []component.Fact{{Label: v.Text("explain.period", nil), Text: wording.Period(v, r.Figure.Period)},
		{Label: v.Text("explain.rates", nil), Text: v.Text("web.rates."+string(q.Policy), nil)}}
	for i, d := range q.By {
		if r.Row.Key != nil {
			facts = append(facts, component.Fact{Label: wording.Dimension(v, d), Text: wording.Value(v, r.Names, d, r.Row.Key[i], r.Row.Kind)})
		}
	}
	for _, f := range q.Where {
		var values []string
		for _, value := range f.Values {
			values = append(values, wording.Value(v, r.Names, f.Dimension, value, multiplier.RowGroup))
		}
		facts = append(facts, component.Fact{Label: v.Text("explain.where", i18n.Args{"dimension": wording.Dimension(v, f.Dimension)}), Text: strings.Join(values, ", ")})
	}
	return append(facts, component.Fact{Label: v.Text("web.explain.address", nil), Text: r.Address.String()})
}

func side(v *visit.Visit, s multiplier.Side) string { return v.Text("measure.column."+string(s), nil) }

func column(v *visit.Visit, key string, k report.Kind, rank int) report.Column {
	return report.Column{Key: key, Label: v.Text("explain.column."+key, nil), Kind: k, Rank: rank}
}

// sums are the rows' totals before conversion.
func sums(v *visit.Visit, r explaining.Result) report.Table {
	t := report.Table{ID: "sums", Title: v.Text("explain.sums", nil), Columns: []report.Column{
		column(v, "side", report.KindText, 0), column(v, "rows", report.KindInteger, 0),
		column(v, "amount", report.KindMoney, 2), column(v, "counted", report.KindMoney, 0)}}
	for _, s := range r.Sums {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(side(v, s.Side)), report.Integer(s.Rows),
			report.Money(money.New(s.Amount, s.Currency)), report.Money(money.New(s.Counted, s.Currency))}})
	}
	t.Notes = []string{v.Text("explain.counted.note", nil)}
	return t
}

// batches are the imports behind the figure, a line per file.
func batches(v *visit.Visit, r explaining.Result) component.Table {
	t := report.Table{ID: "batches", Title: v.Text("explain.batches", nil), Columns: []report.Column{
		column(v, "file", report.KindText, 0), column(v, "batch", report.KindText, 2), column(v, "file_rows", report.KindInteger, 0),
		column(v, "sha256", report.KindText, 2)}}
	links := component.Links{}
	for _, b := range r.Batches {
		for _, f := range b.Batch.Files {
			links[component.At{Row: len(t.Rows), Column: 1}] = component.Link{Href: "/imports/" + string(b.Batch.ID)}
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.File(f.Name())), report.Text(wording.Tail(string(b.Batch.ID))),
				report.Integer(f.Rows), report.Text(wording.Head(f.SHA256))}})
		}
	}
	return component.NewTable(v, t, links)
}

// rows are the contributing rows, with all that is known of them.
func rows(v *visit.Visit, r explaining.Result) report.Table {
	t := rowsTable(v, slices.ContainsFunc(r.Rows, ofDeal))
	for _, row := range r.Rows {
		t.Rows = append(t.Rows, rowOf(v, r, row))
	}
	return t
}

// ofDeal tells a row of the pipeline.
func ofDeal(row explaining.Row) bool { return row.Stage != "" }

func rowsTable(v *visit.Visit, ofDeals bool) report.Table {
	t := report.Table{ID: "rows", Title: v.Text("explain.rows", nil), Columns: []report.Column{
		column(v, "side", report.KindText, 0), column(v, "counted", report.KindMoney, 0), column(v, "file", report.KindText, 0),
		column(v, "row", report.KindInteger, 0), column(v, "subject", report.KindText, 2), column(v, "text", report.KindText, 2),
		column(v, "month", report.KindMonth, 2), column(v, "customer", report.KindText, 2), column(v, "amount", report.KindMoney, 2),
		column(v, "allocated", report.KindBool, 9), column(v, "batch", report.KindText, 9)}}
	if ofDeals {
		t.Columns = append(t.Columns, column(v, "stage", report.KindText, 2))
	}
	return t
}

func rowOf(v *visit.Visit, r explaining.Result, row explaining.Row) report.Row {
	cells := []report.Cell{report.Text(side(v, row.Side)), report.Money(money.New(row.Counted, row.Currency)),
		report.Text(row.File.Name()), report.Integer(row.Number), report.Text(row.Subject), report.Text(row.Text), report.Month(row.Month),
		report.Text(who(v, r, row.Customer)), report.Money(money.New(row.Amount, row.Currency)), report.Bool(row.Allocated), report.Text(string(row.Batch))}
	if ofDeal(row) {
		cells = append(cells, wording.Stage(v, row.Stage))
	}
	return report.Row{Cells: cells}
}

// shownRows leaves the way to a file away: its name says which one it is.
func shownRows(v *visit.Visit, r explaining.Result) report.Table {
	t := rows(v, r)
	for i := range t.Rows {
		t.Rows[i].Cells[2].Value = wording.File(t.Rows[i].Cells[2].Value)
	}
	return t
}

func who(v *visit.Visit, r explaining.Result, id customer.ID) string {
	return wording.Value(v, r.Names, multiplier.DimensionCustomer, string(id), multiplier.RowGroup)
}
