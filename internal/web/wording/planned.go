package wording

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Basis says what a figure of the pipeline stands on, and what it leaves out.
func Basis(v *visit.Visit, b measuring.Basis) []string {
	args := i18n.Args{"definition": b.Definition, "counted": b.Counted, "open": b.Open, "stages": stages(v, b.Stages), "value": b.NoDealValue, "spend": b.NoSpend}
	key := "measure.planned.undated"
	if b.From != 0 {
		key, args["period"] = "measure.planned.basis", Period(v, period.Range{From: b.From, Until: b.Until})
	}
	if b.Counted == 0 {
		key = "measure.planned.nothing"
	}
	notes := []string{v.Text(key, args)}
	if b.NoDealValue+b.NoSpend > 0 {
		notes = append(notes, v.Text("measure.planned.missing", args))
	}
	return notes
}

func stages(v *visit.Visit, all []opportunity.Stage) string {
	var words []string
	for _, s := range all {
		words = append(words, v.Text("opportunity.stage."+string(s), nil))
	}
	return strings.Join(words, v.Text("common.place.separator", nil))
}

// Stage is how far a deal is; a gap where nobody says it.
func Stage(v *visit.Visit, s opportunity.Stage) report.Cell {
	if s == "" {
		return report.Gap()
	}
	return report.Word(string(s), v.Text("opportunity.stage."+string(s), nil))
}

// planned says what counts of the pipeline on either side.
func planned(v *visit.Visit, d multiplier.Definition) (services, cloud []component.Fact) {
	fact := func(key, text string) component.Fact {
		return component.Fact{Label: v.Text("multiplier.definition."+key, nil), Text: text}
	}
	return []component.Fact{fact("stages", stages(v, d.Stages)), fact("amounts", v.Text("multiplier.planned.amounts", nil))},
		[]component.Fact{fact("probability", v.Text("multiplier.planned.probability", nil)), fact("converted", v.Text("multiplier.planned.converted", nil))}
}
