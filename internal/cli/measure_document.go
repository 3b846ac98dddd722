package cli

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// measured words an answer.
type measured struct {
	l *i18n.Localizer
	r measuring.Result
}

// measureDocument shows the definitions side by side and then the first of them
// in detail: by category, or by the dimensions asked for.
func measureDocument(l *i18n.Localizer, r measuring.Result) report.Document {
	m := measured{l, r}
	first := r.Figures[0]
	d := report.Document{Title: l.Text("measure.title", i18n.Args{"period": m.period(), "currency": string(r.Question.Currency)}),
		Blocks: []report.Block{m.definitions()}}
	if first.Gap == "" {
		if len(r.Question.By) > 0 {
			d.Blocks = append(d.Blocks, m.rows())
		} else {
			d.Blocks = append(d.Blocks, m.categories())
		}
		d.Blocks = append(d.Blocks, m.residuals()...)
	}
	return report.Document{Title: d.Title, Blocks: append(d.Blocks, m.notes()...)}
}

func (m measured) period() string {
	if m.r.Question.Period.IsZero() {
		return m.l.Text("measure.period.all", nil)
	}
	return m.r.Question.Period.String()
}

// figure is the address of a row, or of one cell of it.
func (m measured) figure(definition int, ref multiplier.Ref, cell multiplier.Cell) report.Cell {
	return report.Text(measuring.Address{Question: m.r.ID, Definition: definition, Row: ref, Cell: cell}.String())
}

func ratioCell(v money.Decimal, ok bool) report.Cell {
	if !ok {
		return report.Gap()
	}
	return report.Decimal(v)
}

// definitions is the table of M under each definition.
func (m measured) definitions() report.Table {
	t := report.Table{ID: "multiplier", Title: m.l.Text("measure.definitions", nil), Columns: columns(m.l, "measure.column",
		report.Column{Key: "definition", Kind: report.KindText}, report.Column{Key: "multiplier", Kind: report.KindRatio},
		m.money("cloud", 0), m.money("services", 0), report.Column{Key: "run_rate", Kind: report.KindRatio},
		report.Column{Key: "customers", Kind: report.KindInteger, Rank: 1}, report.Column{Key: "figure", Kind: report.KindText})}
	for i, f := range m.r.Figures {
		name := report.Text(f.Definition.String())
		if f.Gap != "" {
			gap := report.Gap()
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{name, gap, gap, gap, gap, gap, report.Text("")}, Style: report.StyleResidual})
			t.Notes = append(t.Notes, m.l.Text("measure.gap."+string(f.Gap), i18n.Args{"definition": f.Definition.String()}))
			continue
		}
		total := f.Total
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{name, ratioCell(total.Multiplier()), report.Decimal(total.Cloud),
			report.Decimal(total.Services.Sum()), ratioCell(total.RunRate.Multiplier()), report.Integer(int64(total.Customers)),
			m.figure(i, multiplier.TotalRef(), multiplier.CellMultiplier)}})
	}
	for _, b := range m.r.Bases {
		t.Notes = append(t.Notes, basisNotes(m.l, b)...)
	}
	t.Notes = append(t.Notes, m.l.Text("measure.run_rate.note", i18n.Args{"months": multiplier.FirstYear}))
	return t
}

func (m measured) money(key string, rank int) report.Column {
	return report.Column{Key: key, Kind: report.KindMoney, Currency: m.r.Question.Currency, Rank: rank}
}

// categories is the decomposition of M under the first definition.
func (m measured) categories() report.Table {
	f := m.r.Figures[0]
	t := report.Table{ID: "categories", Title: m.l.Text("measure.categories", i18n.Args{"definition": f.Definition.String()}),
		Columns: columns(m.l, "measure.column",
			report.Column{Key: "category", Kind: report.KindText}, report.Column{Key: "multiplier", Kind: report.KindRatio},
			m.money("services", 0), report.Column{Key: "share", Kind: report.KindPercent, Rank: 1},
			report.Column{Key: "coverage", Kind: report.KindPercent}, report.Column{Key: "buyers", Kind: report.KindInteger, Rank: 1},
			report.Column{Key: "figure", Kind: report.KindText})}
	total := f.Total
	for i, p := range multiplier.Parts() {
		amount := total.Services.Of(p)
		if !p.IsCategory() && amount.IsZero() {
			continue
		}
		row := report.Row{Cells: []report.Cell{report.Word(string(p), m.part(p)), ratioCell(total.MultiplierOf(p)), report.Decimal(amount),
			ratioCell(multiplier.Ratio(amount, total.Services.Sum())), ratioCell(total.CoverageOf(p)),
			report.Integer(int64(total.Buyers[i])), m.figure(0, multiplier.TotalRef(), multiplier.Cell(p))}}
		if p == multiplier.PartUncategorised {
			row.Style = report.StyleResidual
		}
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: []report.Cell{report.Text(m.l.Text("measure.total", nil)),
		ratioCell(total.Multiplier()), report.Decimal(total.Services.Sum()), report.Text(""), report.Text(""),
		report.Integer(int64(total.Customers)), m.figure(0, multiplier.TotalRef(), multiplier.CellServices)}})
	t.Notes = []string{m.l.Text("measure.coverage.note", nil)}
	return t
}

func (m measured) part(p multiplier.Part) string {
	return m.l.Text("multiplier.part."+string(p), nil)
}

// rows is the table cut by dimensions, with M of the other definitions beside it.
func (m measured) rows() report.Table {
	f, by := m.r.Figures[0], m.r.Question.By
	var keys []report.Column
	for _, d := range by {
		keys = append(keys, report.Column{Key: string(d), Kind: report.KindText})
	}
	t := report.Table{ID: "rows", Title: m.l.Text("measure.rows", i18n.Args{"definition": f.Definition.String()}),
		Columns: append(columns(m.l, "multiplier.dimension", keys...), columns(m.l, "measure.column",
			report.Column{Key: "multiplier", Kind: report.KindRatio}, m.money("cloud", 0), m.money("services", 0),
			report.Column{Key: "run_rate", Kind: report.KindRatio, Rank: 1}, report.Column{Key: "figure", Kind: report.KindText},
			report.Column{Key: "customers", Kind: report.KindInteger, Rank: 2}, m.money("allocated", 3), m.money("at_cost", 3), m.money("estimated", m.estimatedRank()))...)}
	for _, p := range m.parts() {
		t.Columns = append(t.Columns, report.Column{Key: "multiplier_" + string(p), Kind: report.KindRatio, Rank: 4,
			Label: m.l.Text("measure.multiplier_of", i18n.Args{"part": m.part(p)})})
	}
	for _, p := range m.parts() {
		t.Columns = append(t.Columns, report.Column{Key: "coverage_" + string(p), Kind: report.KindPercent, Rank: 5,
			Label: m.l.Text("measure.coverage_of", i18n.Args{"part": m.part(p)})})
	}
	for _, other := range m.others() {
		t.Columns = append(t.Columns, report.Column{Key: "multiplier_" + strings.ReplaceAll(other.Definition.Name, "-", "_"), Kind: report.KindRatio, Rank: 2,
			Label: m.l.Text("measure.multiplier_under", i18n.Args{"definition": other.Definition.String()})})
	}
	for i, row := range f.Rows {
		r := report.Row{Cells: m.rowCells(row, multiplier.Ref{At: i})}
		if row.Kind == multiplier.RowUnmatched || row.Kind == multiplier.RowUnattributed {
			r.Style = report.StyleResidual
		}
		t.Rows = append(t.Rows, r)
	}
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: m.rowCells(f.Total, multiplier.TotalRef())})
	if slices.Contains(by, multiplier.DimensionCategory) {
		t.Notes = append(t.Notes, m.l.Text("measure.shared_cloud.note", nil))
	}
	return t
}

// estimatedRank keeps estimates in view where there are any: what nobody has a
// bill for must look like it.
func (m measured) estimatedRank() int {
	if m.r.Figures[0].Total.Estimated.IsZero() {
		return 3
	}
	return 0
}

// parts are the addends that have a column of their own: none where the rows
// are categories already, and what has no category only where there is any.
func (m measured) parts() []multiplier.Part {
	if slices.Contains(m.r.Question.By, multiplier.DimensionCategory) {
		return nil
	}
	return slices.DeleteFunc(multiplier.Parts(), func(p multiplier.Part) bool {
		return !p.IsCategory() && m.r.Figures[0].Total.Services.Of(p).IsZero()
	})
}

// others are the figures under further definitions, as far as there are any.
func (m measured) others() []multiplier.Result {
	return slices.DeleteFunc(slices.Clone(m.r.Figures[1:]), func(f multiplier.Result) bool { return f.Gap != "" })
}

func (m measured) rowCells(row multiplier.Row, ref multiplier.Ref) []report.Cell {
	cells := m.keyCells(row)
	cells = append(cells, ratioCell(row.Multiplier()), report.Decimal(row.Cloud), report.Decimal(row.Services.Sum()),
		ratioCell(row.RunRate.Multiplier()), m.figure(0, ref, multiplier.CellMultiplier), report.Integer(int64(row.Customers)),
		report.Decimal(row.Allocated), report.Decimal(row.AtCost), report.Decimal(row.Estimated))
	for _, p := range m.parts() {
		cells = append(cells, ratioCell(row.MultiplierOf(p)))
	}
	for _, p := range m.parts() {
		cells = append(cells, ratioCell(row.CoverageOf(p)))
	}
	for _, other := range m.others() {
		cells = append(cells, ratioCell(sameRow(other, row).Multiplier()))
	}
	return cells
}

// sameRow finds the row of another definition with the same key; one that has
// none has no cloud either, and so no multiplier.
func sameRow(f multiplier.Result, like multiplier.Row) multiplier.Row {
	if like.Kind == multiplier.RowTotal {
		return f.Total
	}
	at := slices.IndexFunc(f.Rows, func(r multiplier.Row) bool { return r.Kind == like.Kind && slices.Equal(r.Key, like.Key) })
	if at < 0 || like.Kind == multiplier.RowOthers {
		return multiplier.Row{}
	}
	return f.Rows[at]
}

// keyCells are the values of a row along the dimensions, in words.
func (m measured) keyCells(row multiplier.Row) []report.Cell {
	by := m.r.Question.By
	cells := make([]report.Cell, len(by))
	for i, d := range by {
		if row.Key != nil {
			cells[i] = report.Word(row.Key[i], m.value(d, row.Key[i], row.Kind))
		}
	}
	switch row.Kind {
	case multiplier.RowOthers:
		cells[0] = report.Text(m.l.Text("measure.others", i18n.Args{"count": row.Others}))
	case multiplier.RowTotal:
		cells[0] = report.Text(m.l.Text("measure.total", nil))
	case multiplier.RowUnmatched:
		if !slices.Contains(by, multiplier.DimensionCustomer) {
			cells[0].Value = m.l.Text("measure.unmatched_of", i18n.Args{"value": cells[0].Value})
		}
	case multiplier.RowUnattributed:
		if row.Key[0] != "" || by[0] != multiplier.DimensionCustomer {
			cells[0].Value = m.l.Text("measure.unattributed_of", i18n.Args{"value": cells[0].Value})
		}
	case multiplier.RowGroup, multiplier.RowUnconverted, multiplier.RowExcluded:
	}
	return cells
}

func (m measured) value(d multiplier.Dimension, value string, kind multiplier.RowKind) string {
	switch {
	case d == multiplier.DimensionCustomer && value == "" && kind == multiplier.RowUnattributed:
		return m.l.Text("measure.unattributed", nil)
	case d == multiplier.DimensionCustomer && value == "":
		return m.l.Text("measure.unmatched", nil)
	case d == multiplier.DimensionCustomer, d == multiplier.DimensionGroup && value != "":
		if name := m.r.Names[customer.ID(value)]; name != "" {
			return name
		}
	case d == multiplier.DimensionCategory && value == "none":
		return m.l.Text("measure.no_services", nil)
	case d == multiplier.DimensionCategory:
		return m.part(multiplier.Part(value))
	case d == multiplier.DimensionCohort && value != "":
		return m.l.Text("measure.cohort", i18n.Args{"year": value})
	case value == "" && kind == multiplier.RowUnmatched:
		return m.l.Text("measure.unmatched", nil)
	case value == "":
		return m.l.Text("measure.none", nil)
	}
	return value
}

// residuals shows what is not in the figure, or in it without a name.
func (m measured) residuals() []report.Block {
	f := m.r.Figures[0]
	t := report.Table{ID: "residuals", Title: m.l.Text("measure.residuals", nil), Columns: columns(m.l, "measure.column",
		report.Column{Key: "residual", Kind: report.KindText}, report.Column{Key: "cloud", Kind: report.KindMoney},
		report.Column{Key: "services", Kind: report.KindMoney}, report.Column{Key: "figure", Kind: report.KindText})}
	add := func(what string, cloud, services money.Amount, figure report.Cell) {
		t.Rows = append(t.Rows, report.Row{Style: report.StyleResidual, Cells: []report.Cell{report.Text(what), moneyOrBlank(cloud), moneyOrBlank(services), figure}})
	}
	for i, row := range f.Rows {
		if row.Kind != multiplier.RowGroup && len(f.By) == 0 {
			add(m.l.Text("measure."+string(row.Kind), nil), money.New(row.Cloud, row.Currency), money.New(row.Services.Sum(), row.Currency),
				m.figure(0, multiplier.Ref{At: i}, multiplier.CellMultiplier))
			if row.Kind == multiplier.RowUnmatched {
				t.Notes = append(t.Notes, m.l.Text("match.hint", nil))
			}
		}
	}
	for i, row := range f.Unconverted {
		what := m.l.Text("measure.unconverted", i18n.Args{"from": string(row.Currency), "to": string(f.Currency)})
		var values []string
		for n, v := range row.Key {
			values = append(values, m.value(f.By[n], v, row.Kind))
		}
		if len(values) > 0 {
			what += " (" + strings.Join(values, " / ") + ")"
		}
		add(what, money.New(row.Cloud, row.Currency), money.New(row.Services.Sum(), row.Currency),
			m.figure(0, multiplier.Ref{Kind: multiplier.RowUnconverted, At: i}, multiplier.CellMultiplier))
	}
	var blocks []report.Block
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	if x := m.excluded(f); len(x.Rows) > 0 {
		blocks = append(blocks, x)
	}
	return blocks
}

// excluded shows what the definition leaves out, in its own currency.
func (m measured) excluded(f multiplier.Result) report.Table {
	t := report.Table{ID: "excluded", Title: m.l.Text("measure.excluded", i18n.Args{"definition": f.Definition.String()}),
		Columns: columns(m.l, "measure.column", report.Column{Key: "reason", Kind: report.KindText},
			report.Column{Key: "cloud", Kind: report.KindMoney}, report.Column{Key: "services", Kind: report.KindMoney},
			report.Column{Key: "figure", Kind: report.KindText, Rank: 1})}
	for i, e := range f.Excluded {
		amount, blank := report.Money(money.New(e.Amount, e.Currency)), report.Text("")
		cells := []report.Cell{report.Word(string(e.Reason), m.l.Text("multiplier.reason."+string(e.Reason), nil)), amount, blank}
		if e.Side == multiplier.SideServices {
			cells[1], cells[2] = blank, amount
		}
		cells = append(cells, m.figure(0, multiplier.Ref{Kind: multiplier.RowExcluded, At: i}, multiplier.CellMultiplier))
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}

func moneyOrBlank(a money.Amount) report.Cell {
	if a.Decimal.IsZero() {
		return report.Text("")
	}
	return report.Money(a)
}

// notes say what a reader must know, how amounts were converted, and where to
// look further.
func (m measured) notes() []report.Block {
	var blocks []report.Block
	for _, n := range m.r.Notes {
		blocks = append(blocks, report.Paragraph{ID: string(n), Text: m.l.Text("measure.note."+string(n), nil), Tone: report.ToneWarning})
	}
	var rules []string
	for _, r := range rate.Rules(m.r.Question.Policy) {
		rules = append(rules, m.l.Text(r.Key, r.Args))
	}
	blocks = append(blocks, report.Paragraph{ID: "rates", Text: m.l.Text("measure.rates", i18n.Args{"rules": strings.Join(rules, " ")})})
	if slices.ContainsFunc(m.r.Figures, func(f multiplier.Result) bool { return f.Gap == "" }) {
		at := slices.IndexFunc(m.r.Figures, func(f multiplier.Result) bool { return f.Gap == "" })
		blocks = append(blocks, report.Paragraph{ID: "explain", Text: m.l.Text("measure.explain",
			i18n.Args{"address": m.figure(at, multiplier.TotalRef(), multiplier.CellMultiplier).Value})})
	}
	return blocks
}
