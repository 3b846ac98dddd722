package settings

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// rates is the page of how amounts reach the report currency.
type rates struct {
	Policy              string // in force
	Rules               []string
	Met, Gaps, Tables   component.Table
	Month               string // of the shown rates; empty where there are no books
	AnyGap, AnyTable    bool
	MayEdit, MayImport  bool
	GapSentence, Report string
}

// Rates answers GET /settings/rates.
func (h *Handler) Rates(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	p, err := h.newRates(r.Context(), v)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, ratesPage(v, p))
}

func (h *Handler) newRates(ctx context.Context, v *visit.Visit) (rates, error) {
	out := rates{Policy: v.Text("web.settings.policy."+string(v.Policy), nil), Report: string(v.Currency),
		MayEdit: v.May(access.RightSettle), MayImport: v.May(access.RightImport)}
	for _, rule := range rate.Rules(v.Policy) {
		out.Rules = append(out.Rules, v.Text(rule.Key, rule.Args))
	}
	if err := h.Desk.Fresh(ctx); err != nil {
		return out, err
	}
	in := answer.Input(v, period.Range{}, multiplier.DimensionMonth)
	in.Definitions = []string{multiplier.Standard().Name}
	a, err := h.Desk.Ask(ctx, in)
	if err != nil {
		return out, err
	}
	span, err := h.Desk.Span(ctx, v)
	if err != nil {
		return out, err
	}
	table := rate.NewTable(nil)
	if !span.IsEmpty() {
		out.Month = span.Last.String()
		if table, err = h.Importer.MonthRates(ctx, span.Last); err != nil {
			return out, err
		}
	}
	gaps := a.Figures[0].Unconverted
	out.Met, out.AnyGap = met(v, a, span.Last, table), len(gaps) > 0
	out.Gaps = gapsTable(v, a)
	out.GapSentence = v.Text("web.settings.rates.gaps.count", i18n.Args{"count": len(gaps)})
	tables, err := h.Importer.RateTables(ctx)
	if err != nil {
		return out, err
	}
	out.Tables, out.AnyTable = tablesOf(v, tables), len(tables) > 0
	return out, nil
}

func rateColumn(v *visit.Visit, key string, kind report.Kind, rank int) report.Column {
	return report.Column{Key: key, Label: v.Text("web.settings.rates.column."+key, nil), Kind: kind, Rank: rank}
}

// met lists the currencies of what counts, each with its own money, how many
// months of it have no rate, and the rate of the last month.
func met(v *visit.Visit, a measuring.Result, last period.Month, table *rate.Table) component.Table {
	type sums struct {
		cloud, services money.Decimal
		gaps            int
	}
	all := map[money.Currency]sums{}
	f := a.Figures[0]
	for _, n := range f.Total.Native {
		s := all[n.Currency]
		s.cloud, s.services = s.cloud.Add(n.Cloud), s.services.Add(n.Services.Sum())
		all[n.Currency] = s
	}
	for _, row := range f.Unconverted {
		s := all[row.Currency]
		s.cloud, s.services, s.gaps = s.cloud.Add(row.Cloud), s.services.Add(row.Services.Sum()), s.gaps+1
		all[row.Currency] = s
	}
	var currencies []money.Currency
	for c := range all {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	none := int32(0)
	t := report.Table{ID: "met", Title: v.Text("web.settings.rates.met", nil), Columns: []report.Column{rateColumn(v, "currency", report.KindText, 0),
		rateColumn(v, "cloud", report.KindMoney, 2), rateColumn(v, "services", report.KindMoney, 2), rateColumn(v, "gaps", report.KindInteger, 0), rateColumn(v, "rate", report.KindText, 0)}}
	t.Columns[1].Places, t.Columns[2].Places = &none, &none
	for _, c := range currencies {
		s := all[c]
		one := report.Gap()
		if value, err := table.Month(last, c, v.Currency, v.Policy); err == nil {
			one = report.Text("1 " + string(c) + " = " + v.L.Number(value.Round(ratePlaces).String(), value.Round(ratePlaces).Places()) + " " + string(v.Currency))
		}
		gaps := report.Integer(int64(s.gaps))
		if s.gaps > 0 {
			gaps = gaps.WithTone(report.ToneWarning)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(c)), report.Money(money.New(s.cloud, c)), report.Money(money.New(s.services, c)), gaps, one}})
	}
	return component.NewTable(v, t, nil)
}

// ratePlaces is how many decimals of a rate are shown; figures keep rate.Places.
const ratePlaces = 6

// gapsTable is what cannot be converted, by currency and month, each amount with
// the way to the lines behind it.
func gapsTable(v *visit.Visit, a measuring.Result) component.Table {
	t := report.Table{ID: "gaps", Title: v.Text("web.settings.rates.gaps", nil), Columns: []report.Column{rateColumn(v, "month", report.KindText, 0),
		rateColumn(v, "currency", report.KindText, 0), rateColumn(v, "cloud", report.KindMoney, 0), rateColumn(v, "services", report.KindMoney, 0)}}
	type place struct {
		at  int
		row multiplier.Row
	}
	var order []place
	for i, row := range a.Figures[0].Unconverted {
		order = append(order, place{i, row})
	}
	slices.SortStableFunc(order, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.row.Currency, y.row.Currency), cmp.Compare(x.row.Key[0], y.row.Key[0]))
	})
	links := component.Links{}
	for n, p := range order {
		ref := multiplier.Ref{Kind: multiplier.RowUnconverted, At: p.at}
		links[component.At{Row: n, Column: 2}] = wording.Figure(a, 0, ref, multiplier.CellCloud)
		links[component.At{Row: n, Column: 3}] = wording.Figure(a, 0, ref, multiplier.CellServices)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.Value(v, nil, multiplier.DimensionMonth, p.row.Key[0], p.row.Kind)), report.Text(string(p.row.Currency)),
			report.Money(money.New(p.row.Cloud, p.row.Currency)), report.Money(money.New(p.row.Services.Sum(), p.row.Currency))}})
	}
	return component.NewTable(v, t, links)
}

func tablesOf(v *visit.Visit, all []importing.RateTable) component.Table {
	t := report.Table{ID: "tables", Title: v.Text("web.settings.rates.tables", nil), Columns: []report.Column{rateColumn(v, "source", report.KindText, 0),
		rateColumn(v, "currencies", report.KindText, 2), rateColumn(v, "from", report.KindText, 0), rateColumn(v, "until", report.KindText, 0),
		rateColumn(v, "rates", report.KindInteger, 2), rateColumn(v, "imported", report.KindText, 2)}}
	links, separator := component.Links{}, v.Text("common.place.separator", nil)
	slices.Reverse(all) // what wins stands first
	for i, one := range all {
		name := strings.Join(one.Sources, separator)
		if name == "" {
			name = one.Batch.Format
		}
		currencies := v.Text("web.settings.rates.many", i18n.Args{"count": len(one.Currencies)})
		if len(one.Currencies) <= shownCurrencies {
			var codes []string
			for _, c := range one.Currencies {
				codes = append(codes, string(c))
			}
			currencies = strings.Join(codes, separator)
		}
		links[component.At{Row: i}] = component.Link{Href: "/imports/" + string(one.Batch.ID)}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(name), report.Text(currencies), report.Text(one.From.Format("2006-01-02")),
			report.Text(one.Until.Format("2006-01-02")), report.Integer(one.Rates), report.Text(one.Batch.ImportedAt.Format("2006-01-02 15:04"))}})
	}
	return component.NewTable(v, t, links)
}

// shownCurrencies is how many currencies of a table are named rather than counted.
const shownCurrencies = 6
