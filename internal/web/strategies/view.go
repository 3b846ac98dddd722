package strategies

import (
	"net/url"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Source     string // of the names, with its date
	SourceHref string
	Table      component.Table
	Strategies []strategy
	May        bool
}

// strategy is one of the six.
type strategy struct {
	ID, Name, Says  string
	Moves, Expected string
	Results         []string
	All, New        string // addresses
}

func newView(v *visit.Visit, a answers) view {
	out := view{Table: component.NewTable(v, table(v, a), links(a)), May: v.May(access.RightPlan)}
	if a.study.Known() {
		out.Source = v.Text("web.strategies.source", i18n.Args{"source": a.study.Source, "day": a.study.EffectiveFrom.Format(time.DateOnly)})
		out.SourceHref = a.study.URL
	}
	for _, p := range a.progress {
		id := string(p.Strategy)
		s := strategy{ID: id, Name: v.Text("move.strategy."+id, nil), Says: v.Text("web.strategies.says."+id, nil),
			All: "/moves?" + url.Values{"show": {"list"}, "strategy": {id}}.Encode(), New: "/moves/new?" + url.Values{"strategy": {id}}.Encode()}
		s.Moves = v.Text("web.strategies.moves", i18n.Args{"open": p.Count[move.StatePlanned] + p.Count[move.StateUnderway], "done": p.Count[move.StateDone], "dropped": p.Count[move.StateDropped]})
		var sums []string
		for _, e := range p.Expected {
			sums = append(sums, "~"+v.L.Short(e.Decimal.String())+" "+string(e.Currency))
		}
		if len(sums) > 0 {
			s.Expected = v.Text("web.strategies.expected", i18n.Args{"amount": strings.Join(sums, " + ")})
		}
		s.Results = results(v, a, p)
		out.Strategies = append(out.Strategies, s)
	}
	return out
}

// results says what came of what was done, without making more of it than the
// comparison holds.
func results(v *visit.Visit, a answers, p moving.Progress) []string {
	var said []string
	for _, f := range []move.Finding{move.FindingBetter, move.FindingNone, move.FindingWorse, move.FindingFew, move.FindingEarly} {
		if n := p.Findings[f]; n > 0 {
			said = append(said, v.Text("web.strategies.found."+string(f), i18n.Args{"count": n}))
		}
	}
	if compared(p) > 0 {
		said = append(said, v.Text("web.strategies.change", i18n.Args{"change": amount(v, p.Change, a.currency), "alike": amount(v, p.Alike, a.currency)}))
	}
	return said
}

func compared(p moving.Progress) int {
	return p.Findings[move.FindingBetter] + p.Findings[move.FindingNone] + p.Findings[move.FindingWorse]
}

func amount(v *visit.Visit, d money.Decimal, c money.Currency) string {
	return v.L.Number(d.Round(c.Places()).String(), c.Places()) + " " + string(c)
}

// table is moves, money and results by strategy.
func table(v *visit.Visit, a answers) report.Table {
	count := func(key, label string) report.Column {
		return report.Column{Key: key, Label: label, Kind: report.KindInteger}
	}
	t := report.Table{ID: "strategies", Title: v.Text("move.strategies", nil), Notes: []string{v.Text("move.strategies.note", nil)},
		Columns: []report.Column{{Key: "strategy", Label: v.Text("move.column.strategy", nil), Kind: report.KindText}}}
	for _, s := range move.States() {
		t.Columns = append(t.Columns, count(string(s), v.Text("move.state."+string(s), nil)))
	}
	none := int32(0)
	t.Columns = append(t.Columns, report.Column{Key: "expected_open", Label: v.Text("move.column.expected_open", nil), Kind: report.KindMoney, Places: &none})
	if a.told {
		t.Columns = append(t.Columns, count("better", v.Text("web.strategies.better", nil)), count("no_effect", v.Text("web.strategies.no_effect", nil)),
			count("worse", v.Text("web.strategies.worse", nil)), count("untold", v.Text("web.strategies.untold", nil)),
			report.Column{Key: "change", Label: v.Text("web.strategies.change_column", nil), Kind: report.KindMoney, Currency: a.currency, Places: &none, Rank: 9},
			report.Column{Key: "alike", Label: v.Text("web.strategies.alike_column", nil), Kind: report.KindMoney, Currency: a.currency, Places: &none, Rank: 9})
		t.Notes = append(t.Notes, v.Text("web.moves.result.note", nil))
	} else {
		t.Notes = append(t.Notes, v.Text("web.moves.result.limited", nil))
	}
	for _, p := range a.progress {
		row := []report.Cell{report.Word(string(p.Strategy), v.Text("move.strategy."+string(p.Strategy), nil))}
		for _, s := range move.States() {
			row = append(row, report.Integer(int64(p.Count[s])))
		}
		row = append(row, report.Gap())
		if a.told {
			row = append(row, report.Integer(int64(p.Findings[move.FindingBetter])), report.Integer(int64(p.Findings[move.FindingNone])), report.Integer(int64(p.Findings[move.FindingWorse])),
				report.Integer(int64(p.Findings[move.FindingFew]+p.Findings[move.FindingEarly])))
			if compared(p) > 0 {
				row = append(row, report.Decimal(p.Change), report.Decimal(p.Alike))
			} else {
				row = append(row, report.Gap(), report.Gap())
			}
		}
		// The counts stand once, each currency of what is expected in a line of its own.
		for i, e := range p.Expected {
			if i > 0 {
				t.Rows = append(t.Rows, report.Row{Cells: row})
				row = make([]report.Cell, len(row))
				row[0] = report.Word(string(p.Strategy), v.Text("move.strategy."+string(p.Strategy), nil))
			}
			row[1+len(move.States())] = report.Money(e).Estimated()
		}
		t.Rows = append(t.Rows, report.Row{Cells: row})
	}
	one := money.Currency("")
	for i, row := range t.Rows {
		c := row.Cells[1+len(move.States())].Currency
		if i == 0 || one == "" {
			one = c
		}
		if c != "" && c != one {
			return t
		}
	}
	t.Columns[1+len(move.States())].Currency = one
	return t
}

// links lead from counts to the moves they count.
func links(a answers) component.Links {
	out, row := component.Links{}, 0
	for _, p := range a.progress {
		for i, s := range move.States() {
			if p.Count[s] > 0 {
				out[component.At{Row: row, Column: 1 + i}] = component.Link{Href: "/moves?" + url.Values{"show": {"list"}, "strategy": {string(p.Strategy)}, "state": {string(s)}}.Encode()}
			}
		}
		out[component.At{Row: row, Column: 0}] = component.Link{Href: "#" + string(p.Strategy)}
		row += max(len(p.Expected), 1)
	}
	return out
}
