package cli

import (
	"context"
	"fmt"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// assessCommand prints the maturity class, its evidence and what would change it.
type assessCommand struct {
	Period   string `default:"all" placeholder:"PERIOD"`
	Currency string `placeholder:"CODE"`
	By       string `placeholder:"DIMENSION"`
	History  bool
}

// Run judges the figure under the default definition, or its parts.
func (c *assessCommand) Run(ctx context.Context, s *Session) error {
	in, err := questionOf(s, c.Period, c.Currency)
	if err != nil {
		return err
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	in.Definitions = []string{multiplier.Standard().Name}
	ask := func(ctx context.Context, scope assessing.Scope) (multiplier.Result, error) {
		in := in
		in.Period, in.Where, in.By = scope.Period, scope.Where, []multiplier.Dimension{scope.By}
		result, err := measure(ctx, s, in)
		if err != nil {
			return multiplier.Result{}, err
		}
		return result.Figures[0], nil
	}
	switch {
	case c.History && c.By != "":
		return usage(fault.New(fault.KindInvalid, "assess.history_or_by"))
	case c.History:
		parts, err := a.Assessing().History(ctx, in.Period, ask)
		if err != nil {
			return err
		}
		return s.Print(partsDocument(s.L, "quarter", s.L.Text("assess.column.quarter", nil), parts))
	case c.By != "":
		by, err := multiplier.ParseDimension(c.By)
		if err != nil {
			return usage(err)
		}
		parts, err := a.Assessing().Parts(ctx, in.Period, by, ask)
		if err != nil {
			return err
		}
		return s.Print(partsDocument(s.L, string(by), s.L.Text("multiplier.dimension."+string(by), nil), parts))
	}
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer}
	result, err := measure(ctx, s, in)
	if err != nil {
		return err
	}
	verdict, err := a.Assessing().Run(ctx, result.Figures[0])
	if err != nil {
		return err
	}
	return s.Print(assessDocument(s.L, verdict, result))
}

// assessed words a verdict.
type assessed struct {
	l *i18n.Localizer
	r assessing.Result
	m measuring.Result
}

func assessDocument(l *i18n.Localizer, r assessing.Result, m measuring.Result) report.Document {
	a := assessed{l, r, m}
	v := r.Verdict
	rule := fmt.Sprintf("%s v%d", v.Rule.Name, v.Rule.Version)
	if r.RuleFile != "" {
		rule += " (" + r.RuleFile + ")"
	}
	address := measuring.Address{Question: m.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellMultiplier}
	d := report.Document{Title: l.Text("assess.title", i18n.Args{"class": a.class(v.Class), "period": measured{l, m}.period()}),
		Blocks: []report.Block{report.KeyValues{ID: "verdict", Items: []report.KeyValue{
			{Key: "class", Label: l.Text("assess.class", nil), Kind: report.KindText, Cell: report.Word(string(v.Class), a.class(v.Class))},
			{Key: "confidence", Label: l.Text("assess.confidence", nil), Kind: report.KindText, Cell: report.Word(string(v.Grade), l.Text("assess.grade."+string(v.Grade), nil))},
			{Key: "multiplier", Label: l.Text("measure.column.multiplier", nil), Kind: report.KindRatio, Cell: ratioCell(r.Figure.Total.Multiplier())},
			{Key: "definition", Label: l.Text("measure.column.definition", nil), Kind: report.KindText, Cell: report.Text(r.Figure.Definition.String())},
			{Key: "rule", Label: l.Text("assess.rule", nil), Kind: report.KindText, Cell: report.Text(rule)},
			{Key: "figure", Label: l.Text("measure.column.figure", nil), Kind: report.KindText, Cell: report.Text(address.String())},
		}}, report.Paragraph{ID: "ours", Text: l.Text("assess.ours", nil)},
			a.criteria(), a.categories()}}
	if len(v.Evidence.Links) > 0 {
		d.Blocks = append(d.Blocks, a.links())
	}
	if len(v.Up)+len(v.Down) > 0 {
		d.Blocks = append(d.Blocks, a.changes())
	}
	if len(r.Steps) > 0 {
		d.Blocks = append(d.Blocks, a.steps())
	}
	return report.Document{Title: d.Title, Blocks: append(d.Blocks, a.classes())}
}

func (a assessed) class(c maturity.Class) string { return a.l.Text("maturity.class."+string(c), nil) }

func (a assessed) criterion(c maturity.Criterion) string {
	return a.l.Text("maturity.criterion."+string(c), nil)
}

// known is a cell of a number that may not be known.
func known(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Gap()
	}
	return report.Decimal(*d)
}

// asked is a cell of a threshold that may not exist.
func asked(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Text("")
	}
	return report.Decimal(*d)
}

func (a assessed) criteria() report.Table {
	t := report.Table{ID: "criteria", Title: a.l.Text("assess.criteria", nil), Columns: columns(a.l, "assess.column",
		report.Column{Key: "criterion", Kind: report.KindText}, report.Column{Key: "value", Kind: report.KindRatio},
		report.Column{Key: "need", Kind: report.KindRatio}, report.Column{Key: "next", Kind: report.KindRatio},
		report.Column{Key: "reaches", Kind: report.KindText})}
	for _, j := range a.r.Verdict.Criteria {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(j.Criterion), a.criterion(j.Criterion)), known(j.Value), asked(j.Need), asked(j.Next),
			report.Word(string(j.Reaches), a.class(j.Reaches))}})
	}
	t.Notes = []string{a.r.Outcome(a.l)}
	if a.r.Verdict.Evidence.Outcome.Measured != nil {
		address := measuring.Address{Question: a.m.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellOnOutcome}
		t.Notes = append(t.Notes, a.l.Text("assess.outcome.rows", i18n.Args{"address": address.String()}))
	}
	return t
}

func (a assessed) categories() report.Table {
	rule := a.r.Verdict.Rule
	t := report.Table{ID: "breadth", Title: a.l.Text("assess.breadth", i18n.Args{
		"share": rule.MaterialShare.Mul(money.NewInt(100)).String(), "customers": rule.MaterialCustomers}),
		Columns: columns(a.l, "assess.column", report.Column{Key: "category", Kind: report.KindText},
			report.Column{Key: "share", Kind: report.KindPercent}, report.Column{Key: "customers", Kind: report.KindInteger},
			report.Column{Key: "material", Kind: report.KindBool})}
	for _, c := range a.r.Verdict.Evidence.Categories {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(c.Category), a.l.Text("multiplier.part."+string(c.Category), nil)),
			report.Decimal(c.Share), report.Integer(int64(c.Customers)), report.Bool(c.Material)}})
	}
	return t
}

func (a assessed) links() report.Table {
	t := report.Table{ID: "confidence", Title: a.l.Text("assess.links", nil), Columns: columns(a.l, "assess.column",
		report.Column{Key: "link", Kind: report.KindText}, report.Column{Key: "share", Kind: report.KindPercent})}
	for _, link := range a.r.Verdict.Evidence.Links {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(link.Name), a.l.Text("maturity.link."+string(link.Name), nil)), report.Decimal(link.Share)}})
	}
	return t
}

// changes says what would move the verdict, up and down, nearest first.
func (a assessed) changes() report.Table {
	t := report.Table{ID: "changes", Title: a.l.Text("assess.changes", nil), Columns: columns(a.l, "assess.column",
		report.Column{Key: "class", Kind: report.KindText}, report.Column{Key: "change", Kind: report.KindText},
		report.Column{Key: "value", Kind: report.KindRatio}, report.Column{Key: "threshold", Kind: report.KindRatio},
		report.Column{Key: "distance", Kind: report.KindPercent, Rank: 1})}
	add := func(key string, changes []maturity.Change) {
		for _, c := range changes {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(c.Class), a.class(c.Class)),
				report.Text(a.l.Text(key, i18n.Args{"criterion": a.criterion(c.Criterion)})), known(c.Value), report.Decimal(c.Threshold), report.Decimal(c.Distance)}})
		}
	}
	add("assess.up", a.r.Verdict.Up)
	add("assess.down", a.r.Verdict.Down)
	return t
}

// steps says what the next class takes, in customers and money.
func (a assessed) steps() report.Table {
	t := report.Table{ID: "steps", Title: a.l.Text("assess.steps", i18n.Args{"class": a.class(a.r.Verdict.Up[0].Class)}),
		Columns: columns(a.l, "assess.column", report.Column{Key: "criterion", Kind: report.KindText}, report.Column{Key: "step", Kind: report.KindText}),
		Notes:   []string{a.l.Text("assess.steps.note", nil)}}
	for _, step := range a.r.Steps {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(step.Criterion), a.criterion(step.Criterion)),
			report.Text(a.r.Say(a.l, step))}})
	}
	return t
}

// classes lists the classes with what ours asks for and the study's values
// beside them, which are no thresholds.
func (a assessed) classes() report.Table {
	t := report.Table{ID: "classes", Title: a.l.Text("assess.classes", nil), Columns: columns(a.l, "assess.column",
		report.Column{Key: "class", Kind: report.KindText})}
	for _, c := range maturity.Criteria() {
		t.Columns = append(t.Columns, report.Column{Key: string(c), Label: a.criterion(c), Kind: report.KindRatio})
	}
	t.Columns = append(t.Columns, columns(a.l, "assess.column", report.Column{Key: "reference", Kind: report.KindRatio},
		report.Column{Key: "year", Kind: report.KindText, Rank: 1}, report.Column{Key: "source", Kind: report.KindText, Rank: 2},
		report.Column{Key: "url", Kind: report.KindText, Rank: 3})...)
	for _, class := range maturity.Classes() {
		row := report.Row{Cells: []report.Cell{report.Word(string(class), a.class(class))}}
		if class == a.r.Verdict.Class {
			row.Style = report.StyleTotal
		}
		needs := map[maturity.Criterion]*money.Decimal{}
		for _, n := range a.r.Verdict.Rule.Needs[class] {
			needs[n.Criterion] = &n.AtLeast
		}
		for _, c := range maturity.Criteria() {
			row.Cells = append(row.Cells, asked(needs[c]))
		}
		if ref, ok := a.r.References[class]; ok {
			row.Cells = append(row.Cells, known(ref.Value), report.Text(fmt.Sprint(ref.Year)), report.Text(ref.Source), report.Text(ref.URL))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = []string{a.l.Text("assess.reference.note", nil)}
	return t
}
