package fitting

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func columns(l *i18n.Localizer, all ...report.Column) []report.Column {
	for i := range all {
		all[i].Label = l.Text("region.outlook."+all[i].Key, nil)
	}
	return all
}

// OutlookTable is what each offering opens or blocks in each region: a row for
// the cells and one for the moves, of each currency.
func OutlookTable(l *i18n.Localizer, all []Outlook) report.Table {
	amount := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindMoney, Rank: rank}
	}
	t := report.Table{ID: "outlooks", Title: l.Text("region.outlook.title", nil), Columns: columns(l, report.Column{Key: "offering", Kind: report.KindText},
		report.Column{Key: "region", Kind: report.KindText}, report.Column{Key: "feasibility", Kind: report.KindText}, report.Column{Key: "effect", Kind: report.KindText},
		report.Column{Key: "what", Kind: report.KindText}, report.Column{Key: "count", Kind: report.KindInteger}, amount("low", 1), amount("mid", 0), amount("high", 1),
		report.Column{Key: "unsized", Kind: report.KindInteger, Rank: 1})}
	chinese := l.Lang() == i18n.Chinese
	for _, o := range all {
		for _, p := range o.Prospects {
			grade := report.Gap()
			if p.Grade != "" {
				grade = report.Text(string(p.Grade)).WithTone(GradeTone(p.Grade))
			}
			for _, part := range []struct {
				kind ChanceKind
				Tally
			}{{ChanceCell, p.Cells}, {ChanceMove, p.Moves}} {
				sums := part.Sums
				if len(sums) == 0 {
					sums = []estimate.Total{{}}
				}
				for i, sum := range sums {
					row := report.Row{Cells: []report.Cell{report.Word(string(o.Offering.ID), o.Offering.Title(chinese)), report.Text(string(p.Region)), grade,
						report.Word(string(p.Effect), l.Text("region.effect."+string(p.Effect), nil)), report.Word(string(part.kind), l.Text("region.chance."+string(part.kind), nil)),
						report.Integer(int64(part.Count)), ends(sum, sum.Low), ends(sum, sum.Mid), ends(sum, sum.High), report.Integer(int64(part.Unsized))}}
					if i > 0 { // a further currency of the same work
						row.Cells[5], row.Cells[9] = report.Cell{}, report.Cell{}
					}
					t.Rows = append(t.Rows, row)
				}
			}
		}
	}
	t.Notes = []string{l.Text("region.outlook.note", nil)}
	return t
}

// ends is an end of a total; a gap where nothing is sized.
func ends(t estimate.Total, d money.Decimal) report.Cell {
	if t.Count == 0 {
		return report.Gap()
	}
	return report.Money(money.New(d.Round(t.Currency.Places()), t.Currency)).Estimated()
}

// ChanceTable is the work behind the figures of offerings, a row each.
func ChanceTable(l *i18n.Localizer, all []Outlook) report.Table {
	t := report.Table{ID: "chances", Title: l.Text("region.outlook.chances", nil), Columns: columns(l, report.Column{Key: "offering", Kind: report.KindText},
		report.Column{Key: "what", Kind: report.KindText}, report.Column{Key: "customer", Kind: report.KindText}, report.Column{Key: "work", Kind: report.KindText},
		report.Column{Key: "china", Kind: report.KindText, Rank: 1})}
	if len(all) > 0 {
		for _, p := range all[0].Prospects {
			t.Columns = append(t.Columns, report.Column{Key: "effect_" + string(p.Region), Label: string(p.Region), Kind: report.KindText})
		}
	}
	t.Columns = append(t.Columns, columns(l, report.Column{Key: "low", Kind: report.KindMoney, Rank: 1}, report.Column{Key: "mid", Kind: report.KindMoney},
		report.Column{Key: "high", Kind: report.KindMoney, Rank: 1}, report.Column{Key: "chance", Kind: report.KindPercent}, report.Column{Key: "ref", Kind: report.KindText, Rank: 1})...)
	chinese := l.Lang() == i18n.Chinese
	for _, o := range all {
		for _, c := range o.Chances {
			row := report.Row{Cells: []report.Cell{report.Word(string(o.Offering.ID), o.Offering.Title(chinese)), report.Word(string(c.Kind), l.Text("region.chance."+string(c.Kind), nil)),
				report.Word(string(c.Customer), c.Name), report.Text(c.Work(l, o)), report.Text(strings.Join(c.China, ", "))}}
			for _, p := range o.Prospects {
				row.Cells = append(row.Cells, EffectCell(l, o, c, p))
			}
			size := estimate.Total{}
			if totals, _ := estimate.Add(c.Size); len(totals) > 0 {
				size = totals[0]
			}
			chance := report.Gap()
			if c.Chance != nil {
				chance = report.Decimal(*c.Chance).Estimated()
			}
			row.Cells = append(row.Cells, ends(size, size.Low), ends(size, size.Mid), ends(size, size.High), chance, report.Text(c.Ref))
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// Work words what is to be done: a move's title, the offering of a cell.
func (c Chance) Work(l *i18n.Localizer, o Outlook) string {
	if c.Title != "" {
		return c.Title
	}
	return o.Offering.Title(l.Lang() == i18n.Chinese)
}

// EffectCell words what a region's verdict does to one chance.
func EffectCell(l *i18n.Localizer, o Outlook, c Chance, p Prospect) report.Cell {
	if !Affects(o.Offering, c, p.Effect) {
		return report.Word("elsewhere", l.Text("region.effect.elsewhere", nil))
	}
	cell := report.Word(string(p.Effect), l.Text("region.effect."+string(p.Effect), nil))
	switch p.Effect {
	case EffectOpens:
		return cell.WithTone(report.ToneGood)
	case EffectBlocks:
		return cell.WithTone(report.ToneBad)
	case EffectUnsaid:
	}
	return cell
}

// GradeTone colours a grade.
func GradeTone(g region.Grade) report.Tone {
	switch g {
	case region.GradeHigh:
		return report.ToneGood
	case region.GradeModerate:
		return report.ToneWarning
	case region.GradeLow:
		return report.ToneBad
	case region.GradeNotApplicable:
	}
	return report.ToneNeutral
}
