package trending

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// yearOfQuarters is how far back the same quarter of the year before is.
const yearOfQuarters = 4

// columns labels columns by their keys; those of categories have their names.
func columns(l *i18n.Localizer, all ...report.Column) []report.Column {
	for i := range all {
		if all[i].Label == "" {
			all[i].Label = l.Text("trend.column."+all[i].Key, nil)
		}
	}
	return all
}

func ratio(d money.Decimal, ok bool) report.Cell {
	if !ok {
		return report.Gap()
	}
	return report.Decimal(d)
}

func amount(d *money.Decimal) report.Cell {
	if d == nil {
		return report.Gap()
	}
	return report.Decimal(*d)
}

// Study is what was published beside the latest quarter that is whole and the
// same quarter of the year before.
func (r Result) Study(l *i18n.Localizer) report.Table {
	percent := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindPercent} }
	t := report.Table{ID: "study", Title: l.Text("trend.study", nil), Columns: columns(l, report.Column{Key: "measure", Kind: report.KindText}, percent("before"), percent("ours"),
		percent("published"), report.Column{Key: "publishes", Kind: report.KindText}, report.Column{Key: "year", Kind: report.KindText},
		report.Column{Key: "source", Kind: report.KindText}, report.Column{Key: "url", Kind: report.KindText, Rank: 2}, report.Column{Key: "confidence", Kind: report.KindText, Rank: 1})}
	now, before := r.latest()
	if now == nil {
		return t
	}
	t.Title = l.Text("trend.study.of", i18n.Args{"quarter": now.Label})
	for _, x := range []struct {
		key, reference string
		share          func(Quarter) (money.Decimal, bool)
	}{
		{"ai_share", "partners.ai_services_share", Quarter.AIShare}, {"ai_customers", "partners.ai_services_share", Quarter.AICustomers},
		{"marketplace_share", "partners.marketplace_share", Quarter.MarketplaceShare},
	} {
		was := report.Gap()
		if before != nil {
			was = ratio(x.share(*before))
		}
		t.Rows = append(t.Rows, report.Row{Cells: append([]report.Cell{report.Word(x.key, l.Text("trend.column."+x.key, nil)), was, ratio(x.share(*now))}, r.published(l, x.reference)...)})
	}
	for _, c := range service.Categories() {
		was := report.Gap()
		if before != nil {
			was = grown(*before, c)
		}
		t.Rows = append(t.Rows, report.Row{Cells: append([]report.Cell{report.Word("growth_"+string(c), l.Text("trend.growth_of", i18n.Args{"category": l.Text("multiplier.part."+string(c), nil)})), was, grown(*now, c)},
			r.published(l, "pem.growth."+string(c))...)})
	}
	t.Notes = []string{l.Text("trend.study.note", nil)}
	return t
}

// published is the cells of a reference: its value, what it is of, and who says
// so. Of what nobody published there is none.
func (r Result) published(l *i18n.Localizer, id string) []report.Cell {
	none := report.Text("")
	ref, ok := r.References.Find(id)
	if !ok {
		return []report.Cell{none, none, none, none, none, none}
	}
	value := none
	if ref.Value != nil {
		value = report.Decimal(*ref.Value)
	}
	return []report.Cell{value, report.Text(l.Text("trend.reference."+id, nil)), report.Integer(int64(ref.Year)), report.Text(ref.Source), report.Text(ref.URL), confidence(l, ref)}
}

func confidence(l *i18n.Localizer, ref benchmark.Reference) report.Cell {
	if ref.Confidence == benchmark.ConfidenceUnknown {
		return report.Gap()
	}
	return report.Word(string(ref.Confidence), l.Text("trend.confidence."+string(ref.Confidence), nil))
}

// latest is the last quarter with service lines for every month, else the last
// with any, and the same of the year before; nil where there is none.
func (r Result) latest() (now, before *Quarter) {
	at := -1
	for i, q := range r.Quarters {
		if q.Lines > 0 && (q.Whole() || at < 0 || !r.Quarters[at].Whole()) {
			at = i
		}
	}
	if at < 0 {
		return nil, nil
	}
	if at >= yearOfQuarters {
		before = &r.Quarters[at-yearOfQuarters]
	}
	return &r.Quarters[at], before
}

func grown(q Quarter, c service.Category) report.Cell {
	rate, ok := q.Growth[c]
	return ratio(rate, ok)
}

// Shares is every quarter with its shares, and the address under which explain
// knows its services.
func (r Result) Shares(l *i18n.Localizer) report.Table {
	percent := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindPercent, Rank: rank}
	}
	t := report.Table{ID: "trends", Title: l.Text("trend.shares", nil), Columns: columns(l, report.Column{Key: "quarter", Kind: report.KindText},
		report.Column{Key: "services", Kind: report.KindMoney, Currency: r.Currency}, percent("ai_share", 0), percent("ai_customers", 0), percent("unlinked_share", 0), percent("marketplace_share", 0),
		percent("cloud_ai_customers", 0), percent("cloud_marketplace_share", 1), report.Column{Key: "months_books", Kind: report.KindInteger, Rank: 1}, report.Column{Key: "months_bills", Kind: report.KindInteger, Rank: 1},
		report.Column{Key: "ai_services", Kind: report.KindMoney, Currency: r.Currency, Rank: 2}, report.Column{Key: "marketplace_services", Kind: report.KindMoney, Currency: r.Currency, Rank: 2},
		report.Column{Key: "unmatched_services", Kind: report.KindMoney, Currency: r.Currency, Rank: 2}, report.Column{Key: "cloud_ai", Kind: report.KindMoney, Currency: r.Currency, Rank: 2},
		report.Column{Key: "figure", Kind: report.KindText, Rank: 1})}
	partial := false
	for _, q := range r.Quarters {
		ai, cloudAI, figure := report.Gap(), report.Gap(), report.Gap()
		if q.AI != nil {
			ai = report.Decimal(q.AI.Amount)
		}
		if q.CloudAI != nil {
			cloudAI = report.Decimal(q.CloudAI.Amount)
		}
		if q.Services != nil {
			figure = report.Text(q.Figure.String())
		}
		cells := []report.Cell{report.Text(q.Label), amount(q.Services), ratio(q.AIShare()), ratio(q.AICustomers()), ratio(q.UnlinkedShare()), ratio(q.MarketplaceShare()),
			ratio(q.CloudAICustomers()), ratio(q.CloudMarketplaceShare()), report.Integer(int64(q.Lines)), report.Integer(int64(q.Bills)), ai, amount(q.Marketplace), amount(q.Unmatched), cloudAI, figure}
		if !q.Whole() || q.Bills < q.Months.Months() {
			partial = true
			cells[0].Tone = report.ToneWarning
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	t.Notes = append(t.Notes, l.Text("trend.note.definitions", nil), l.Text("trend.note.residual", nil))
	if r.Marked == 0 {
		t.Notes = append(t.Notes, l.Text("trend.note.unmarked", nil))
	}
	if !r.Sold {
		t.Notes = append(t.Notes, l.Text("trend.note.unsold", nil))
	}
	if partial {
		t.Notes = append(t.Notes, l.Text("trend.note.partial", nil))
	}
	if r.Limited {
		t.Notes = append(t.Notes, l.Text("trend.note.limited", nil))
	}
	if len(r.Unconverted) > 0 {
		var codes []string
		for _, c := range r.Unconverted {
			codes = append(codes, string(c))
		}
		t.Notes = append(t.Notes, l.Text("trend.note.unconverted", i18n.Args{"currencies": strings.Join(codes, l.Text("whitespace.separator", nil))}))
	}
	return t
}

// Growth is every category against the same quarter of the year before.
func (r Result) Growth(l *i18n.Localizer) report.Table {
	t := report.Table{ID: "growth", Title: l.Text("trend.growth", nil), Columns: columns(l, report.Column{Key: "quarter", Kind: report.KindText}), Notes: []string{l.Text("trend.growth.note", nil)}}
	for _, c := range service.Categories() {
		t.Columns = append(t.Columns, report.Column{Key: "growth_" + string(c), Kind: report.KindPercent, Label: l.Text("multiplier.part."+string(c), nil)})
	}
	for _, q := range r.Quarters {
		cells := []report.Cell{report.Text(q.Label)}
		for _, c := range service.Categories() {
			cells = append(cells, grown(q, c))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}
