package customer

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	Name, About, Period string
	Amounts             []component.Fact
	Timeline            component.Chart
	Categories          component.Table
	Identifiers         component.Table
	Lines               component.Table
}

func newView(v *visit.Visit, a answers) (view, error) {
	c := a.customer
	var about []string
	for _, s := range []string{string(c.ID), c.Segment, c.Industry, c.Country} {
		if s != "" && !slices.Contains(about, s) {
			about = append(about, s)
		}
	}
	if c.Internal {
		about = append(about, v.Text("web.customer.internal", nil))
	}
	out := view{Name: c.Name, About: strings.Join(about, " · "), Period: wording.Period(v, a.whole.Question.Period), Amounts: amounts(v, a),
		Categories: categories(v, a), Identifiers: identifiers(v, a), Lines: lines(v, a)}
	if out.Name == "" {
		out.Name = string(c.ID)
	}
	var err error
	out.Timeline, err = timeline(v, a)
	return out, err
}

func amounts(v *visit.Visit, a answers) []component.Fact {
	total := a.whole.Figures[0].Total
	ref := multiplier.TotalRef()
	amount := func(key string, d money.Decimal, cell multiplier.Cell) component.Fact {
		return component.Fact{Label: v.Text("measure.column."+key, nil), Text: v.L.Short(d.String()) + " " + string(v.Currency), Link: wording.Figure(a.whole, 0, ref, cell)}
	}
	return []component.Fact{
		{Label: v.Text("measure.column.multiplier", nil), Text: wording.Shown(v, wording.Ratio(total.Multiplier()), report.KindRatio),
			Link: wording.Figure(a.whole, 0, ref, multiplier.CellMultiplier)},
		amount("cloud", total.Cloud, multiplier.CellCloud), amount("services", total.Services.Sum(), multiplier.CellServices),
		{Label: v.Text("measure.column.run_rate", nil), Text: wording.Shown(v, wording.Ratio(total.RunRate.Multiplier()), report.KindRatio),
			Link: wording.Figure(a.whole, 0, ref, multiplier.CellRunRate)},
	}
}

func moneyColumn(v *visit.Visit, key string) report.Column {
	none := int32(0)
	return report.Column{Key: key, Label: v.Text("measure.column."+key, nil), Kind: report.KindMoney, Currency: v.Currency, Places: &none}
}

// timeline is cloud as an area with services as bars over it.
func timeline(v *visit.Visit, a answers) (component.Chart, error) {
	t := report.Table{ID: "timeline", Title: v.Text("web.customer.timeline", nil), Columns: []report.Column{
		{Key: "month", Label: v.Text("multiplier.dimension.month", nil), Kind: report.KindMonth},
		moneyColumn(v, "cloud"), moneyColumn(v, "services"),
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio}}}
	links := component.Links{}
	for i, row := range a.months.Figures[0].Rows {
		for column, cell := range map[int]multiplier.Cell{1: multiplier.CellCloud, 2: multiplier.CellServices, 3: multiplier.CellMultiplier} {
			links[component.At{Row: i, Column: column}] = wording.Figure(a.months, 0, multiplier.Ref{At: i}, cell)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(row.Key[0]), report.Decimal(row.Cloud), report.Decimal(row.Services.Sum()), wording.Ratio(row.Multiplier())}})
	}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartLine, Series: []component.Series{
		{Column: 1, As: "area", Color: "cloud"}, {Column: 2, As: "bar", Color: "services"}}}, links)
}

// categories are what the customer buys, and what is white.
func categories(v *visit.Visit, a answers) component.Table {
	total := a.whole.Figures[0].Total
	t := report.Table{ID: "categories", Title: v.Text("web.customer.categories", nil), Columns: []report.Column{
		{Key: "category", Label: v.Text("measure.column.category", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio}, moneyColumn(v, "services")}}
	links := component.Links{}
	for _, p := range wording.Parts(a.whole.Figures[0]) {
		amount := total.Services.Of(p)
		row := report.Row{Cells: []report.Cell{report.Text(wording.Part(v, p)), wording.Ratio(total.MultiplierOf(p)), report.Decimal(amount)}}
		switch {
		case !p.IsCategory():
			row.Style = report.StyleResidual
		case amount.Sign() <= 0:
			row.Cells = []report.Cell{report.Text(v.Text("web.customers.white", i18n.Args{"category": wording.Part(v, p)})), report.Text(""), report.Text("")}
		}
		if len(row.Cells) == 3 && row.Cells[2].Value != "" {
			links[component.At{Row: len(t.Rows), Column: 2}] = wording.Figure(a.whole, 0, multiplier.TotalRef(), multiplier.Cell(p))
		}
		t.Rows = append(t.Rows, row)
	}
	return component.NewTable(v, t, links)
}

// identifiers are the accounts, numbers and names by which the books know the
// customer, with the days they hold.
func identifiers(v *visit.Visit, a answers) component.Table {
	t := report.Table{ID: "identifiers", Title: v.Text("web.customer.identifiers", nil), Columns: []report.Column{
		{Key: "kind", Label: v.Text("web.customer.kind", nil), Kind: report.KindText}, {Key: "value", Label: v.Text("web.customer.value", nil), Kind: report.KindText},
		{Key: "from", Label: v.Text("web.customer.from", nil), Kind: report.KindDate}, {Key: "until", Label: v.Text("web.customer.until", nil), Kind: report.KindDate}}}
	for _, i := range a.customer.Identifiers {
		from, until := report.Text(""), report.Text("")
		if !i.From.IsZero() {
			from = report.Date(i.From)
		}
		if !i.Until.IsZero() {
			until = report.Date(i.Until)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("web.identifier."+string(i.Kind), nil)), report.Text(i.Value), from, until}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.no_identifiers", nil)}
	}
	return component.NewTable(v, t, nil)
}

// lines are the largest services lines of the period.
func lines(v *visit.Visit, a answers) component.Table {
	t := report.Table{ID: "lines", Title: v.Text("web.customer.lines", nil), Columns: []report.Column{
		{Key: "month", Label: v.Text("explain.column.month", nil), Kind: report.KindMonth}, {Key: "text", Label: v.Text("explain.column.text", nil), Kind: report.KindText},
		{Key: "subject", Label: v.Text("explain.column.subject", nil), Kind: report.KindText, Rank: 2},
		{Key: "file", Label: v.Text("explain.column.file", nil), Kind: report.KindText, Rank: 2}, {Key: "row", Label: v.Text("explain.column.row", nil), Kind: report.KindInteger, Rank: 2},
		{Key: "counted", Label: v.Text("explain.column.counted", nil), Kind: report.KindMoney}}}
	links := component.Links{}
	for _, row := range a.lines.Rows {
		if row.Side != multiplier.SideServices {
			continue
		}
		links[component.At{Row: len(t.Rows), Column: 3}] = component.Link{Href: "/imports/" + string(row.Batch)}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Month(row.Month), report.Text(row.Text), report.Text(row.Subject),
			report.Text(wording.File(row.File.Name())), report.Integer(row.Number), report.Money(money.New(row.Counted, row.Currency))}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.no_lines", nil)}
	}
	return component.NewTable(v, t, links)
}
