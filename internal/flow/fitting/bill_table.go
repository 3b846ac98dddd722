package fitting

import (
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// PortionTable is what of a bill could move to each region: a row for each move.
func PortionTable(l *i18n.Localizer, b Bill) report.Table {
	t := report.Table{ID: "portions", Title: l.Text("region.bill.portions", nil), Columns: []report.Column{{Key: "move", Label: l.Text("region.bill.move", nil), Kind: report.KindText}}}
	for _, p := range b.Portions {
		t.Columns = append(t.Columns, report.Column{Key: string(p.Region) + "_amount", Label: string(p.Region), Kind: report.KindMoney, Currency: b.Currency},
			report.Column{Key: string(p.Region) + "_share", Label: l.Text("region.bill.share", nil), Kind: report.KindPercent})
	}
	for _, m := range Moves() {
		row := report.Row{Cells: []report.Cell{report.Word(string(m), l.Text("region.move."+string(m), nil)).WithTone(moveTone(m))}}
		if m == MoveThere || m == MoveForeign {
			row.Style = report.StyleResidual
		}
		some := false
		for _, p := range b.Portions {
			some = some || !p.Sums[m].IsZero()
			share := report.Gap()
			if s, ok := p.Share(m); ok && row.Style == "" {
				share = report.Decimal(s)
			} else if row.Style != "" {
				share = report.Cell{}
			}
			row.Cells = append(row.Cells, report.Decimal(p.Sums[m]), share)
		}
		if some {
			t.Rows = append(t.Rows, row)
		}
	}
	total := report.Row{Style: report.StyleTotal, Cells: []report.Cell{report.Text(l.Text("region.bill.total", nil))}}
	for range b.Portions {
		total.Cells = append(total.Cells, report.Decimal(b.Total), report.Cell{})
	}
	t.Rows = append(t.Rows, total)
	t.Notes = []string{l.Text("region.bill.note", nil)}
	return t
}

func moveTone(m Move) report.Tone {
	switch m {
	case MoveReady:
		return report.ToneGood
	case MoveReplace, MoveUnknown:
		return report.ToneWarning
	case MoveBlocked:
		return report.ToneBad
	default:
		return report.ToneNeutral
	}
}

// SpendTable is a bill service by service: what each could do, and what would take
// the place of what is missing.
func (k Checker) SpendTable(l *i18n.Localizer, b Bill) report.Table {
	t := report.Table{ID: "spend", Title: l.Text("region.bill.title", nil), Columns: []report.Column{
		{Key: "service", Label: l.Text("region.column.service", nil), Kind: report.KindText},
		{Key: "amount", Label: l.Text("region.bill.amount", nil), Kind: report.KindMoney, Currency: b.Currency},
	}}
	for _, id := range k.Regions {
		t.Columns = append(t.Columns, report.Column{Key: string(id), Label: string(id), Kind: report.KindText})
	}
	t.Columns = append(t.Columns, report.Column{Key: "alternative", Label: l.Text("region.bill.alternative", nil), Kind: report.KindText, Rank: 1})
	for _, s := range b.Lines {
		named := report.Text(s.Name)
		if s.Name == "" {
			named = report.Gap()
		}
		row := report.Row{Cells: []report.Cell{named, report.Decimal(s.Amount)}}
		for _, m := range s.Moves {
			row.Cells = append(row.Cells, report.Word(string(m), l.Text("region.move."+string(m), nil)).WithTone(moveTone(m)))
		}
		row.Cells = append(row.Cells, report.Text(k.instead(l, s)))
		t.Rows = append(t.Rows, row)
	}
	for _, u := range b.Unconverted {
		t.Rows = append(t.Rows, report.Row{Style: report.StyleResidual, Cells: []report.Cell{report.Text(l.Text("region.bill.unconverted", nil)),
			{Value: u.Cloud.String(), Currency: u.Currency}}})
	}
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: []report.Cell{report.Text(l.Text("region.bill.total", nil)), report.Decimal(b.Total)}})
	return t
}

// instead is the first alternative for a service that some region lacks.
func (k Checker) instead(l *i18n.Localizer, s Spend) string {
	for i, m := range s.Moves {
		if m != MoveReplace {
			continue
		}
		if list := k.Catalogue.Alternatives(s.Service, k.Regions[i]); len(list) > 0 {
			return l.Text("region.bill.instead", i18n.Args{"what": list[0].Words(l.Lang() == i18n.Chinese), "effort": l.Text("region.effort."+string(list[0].Effort), nil)})
		}
	}
	return ""
}

// Known tells a region of the catalogue from a word that is none.
func (k Checker) Known() error {
	for _, id := range k.Regions {
		if _, err := k.Catalogue.FindRegion(id); err != nil {
			return err
		}
	}
	return nil
}
