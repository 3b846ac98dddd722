package moves

import (
	"context"
	"net/http"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// one is the page of a move.
type one struct {
	card
	Status   string
	May      bool
	Edit     string
	Calendar string // empty without a due date
	Note     string
	Facts    []component.Fact
	Result   *result // nil before it is done
	History  []edition
}

// edition is what somebody changed.
type edition struct {
	Who     string
	Changes []string
}

// One answers GET /moves/{id}.
func (h *Handler) One(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ctx := r.Context()
	editions, err := h.Mover.History(ctx, move.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	names, err := h.Mover.Names(ctx)
	if err != nil {
		return err
	}
	last := editions[len(editions)-1]
	out := newOne(v, names, editions, h.Now())
	if last.Move.State == move.StateDone {
		if out.Result, err = h.result(ctx, v, last); err != nil {
			return err
		}
	}
	return visit.Show(ctx, w, http.StatusOK, onePage(v, out))
}

func newOne(v *visit.Visit, names map[customer.ID]string, editions []move.Edition, now time.Time) one {
	last := editions[len(editions)-1]
	m := last.Move
	out := one{card: newCard(v, names, last, now), Status: v.Text("move.state."+string(m.State), nil), May: v.May(access.RightPlan), Note: m.Note}
	out.Edit = out.Href + "/edit"
	if !m.Due.IsZero() {
		out.Calendar = out.Href + "/calendar.ics"
	}
	fact := func(key, text string, link component.Link) {
		if text != "" {
			out.Facts = append(out.Facts, component.Fact{Label: v.Text("move.sheet."+key, nil), Text: text, Link: link})
		}
	}
	amount := func(key string, d *money.Decimal) {
		if cell := wording.Estimated(m.Size, d); !cell.Gap {
			out.Facts = append(out.Facts, component.Fact{Label: v.Text(key, nil), Text: wording.Shown(v, cell, report.KindMoney) + " " + string(cell.Currency)})
		}
	}
	fact("owner", m.Owner, component.Link{})
	fact("due", out.Due, component.Link{})
	fact("size_mid", wording.Size(v, m.Size), component.Link{})
	if m.Size != nil {
		basis := v.Text("estimate.basis."+string(m.Size.Basis), nil)
		if m.Size.Cases > 0 {
			basis = v.Text("move.ground.cases", i18n.Args{"basis": basis, "count": m.Size.Cases})
		}
		out.Facts = append(out.Facts, component.Fact{Label: v.Text("move.column.basis", nil), Text: basis})
	}
	fact("chance", out.Chance, component.Link{})
	if m.Effort != nil {
		fact("effort", v.L.Number(m.Effort.String(), m.Effort.Places()), component.Link{})
	}
	amount("move.column.expected_all", m.Expected())
	amount("move.column.per_day", m.PerDay())
	if m.Category != "" {
		fact("category", v.Text("multiplier.part."+string(m.Category), nil), component.Link{})
	}
	fact("offering", string(m.Offering), component.Link{})
	fact("strategy", v.Text("move.strategy."+string(m.Strategy), nil), component.Link{Href: "/strategies#" + string(m.Strategy)})
	fact("origin", v.Text("move.origin."+string(m.Origin.Kind), nil), component.Link{Href: originPage(m.Origin)})
	for i := len(editions) - 1; i >= 0; i-- {
		e := edition{Who: v.Text("web.moves.who", i18n.Args{"actor": editions[i].Actor, "at": editions[i].At.Format("2006-01-02 15:04")})}
		if i == 0 {
			e.Changes = []string{v.Text("web.moves.opened", i18n.Args{"state": v.Text("move.state."+string(editions[i].Move.State), nil)})}
		} else {
			e.Changes = changes(v, names, editions[i-1].Move, editions[i].Move)
		}
		out.History = append(out.History, e)
	}
	return out
}

// changes says what is otherwise, field by field, as a form shows it.
func changes(v *visit.Visit, names map[customer.ID]string, before, after move.Move) []string {
	was, is := written(v, before), written(v, after)
	var all []string
	for _, key := range fields() {
		if was[key] == is[key] || key == "currency" && before.Size == nil && after.Size == nil {
			continue
		}
		say := func(text string) string {
			switch {
			case text == "":
				return v.Text("web.moves.nothing", nil)
			case key == "state" || key == "strategy":
				return v.Text("move."+key+"."+text, nil)
			case key == "category":
				return v.Text("multiplier.part."+text, nil)
			case key == "customer" && names[customer.ID(text)] != "":
				return names[customer.ID(text)]
			}
			return text
		}
		all = append(all, v.Text("web.moves.changed", i18n.Args{"field": v.Text("move.sheet."+key, nil), "before": say(was[key]), "after": say(is[key])}))
	}
	return all
}

// result is what came of a move, three and six months later.
type result struct {
	Untold   string // why nothing can be said
	Horizons []horizon
	Notes    []string
}

// horizon is how things were some months later.
type horizon struct {
	Title, Verdict, Sentence, Tone string
	Before, After                  string // headings
	Lines                          []compared
}

// compared is something before and after.
type compared struct {
	Label, Before, After  string
	BeforeLink, AfterLink component.Link
}

// result compares the customer with alike ones, as far as the books tell and the
// visitor may know.
func (h *Handler) result(ctx context.Context, v *visit.Visit, e move.Edition) (*result, error) {
	switch {
	case e.Move.Customer == "":
		return &result{Untold: v.Text("web.moves.result.practice", nil)}, nil
	case !v.May(access.RightBooks):
		return &result{Untold: v.Text("web.moves.result.limited", nil)}, nil
	}
	if err := h.Desk.Fresh(ctx); err != nil {
		return nil, err
	}
	in := answer.Input(v, period.Range{}, multiplier.DimensionCustomer, multiplier.DimensionMonth)
	in.Definitions = []string{multiplier.Standard().Name}
	figures, err := h.Desk.Ask(ctx, in)
	if err != nil {
		return nil, err
	}
	effects, err := h.Mover.Effects(ctx, figures.Figures[0], e.Move.ID)
	if err != nil {
		return nil, err
	}
	out := &result{Notes: []string{v.Text("web.moves.result.note", nil)}}
	if e.Move.Category != "" {
		out.Notes = append(out.Notes, v.Text("web.moves.result.category", i18n.Args{"category": v.Text("multiplier.part."+string(e.Move.Category), nil)}))
	}
	for _, found := range effects {
		for _, f := range found.Effects {
			out.Horizons = append(out.Horizons, newHorizon(v, found, f))
		}
	}
	return out, nil
}

func newHorizon(v *visit.Visit, e moving.Effect, f move.Effect) horizon {
	before, after := move.Months(period.MonthOf(e.Move.Move.Closed), f.Horizon)
	amount := func(d money.Decimal) string {
		return v.L.Number(d.Round(e.Currency.Places()).String(), e.Currency.Places()) + " " + string(e.Currency)
	}
	out := horizon{Title: v.Text("web.moves.result.after", i18n.Args{"count": f.Horizon}), Verdict: v.Text("move.finding."+string(f.Finding), nil),
		Sentence: v.Text("web.moves.result."+string(f.Finding), i18n.Args{"change": amount(f.Change()), "expected": amount(f.Expected), "low": amount(f.Low), "high": amount(f.High),
			"count": f.Alike, "until": (after.Until - 1).String()})}
	switch f.Finding {
	case move.FindingBetter:
		out.Tone = "tone-good"
	case move.FindingWorse:
		out.Tone = "tone-bad"
	case move.FindingNone, move.FindingFew, move.FindingEarly:
		out.Tone = "tone-warning"
	}
	if f.Finding == move.FindingEarly {
		return out
	}
	out.Before = v.Text("web.moves.result.before", i18n.Args{"months": wording.Period(v, before)})
	out.After = v.Text("web.moves.result.after_months", i18n.Args{"months": wording.Period(v, after)})
	line := func(label, a, b string, cell multiplier.Cell) {
		l := compared{Label: label, Before: a, After: b}
		if cell != "" {
			l.BeforeLink, l.AfterLink = source(v, e.Move.Move, before, cell), source(v, e.Move.Move, after, cell)
		}
		out.Lines = append(out.Lines, l)
	}
	line(v.Text("web.moves.result.services", nil), amount(f.Before), amount(f.After), multiplier.CellServices)
	line(v.Text("web.moves.result.cloud", nil), amount(f.CloudBefore), amount(f.CloudAfter), multiplier.CellCloud)
	ratio := func(services, cloud money.Decimal) string {
		return wording.Shown(v, wording.Ratio(multiplier.Ratio(services, cloud)), report.KindRatio)
	}
	line(v.Text("measure.column.multiplier", nil), ratio(f.Before, f.CloudBefore), ratio(f.After, f.CloudAfter), "")
	if f.Compared() {
		line(v.Text("web.moves.result.alike_multiplier", i18n.Args{"count": f.Alike}), ratio(f.AlikeBefore, f.AlikeCloudBefore), ratio(f.AlikeAfter, f.AlikeCloudAfter), "")
	}
	return out
}

// source leads to where the sum of the months comes from, of which a month's
// average is shown.
func source(v *visit.Visit, m move.Move, within period.Range, cell multiplier.Cell) component.Link {
	where := []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{string(m.Customer)}}}
	if m.Category != "" && cell == multiplier.CellServices {
		where = append(where, multiplier.Filter{Dimension: multiplier.DimensionCategory, Values: []string{string(m.Category)}})
	}
	return wording.Total(v, multiplier.Standard().Name, within.String(), where, cell)
}
