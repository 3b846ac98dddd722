package customer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// engagement is what belongs together in the books: the lines of a project, or
// of a document where no project is named, in one currency.
type engagement struct {
	Name, Kind  string
	When        string
	Start, Long string // months from the left edge of the timeline, and how many
	Class       string // colour of its main category
	Categories  string
	Amount      string
	Lines       []engagementLine
	More        string // lines that are not listed
}

// engagementLine is a row of a book behind it.
type engagementLine struct{ Month, Text, Source, Href, Amount string }

// shownLines is how many lines of an engagement are listed.
const shownLines = 10

type engaged struct {
	name, kind  string
	currency    money.Currency
	first, last period.Month
	sum         money.Decimal
	by          map[service.Category]money.Decimal
	rows        []explaining.Row
}

// engagements groups the lines; those with the most money come first.
func engagements(v *visit.Visit, a answers) (list []engagement, more string) {
	var order []*engaged
	at := map[[3]string]*engaged{}
	for _, row := range a.lines.Rows {
		if row.Side != multiplier.SideServices {
			continue
		}
		key, kind := row.Project, "project"
		if key == "" {
			key, kind = row.Document, "document"
		}
		if key == "" {
			key, kind = row.Text, "text"
		}
		e := at[[3]string{kind, key, string(row.Currency)}]
		if e == nil {
			e = &engaged{name: key, kind: kind, currency: row.Currency, first: row.Month, last: row.Month, by: map[service.Category]money.Decimal{}}
			at[[3]string{kind, key, string(row.Currency)}] = e
			order = append(order, e)
		}
		e.first, e.last, e.sum, e.rows = min(e.first, row.Month), max(e.last, row.Month), e.sum.Add(row.Counted), append(e.rows, row)
		for _, w := range row.Class.Weights {
			e.by[w.Category] = e.by[w.Category].Add(row.Counted.Mul(w.Share))
		}
	}
	slices.SortStableFunc(order, func(x, y *engaged) int { return cmp.Or(y.sum.Abs().Cmp(x.sum.Abs()), cmp.Compare(x.name, y.name)) })
	if n := len(order) - mostEngagements; n > 0 {
		more, order = v.Text("web.customer.engagement.more", i18n.Args{"count": n}), order[:mostEngagements]
	}
	// On the page they stand in order of time, as the timeline above them does.
	slices.SortStableFunc(order, func(x, y *engaged) int { return cmp.Or(cmp.Compare(x.first, y.first), cmp.Compare(x.last, y.last)) })
	from := a.months.Question.Period.From
	for _, e := range order {
		list = append(list, e.view(v, from))
	}
	return list, more
}

func (e *engaged) view(v *visit.Visit, from period.Month) engagement {
	out := engagement{Name: e.name, Kind: v.Text("web.customer.engagement."+e.kind, nil), When: e.first.String(), Start: strconv.Itoa(int(e.first - from)),
		Long: strconv.Itoa(int(e.last-e.first) + 1), Amount: v.L.Number(e.sum.String(), e.currency.Places()) + " " + string(e.currency), Class: "none"}
	if e.last != e.first {
		out.When += " – " + e.last.String()
	}
	var names []string
	var most money.Decimal
	for _, c := range service.Categories() {
		amount, has := e.by[c]
		if !has {
			continue
		}
		names = append(names, wording.Part(v, multiplier.Part(c)))
		if amount.Abs().Cmp(most) > 0 {
			most, out.Class = amount.Abs(), string(c)
		}
	}
	out.Categories = strings.Join(names, v.Text("common.place.separator", nil))
	if len(names) == 0 {
		out.Categories = v.Text("web.customer.engagement.none", nil)
	}
	slices.SortStableFunc(e.rows, func(x, y explaining.Row) int { return cmp.Compare(x.Month, y.Month) })
	for i, row := range e.rows {
		if i == shownLines {
			out.More = v.Text("web.customer.engagement.lines", i18n.Args{"count": len(e.rows) - i})
			break
		}
		line := engagementLine{Month: row.Month.String(), Text: row.Text, Source: source(v, row), Amount: v.L.Number(row.Counted.String(), row.Currency.Places()) + " " + string(row.Currency)}
		if v.May(access.RightBooks) {
			line.Href = "/imports/" + string(row.Batch)
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

// source is where a row stands: file and row.
func source(v *visit.Visit, row explaining.Row) string {
	return v.Text("web.customer.source", i18n.Args{"file": wording.File(row.File.Name()), "row": strconv.FormatInt(row.Number, 10)})
}

// lastBought is the last month of each category in the lines.
func lastBought(rows []explaining.Row) map[multiplier.Part]period.Month {
	last := map[multiplier.Part]period.Month{}
	for _, row := range rows {
		if row.Side != multiplier.SideServices || row.Counted.Sign() <= 0 {
			continue
		}
		for _, w := range row.Class.Weights {
			last[multiplier.Part(w.Category)] = max(last[multiplier.Part(w.Category)], row.Month)
		}
	}
	return last
}
