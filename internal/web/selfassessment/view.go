package selfassessment

import (
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Class, Uncertain string
	Facts            []component.Fact
	Questions        []question
	Scenarios        component.Table
	Advice           component.Table
	May              bool // change answers
	Refused          bool
}

// question is one field of the form.
type question struct {
	ID, Label, Measured, Fault string
	Choices                    []choice // none: an amount
	Low, High                  string
}

type choice struct {
	Value, Label string
	Chosen       bool
}

func newView(v *visit.Visit, self assessing.Self, given selfassessment.Answers, refused map[selfassessment.ID]sent) view {
	r := self.Result
	out := view{Class: self.Class(v.L), Uncertain: v.Text("self.uncertain", nil), May: v.May(access.RightDecide), Refused: len(refused) > 0,
		Facts: []component.Fact{
			{Label: v.Text("self.multiplier", nil), Text: span(v, r.Multiplier, "")},
			{Label: v.Text("self.cloud", nil), Text: span(v, r.Cloud, self.Currency)},
			{Label: v.Text("self.answered", nil), Text: v.Text("self.answered.of", i18n.Args{"answered": r.Answered, "all": len(selfassessment.Questions()), "measured": r.Measured})},
		},
		Scenarios: component.NewTable(v, scenarios(v, self), nil), Advice: component.NewTable(v, advice(v, self), nil)}
	for _, q := range selfassessment.Questions() {
		field := question{ID: string(q.ID), Label: assessing.QuestionText(v.L, q.ID)}
		if self.Answers[q.ID].Measured {
			field.Measured = self.Answer(v.L, q.ID)
		}
		for _, c := range q.Choices {
			field.Choices = append(field.Choices, choice{c.ID, self.Choice(v.L, q.ID, c.ID), given[q.ID].Choice == c.ID})
		}
		if answer, ok := given[q.ID]; ok && answer.Low != nil {
			field.Low = answer.Low.String()
			if !answer.Low.Equal(*answer.High) {
				field.High = answer.High.String()
			}
		}
		if s, ok := refused[q.ID]; ok {
			field.Low, field.High, field.Fault = s.low, s.high, message(v, s.fault)
		}
		out.Questions = append(out.Questions, field)
	}
	return out
}

// span is a number between two ends; a dash where it is not known.
func span(v *visit.Visit, s *selfassessment.Span, currency money.Currency) string {
	if s == nil {
		return v.Text("common.missing", nil)
	}
	show := func(d money.Decimal) string {
		if currency == "" {
			return v.L.Number(d.Fixed(2), 2)
		}
		return v.L.Short(d.String()) + " " + string(currency)
	}
	if low, high := show(s.Low), show(s.High); low != high {
		return low + " – " + high
	}
	return show(s.Low)
}

func scenarios(v *visit.Visit, self assessing.Self) report.Table {
	t := report.Table{ID: "scenarios", Title: v.Text("self.scenarios", nil), Notes: self.ScenarioNotes(v.L),
		Columns: []report.Column{{Key: "scenario", Label: v.Text("self.column.scenario", nil), Kind: report.KindText}}}
	for _, key := range []string{"services", "more", "cost"} {
		t.Columns = append(t.Columns, report.Column{Key: key, Label: v.Text("web.self."+key, i18n.Args{"currency": self.Currency}), Kind: report.KindText})
	}
	between := func(low, high money.Decimal) report.Cell {
		return report.Text(v.L.Short(low.String()) + " – " + v.L.Short(high.String()))
	}
	for _, sc := range self.Result.Scenarios {
		cells := []report.Cell{report.Text(self.Scenario(v.L, sc)), between(sc.Services.Low, sc.Services.High)}
		for _, r := range []*estimate.Range{sc.More, sc.Cost} {
			if r != nil {
				cells = append(cells, between(r.Low, r.High))
			}
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}

func advice(v *visit.Visit, self assessing.Self) report.Table {
	t := report.Table{ID: "advice", Title: v.Text("self.advice", nil), Columns: []report.Column{
		{Key: "step", Label: v.Text("self.column.step", nil), Kind: report.KindText},
		{Key: "strategy", Label: v.Text("self.column.strategy", nil), Kind: report.KindText}}}
	for _, a := range self.Result.Advice {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(self.Advise(v.L, a)), report.Text(v.Text("move.strategy."+string(a.Strategy), nil))}})
	}
	return t
}
