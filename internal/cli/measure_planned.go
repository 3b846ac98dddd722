package cli

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// basisNotes say what a figure of the pipeline stands on, and what it leaves out.
func basisNotes(l *i18n.Localizer, b measuring.Basis) []string {
	args := i18n.Args{"definition": b.Definition, "counted": b.Counted, "open": b.Open, "stages": stageWords(l, b.Stages), "value": b.NoDealValue, "spend": b.NoSpend}
	key := "measure.planned.undated"
	if b.From != 0 {
		key, args["period"] = "measure.planned.basis", period.Range{From: b.From, Until: b.Until}.String()
	}
	if b.Counted == 0 {
		key = "measure.planned.nothing"
	}
	notes := []string{l.Text(key, args)}
	if b.NoDealValue+b.NoSpend > 0 {
		notes = append(notes, l.Text("measure.planned.missing", args))
	}
	return notes
}

func stageWords(l *i18n.Localizer, stages []opportunity.Stage) string {
	var words []string
	for _, s := range stages {
		words = append(words, l.Text("opportunity.stage."+string(s), nil))
	}
	return strings.Join(words, l.Text("common.place.separator", nil))
}

// plannedDefinition says what counts of the pipeline.
func plannedDefinition(l *i18n.Localizer, d multiplier.Definition) []report.KeyValue {
	item := func(key, text string) report.KeyValue {
		return report.KeyValue{Key: key, Label: l.Text("multiplier.definition."+key, nil), Kind: report.KindText, Cell: report.Text(text)}
	}
	return []report.KeyValue{item("stages", stageWords(l, d.Stages)), item("amounts", l.Text("multiplier.planned.amounts", nil)),
		item("probability", l.Text("multiplier.planned.probability", nil)), item("converted", l.Text("multiplier.planned.converted", nil))}
}
