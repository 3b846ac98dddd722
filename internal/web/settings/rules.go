package settings

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// rules is the page of what is decided by rule: the maturity class, what counts
// without asking, what a line is.
type rules struct {
	Maturity, Whose string // the rule as it is written, and whose it is
	Match, Classify thresholds
	Lines           component.Table
	AnyLine         bool
	LinesCount      string
}

// thresholds are cuts that hold, and what was measured at them and around them.
type thresholds struct {
	Set      component.Table
	Measured component.Table
}

// Rules answers GET /settings/rules.
func (h *Handler) Rules(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	out, err := h.newRules(r.Context(), v)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, rulesPage(v, out))
}

// MaturityYAML answers GET /settings/rules/maturity.yaml: the rule in force, as a
// file that can be changed and put into the workspace.
func (h *Handler) MaturityYAML(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	text, _, err := h.Assessor.Rule(r.Context())
	if err != nil {
		return err
	}
	return give(w, "application/yaml", assessing.RuleFile, []byte(text))
}

func (h *Handler) newRules(ctx context.Context, v *visit.Visit) (out rules, err error) {
	var own string
	if out.Maturity, own, err = h.Assessor.Rule(ctx); err != nil {
		return out, err
	}
	out.Whose = v.Text("web.settings.rules.maturity.shipped", i18n.Args{"file": assessing.RuleFile})
	if own != "" {
		out.Whose = v.Text("web.settings.rules.maturity.own", i18n.Args{"file": filepath.Base(own)})
	}
	standing, measured, err := h.classifying(ctx)
	if err != nil {
		return out, err
	}
	set := h.Settings.Config()
	values := texts(set)
	out.Match = thresholds{Set: inForce(v, "match", values, "match.accept", "match.apart"), Measured: matchMeasured(v, set.Match.Accept, set.Match.Apart)}
	out.Classify = thresholds{Set: inForce(v, "categorise", values, "categorise.accept"), Measured: classifyMeasured(v, measured)}
	out.Lines, out.AnyLine = linesTable(v, standing.Rules), len(standing.Rules) > 0
	out.LinesCount = v.Text("web.settings.rules.lines.count", i18n.Args{"count": len(standing.Rules)})
	return out, nil
}

// classifying gives the rules of classification, and how the classifier does: as
// it was measured last, where it has learned nothing since.
func (h *Handler) classifying(ctx context.Context) (s categorising.Standing, e categorising.Evaluation, err error) {
	viewer, err := access.Guarded.Allow(ctx, access.RightBooks)
	if err != nil {
		return s, e, err
	}
	c, err := h.Categorising(ctx, viewer.Actor, nil)
	if err != nil {
		return s, e, err
	}
	c.Guard = access.Guarded
	if s, err = c.Standing(ctx); err != nil {
		return s, e, err
	}
	h.evaluating.Lock()
	defer h.evaluating.Unlock()
	if h.evaluated.Model != s.Model || !h.evaluated.Threshold.Equal(c.Threshold) {
		if e, err = c.Evaluate(ctx); err != nil {
			return s, e, err
		}
		h.evaluated = e
	}
	return s, h.evaluated, nil
}

func ruleColumn(v *visit.Visit, key string, kind report.Kind, rank int) report.Column {
	return report.Column{Key: key, Label: v.Text("web.settings.rules.column."+key, nil), Kind: kind, Rank: rank}
}

// inForce are thresholds by the name they are set by.
func inForce(v *visit.Visit, id string, values map[string]string, keys ...string) component.Table {
	t := report.Table{ID: id, Title: v.Text("web.settings.rules."+id, nil), Columns: []report.Column{ruleColumn(v, "decides", report.KindText, 0),
		ruleColumn(v, "value", report.KindPercent, 0), ruleColumn(v, "key", report.KindText, 0)}}
	for _, key := range keys {
		cell := report.Gap()
		if d, err := money.ParseDecimal(values[key]); err == nil {
			cell = report.Decimal(d)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("config."+key, nil)), cell, report.Text(key)}})
	}
	return component.NewTable(v, t, nil)
}

func measuredTable(v *visit.Visit, id, note string, args i18n.Args) report.Table {
	return report.Table{ID: id, Title: v.Text("web.settings.rules.measured", nil), Notes: []string{v.Text(note, args)}, Columns: []report.Column{
		ruleColumn(v, "threshold", report.KindPercent, 0), ruleColumn(v, "precision", report.KindPercent, 0), ruleColumn(v, "recall", report.KindPercent, 0)}}
}

// matchMeasured is what matching was measured to do when it shipped, with the
// thresholds that hold marked where they are among the measured ones.
func matchMeasured(v *visit.Visit, inForce ...money.Decimal) component.Table {
	t := measuredTable(v, "match-measured", "web.settings.rules.match.note", nil)
	for _, m := range identity.Measurements() {
		var cells []report.Cell
		for _, share := range m.Written() {
			cells = append(cells, report.Decimal(money.MustParse(share)))
		}
		t.Rows = append(t.Rows, marked(report.Row{Cells: cells}, inForce...))
	}
	return component.NewTable(v, t, nil)
}

// classifyMeasured is how the classifier does on what it did not learn from, now.
func classifyMeasured(v *visit.Visit, e categorising.Evaluation) component.Table {
	count := 0
	for _, s := range e.Scores {
		count += s.Count
	}
	t := measuredTable(v, "categorise-measured", "web.settings.rules.categorise.note", i18n.Args{"count": count, "model": e.Model})
	for _, p := range e.Points {
		t.Rows = append(t.Rows, marked(report.Row{Cells: []report.Cell{report.Decimal(p.Threshold), report.Decimal(p.Precision()), report.Decimal(p.Recall())}}, e.Threshold))
	}
	return component.NewTable(v, t, nil)
}

// marked shows which of the measured thresholds hold.
func marked(row report.Row, inForce ...money.Decimal) report.Row {
	for _, d := range inForce {
		if row.Cells[0].Value == report.Decimal(d).Value {
			row.Style = report.StyleTotal
		}
	}
	return row
}

// ignoringCase begins every pattern of a rule; people do not write it.
const ignoringCase = "(?i)"

// linesTable is the rules that say what a line is, in the order in which they are
// asked.
func linesTable(v *visit.Visit, all service.Rules) component.Table {
	t := report.Table{ID: "lines", Title: v.Text("web.settings.rules.lines", nil), Columns: []report.Column{ruleColumn(v, "order", report.KindInteger, 0),
		ruleColumn(v, "field", report.KindText, 0), ruleColumn(v, "says", report.KindText, 0), ruleColumn(v, "is", report.KindText, 0), ruleColumn(v, "id", report.KindText, 2)}}
	separator := v.Text("common.place.separator", nil)
	for i, r := range all {
		says := v.Text("web.settings.rules.equals", i18n.Args{"text": r.Equals})
		switch {
		case r.Contains != "":
			says = v.Text("web.settings.rules.contains", i18n.Args{"text": r.Contains})
		case r.Pattern != nil:
			says = v.Text("web.settings.rules.pattern", i18n.Args{"text": strings.TrimPrefix(r.Pattern.String(), ignoringCase)})
		}
		is := v.Text("web.settings.nature."+string(r.Nature), nil)
		for n, weight := range r.Weights {
			text := wording.Part(v, multiplier.Part(weight.Category))
			if len(r.Weights) > 1 {
				text += " " + wording.Shown(v, report.Decimal(weight.Share), report.KindPercent)
			}
			if n == 0 {
				is = text
				continue
			}
			is += separator + text
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(int64(i + 1)), report.Text(v.Text("web.settings.rules.field."+string(r.Field), nil)),
			report.Text(says), report.Text(is), report.Text(r.ID)}})
	}
	return component.NewTable(v, t, nil)
}
