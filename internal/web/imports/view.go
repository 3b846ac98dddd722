package imports

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// list is every import, the newest first.
type list struct {
	Table          component.Table
	Empty          bool
	CanName        bool // a path on the server
	Example, Roots string
}

func newList(v *visit.Visit, all []batch.Batch, roots []string) list {
	label := func(key string) string { return v.Text("import.list."+key, nil) }
	t := report.Table{ID: "imports", Title: v.Text("web.nav.imports", nil), Columns: []report.Column{
		{Key: "imported_at", Label: label("imported_at"), Kind: report.KindText}, {Key: "kind", Label: label("kind"), Kind: report.KindText},
		{Key: "format", Label: label("format"), Kind: report.KindText, Rank: 2}, {Key: "status", Label: label("status"), Kind: report.KindText},
		{Key: "files", Label: label("files"), Kind: report.KindInteger, Rank: 2}, {Key: "rows", Label: label("rows"), Kind: report.KindInteger, Rank: 2},
		{Key: "periods", Label: label("periods"), Kind: report.KindText, Rank: 2}, {Key: "amount", Label: label("amount"), Kind: report.KindMoney},
		{Key: "batch", Label: label("batch"), Kind: report.KindText, Rank: 2}}}
	links := component.Links{}
	all = slices.Clone(all)
	slices.Reverse(all)
	for _, b := range all {
		amount := report.Gap()
		if sum, one := billed(b); one {
			amount = report.Money(sum)
		}
		links[component.At{Row: len(t.Rows)}] = component.Link{Href: "/imports/" + string(b.ID)}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(b.ImportedAt.Format("2006-01-02 15:04")), report.Text(kindName(v, b.Kind)),
			report.Text(format(b)), report.Text(v.Text("import.status."+string(b.Status), nil)).WithTone(tone(b.Status)), report.Integer(int64(len(b.Files))),
			report.Integer(b.CountedRows()), report.Text(b.BillingPeriods()), amount, report.Text(wording.Tail(string(b.ID)))}})
	}
	l := list{Table: component.NewTable(v, t, links), Empty: len(all) == 0, CanName: len(roots) > 0 && v.May(access.RightImport)}
	if l.CanName {
		l.Example = filepath.Join(roots[len(roots)-1], "bills")
		l.Roots = v.Text("web.imports.path.note", i18n.Args{"roots": strings.Join(roots, ", ")})
	}
	return l
}

func kindName(v *visit.Visit, k batch.Kind) string { return v.Text("import.kind."+string(k), nil) }

func format(b batch.Batch) string {
	if b.Version == "" {
		return b.Format
	}
	return b.Format + " " + b.Version
}

func tone(s batch.Status) report.Tone {
	switch s {
	case batch.StatusLive:
		return report.ToneGood
	case batch.StatusUndone:
		return report.ToneWarning
	case batch.StatusReplaced:
	}
	return report.ToneNeutral
}

// billed sums a batch where it is in one currency.
func billed(b batch.Batch) (sum money.Amount, one bool) {
	for i, s := range b.Slices {
		if i > 0 && s.Currency != sum.Currency {
			return sum, false
		}
		sum = money.New(sum.Decimal.Add(s.Totals.Billed), s.Currency)
	}
	return sum, len(b.Slices) > 0
}
