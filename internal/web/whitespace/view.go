package whitespace

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the matrix in words.
type view struct {
	Count, Empty, Search, Sort, Dir string
	Notes                           []string
	Selects                         []chooser
	Table                           component.Table
	Range, Before, After            string
	CSV, XLSX, Proof                string
}

// chooser is a filter.
type chooser struct {
	Name, Label string
	Choices     []choice
}

type choice struct {
	Value, Label string
	Chosen       bool
}

func newView(v *visit.Visit, r prospecting.Result, ask asked) view {
	m := newMatrix(r, ask)
	out := view{Count: v.Text("web.whitespace.count", i18n.Args{"white": m.white, "customers": len(m.rows), "currency": string(r.Currency)}), Search: ask.search,
		Sort: ask.sort, Dir: direction(ask.down), Selects: choosers(v, r, ask), CSV: "/whitespace.csv?" + v.URL.RawQuery, XLSX: "/whitespace.xlsx?" + v.URL.RawQuery}
	if v.May(access.RightBooks) {
		out.Proof = "/whitespace/proof"
	}
	switch {
	case r.From == 0:
		out.Empty = v.Text("web.whitespace.no_books", nil)
	case len(m.rows) == 0:
		out.Empty = v.Text("web.whitespace.none", nil)
	case len(r.Finding.Days) == 0:
		out.Notes = append(out.Notes, v.Text("web.whitespace.short", nil))
	}
	if len(r.Unconverted) > 0 {
		out.Notes = append(out.Notes, prospecting.Unconverted(v.L, r))
	}
	count := len(m.rows)
	from := min(ask.from, max(0, count-1)/pageSize*pageSize)
	out.Table = table(v, r, m, m.rows[from:min(from+pageSize, count)])
	heads(v, &out.Table, m, ask)
	if count > pageSize {
		out.Range = v.Text("web.customers.range", i18n.Args{"first": from + 1, "last": min(from+pageSize, count), "count": count})
	}
	if from > 0 {
		out.Before = v.With("from", strconv.Itoa(from-pageSize))
	}
	if from+pageSize < count {
		out.After = v.With("from", strconv.Itoa(from+pageSize))
	}
	return out
}

func direction(down bool) string {
	if down {
		return "down"
	}
	return "up"
}

// table shows rows: what is bought by its amount, what is white by what is
// expected of it and its chance. Amounts are whole; a cell's page has the rest.
func table(v *visit.Visit, r prospecting.Result, m matrix, rows []row) component.Table {
	t := report.Table{ID: "whitespace", Title: v.Text("web.nav.whitespace", nil), Columns: []report.Column{
		{Key: byName, Label: v.Text("whitespace.column.customer", nil), Kind: report.KindText}, {Key: byExpected, Label: v.Text("whitespace.column.expected", nil), Kind: report.KindMoney}}}
	for _, c := range m.columns {
		t.Columns = append(t.Columns, report.Column{Key: code(c), Label: r.Column(v.L, c), Kind: report.KindMoney})
	}
	links := component.Links{}
	for n, one := range rows {
		links[component.At{Row: n, Column: 0}] = component.Link{Href: wording.CustomerPage(string(one.customer))}
		cells := make([]report.Cell, len(t.Columns))
		cells[0], cells[1] = report.Text(one.name), report.Gap()
		for i, c := range one.cells {
			links[component.At{Row: n, Column: i + 2}] = component.Link{Href: address(c), Explain: true}
			cells[i+2] = report.Gap()
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	shown := component.NewTable(v, t, links)
	for n, one := range rows {
		cells := shown.Rows[n].Cells
		if one.expected != nil {
			cells[1].Text, cells[1].Class = estimated(v, *one.expected), "number"
		}
		for i, c := range one.cells {
			cells[i+2].Class = "number cell-" + string(c.State)
			switch c.State {
			case whitespace.StateBought:
				cells[i+2].Text = v.L.Number(c.Amount.Fixed(0), 0)
			case whitespace.StateWhite:
				cells[i+2].Text, cells[i+2].Class = white(v, c), "number cell-white "+heat(c)
			case whitespace.StateNotApplicable:
			}
		}
	}
	return shown
}

// estimated is a whole amount, marked as one that nobody has counted.
func estimated(v *visit.Visit, amount money.Decimal) string {
	return "~" + v.L.Number(amount.Fixed(0), 0)
}

// white says what is expected of a cell, or else its size, and its chance.
func white(v *visit.Visit, c whitespace.Cell) string {
	said := v.Text("whitespace.unsized", nil)
	switch {
	case c.Expected() != nil:
		said = estimated(v, *c.Expected())
	case c.Size != nil:
		said = estimated(v, c.Size.Mid)
	}
	if c.Chance == nil {
		return said
	}
	chance := v.Text("whitespace.percent", i18n.Args{"share": prospecting.Hundredths(*c.Chance)})
	return said + " (" + strings.ReplaceAll(chance, " ", "\u00a0") + ")" // breaks before the chance only
}

// heat lets the likely stand out: as likely as not, worth a proposal, neither.
func heat(c whitespace.Cell) string {
	switch {
	case c.Chance != nil && c.Chance.Cmp(money.MustParse("0.5")) >= 0:
		return "likely"
	case prospecting.Proposed(c):
		return "possible"
	default:
		return "seldom"
	}
}

func address(c whitespace.Cell) string {
	return "/whitespace/cell?" + url.Values{"cell": {prospecting.Address(c)}}.Encode()
}

// choosers offer which customers and columns to show.
func choosers(v *visit.Visit, r prospecting.Result, ask asked) []chooser {
	white := chooser{"white", v.Text("web.whitespace.white", nil), []choice{{"", v.Text("web.whitespace.white.any", nil), ask.white == ""}}}
	for _, c := range service.Categories() {
		white.Choices = append(white.Choices, choice{string(c), v.Text("web.whitespace.white.in", i18n.Args{"category": v.Text("multiplier.part."+string(c), nil)}), c == ask.white})
	}
	if len(r.Offerings) == 0 {
		return []chooser{white}
	}
	return []chooser{white, {"show", v.Text("web.whitespace.show", nil), []choice{
		{"categories", v.Text("web.whitespace.show.categories", nil), !ask.offerings}, {"offerings", v.Text("web.whitespace.show.offerings", nil), ask.offerings}}}}
}

// heads let every column sort the list: a second press turns the order round.
func heads(v *visit.Visit, t *component.Table, m matrix, ask asked) {
	keys := []string{byName, byExpected}
	for _, c := range m.columns {
		keys = append(keys, code(c))
	}
	for i, key := range keys {
		dir := direction(key != byName)
		if key == ask.sort {
			dir = direction(!ask.down)
			t.Head[i].Sort = "ascending"
			if ask.down {
				t.Head[i].Sort = "descending"
			}
		}
		t.Head[i].Href = v.With("sort", key, "dir", dir, "from", "")
	}
}

// piece is a block of an explanation or a proof.
type piece struct {
	Text  string
	Facts []component.Fact
	Table *component.Table
	Chart *component.Chart // of the table
}

func pieces(v *visit.Visit, blocks []report.Block) ([]piece, error) {
	var all []piece
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Paragraph:
			all = append(all, piece{Text: b.Text})
		case report.KeyValues:
			all = append(all, piece{Facts: component.NewFacts(v, b)})
		case report.Table:
			if b.ID == prospecting.TableTenths || b.ID == prospecting.TableRanges {
				c, err := calibration(v, b)
				if err != nil {
					return nil, err
				}
				all = append(all, piece{Table: &c.Table, Chart: &c})
				continue
			}
			t := component.NewTable(v, b, customerLinks(b))
			all = append(all, piece{Table: &t})
		}
	}
	return all, nil
}

// calibration draws what was said beside what came.
func calibration(v *visit.Visit, t report.Table) (component.Chart, error) {
	came := len(t.Columns) - 1
	return component.NewChart(v, t, component.Plot{Kind: component.ChartBar, Series: []component.Series{
		{Column: came - 1, As: "bar", Color: "before"}, {Column: came, As: "bar", Color: "multiplier"}}}, nil)
}

// customerLinks lead from the customers of a table to their pages.
func customerLinks(t report.Table) component.Links {
	links := component.Links{}
	for i, c := range t.Columns {
		if c.Key != "customer" {
			continue
		}
		for n, r := range t.Rows {
			links[component.At{Row: n, Column: i}] = component.Link{Href: wording.CustomerPage(r.Cells[i].Code)}
		}
	}
	return links
}

// opened is a cell in words.
type opened struct {
	What, Customer, Home string
	Pieces               []piece
	Cloud, Services      component.Link
	Period               string
	Move                 choice // leads to the move, or to the form that makes one
}

func newOpened(v *visit.Visit, r prospecting.Result, c whitespace.Cell) (opened, error) {
	told, err := pieces(v, r.Explain(v.L, c))
	if err != nil {
		return opened{}, err
	}
	within := r.Year()
	where := []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{string(c.Customer)}}}
	total := func(cell multiplier.Cell) component.Link {
		return wording.Total(v, multiplier.Standard().Name, within.String(), where, cell)
	}
	out := opened{What: r.Column(v.L, c.Column), Customer: r.Names[c.Customer], Home: wording.CustomerPage(string(c.Customer)), Pieces: told,
		Period: wording.Period(v, within)}
	if !within.IsZero() {
		out.Cloud, out.Services = total(multiplier.CellCloud), total(multiplier.CellServices)
	}
	return out, nil
}

// proof is the back-test in words.
type proof struct {
	Trust, Tone string
	Pieces      []piece
}

func newProof(v *visit.Visit, r whitespace.Report) (proof, error) {
	all := prospecting.Proof(v.L, r)
	trust, _ := all[0].(report.Paragraph)
	told, err := pieces(v, all[1:])
	return proof{trust.Text, "tone-" + string(trust.Tone), told}, err
}
