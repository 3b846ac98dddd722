package assessing

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Say words one of the result's steps, amounts in the figure's currency.
func (r Result) Say(l *i18n.Localizer, step maturity.Step) string {
	args := i18n.Args{"count": step.Customers, "currency": string(r.Figure.Currency)}
	key := "assess.step." + string(step.Criterion)
	if step.Amount != nil {
		args["amount"] = l.Number(step.Amount.Fixed(2), 2)
	}
	switch step.Criterion {
	case maturity.CriterionBreadth:
		args["category"] = l.Text("multiplier.part."+string(step.Category), nil)
		switch {
		case step.Amount.IsZero():
			key += "_customers"
		case step.Customers == 0:
			key += "_amount"
		}
	case maturity.CriterionConfidence:
		key = "assess.step." + string(step.Link)
	case maturity.CriterionLifecycle, maturity.CriterionOutcome, maturity.CriterionMultiplier:
	}
	return l.Text(key, args)
}

// Outcome words where the outcome share comes from, or why it is not known.
func (r Result) Outcome(l *i18n.Localizer) string {
	percent := func(d *money.Decimal) string { return l.Number(d.Mul(money.NewInt(100)).Fixed(1), 1) }
	e, need := r.Verdict.Evidence.Outcome, r.Verdict.Rule.OutcomeCoverage
	args := i18n.Args{"currency": string(r.Figure.Currency), "outcome": l.Number(e.OnOutcome.Fixed(2), 2), "priced": l.Number(e.Priced.Fixed(2), 2), "services": l.Number(r.Figure.Total.Services.Sum().Fixed(2), 2)}
	if e.Coverage != nil {
		args["coverage"], args["need"] = percent(e.Coverage), percent(&need)
	}
	if e.Declared != nil {
		args["declared"] = percent(e.Declared)
	}
	if e.Measured != nil {
		args["measured"] = percent(e.Measured)
	}
	switch {
	case e.Declared != nil && e.Measured != nil:
		return l.Text("assess.outcome.overrides", args)
	case e.Declared != nil:
		return l.Text("assess.outcome.declared", args)
	case e.Measured != nil:
		return l.Text("assess.outcome.measured", args)
	case e.Coverage != nil && need.Sign() > 0:
		return l.Text("assess.outcome.uncovered", args)
	default:
		return l.Text("assess.outcome_unknown", nil)
	}
}

// QuestionText words a question of a self-assessment.
func QuestionText(l *i18n.Localizer, id selfassessment.ID) string {
	return l.Text("self.question."+string(id), nil)
}

// Choice words one of a question's choices; what is regular is told by the rule.
func (s Self) Choice(l *i18n.Localizer, id selfassessment.ID, choice string) string {
	group := string(id)
	switch {
	case choice == selfassessment.Unknown:
		return l.Text("self.choice.unknown", nil)
	case slices.Contains(service.Categories(), service.Category(id)):
		group = "category"
	}
	return l.Text("self.choice."+group+"."+choice, i18n.Args{"customers": s.Rule.MaterialCustomers,
		"share": s.Rule.MaterialShare.Mul(money.NewInt(100)).String()})
}

// Answer words what was answered; what was not is not known.
func (s Self) Answer(l *i18n.Localizer, id selfassessment.ID) string {
	answer, ok := s.Answers[id]
	number := func(d money.Decimal) string {
		if slices.Contains(service.Categories(), service.Category(id)) { // measured
			if d.Sign() > 0 {
				return s.Choice(l, id, selfassessment.Regular)
			}
			return s.Choice(l, id, selfassessment.Rare)
		}
		return l.Number(d.Round(2).String(), d.Round(2).Places())
	}
	switch {
	case !ok:
		return l.Text("self.choice.unknown", nil)
	case answer.Low == nil:
		return s.Choice(l, id, answer.Choice)
	case answer.Measured:
		return l.Text("self.measured", i18n.Args{"answer": number(*answer.Low)})
	case answer.Low.Equal(*answer.High):
		return number(*answer.Low)
	default:
		return number(*answer.Low) + " – " + number(*answer.High)
	}
}

// Class words the classes that the answers allow.
func (s Self) Class(l *i18n.Localizer) string {
	low, high := l.Text("maturity.class."+string(s.Result.Low.Class), nil), l.Text("maturity.class."+string(s.Result.High.Class), nil)
	if low == high {
		return low
	}
	return l.Text("self.class.range", i18n.Args{"low": low, "high": high})
}

// Scenario words where a scenario goes.
func (s Self) Scenario(l *i18n.Localizer, sc selfassessment.Scenario) string {
	args := i18n.Args{"class": l.Text("maturity.class."+string(sc.Class), nil)}
	if sc.Target != nil {
		args["target"] = l.Number(sc.Target.String(), 2)
	}
	return l.Text("self.scenario."+string(sc.Aim), args)
}

// ScenarioNotes say what scenarios rest on, with the sources of published values.
func (s Self) ScenarioNotes(l *i18n.Localizer) []string {
	if len(s.Result.Scenarios) == 0 {
		return []string{l.Text("self.scenarios.none", nil)}
	}
	var notes []string
	percent := func(d *money.Decimal) string { return d.Mul(money.NewInt(100)).String() }
	for _, sc := range s.Result.Scenarios {
		if m := sc.Margin; m != nil && len(notes) == 0 {
			notes = append(notes, l.Text("self.scenarios.note", i18n.Args{"low": percent(m.Low), "high": percent(m.High), "source": m.Source, "year": m.Year}))
		}
		if ref := sc.Reference; ref != nil {
			notes = append(notes, l.Text("self.scenarios.study_note", i18n.Args{"source": ref.Source, "year": ref.Year}))
		}
	}
	return notes
}

// Advise words a first step.
func (s Self) Advise(l *i18n.Localizer, a selfassessment.Advice) string {
	return l.Text("self.step."+string(a.Step), i18n.Args{"customers": s.Rule.MaterialCustomers, "category": l.Text("multiplier.part."+string(a.Category), nil)})
}
