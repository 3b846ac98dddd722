package customer

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	ID, Name, About, Period string
	Merged                  string // ids that are this customer's now
	ChangeHref              string // empty for who may not look
	FitHref                 string // what of the bill could move to China; empty for who came by a link
	Amounts                 []component.Fact
	Timeline                component.Chart
	Span                    string // of the timeline
	Width                   string // of the timeline in months
	Engagements             []engagement
	MoreEngagements         string
	Categories              component.Table
	Relatives               []relative
	Identifiers             component.Table
	MoreIdentifiers         component.Table
	Lines                   component.Table
	AllLines                component.Link
	Deals                   component.Table
	Moves                   moves
	Next                    next
	Notes                   notes
}

// relative is a customer above or below in a hierarchy.
type relative struct{ Label, Name, Href, When string }

func newView(v *visit.Visit, a answers, d draft) (view, error) {
	c := a.profile.Customer
	var about []string
	for _, s := range []string{string(c.ID), c.Segment, c.Industry, c.Country} {
		if s != "" && !slices.Contains(about, s) {
			about = append(about, s)
		}
	}
	if c.Internal {
		about = append(about, v.Text("web.customer.internal", nil))
	}
	within := a.months.Question.Period
	out := view{ID: string(c.ID), Name: cmp.Or(c.Name, string(c.ID)), About: strings.Join(about, " · "), Period: wording.Period(v, a.whole.Question.Period),
		Amounts: amounts(v, a), Categories: categories(v, a), Lines: lines(v, a), Deals: deals(v, a), Moves: newMoves(v, a), Next: next{Address: nextOf(c.ID)}, Span: wording.Period(v, within), Width: strconv.Itoa(within.Months()),
		Relatives: relatives(v, a.profile), Notes: newNotes(v, a, d),
		AllLines: component.Link{Href: wording.Figure(a.months, 0, multiplier.TotalRef(), multiplier.CellServices).Href}}
	if len(a.profile.Merged) > 0 {
		var ids []string
		for _, id := range a.profile.Merged {
			ids = append(ids, string(id))
		}
		out.Merged = v.Text("web.customer.merged", i18n.Args{"ids": strings.Join(ids, v.Text("common.place.separator", nil))})
	}
	if !v.Viewer.Link {
		out.FitHref = "/regions?" + url.Values{"customer": {string(c.ID)}}.Encode()
	}
	if v.May(access.RightBooks) {
		out.ChangeHref = wording.CustomerPage(string(c.ID)) + "/change"
	}
	out.Identifiers, out.MoreIdentifiers = identifiers(v, a.profile)
	out.Engagements, out.MoreEngagements = engagements(v, a)
	var err error
	out.Timeline, err = timeline(v, a)
	return out, err
}

func relatives(v *visit.Visit, p measuring.Profile) []relative {
	var out []relative
	add := func(key string, list []measuring.Relative) {
		for _, r := range list {
			label := v.Text("web.customer."+key, i18n.Args{"role": v.Text("match.role."+string(r.Place.Role), nil)})
			out = append(out, relative{label, r.Name, wording.CustomerPage(string(r.ID)), days(v, r.Place.From, r.Place.Until)})
		}
	}
	add("above", p.Parents)
	add("below", p.Children)
	return out
}

// days says when something holds; always says nothing.
func days(v *visit.Visit, from, until time.Time) string {
	args := i18n.Args{"from": from.Format(time.DateOnly), "until": until.Format(time.DateOnly)}
	switch {
	case from.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		return v.Text("web.customer.days.from", args)
	case from.IsZero():
		return v.Text("web.customer.days.until", args)
	}
	return v.Text("web.customer.days.both", args)
}

func amounts(v *visit.Visit, a answers) []component.Fact {
	total := a.whole.Figures[0].Total
	ref := multiplier.TotalRef()
	amount := func(key string, d money.Decimal, cell multiplier.Cell) component.Fact {
		return component.Fact{Label: v.Text("measure.column."+key, nil), Text: v.L.Short(d.String()) + " " + string(v.Currency), Link: wording.Figure(a.whole, 0, ref, cell)}
	}
	return []component.Fact{
		{Label: v.Text("measure.column.multiplier", nil), Text: wording.Shown(v, wording.Ratio(total.Multiplier()), report.KindRatio),
			Link: wording.Figure(a.whole, 0, ref, multiplier.CellMultiplier)},
		amount("cloud", total.Cloud, multiplier.CellCloud), amount("services", total.Services.Sum(), multiplier.CellServices),
		{Label: v.Text("measure.column.run_rate", nil), Text: wording.Shown(v, wording.Ratio(total.RunRate.Multiplier()), report.KindRatio),
			Link: wording.Figure(a.whole, 0, ref, multiplier.CellRunRate)},
	}
}

func moneyColumn(v *visit.Visit, key string) report.Column {
	none := int32(0)
	return report.Column{Key: key, Label: v.Text("measure.column."+key, nil), Kind: report.KindMoney, Currency: v.Currency, Places: &none}
}

// timeline is cloud as an area with services as bars over it.
func timeline(v *visit.Visit, a answers) (component.Chart, error) {
	t := report.Table{ID: "timeline", Title: v.Text("web.customer.timeline", nil), Columns: []report.Column{
		{Key: "month", Label: v.Text("multiplier.dimension.month", nil), Kind: report.KindMonth},
		moneyColumn(v, "cloud"), moneyColumn(v, "services"),
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio}}}
	links := component.Links{}
	for i, row := range a.months.Figures[0].Rows {
		for column, cell := range map[int]multiplier.Cell{1: multiplier.CellCloud, 2: multiplier.CellServices, 3: multiplier.CellMultiplier} {
			links[component.At{Row: i, Column: column}] = wording.Figure(a.months, 0, multiplier.Ref{At: i}, cell)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(row.Key[0]), report.Decimal(row.Cloud), report.Decimal(row.Services.Sum()), wording.Ratio(row.Multiplier())}})
	}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartLine, Series: []component.Series{
		{Column: 1, As: "area", Color: "cloud"}, {Column: 2, As: "bar", Color: "services"}}}, links)
}

// categories are what the customer buys, and what is white.
func categories(v *visit.Visit, a answers) component.Table {
	total := a.whole.Figures[0].Total
	t := report.Table{ID: "categories", Title: v.Text("web.customer.categories", nil), Columns: []report.Column{
		{Key: "category", Label: v.Text("measure.column.category", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio}, moneyColumn(v, "services"),
		{Key: "last", Label: v.Text("web.customer.last", nil), Kind: report.KindText}}}
	links, bought := component.Links{}, lastBought(a.lines.Rows)
	for _, p := range wording.Parts(a.whole.Figures[0]) {
		amount := total.Services.Of(p)
		row := report.Row{Cells: []report.Cell{report.Text(wording.Part(v, p)), wording.Ratio(total.MultiplierOf(p)), report.Decimal(amount), report.Text("")}}
		if month, ever := bought[p]; ever {
			row.Cells[3] = report.Text(month.String())
		}
		switch {
		case !p.IsCategory():
			row.Style = report.StyleResidual
		case amount.Sign() <= 0:
			row.Cells = []report.Cell{report.Text(v.Text("web.customers.white", i18n.Args{"category": wording.Part(v, p)})), report.Text(""), report.Text(""), row.Cells[3]}
			if row.Cells[3].Value == "" {
				row.Cells[3] = report.Text(v.Text("web.customer.never", i18n.Args{"months": lineMonths}))
			}
		}
		if row.Cells[2].Value != "" {
			links[component.At{Row: len(t.Rows), Column: 2}] = wording.Figure(a.whole, 0, multiplier.TotalRef(), multiplier.Cell(p))
		}
		t.Rows = append(t.Rows, row)
	}
	return component.NewTable(v, t, links)
}

// identifiers are the accounts, numbers and names by which the books know the
// customer: on which days they hold, on whose word, and how sure that is. Those
// beyond the first stand in a table of their own.
func identifiers(v *visit.Visit, p measuring.Profile) (first, more component.Table) {
	t := report.Table{ID: "identifiers", Title: v.Text("web.customer.identifiers", nil), Columns: []report.Column{
		{Key: "kind", Label: v.Text("web.customer.kind", nil), Kind: report.KindText}, {Key: "value", Label: v.Text("web.customer.value", nil), Kind: report.KindText},
		{Key: "days", Label: v.Text("web.customer.days", nil), Kind: report.KindText}, {Key: "word", Label: v.Text("web.customer.word", nil), Kind: report.KindText, Rank: 2},
		{Key: "confidence", Label: v.Text("web.customer.confidence", nil), Kind: report.KindPercent, Rank: 2}}}
	for _, i := range p.Customer.Identifiers {
		sure := report.Text("")
		if !i.Confidence.IsZero() {
			sure = report.Decimal(i.Confidence).Estimated()
		}
		holds := days(v, i.From, i.Until)
		if holds == "" {
			holds = v.Text("web.customer.days.always", nil)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("web.identifier."+string(i.Kind), nil)), report.Text(i.Value),
			report.Text(holds), report.Text(word(v, i, p.Words)), sure}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.no_identifiers", nil)}
	}
	rest := t
	rest.ID = "identifiers-more"
	if len(t.Rows) > mostIdentifiers {
		rest.Rows, t.Rows = t.Rows[mostIdentifiers:], t.Rows[:mostIdentifiers]
		rest.Title = v.Text("web.customer.identifiers.more", i18n.Args{"count": len(rest.Rows)})
		more = component.NewTable(v, rest, nil)
	}
	return component.NewTable(v, t, nil), more
}

// word is whose word an identifier stands on.
func word(v *visit.Visit, i customer.Identifier, words map[string]customer.Decision) string {
	d, decided := words[i.Source]
	args := i18n.Args{"actor": d.Actor, "at": d.At.Format(time.DateOnly)}
	switch {
	case decided && d.Origin() == customer.OriginAuto:
		return v.Text("web.customer.word.auto", args)
	case decided:
		return v.Text("web.customer.word.person", args)
	case i.Source != "":
		return v.Text("web.customer.word.source", i18n.Args{"source": i.Source})
	}
	return v.Text("web.customer.word.roster", nil)
}

// lines are the largest services lines of the last months.
func lines(v *visit.Visit, a answers) component.Table {
	t := report.Table{ID: "lines", Title: v.Text("web.customer.lines", nil), Columns: []report.Column{
		{Key: "month", Label: v.Text("explain.column.month", nil), Kind: report.KindMonth}, {Key: "text", Label: v.Text("explain.column.text", nil), Kind: report.KindText},
		{Key: "subject", Label: v.Text("explain.column.subject", nil), Kind: report.KindText, Rank: 2},
		{Key: "source", Label: v.Text("explain.column.file", nil), Kind: report.KindText, Rank: 2},
		{Key: "counted", Label: v.Text("explain.column.counted", nil), Kind: report.KindMoney}}}
	links := component.Links{}
	for _, row := range a.lines.Rows {
		if row.Side != multiplier.SideServices || len(t.Rows) == mostLines {
			continue
		}
		if v.May(access.RightBooks) {
			links[component.At{Row: len(t.Rows), Column: 3}] = component.Link{Href: "/imports/" + string(row.Batch)}
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Month(row.Month), report.Text(row.Text), report.Text(row.Subject),
			report.Text(source(v, row)), report.Money(money.New(row.Counted, row.Currency))}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.no_lines", nil)}
	}
	return component.NewTable(v, t, links)
}
