package assessing

import (
	"github.com/sevenfold/sevenfold/internal/core/maturity"
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
