package overview

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// news is what changed since the visitor was here; nil when nothing did.
type news struct {
	Title, Since string
	Lines        []newsLine
	Months       *component.Table // restated ones
	Few          bool             // so few months that they stand open
	Note         string
}

// newsLine is one kind of news, with where to look.
type newsLine struct {
	Text string
	Href string // of the whole line
	Ways []way
	More string // how many others there are
}

type way struct{ Text, Href string }

// fewMonths is how many restated months a page shows without being asked.
const fewMonths = 6

// returned notes the visit. Who looks at a period of their choice sees other
// months, and nothing is noted.
func (h *Handler) returned(ctx context.Context, v *visit.Visit, a answers) (*news, error) {
	if v.URL.Query().Get("period") != "" {
		return nil, nil
	}
	n, err := h.Returning.Return(ctx, seen(a.trend))
	if err != nil || n.IsEmpty() {
		return nil, err
	}
	return newNews(v, n, a.trend.Figures[0].Definition.Name), nil
}

// seen is what the trend shows.
func seen(r measuring.Result) returning.Seen {
	f := r.Figures[0]
	s := returning.Seen{Currency: f.Currency, Definition: f.Definition.String()}
	for _, at := range months(f) {
		month, err := period.ParseMonth(f.Rows[at[0]].Key[0])
		if err != nil {
			continue // amounts without a month
		}
		m := returning.Month{Month: month}
		for _, i := range at {
			m.Cloud, m.Services = m.Cloud.Add(f.Rows[i].Cloud), m.Services.Add(f.Rows[i].Services.Sum())
		}
		s.Months = append(s.Months, m)
	}
	return s
}

func newNews(v *visit.Visit, n returning.News, definition string) *news {
	out := &news{Title: v.Text("returning.title", nil), Since: v.Text("returning.since", i18n.Args{"time": n.Since.Format("2006-01-02 15:04")}), Few: len(n.Restated) <= fewMonths}
	for _, kind := range []struct {
		key string
		of  returning.Batches
	}{{"imported", n.Imported}, {"replaced", n.Replaced}, {"undone", n.Undone}} {
		if kind.of.Count > 0 {
			out.Lines = append(out.Lines, batches(v, kind.key, kind.of))
		}
	}
	for _, area := range []struct {
		queue string
		count int64
	}{{"identity", n.Decided.Identity}, {"categories", n.Decided.Categories}, {"pairs", n.Decided.Attribution}} {
		if area.count > 0 {
			out.Lines = append(out.Lines, newsLine{Text: v.Text("returning.decided."+area.queue, i18n.Args{"count": area.count}), Href: "/review/" + area.queue})
		}
	}
	if len(n.NewMonths) > 0 {
		line := newsLine{Text: v.Text("returning.months", i18n.Args{"count": len(n.NewMonths)})}
		for _, m := range n.NewMonths {
			line.Ways = append(line.Ways, way{m.String(), "/?period=" + m.String()})
		}
		out.Lines = append(out.Lines, line)
	}
	if len(n.Restated) > 0 {
		table := restated(v, n.Restated, definition)
		out.Months = &table
	}
	if n.Incomparable {
		out.Note = v.Text("returning.incomparable", nil)
	}
	return out
}

func batches(v *visit.Visit, key string, of returning.Batches) newsLine {
	line := newsLine{Text: v.Text("returning."+key, i18n.Args{"count": of.Count})}
	for _, b := range of.First {
		line.Ways = append(line.Ways, way{named(v, b), "/imports/" + string(b.ID)})
	}
	if rest := of.Count - len(of.First); rest > 0 {
		line.More = v.Text("returning.more", i18n.Args{"count": rest})
	}
	return line
}

// named says what an import brought.
func named(v *visit.Visit, b batch.Batch) string {
	name := v.Text("import.kind."+string(b.Kind), nil)
	if months := b.BillingPeriods(); months != "" {
		name += " " + months
	}
	return name
}

// restated is the months that show other figures than before.
func restated(v *visit.Visit, all []returning.Restated, definition string) component.Table {
	t := report.Table{ID: "restated", Title: v.Text("returning.restated", i18n.Args{"count": len(all)}), Columns: []report.Column{
		{Key: "month", Label: v.Text("multiplier.dimension.month", nil), Kind: report.KindMonth},
		{Key: "was", Label: v.Text("returning.column.was", nil), Kind: report.KindRatio},
		{Key: "now", Label: v.Text("returning.column.now", nil), Kind: report.KindRatio},
		{Key: "change", Label: v.Text("returning.column.change", nil), Kind: report.KindRatio},
		{Key: "cloud", Label: v.Text("returning.column.cloud", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole(), Rank: 2},
		{Key: "services", Label: v.Text("returning.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole(), Rank: 2}}}
	links := component.Links{}
	for i, r := range all {
		was, had := r.Was.Multiplier()
		now, has := r.Now.Multiplier()
		month := r.Now.Month.String()
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(month), wording.Ratio(was, had), wording.Ratio(now, has),
			wording.Ratio(now.Sub(was), had && has), report.Decimal(r.Now.Cloud.Sub(r.Was.Cloud)), report.Decimal(r.Now.Services.Sub(r.Was.Services))}})
		links[component.At{Row: i, Column: 2}] = wording.Total(v, definition, month, nil, multiplier.CellMultiplier)
	}
	table := component.NewTable(v, t, links)
	for i, row := range t.Rows {
		for column := 3; column < len(row.Cells); column++ {
			if d, err := money.ParseDecimal(row.Cells[column].Value); err == nil && d.Sign() > 0 {
				table.Rows[i].Cells[column].Text = "+" + table.Rows[i].Cells[column].Text
			}
		}
	}
	return table
}
