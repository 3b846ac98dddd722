package moves

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// How many cards a column of the board has, and how many proposals stand beside.
const (
	mostCards     = 40
	mostProposals = 6
	mostRows      = 500
	mostProposed  = 100 // in the list of proposals
)

// view is the page in words.
type view struct {
	Show      string
	Count     string
	May       bool // change and take
	Back      string
	Tabs      []tab
	Filters   []filter
	Customer  string
	Filtered  bool
	Done      string // what an import did
	Columns   []column
	Dropped   column
	Rows      []row
	Proposals []proposal
	More      string // proposals that are not shown
	Strategy  []option
	State     []option
	Owners    []string
	CSV, XLSX string
	ICS       string
	Empty     string
}

type tab struct {
	Label, Href string
	Current     bool
}

type filter struct {
	Key, Label string
	Options    []option
}

// column is one of the board.
type column struct {
	State, Label, Count string
	Money               string // expected of its cards; may be empty
	Cards               []card
	More                string
}

// card is a move on the board.
type card struct {
	Title, Href         string
	Subject             string
	About               component.Link
	Size, Chance        string
	Owner, Due          string
	Late                bool
	Strategy            string
	Action, Seen, State string
	Buttons             []button
}

// button brings a move into another state.
type button struct {
	State, Label, Title string
	Primary             bool
}

// row is a move in the list.
type row struct {
	card
	ID                             string
	Status                         string
	Mid, Days, PerDay, ChanceShown string
}

// proposal is what the books suggest.
type proposal struct {
	Ref, Title, Why, Origin, OriginHref string
	Subject                             string
	About                               component.Link
	Size, Chance, Expected              string
	Strategy                            string
	Take                                string // the form
}

func newView(v *visit.Visit, f found, proposals []moving.Suggestion, now time.Time) view {
	out := view{Show: f.Show, May: v.May(access.RightPlan), Back: v.URL.RequestURI(), Customer: f.Customer, Owners: f.owners,
		Count: v.Text("web.moves.count", i18n.Args{"count": len(f.moves)}), Done: done(v)}
	for _, show := range shows() {
		args := i18n.Args{"count": len(f.moves)}
		if show == showProposals {
			args["count"] = len(proposals)
		}
		out.Tabs = append(out.Tabs, tab{v.Text("web.moves.show."+show, args), v.With("show", strings.TrimPrefix(show, showBoard), "added", "", "changed", ""), show == f.Show})
	}
	out.Filters = []filter{
		newFilter(v, "owner", f.Owner, f.owners, func(s string) string { return s }),
		newFilter(v, "strategy", f.Strategy, words(move.Strategies()), func(s string) string { return v.Text("move.strategy."+s, nil) }),
		newFilter(v, "state", f.State, words(move.States()), func(s string) string { return v.Text("move.state."+s, nil) }),
		newFilter(v, "due", f.Due, dues(), func(s string) string { return v.Text("web.moves.due."+s, nil) }),
		newFilter(v, "from", f.From, words(move.Origins()), func(s string) string { return v.Text("move.origin."+s, nil) })}
	out.Filtered = f.Owner+f.Strategy+f.State+f.Due+f.From+f.Customer != ""
	query := v.URL.Query()
	for _, key := range []string{"show", "added", "changed"} {
		query.Del(key)
	}
	export := func(name string) string { return strings.TrimSuffix(path+"."+name+"?"+query.Encode(), "?") }
	out.CSV, out.XLSX, out.ICS = export("csv"), export("xlsx"), export("ics")
	for _, s := range move.Strategies() {
		out.Strategy = append(out.Strategy, option{Value: string(s), Label: v.Text("move.strategy."+string(s), nil)})
	}
	for _, s := range move.States() {
		out.State = append(out.State, option{Value: string(s), Label: v.Text("move.state."+string(s), nil)})
	}
	switch f.Show {
	case showBoard:
		out.board(v, f, now)
	case showList:
		for _, e := range f.moves[:min(len(f.moves), mostRows)] {
			out.Rows = append(out.Rows, newRow(v, f, e, now))
		}
		if len(f.moves) > mostRows {
			out.More = v.Text("web.moves.more", i18n.Args{"count": len(f.moves) - mostRows})
		}
	}
	most := mostProposed
	if f.Show == showBoard {
		most = mostProposals
	}
	if f.Show != showList {
		for _, p := range proposals[:min(len(proposals), most)] {
			out.Proposals = append(out.Proposals, newProposal(v, f.names, p, out.Back))
		}
		if len(proposals) > most {
			out.More = v.Text("web.moves.more_proposals", i18n.Args{"count": len(proposals) - most})
		}
	}
	if len(f.moves) == 0 {
		out.Empty = v.Text("web.moves.empty", nil)
		if out.Filtered {
			out.Empty = v.Text("web.moves.empty_filtered", nil)
		}
	}
	return out
}

// done says what an import that led here did.
func done(v *visit.Visit) string {
	q := v.URL.Query()
	added, err1 := strconv.Atoi(q.Get("added"))
	changed, err2 := strconv.Atoi(q.Get("changed"))
	if err1 != nil || err2 != nil {
		return ""
	}
	return v.Text("web.moves.imported", i18n.Args{"added": added, "changed": changed})
}

func newFilter(v *visit.Visit, key, chosen string, values []string, say func(string) string) filter {
	f := filter{Key: key, Label: v.Text("web.moves.filter."+key, nil), Options: []option{{"", v.Text("web.moves.all", nil), chosen == ""}}}
	if chosen != "" && !slices.Contains(values, chosen) {
		values = append(values, chosen)
	}
	for _, value := range values {
		f.Options = append(f.Options, option{value, say(value), value == chosen})
	}
	return f
}

// board puts moves under their states; what was dropped stands apart.
func (out *view) board(v *visit.Visit, f found, now time.Time) {
	for _, state := range move.States() {
		c := column{State: string(state), Label: v.Text("move.state."+string(state), nil)}
		var all []move.Edition
		for _, e := range f.moves {
			if e.Move.State == state {
				all = append(all, e)
			}
		}
		c.Count = v.L.Count(int64(len(all)))
		if state.Open() {
			c.Money = expected(v, all)
		}
		for _, e := range all[:min(len(all), mostCards)] {
			c.Cards = append(c.Cards, newCard(v, f.names, e, now))
		}
		if len(all) > mostCards {
			c.More = v.Text("web.moves.more", i18n.Args{"count": len(all) - mostCards})
		}
		if state == move.StateDropped {
			out.Dropped = c
		} else {
			out.Columns = append(out.Columns, c)
		}
	}
}

// expected sums what moves are expected to bring, by currency.
func expected(v *visit.Visit, all []move.Edition) string {
	var order []money.Currency
	sums := map[money.Currency]money.Decimal{}
	for _, e := range all {
		if d := e.Move.Expected(); d != nil {
			c := e.Move.Size.Currency
			if _, seen := sums[c]; !seen {
				order = append(order, c)
			}
			sums[c] = sums[c].Add(*d)
		}
	}
	var parts []string
	for _, c := range order {
		parts = append(parts, "~"+v.L.Short(sums[c].String())+" "+string(c))
	}
	return strings.Join(parts, " + ")
}

func newCard(v *visit.Visit, names map[customer.ID]string, e move.Edition, now time.Time) card {
	m := e.Move
	c := card{Title: m.Title, Href: wording.MovePage(m.ID), Size: wording.Size(v, m.Size), Owner: m.Owner, Strategy: v.Text("move.strategy."+string(m.Strategy), nil),
		Action: wording.MovePage(m.ID), Seen: strconv.Itoa(e.Number), State: string(m.State)}
	c.Subject, c.About = wording.Subject(v, names, m.Proposal)
	if m.Chance != nil {
		c.Chance = wording.Shown(v, report.Decimal(*m.Chance), report.KindPercent)
	}
	if !m.Due.IsZero() {
		c.Due = m.Due.Format(time.DateOnly)
		c.Late = m.IsOpen() && m.Due.Before(now.UTC().Truncate(24*time.Hour))
	}
	c.Buttons = buttons(v, m)
	return c
}

// buttons lead a move on, back and away.
func buttons(v *visit.Visit, m move.Move) []button {
	one := func(s move.State, key string, primary bool) button {
		return button{string(s), v.Text("web.moves.do."+key, nil), v.Text("web.moves.do_title", i18n.Args{"do": v.Text("web.moves.do."+key, nil), "title": m.Title}), primary}
	}
	switch m.State {
	case move.StatePlanned:
		return []button{one(move.StateUnderway, "begin", true), one(move.StateDropped, "drop", false)}
	case move.StateUnderway:
		return []button{one(move.StateDone, "finish", true), one(move.StatePlanned, "back", false), one(move.StateDropped, "drop", false)}
	case move.StateDone, move.StateDropped:
	}
	return []button{one(move.StateUnderway, "reopen", false)}
}

func newRow(v *visit.Visit, f found, e move.Edition, now time.Time) row {
	m := e.Move
	r := row{card: newCard(v, f.names, e, now), ID: string(m.ID), Status: v.Text("move.state."+string(m.State), nil)}
	amount := func(d *money.Decimal) string {
		if m.Size == nil || d == nil {
			return wording.Shown(v, report.Gap(), report.KindMoney)
		}
		return "~" + v.L.Short(d.String()) + " " + string(m.Size.Currency)
	}
	if m.Size != nil {
		r.Mid = amount(&m.Size.Mid)
	} else {
		r.Mid = amount(nil)
	}
	r.PerDay = amount(m.PerDay())
	r.ChanceShown, r.Days = wording.Shown(v, optional(m.Chance), report.KindPercent), wording.Shown(v, report.Gap(), report.KindRatio)
	if m.Effort != nil {
		r.Days = v.L.Number(m.Effort.String(), m.Effort.Places())
	}
	return r
}

func optional(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Gap()
	}
	return report.Decimal(*d)
}

func newProposal(v *visit.Visit, names map[customer.ID]string, p moving.Suggestion, back string) proposal {
	title, why := p.Say(v.L)
	out := proposal{Ref: p.Origin.String(), Title: title, Why: why, Origin: v.Text("move.origin."+string(p.Origin.Kind), nil), OriginHref: originPage(p.Origin),
		Size: wording.Size(v, p.Size), Strategy: v.Text("move.strategy."+string(p.Strategy), nil),
		Take: path + "/new?" + url.Values{"from": {p.Origin.String()}, "back": {back}}.Encode()}
	out.Subject, out.About = wording.Subject(v, names, p.Proposal)
	if p.Chance != nil {
		out.Chance = wording.Shown(v, report.Decimal(*p.Chance), report.KindPercent)
	}
	if e := p.Expected(); e != nil {
		out.Expected = "~" + v.L.Short(e.String()) + " " + string(p.Size.Currency)
	}
	return out
}

// originPage is where one sees what a proposal was made of; empty for what
// somebody wrote.
func originPage(o move.Origin) string {
	switch o.Kind {
	case move.OriginStanding:
		return "/standing"
	case move.OriginTrigger:
		return "/triggers/open?" + url.Values{"trigger": {o.Ref}}.Encode()
	case move.OriginWhitespace:
		return "/whitespace/cell?" + url.Values{"cell": {o.Ref}}.Encode()
	case move.OriginHand:
	}
	return ""
}
