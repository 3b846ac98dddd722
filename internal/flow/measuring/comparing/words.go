package comparing

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// ParseMeasure reads a measure's name in any case. Fault: quartile.measure.
func ParseMeasure(s string) (quartile.Measure, error) {
	var known []string
	for _, m := range quartile.Measures() {
		if string(m) == strings.ToLower(strings.TrimSpace(s)) {
			return m, nil
		}
		known = append(known, string(m))
	}
	return "", fault.New(fault.KindInvalid, "quartile.measure").With("value", s).With("known", strings.Join(known, ", "))
}

// Title words a measure.
func Title(l *i18n.Localizer, m quartile.Measure) string {
	return l.Text("quartile.of."+string(m), nil)
}

// column is a column of a measure's values, rounded or a partner's own.
func (r Result) column(m quartile.Measure, key, label string, rounded bool) report.Column {
	c := report.Column{Key: key, Label: label}
	places := int32(0)
	switch m {
	case quartile.MeasureMultiplier:
		c.Kind = report.KindRatio
	case quartile.MeasureServices, quartile.MeasureCloud:
		c.Kind, c.Currency = report.KindMoney, r.Currency
		if rounded {
			c.Places = &places
		}
	case quartile.MeasureAI, quartile.MeasureMarketplace:
		c.Kind = report.KindPercent
	case quartile.MeasureBreadth:
		c.Kind = report.KindInteger
	case quartile.MeasureClass:
		c.Kind = report.KindText
	}
	return c
}

func cellOf(l *i18n.Localizer, m quartile.Measure, d money.Decimal) report.Cell {
	if m != quartile.MeasureClass {
		return report.Decimal(d)
	}
	class := maturity.Classes()[d.Unscaled(0).Int64()]
	return report.Word(string(class), l.Text("maturity.class."+string(class), nil))
}

// Figures is what is told of every group by a measure, of a year or, where it is
// empty, of all years there are.
func (r Result) Figures(l *i18n.Localizer, m quartile.Measure, year string) report.Table {
	word := func(key string) string { return l.Text("quartile.column."+key, nil) }
	t := report.Table{ID: "quartiles-" + string(m), Title: r.rounded(l, m),
		Columns: []report.Column{{Key: "group", Label: word("group"), Kind: report.KindText}, {Key: "partners", Label: word("partners"), Kind: report.KindText},
			r.column(m, "lower", word("lower"), true), r.column(m, "median", word("median"), true), r.column(m, "upper", word("upper"), true)}}
	if m.IsSum() {
		t.Columns = append(t.Columns, r.column(m, "sum", word("sum"), true))
	}
	t.Columns = append(t.Columns, report.Column{Key: "hidden", Label: word("hidden"), Kind: report.KindText})
	if year == "" {
		t.Columns = append([]report.Column{{Key: "year", Label: word("year"), Kind: report.KindText}}, t.Columns...)
	}
	var met []quartile.Reason
	for _, c := range r.Cells {
		g := r.Groups[c.Group]
		if c.Measure != m || year != "" && g.Year != year {
			continue
		}
		partners := report.Gap()
		if c.AtLeast > 0 {
			partners = report.Word(strconv.Itoa(c.AtLeast), l.Text("quartile.at_least", i18n.Args{"count": c.AtLeast}))
		}
		cells := []report.Cell{report.Word(g.By+"="+g.Key, r.Group(l, By(g.By), g.Key)), partners}
		figures := c.Quartiles[:]
		if c.Sum != nil {
			figures = append(figures, *c.Sum)
		}
		var reasons []quartile.Reason
		for _, f := range figures {
			if f.Hidden != "" {
				reasons = append(reasons, f.Hidden)
				cells = append(cells, report.Gap())
				continue
			}
			cell := cellOf(l, m, f.Value)
			if m != quartile.MeasureClass && m != quartile.MeasureBreadth { // a place is not rounded
				cell = cell.Estimated()
			}
			cells = append(cells, cell)
		}
		met = append(met, reasons...)
		cells = append(cells, why(l, reasons))
		if year == "" {
			cells = append([]report.Cell{report.Text(g.Year)}, cells...)
		}
		row := report.Row{Cells: cells}
		if g.By == "" {
			row.Style = report.StyleTotal
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = []string{l.Text("quartile.note.rule", i18n.Args{"minimum": r.Rule.Minimum}), l.Text("quartile.note.mean", nil)}
	if m == quartile.MeasureClass || m == quartile.MeasureBreadth {
		t.Notes[1] = l.Text("quartile.note.place", nil)
	}
	if m.IsSum() {
		t.Notes = append(t.Notes, l.Text("quartile.note.sum", i18n.Args{"share": r.Rule.Protection.Mul(money.NewInt(100)).String()}))
	}
	for _, reason := range quartile.Reasons() {
		if slices.Contains(met, reason) {
			t.Notes = append(t.Notes, l.Text("quartile.why."+string(reason), i18n.Args{"reason": l.Text("quartile.hidden."+string(reason), nil), "minimum": r.Rule.Minimum}))
		}
	}
	switch {
	case m == quartile.MeasureAI && !r.Marked:
		t.Notes = append(t.Notes, l.Text("trend.note.unmarked", nil))
	case m == quartile.MeasureMarketplace && !r.Sold:
		t.Notes = append(t.Notes, l.Text("trend.note.unsold", nil))
	}
	t.Notes = append(t.Notes, l.Text("quartile.note.unknown", nil), l.Text("quartile.note.currency", i18n.Args{"currency": string(r.Currency)}))
	if len(r.Unconverted) > 0 {
		var codes []string
		for _, c := range r.Unconverted {
			codes = append(codes, string(c))
		}
		t.Notes = append(t.Notes, l.Text("quartile.note.unconverted", i18n.Args{"currencies": strings.Join(codes, l.Text("whitespace.separator", nil))}))
	}
	return t
}

// rounded is a measure's title with the grid that its values are on.
func (r Result) rounded(l *i18n.Localizer, m quartile.Measure) string {
	args := i18n.Args{"measure": Title(l, m)}
	step, even := r.Rule.Steps[m]
	switch {
	case m == quartile.MeasureBreadth, m == quartile.MeasureClass:
		return Title(l, m)
	case !even:
		var rungs []string
		for _, rung := range r.Rule.Rungs {
			rungs = append(rungs, rung.String())
		}
		args["step"] = l.Text("quartile.rungs", i18n.Args{"rungs": strings.Join(rungs, l.Text("whitespace.separator", nil))})
	case m == quartile.MeasureMultiplier:
		args["step"] = step.String()
	default:
		args["step"] = l.Text("quartile.points", i18n.Args{"points": step.Mul(money.NewInt(100)).String()})
	}
	return l.Text("quartile.rounded", args)
}

// why names the reasons of a row, each once.
func why(l *i18n.Localizer, reasons []quartile.Reason) report.Cell {
	var codes, texts []string
	for _, reason := range quartile.Reasons() {
		if slices.Contains(reasons, reason) {
			codes = append(codes, string(reason))
			texts = append(texts, l.Text("quartile.hidden."+string(reason), nil))
		}
	}
	return report.Word(strings.Join(codes, " "), strings.Join(texts, l.Text("whitespace.separator", nil)))
}

// Group words what partners of a group have in common.
func (r Result) Group(l *i18n.Localizer, by By, key string) string {
	switch {
	case by == ByAll:
		return l.Text("quartile.group.all", nil)
	case by == BySize:
		key = r.band(l, key)
	case key == "":
		key = l.Text("quartile.group.none", nil)
	}
	return l.Text("quartile.group", i18n.Args{"by": l.Text("quartile.by."+string(by), nil), "key": key})
}

// band words a size band by where it begins and ends.
func (r Result) band(l *i18n.Localizer, key string) string {
	at, err := strconv.Atoi(key)
	bands := r.Rule.Bands
	if err != nil || at > len(bands) || len(bands) == 0 {
		return key
	}
	amount := func(d money.Decimal) string { return l.Number(d.String(), 0) }
	switch {
	case at == 0:
		return l.Text("quartile.band.below", i18n.Args{"until": amount(bands[0]), "currency": string(r.Currency)})
	case at == len(bands):
		return l.Text("quartile.band.from", i18n.Args{"from": amount(bands[at-1]), "currency": string(r.Currency)})
	default:
		return l.Text("quartile.band.between", i18n.Args{"from": amount(bands[at-1]), "until": amount(bands[at]), "currency": string(r.Currency)})
	}
}

// Partners is the asker's own partners of the newest year, with their values as
// they are and where their multiplier stands among all.
func (r Result) Partners(l *i18n.Localizer) report.Table {
	word := func(key string) string { return l.Text("quartile.column."+key, nil) }
	t := report.Table{ID: "partners", Title: l.Text("quartile.own", nil), Columns: []report.Column{{Key: "partner", Label: word("partner"), Kind: report.KindText},
		{Key: "country", Label: l.Text("quartile.by.country", nil), Kind: report.KindText, Rank: 2}, {Key: "segment", Label: l.Text("quartile.by.segment", nil), Kind: report.KindText, Rank: 2}}}
	if len(r.Years) > 0 {
		t.Title = l.Text("quartile.own.of", i18n.Args{"year": r.Years[0].Label})
	}
	for _, m := range quartile.Measures() {
		t.Columns = append(t.Columns, r.column(m, string(m), Title(l, m), false))
	}
	t.Columns = append(t.Columns, report.Column{Key: "place", Label: word("place"), Kind: report.KindText}, report.Column{Key: "figure", Label: word("figure"), Kind: report.KindText, Rank: 1})
	for _, p := range r.Own {
		cells := []report.Cell{report.Word(string(p.ID), p.Name), report.Text(p.Country), report.Text(p.Segment)}
		for _, m := range quartile.Measures() {
			if v, known := p.Values[m]; known {
				cells = append(cells, cellOf(l, m, v))
			} else {
				cells = append(cells, report.Gap())
			}
		}
		figure := report.Gap()
		if p.Figure != nil {
			figure = report.Text(p.Figure.String())
		}
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, r.place(l, p), figure)})
	}
	if r.Limited {
		t.Notes = append(t.Notes, l.Text("quartile.note.limited", nil))
	}
	t.Notes = append(t.Notes, l.Text("quartile.note.own", nil))
	return t
}

// place says between which published quartiles of all partners a multiplier
// stands.
func (r Result) place(l *i18n.Localizer, p Partner) report.Cell {
	v, known := p.Values[quartile.MeasureMultiplier]
	if !known || len(r.Cells) == 0 {
		return report.Gap()
	}
	all := r.Cells[0].Quartiles // of the newest year's partners, by the first measure
	v = r.Rule.Round(quartile.MeasureMultiplier, v)
	for _, f := range all {
		if f.Hidden != "" {
			return report.Gap()
		}
	}
	place := "middle"
	switch {
	case v.Cmp(all[quartile.Lower].Value) < 0:
		place = "below"
	case v.Cmp(all[quartile.Upper].Value) > 0:
		place = "above"
	}
	return report.Word(place, l.Text("quartile.place."+place, nil))
}
