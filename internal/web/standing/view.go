package standing

import (
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/ladder"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	Period, Class, Grade, By string
	Periods, Dimensions      []choice
	Figure                   component.Fact
	Notes                    []string
	Ladder                   ladder.Ladder
	Criteria, Rule, Down     component.Table
	Categories, History      component.Chart
	Parts                    component.Table
	RuleFile                 string
	Self                     bool // may see the self-assessment
}

type choice struct {
	Value, Label string
	Chosen       bool
}

func newView(v *visit.Visit, a answers) (view, error) {
	verdict := a.verdict.Verdict
	m, ok := a.judged.Figures[0].Total.Multiplier()
	out := view{Period: wording.Period(v, a.period), Periods: periods(v, a), Notes: wording.Notes(v, a.judged),
		Class: class(v, verdict.Class), Grade: v.Text("assess.grade."+string(verdict.Grade), nil), By: wording.Dimension(v, a.by),
		Figure: component.Fact{Label: v.Text("measure.column.multiplier", nil), Text: wording.Shown(v, wording.Ratio(m, ok), report.KindRatio),
			Link: wording.Figure(a.judged, 0, multiplier.TotalRef(), multiplier.CellMultiplier)},
		Ladder: ladder.New(v, a.verdict), Criteria: component.NewTable(v, criteria(v, a.verdict), outcomeLink(a)), Rule: component.NewTable(v, rule(v, a.verdict), nil),
		Down: component.NewTable(v, down(v, verdict), nil), RuleFile: a.verdict.RuleFile, Self: v.May(access.RightBooks)}
	for _, d := range assessing.PartDimensions() {
		out.Dimensions = append(out.Dimensions, choice{string(d), wording.Dimension(v, d), d == a.by})
	}
	var err error
	if out.Categories, err = categories(v, a); err != nil {
		return out, err
	}
	if out.History, err = history(v, a); err != nil {
		return out, err
	}
	t, links := parts(v, "parts", wording.Dimension(v, a.by), a.parts)
	t.Notes = []string{v.Text("assess.parts.note", nil)}
	out.Parts = component.NewTable(v, t, links)
	return out, nil
}

func class(v *visit.Visit, c maturity.Class) string { return v.Text("maturity.class."+string(c), nil) }

func periods(v *visit.Visit, a answers) []choice {
	asked := v.URL.Query().Get("period")
	all := []choice{{"", v.Text("web.period.trailing", i18n.Args{"months": months}), asked == ""}}
	for _, year := range a.span.Years(v.Calendar) {
		all = append(all, choice{year, year, asked == year})
	}
	return append(all, choice{"all", v.Text("measure.period.all", nil), asked == "all"})
}

func column(v *visit.Visit, key string, kind report.Kind) report.Column {
	return report.Column{Key: key, Label: v.Text("assess.column."+key, nil), Kind: kind}
}

func known(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Gap()
	}
	return report.Decimal(*d)
}

func criteria(v *visit.Visit, r assessing.Result) report.Table {
	t := report.Table{ID: "criteria", Title: v.Text("assess.criteria", nil), Columns: []report.Column{column(v, "criterion", report.KindText),
		column(v, "value", report.KindRatio), column(v, "need", report.KindRatio), column(v, "next", report.KindRatio), column(v, "reaches", report.KindText)}}
	for _, j := range r.Verdict.Criteria {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("maturity.criterion."+string(j.Criterion), nil)),
			known(j.Value), asked(j.Need), asked(j.Next), report.Text(class(v, j.Reaches))}})
	}
	t.Notes = []string{r.Outcome(v.L)}
	return t
}

// outcomeLink opens an outcome share that the books tell to its rows.
func outcomeLink(a answers) component.Links {
	e := a.verdict.Verdict.Evidence.Outcome
	if e.Measured == nil || e.Declared != nil {
		return nil
	}
	row := slices.Index(maturity.Criteria(), maturity.CriterionOutcome)
	return component.Links{{Row: row, Column: 1}: wording.Figure(a.judged, 0, multiplier.TotalRef(), multiplier.CellOnOutcome)}
}

// asked is a threshold that may not exist.
func asked(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Text("")
	}
	return report.Decimal(*d)
}

// down is what the class hangs on, the smallest reserve first.
func down(v *visit.Visit, verdict maturity.Verdict) report.Table {
	t := report.Table{ID: "down", Title: v.Text("web.standing.down", nil), Columns: []report.Column{column(v, "criterion", report.KindText),
		column(v, "value", report.KindRatio), column(v, "threshold", report.KindRatio), column(v, "distance", report.KindPercent)}}
	for _, c := range verdict.Down {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("maturity.criterion."+string(c.Criterion), nil)),
			known(c.Value), report.Decimal(c.Threshold), report.Decimal(c.Distance)}})
	}
	return t
}

// categories is the evidence for breadth; the picture is which share of the
// customers buys each.
func categories(v *visit.Visit, a answers) (component.Chart, error) {
	verdict, total := a.verdict.Verdict, a.judged.Figures[0].Total
	t := report.Table{ID: "breadth", Title: v.Text("assess.breadth", i18n.Args{
		"share": verdict.Rule.MaterialShare.Mul(money.NewInt(100)).String(), "customers": verdict.Rule.MaterialCustomers}),
		Columns: []report.Column{column(v, "category", report.KindText), column(v, "share", report.KindPercent), column(v, "customers", report.KindInteger),
			{Key: "coverage", Label: v.Text("measure.column.coverage", nil), Kind: report.KindPercent}, column(v, "material", report.KindBool)}}
	links := component.Links{}
	for i, c := range verdict.Evidence.Categories {
		part := multiplier.Part(c.Category)
		links[component.At{Row: i, Column: 1}] = wording.Total(v, multiplier.Standard().Name, a.period.String(),
			[]multiplier.Filter{{Dimension: multiplier.DimensionCategory, Values: []string{string(c.Category)}}}, multiplier.CellServices)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.Part(v, part)), report.Decimal(c.Share), report.Integer(int64(c.Customers)),
			wording.Ratio(total.CoverageOf(part)), report.Bool(c.Material)}})
	}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartRadar, Series: []component.Series{{Column: 3, As: "area", Color: "multiplier"}}}, links)
}

// history is the verdict on the year up to the end of each quarter.
func history(v *visit.Visit, a answers) (component.Chart, error) {
	t, links := parts(v, "history", v.Text("assess.column.quarter", nil), a.history)
	t.Title, t.Notes = v.Text("web.standing.history", nil), []string{v.Text("assess.history.note", nil)}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartLine, Series: []component.Series{{Column: 2, As: "line", Color: "multiplier"}}}, links)
}

func parts(v *visit.Visit, id, label string, all []assessing.Part) (report.Table, component.Links) {
	t := report.Table{ID: id, Title: v.Text("assess.parts.title", i18n.Args{"by": label}), Columns: []report.Column{{Key: "part", Label: label, Kind: report.KindText},
		column(v, "class", report.KindText), {Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "breadth", Label: v.Text("web.standing.breadth", nil), Kind: report.KindInteger}, {Key: "lifecycle", Label: v.Text("web.standing.lifecycle", nil), Kind: report.KindRatio},
		column(v, "grade", report.KindText)}}
	links := component.Links{}
	for i, p := range all {
		values := map[maturity.Criterion]*money.Decimal{}
		for _, j := range p.Verdict.Criteria {
			values[j.Criterion] = j.Value
		}
		name := p.Label
		if name == "" {
			name = v.Text("measure.none", nil)
		}
		links[component.At{Row: i, Column: 2}] = wording.Total(v, multiplier.Standard().Name, p.Scope.Period.String(), p.Scope.Where, multiplier.CellMultiplier)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(name), report.Text(class(v, p.Verdict.Class)), known(values[maturity.CriterionMultiplier]),
			known(values[maturity.CriterionBreadth]), known(values[maturity.CriterionLifecycle]), report.Text(v.Text("assess.grade."+string(p.Verdict.Grade), nil))}})
	}
	return t, links
}

// rule is what each class asks for, with the study's values beside it.
func rule(v *visit.Visit, r assessing.Result) report.Table {
	t := report.Table{ID: "rule", Title: v.Text("assess.classes", nil), Columns: []report.Column{column(v, "class", report.KindText)},
		Notes: []string{v.Text("assess.reference.note", nil)}}
	short := map[maturity.Criterion]string{maturity.CriterionBreadth: "web.standing.breadth", maturity.CriterionLifecycle: "web.standing.lifecycle"}
	for _, c := range maturity.Criteria() {
		key := short[c]
		if key == "" {
			key = "maturity.criterion." + string(c)
		}
		t.Columns = append(t.Columns, report.Column{Key: string(c), Label: v.Text(key, nil), Kind: report.KindRatio})
	}
	t.Columns = append(t.Columns, report.Column{Key: "reference", Label: v.Text("web.standing.reference", nil), Kind: report.KindText, Rank: 2})
	for _, c := range maturity.Classes() {
		row := report.Row{Cells: []report.Cell{report.Text(class(v, c))}}
		needs := map[maturity.Criterion]*money.Decimal{}
		for _, n := range r.Verdict.Rule.Needs[c] {
			needs[n.Criterion] = &n.AtLeast
		}
		for _, criterion := range maturity.Criteria() {
			row.Cells = append(row.Cells, asked(needs[criterion]))
		}
		if ref, ok := r.References[c]; ok {
			row.Cells = append(row.Cells, report.Text(fmt.Sprintf("%s (%s, %d)", wording.Shown(v, known(ref.Value), report.KindRatio), ref.Source, ref.Year)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
