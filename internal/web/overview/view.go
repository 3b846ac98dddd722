package overview

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/ladder"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	Period      string
	Periods     []choice
	Notes       []string
	News        *news
	Headline    headline
	Definitions component.Table
	Trend       component.Chart
	Ladder      ladder.Ladder
	Categories  component.Chart
	Cohorts     component.Chart
	Health      []health
	HealthNote  string
}

type choice struct {
	Value, Label string
	Chosen       bool
}

// headline is the large figure and what it is made of.
type headline struct {
	Value      string
	Link       component.Link
	Definition string
	Sentence   string
	Change     string
	Amounts    []component.Fact
}

// health is one share of the books that can be trusted.
type health struct {
	Label, Share, Thousandths string
}

func newView(v *visit.Visit, a answers) (view, error) {
	out := view{Period: wording.Period(v, a.period), Periods: periods(v, a), Notes: wording.Notes(v, a.judged),
		Headline: newHeadline(v, a), Definitions: definitions(v, a), Ladder: ladder.New(v, a.verdict)}
	var err error
	if out.Trend, err = trendChart(v, a); err != nil {
		return out, err
	}
	if out.Categories, err = categoryChart(v, a); err != nil {
		return out, err
	}
	if out.Cohorts, err = cohortChart(v, a); err != nil {
		return out, err
	}
	for _, l := range a.verdict.Verdict.Evidence.Links {
		out.Health = append(out.Health, health{Label: v.Text("maturity.link."+string(l.Name), nil),
			Share: wording.Shown(v, report.Decimal(l.Share), report.KindPercent), Thousandths: l.Share.Mul(money.NewInt(1000)).Fixed(0)})
	}
	out.HealthNote = v.Text("web.overview.health.note", i18n.Args{"grade": v.Text("assess.grade."+string(a.verdict.Verdict.Grade), nil)})
	return out, nil
}

// periods are those to choose from. The one in the address is always among them.
func periods(v *visit.Visit, a answers) []choice {
	asked := v.URL.Query().Get("period")
	all := []choice{{"", v.Text("web.period.trailing", i18n.Args{"months": headlineMonths}), asked == ""}}
	for _, label := range a.span.Years(v.Calendar) {
		all = append(all, choice{label, label, asked == label})
	}
	all = append(all, choice{"all", v.Text("measure.period.all", nil), asked == "all"})
	if !slices.ContainsFunc(all, func(c choice) bool { return c.Chosen }) {
		all = append(all, choice{asked, wording.Period(v, a.period), true})
	}
	return all
}

func newHeadline(v *visit.Visit, a answers) headline {
	f := a.judged.Figures[0]
	m, ok := f.Total.Multiplier()
	total := multiplier.TotalRef()
	h := headline{Value: wording.Shown(v, wording.Ratio(m, ok), report.KindRatio), Link: wording.Figure(a.whole, 0, total, multiplier.CellMultiplier),
		Definition: f.Definition.Name, Sentence: v.Text("web.overview.no_multiplier", nil)}
	if ok {
		h.Sentence = v.Text("web.overview.sentence", i18n.Args{"multiplier": h.Value, "currency": string(f.Currency)})
	}
	if a.before != nil {
		if was, had := a.before.Figures[0].Total.Multiplier(); ok && had {
			h.Change = v.Text("web.overview.change", i18n.Args{"change": signed(v, m.Sub(was), report.KindRatio),
				"before": wording.Shown(v, report.Decimal(was), report.KindRatio)})
		}
	}
	amount := func(label string, d money.Decimal, cell multiplier.Cell) component.Fact {
		return component.Fact{Label: label, Text: v.L.Short(d.String()) + " " + string(f.Currency), Link: wording.Figure(a.whole, 0, total, cell)}
	}
	rate, known := f.Total.RunRate.Multiplier()
	h.Amounts = []component.Fact{
		amount(v.Text("measure.column.cloud", nil), f.Total.Cloud, multiplier.CellCloud),
		amount(v.Text("measure.column.services", nil), f.Total.Services.Sum(), multiplier.CellServices),
		{Label: v.Text("measure.column.run_rate", nil), Text: wording.Shown(v, wording.Ratio(rate, known), report.KindRatio),
			Link: wording.Figure(a.whole, 0, total, multiplier.CellRunRate)},
	}
	return h
}

// signed writes a difference with its sign.
func signed(v *visit.Visit, d money.Decimal, k report.Kind) string {
	s := wording.Shown(v, report.Decimal(d.Abs()), k)
	switch d.Sign() {
	case 1:
		return "+" + s
	case -1:
		return "−" + s
	}
	return s
}

func definitions(v *visit.Visit, a answers) component.Table {
	t := report.Table{ID: "definitions", Title: v.Text("measure.definitions", nil), Columns: []report.Column{
		{Key: "definition", Label: v.Text("measure.column.definition", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "cloud", Label: v.Text("measure.column.cloud", nil), Kind: report.KindMoney, Currency: v.Currency},
		{Key: "services", Label: v.Text("measure.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Rank: 2}}}
	zero := int32(0)
	t.Columns[2].Places, t.Columns[3].Places = &zero, &zero
	links := component.Links{}
	for i, f := range a.whole.Figures {
		links[component.At{Row: i, Column: 0}] = component.Link{Href: "/definition/" + f.Definition.Name, Explain: true}
		name := report.Text(f.Definition.String())
		if f.Gap != "" {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{name, report.Gap(), report.Gap(), report.Gap()}})
			t.Notes = append(t.Notes, v.Text("measure.gap."+string(f.Gap), i18n.Args{"definition": f.Definition.String()}))
			continue
		}
		m, ok := f.Total.Multiplier()
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{name, wording.Ratio(m, ok), report.Decimal(f.Total.Cloud), report.Decimal(f.Total.Services.Sum())}})
		for column, cell := range []multiplier.Cell{1: multiplier.CellMultiplier, 2: multiplier.CellCloud, 3: multiplier.CellServices} {
			if cell != "" {
				links[component.At{Row: i, Column: column}] = wording.Figure(a.whole, i, multiplier.TotalRef(), cell)
			}
		}
	}
	for _, b := range a.whole.Bases {
		t.Notes = append(t.Notes, wording.Basis(v, b)...)
	}
	return component.NewTable(v, t, links)
}
