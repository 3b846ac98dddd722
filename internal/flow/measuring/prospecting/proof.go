package prospecting

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Trust says in a sentence or two how far to go by the answers.
func Trust(l *i18n.Localizer, r whitespace.Report) string {
	args := i18n.Args{"bought": r.Bought, "held": r.Held, "sized": r.Sized}
	if r.ByChance != nil {
		args["first"], args["largest"], args["any"] = percent(l, r.ByChance.First20), percent(l, r.BySize.First20), percent(l, usual(r))
	}
	if r.Coverage != nil {
		args["coverage"] = percent(l, *r.Coverage)
	}
	key := "whitespace.trust." + string(r.Trust)
	switch {
	case r.Trust == whitespace.TrustUnknown && r.Cells == 0:
		key += "_short"
	case r.Trust == whitespace.TrustOrder && r.Coverage != nil && r.Enough():
		key += "_missed"
	}
	return l.Text(key, args)
}

func percent(l *i18n.Localizer, share money.Decimal) string {
	return l.Text("whitespace.percent", i18n.Args{"share": Hundredths(share)})
}

// usual is the share of all cells that was bought.
func usual(r whitespace.Report) money.Decimal {
	return money.NewInt(int64(r.Bought)).Quo(money.NewInt(int64(max(r.Cells, 1))), 4)
}

// Tables of a proof that compare what was said with what came, in their last two
// columns.
const (
	TableTenths = "tenths" // of chances
	TableRanges = "ranges" // of sizes
)

// Proof is the whole back-test.
func Proof(l *i18n.Localizer, r whitespace.Report) []report.Block {
	if r.Cells == 0 {
		return []report.Block{report.Paragraph{ID: "trust", Text: Trust(l, r)}}
	}
	tone := map[whitespace.Trust]report.Tone{whitespace.TrustFull: report.ToneGood, whitespace.TrustNone: report.ToneBad}[r.Trust]
	blocks := []report.Block{report.Paragraph{ID: "trust", Text: Trust(l, r), Tone: tone},
		report.KeyValues{ID: "hidden", Items: []report.KeyValue{
			{Key: "period", Label: l.Text("whitespace.column.hidden", nil), Kind: report.KindText, Cell: report.Text(period.Range{From: r.At, Until: r.Until}.String())},
			{Key: "cells", Label: l.Text("whitespace.column.cells", nil), Kind: report.KindInteger, Cell: report.Integer(int64(r.Cells))},
			{Key: "bought", Label: l.Text("whitespace.column.bought", nil), Kind: report.KindInteger, Cell: report.Integer(int64(r.Bought))}}}}
	if r.ByChance != nil {
		blocks = append(blocks, orders(l, r))
	}
	return append(blocks, tenths(l, r), ranges(l, r), report.Paragraph{ID: "known", Text: l.Text("whitespace.proof.known", nil)})
}

// orders compares the likeliest first with the rule of thumb and with any cell.
func orders(l *i18n.Localizer, r whitespace.Report) report.Table {
	t := report.Table{ID: "orders", Title: l.Text("whitespace.orders", nil), Columns: columns(l, report.Column{Key: "order", Kind: report.KindText},
		report.Column{Key: "first10", Kind: report.KindPercent}, report.Column{Key: "first20", Kind: report.KindPercent},
		report.Column{Key: "found20", Kind: report.KindPercent, Rank: 1}, report.Column{Key: "found", Kind: report.KindPercent, Rank: 1}, report.Column{Key: "lift", Kind: report.KindRatio})}
	row := func(key string, o whitespace.Order, lift *money.Decimal) {
		cell := report.Gap()
		switch {
		case lift != nil:
			cell = report.Decimal(*lift)
		case key == "chance": // itself
			cell = report.Text("")
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(key, l.Text("whitespace.order."+key, nil)), report.Decimal(o.First10), report.Decimal(o.First20),
			report.Decimal(o.Found20), report.Decimal(o.Found), cell}})
	}
	row("chance", *r.ByChance, nil)
	row("size", *r.BySize, r.LiftOverSize)
	anyone := usual(r)
	lift := report.Gap()
	if r.LiftOverChance != nil {
		lift = report.Decimal(*r.LiftOverChance)
	}
	t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word("any", l.Text("whitespace.order.any", nil)), report.Decimal(anyone), report.Decimal(anyone), report.Text(""), report.Text(""), lift}})
	t.Notes = []string{l.Text("whitespace.orders.note", nil)}
	return t
}

// ranges says how many purchases came out within what was said of them, beside
// how many were meant to.
func ranges(l *i18n.Localizer, r whitespace.Report) report.Table {
	coverage := report.Gap()
	if r.Coverage != nil {
		coverage = report.Decimal(*r.Coverage)
	}
	return report.Table{ID: TableRanges, Title: l.Text("whitespace.ranges", nil), Columns: columns(l, report.Column{Key: "range", Kind: report.KindText},
		report.Column{Key: "sized", Kind: report.KindInteger}, report.Column{Key: "held", Kind: report.KindInteger},
		report.Column{Key: "nominal", Kind: report.KindPercent}, report.Column{Key: "coverage", Kind: report.KindPercent}),
		Rows: []report.Row{{Cells: []report.Cell{report.Text(l.Text("whitespace.range", nil)), report.Integer(int64(r.Sized)), report.Integer(int64(r.Held)),
			report.Decimal(whitespace.Level()), coverage}}}, Notes: []string{l.Text("whitespace.ranges.note", nil)}}
}

func tenths(l *i18n.Localizer, r whitespace.Report) report.Table {
	t := report.Table{ID: TableTenths, Title: l.Text("whitespace.tenths", nil), Columns: columns(l, report.Column{Key: "tenth", Kind: report.KindText},
		report.Column{Key: "cells", Kind: report.KindInteger}, report.Column{Key: "bought", Kind: report.KindInteger},
		report.Column{Key: "said", Kind: report.KindPercent}, report.Column{Key: "came", Kind: report.KindPercent})}
	for _, in := range r.Tenths {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(l.Text("whitespace.tenth", i18n.Args{"from": in.From * 10, "until": in.From*10 + 10})),
			report.Integer(int64(in.Cells)), report.Integer(int64(in.Bought)), report.Decimal(in.Said), report.Decimal(in.Came)}})
	}
	t.Notes = []string{l.Text("whitespace.tenths.note", nil)}
	return t
}
