package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/csv"
)

// explainCommand walks from a figure back to its source rows.
type explainCommand struct {
	Figure string `arg:"" name:"figure"`

	Rows bool
	Top  int `default:"10" placeholder:"N"`
}

// Run explains the figure, or gives all of its rows and nothing else.
func (c *explainCommand) Run(ctx context.Context, s *Session) error {
	address, err := measuring.ParseAddress(c.Figure)
	if err != nil {
		return usage(err)
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	x, err := a.Explaining(ctx)
	if err != nil {
		return err
	}
	format, err := s.format()
	if err != nil {
		return usage(err)
	}
	in := explaining.Input{Address: address, Largest: max(c.Top, 1)}
	if c.Rows && format != formatCSV {
		in.Largest = 0
	}
	result, err := x.Run(ctx, in)
	if err != nil {
		return err
	}
	e := explained{s.L, result}
	switch {
	case c.Rows && format == formatCSV:
		return s.printTo(func(w io.Writer) error {
			return e.stream(ctx, x, w, csv.Options{Locale: localeOf(s.L), BOM: s.Output != ""})
		})
	case c.Rows:
		return s.Print(report.Document{Title: e.title(), Blocks: []report.Block{e.rows()}})
	}
	return s.Print(e.document())
}

// stream writes all rows as the engine finds them: there may be more than memory
// holds.
func (e explained) stream(ctx context.Context, x *explaining.Explainer, w io.Writer, o csv.Options) error {
	file, err := csv.NewRows(w, e.rowsTable(slices.ContainsFunc(e.r.Rows, ofDeal)), o)
	if err != nil {
		return err
	}
	if _, err := x.Run(ctx, explaining.Input{Address: e.r.Address, Take: func(r explaining.Row) error { return file.Write(e.rowOf(r)) }}); err != nil {
		return err
	}
	return file.Flush()
}

// explained words an explanation.
type explained struct {
	l *i18n.Localizer
	r explaining.Result
}

func (e explained) title() string {
	return e.l.Text("explain.title", i18n.Args{"address": e.r.Address.String(), "definition": e.r.Figure.Definition.String()})
}

func (e explained) document() report.Document {
	d := report.Document{Title: e.title(), Blocks: []report.Block{
		e.figure(), e.definition(), e.sums(), e.batches(), e.rows(),
		report.Paragraph{ID: "export", Text: e.l.Text("explain.export", i18n.Args{"address": e.r.Address.String()})},
		e.queries(),
	}}
	for _, q := range e.r.Queries {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "sql", Text: "-- " + q.Name + "\n" + strings.TrimSpace(q.SQL)})
	}
	return d
}

// figure is the number itself and where it stands.
func (e explained) figure() report.KeyValues {
	row, q := e.r.Row, e.r.Question
	item := func(key string, kind report.Kind, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: e.l.Text("explain."+key, nil), Kind: kind, Cell: cell}
	}
	period := e.r.Figure.Period.String()
	if e.r.Figure.Period.IsZero() {
		period = e.l.Text("measure.period.all", nil)
	}
	items := []report.KeyValue{item("cell", report.KindText, report.Text(e.cell())), e.value(),
		item("period", report.KindText, report.Text(period)), item("rates", report.KindText, report.Text(string(q.Policy)))}
	for i, d := range q.By {
		if row.Key != nil {
			items = append(items, report.KeyValue{Key: string(d), Label: e.l.Text("multiplier.dimension."+string(d), nil), Kind: report.KindText,
				Cell: report.Text(measured{l: e.l, r: measuring.Result{Names: e.r.Names}}.value(d, row.Key[i], row.Kind))})
		}
	}
	for _, f := range q.Where {
		items = append(items, report.KeyValue{Key: "where_" + string(f.Dimension), Kind: report.KindText,
			Label: e.l.Text("explain.where", i18n.Args{"dimension": e.l.Text("multiplier.dimension."+string(f.Dimension), nil)}),
			Cell:  report.Text(strings.Join(f.Values, ", "))})
	}
	return report.KeyValues{ID: "figure", Items: items}
}

// leftOut is what the definition leaves out, where that is explained.
func (e explained) leftOut() (multiplier.Excluded, bool) {
	if ref := e.r.Address.Row; ref.Kind == multiplier.RowExcluded {
		return e.r.Figure.Excluded[ref.At], true
	}
	return multiplier.Excluded{}, false
}

func (e explained) cell() string {
	if x, ok := e.leftOut(); ok {
		return e.l.Text("explain.left_out", i18n.Args{"reason": e.l.Text("multiplier.reason."+string(x.Reason), nil)})
	}
	part := multiplier.Part(e.r.Address.Cell)
	for _, p := range multiplier.Parts() {
		if p == part {
			return e.l.Text("multiplier.part."+string(p), nil)
		}
	}
	return e.l.Text("measure.column."+string(e.r.Address.Cell), nil)
}

// value is the figure as measured: a ratio or an amount.
func (e explained) value() report.KeyValue {
	row, label := e.r.Row, e.l.Text("explain.value", nil)
	amount := func(d money.Decimal) report.KeyValue {
		return report.KeyValue{Key: "value", Label: label, Kind: report.KindMoney, Cell: report.Money(money.New(d, row.Currency))}
	}
	if x, ok := e.leftOut(); ok {
		return amount(x.Amount)
	}
	switch e.r.Address.Cell {
	case multiplier.CellMultiplier:
		return report.KeyValue{Key: "value", Label: label, Kind: report.KindRatio, Cell: ratioCell(row.Multiplier())}
	case multiplier.CellRunRate:
		return report.KeyValue{Key: "value", Label: label, Kind: report.KindRatio, Cell: ratioCell(row.RunRate.Multiplier())}
	case multiplier.CellCloud:
		return amount(row.Cloud)
	case multiplier.CellServices:
		return amount(row.Services.Sum())
	case multiplier.CellPriced:
		return amount(row.Priced)
	case multiplier.CellOnOutcome:
		return amount(row.OnOutcome)
	}
	return amount(row.Services.Of(multiplier.Part(e.r.Address.Cell)))
}

// definition says what counts on either side.
func (e explained) definition() report.KeyValues {
	d := e.r.Figure.Definition
	var categories []string
	for _, c := range d.Numerator.Categories {
		categories = append(categories, e.l.Text("multiplier.part."+string(c), nil))
	}
	word := func(key, group, value string) report.KeyValue {
		return report.KeyValue{Key: key, Label: e.l.Text("multiplier.definition."+key, nil), Kind: report.KindText,
			Cell: report.Text(e.l.Text("multiplier."+group+"."+value, nil))}
	}
	yes := func(key string, on bool) report.KeyValue {
		return report.KeyValue{Key: key, Label: e.l.Text("multiplier.definition."+key, nil), Kind: report.KindBool, Cell: report.Bool(on)}
	}
	items := []report.KeyValue{
		word("basis", "basis", string(d.Numerator.Basis)),
		{Key: "categories", Label: e.l.Text("multiplier.definition.categories", nil), Kind: report.KindText, Cell: report.Text(strings.Join(categories, ", "))},
		yes("funding", d.Numerator.Funding), yes("marketplace_services", d.Numerator.MarketplaceServices), yes("own_software", d.Numerator.OwnSoftware),
		word("scope", "scope", string(d.Denominator.Scope)), word("valuation", "valuation", string(d.Denominator.Valuation)),
		yes("before_credits", d.Denominator.BeforeCredits), yes("marketplace", d.Denominator.Marketplace),
		yes("support", d.Denominator.Support), yes("internal_use", d.Denominator.InternalUse),
	}
	if d.Origin == multiplier.OriginPipeline {
		items = plannedDefinition(e.l, d)
	}
	if d.Note != "" {
		items = append(items, report.KeyValue{Key: "note", Label: e.l.Text("multiplier.definition.note", nil), Kind: report.KindText, Cell: report.Text(d.Note)})
	}
	return report.KeyValues{ID: "definition", Title: e.l.Text("explain.definition", i18n.Args{"definition": d.String()}), Items: items}
}

func (e explained) side(s multiplier.Side) string {
	return e.l.Text("measure.column."+string(s), nil)
}

// sums are the rows' totals before conversion.
func (e explained) sums() report.Table {
	t := report.Table{ID: "sums", Title: e.l.Text("explain.sums", nil), Columns: columns(e.l, "explain.column",
		report.Column{Key: "side", Kind: report.KindText}, report.Column{Key: "rows", Kind: report.KindInteger},
		report.Column{Key: "amount", Kind: report.KindMoney}, report.Column{Key: "counted", Kind: report.KindMoney})}
	for _, s := range e.r.Sums {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(e.side(s.Side)), report.Integer(s.Rows),
			report.Money(money.New(s.Amount, s.Currency)), report.Money(money.New(s.Counted, s.Currency))}})
	}
	t.Notes = []string{e.l.Text("explain.counted.note", nil)}
	return t
}

// batches are the imports behind the figure, a line per file.
func (e explained) batches() report.Table {
	t := report.Table{ID: "batches", Title: e.l.Text("explain.batches", nil), Columns: columns(e.l, "explain.column",
		report.Column{Key: "batch", Kind: report.KindText}, report.Column{Key: "rows", Kind: report.KindInteger},
		report.Column{Key: "file", Kind: report.KindText}, report.Column{Key: "file_rows", Kind: report.KindInteger, Rank: 1},
		report.Column{Key: "sha256", Kind: report.KindText, Rank: 2})}
	for _, b := range e.r.Batches {
		for i, f := range b.Batch.Files {
			cells := []report.Cell{report.Text(string(b.Batch.ID)), report.Text(""), report.Text(f.Name()), report.Integer(f.Rows), report.Text(f.SHA256)}
			if i == 0 {
				cells[1] = report.Integer(b.Rows)
			}
			t.Rows = append(t.Rows, report.Row{Cells: cells})
		}
	}
	return t
}

// rows are the contributing rows.
func (e explained) rows() report.Table {
	t := e.rowsTable(slices.ContainsFunc(e.r.Rows, ofDeal))
	for _, r := range e.r.Rows {
		t.Rows = append(t.Rows, e.rowOf(r))
	}
	return t
}

// ofDeal tells a row of the pipeline.
func ofDeal(r explaining.Row) bool { return r.Stage != "" }

func (e explained) rowsTable(ofDeals bool) report.Table {
	t := report.Table{ID: "rows", Title: e.l.Text("explain.rows", nil), Columns: columns(e.l, "explain.column",
		report.Column{Key: "side", Kind: report.KindText}, report.Column{Key: "counted", Kind: report.KindMoney},
		report.Column{Key: "file", Kind: report.KindText}, report.Column{Key: "row", Kind: report.KindInteger},
		report.Column{Key: "subject", Kind: report.KindText}, report.Column{Key: "text", Kind: report.KindText, Rank: 3},
		report.Column{Key: "month", Kind: report.KindMonth, Rank: 1}, report.Column{Key: "customer", Kind: report.KindText, Rank: 1},
		report.Column{Key: "amount", Kind: report.KindMoney, Rank: 2}, report.Column{Key: "allocated", Kind: report.KindBool, Rank: 4},
		report.Column{Key: "estimate", Kind: report.KindBool, Rank: 4}, report.Column{Key: "shared", Kind: report.KindText, Rank: 3},
		report.Column{Key: "classified", Kind: report.KindText, Rank: 4}, report.Column{Key: "probability", Kind: report.KindPercent, Rank: 5},
		report.Column{Key: "batch", Kind: report.KindText, Rank: 5})}
	if ofDeals {
		t.Columns = append(t.Columns, columns(e.l, "explain.column", report.Column{Key: "stage", Kind: report.KindText, Rank: 2})...)
	}
	return t
}

func (e explained) rowOf(r explaining.Row) report.Row {
	cells := []report.Cell{report.Text(e.side(r.Side)), report.Money(money.New(r.Counted, r.Currency)),
		report.Text(r.File.Name()), report.Integer(r.Number), report.Text(r.Subject), report.Text(r.Text), report.Month(r.Month),
		report.Text(e.customer(r.Customer)), report.Money(money.New(r.Amount, r.Currency)), report.Bool(r.Allocated),
		report.Bool(r.Estimate), report.Text(e.shared(r)), e.classified(r.Class), e.probability(r.Class), report.Text(string(r.Batch))}
	if ofDeal(r) {
		cells = append(cells, stageCell(e.l, r.Stage))
	}
	return report.Row{Cells: cells}
}

// shared says who has which share of a row, and which line it is one sale with.
func (e explained) shared(r explaining.Row) string {
	w := attributed{e.l}
	var words []string
	for _, p := range r.Shares {
		share := p.Share.Mul(hundred()).String() + " %"
		switch {
		case p.IsRest():
			words = append(words, w.text("rest", i18n.Args{"share": share}))
		case p.To.Kind == attribution.TargetCustomer:
			words = append(words, w.text("part", i18n.Args{"share": share, "target": e.customer(customer.ID(p.To.Value))}))
		default:
			words = append(words, w.text("part", i18n.Args{"share": share, "target": w.target(p.To)}))
		}
	}
	if r.Pair != nil {
		other := r.Pair.Left
		if x, ok := e.leftOut(); ok && x.Reason == multiplier.ReasonPaired {
			other = r.Pair.Kept
		}
		words = append(words, w.text("paired", i18n.Args{"line": other.String()}))
	}
	if r.Billed != nil {
		other := r.Billed.Kept
		if r.Side == multiplier.SideServices {
			other = r.Billed.Left
		}
		words = append(words, w.text("paired", i18n.Args{"line": other.String()}))
	}
	return strings.Join(words, w.text("separator", nil))
}

// classified says from whom it is known what a service line is.
func (e explained) classified(c category.Classification) report.Cell {
	if c.Reason == "" {
		return report.Text("")
	}
	words := e.l.Text("category.reason."+string(c.Reason), nil)
	if c.By != "" && c.Reason != category.ReasonCode {
		words += " " + c.By
	}
	return report.Word(string(c.Reason), words)
}

func (e explained) probability(c category.Classification) report.Cell {
	if c.Reason == "" || !c.Decided() {
		return report.Gap()
	}
	return report.Decimal(c.Probability)
}

func (e explained) customer(id customer.ID) string {
	switch name := e.r.Names[id]; {
	case id == "":
		return e.l.Text("measure.unmatched", nil)
	case name != "":
		return name
	}
	return string(id)
}

// queries are what the engine was asked.
func (e explained) queries() report.Table {
	t := report.Table{ID: "queries", Title: e.l.Text("explain.queries", nil), Columns: columns(e.l, "explain.column",
		report.Column{Key: "query", Kind: report.KindText}, report.Column{Key: "rows", Kind: report.KindInteger},
		report.Column{Key: "elapsed_ms", Kind: report.KindInteger})}
	for _, q := range e.r.Queries {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(q.Name), report.Integer(q.Rows),
			report.Integer(q.Elapsed.Milliseconds())}})
	}
	return t
}
