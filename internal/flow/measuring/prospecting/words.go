package prospecting

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Column words what a cell is about: a category, or an offering by its name.
func (r Result) Column(l *i18n.Localizer, c whitespace.Column) string {
	if c.Offering == "" {
		return l.Text("multiplier.part."+string(c.Category), nil)
	}
	for _, o := range r.Offerings {
		if o.ID == c.Offering {
			return o.Name
		}
	}
	return string(c.Offering)
}

// feature words what customers are compared by.
func feature(l *i18n.Localizer, f whitespace.Feature) string {
	kind, which := f.Kind()
	if slices.Contains(service.Categories(), service.Category(which)) {
		which = l.Text("multiplier.part."+which, nil)
	}
	return l.Text("whitespace.feature."+kind, i18n.Args{"which": which})
}

// State words how a cell stands, with the reason of what is not applicable.
func State(l *i18n.Localizer, c whitespace.Cell) report.Cell {
	if c.State == whitespace.StateNotApplicable {
		return report.Word(string(c.Reason), l.Text("whitespace.reason."+string(c.Reason), nil))
	}
	return report.Word(string(c.State), l.Text("whitespace.state."+string(c.State), nil))
}

// columns labels columns by their keys.
func columns(l *i18n.Localizer, all ...report.Column) []report.Column {
	for i := range all {
		all[i].Label = l.Text("whitespace.column."+all[i].Key, nil)
	}
	return all
}

// List is cells with their chance, size and ground.
func (r Result) List(l *i18n.Localizer, cells []whitespace.Cell) report.Table {
	cur := r.Currency
	t := report.Table{ID: "whitespace", Columns: columns(l, report.Column{Key: "customer", Kind: report.KindText}, report.Column{Key: "what", Kind: report.KindText},
		report.Column{Key: "state", Kind: report.KindText, Rank: 1}, report.Column{Key: "expected", Kind: report.KindMoney, Currency: cur},
		report.Column{Key: "chance", Kind: report.KindPercent}, report.Column{Key: "low", Kind: report.KindMoney, Currency: cur, Rank: 1},
		report.Column{Key: "mid", Kind: report.KindMoney, Currency: cur}, report.Column{Key: "high", Kind: report.KindMoney, Currency: cur, Rank: 1},
		report.Column{Key: "basis", Kind: report.KindText, Rank: 2}, report.Column{Key: "buyers", Kind: report.KindInteger, Rank: 2},
		report.Column{Key: "cloud", Kind: report.KindMoney, Currency: cur, Rank: 2}, report.Column{Key: "amount", Kind: report.KindMoney, Currency: cur, Rank: 2},
		report.Column{Key: "cell", Kind: report.KindText, Rank: 1})}
	for _, c := range cells {
		t.Rows = append(t.Rows, report.Row{Cells: r.row(l, c)})
	}
	if len(cells) > 0 {
		t.Notes = append(t.Notes, l.Text("whitespace.note", nil))
	}
	if len(r.Unconverted) > 0 {
		t.Notes = append(t.Notes, Unconverted(l, r))
	}
	return t
}

// Unconverted says which currencies have no rate.
func Unconverted(l *i18n.Localizer, r Result) string {
	return l.Text("whitespace.unconverted", i18n.Args{"currencies": joined(r.Unconverted)})
}

// Hundredths writes a share as whole per cent, without the sign.
func Hundredths(share money.Decimal) string { return share.Mul(money.NewInt(100)).Round(0).String() }

func (r Result) row(l *i18n.Localizer, c whitespace.Cell) []report.Cell {
	places := r.Currency.Places()
	expected, chance, low, mid, high, basis := report.Gap(), report.Gap(), report.Gap(), report.Gap(), report.Gap(), report.Text("")
	buyers, cloud, amount := report.Text(""), report.Text(""), report.Text("")
	switch c.State {
	case whitespace.StateWhite:
		if e := c.Expected(); e != nil {
			expected = report.Decimal(e.Round(places)).Estimated()
		}
		if c.Chance != nil {
			chance = report.Decimal(*c.Chance).Estimated()
		}
		basis = report.Word("", l.Text("whitespace.unsized", nil))
		if s := c.Size; s != nil {
			low, mid, high = report.Decimal(s.Low).Estimated(), report.Decimal(s.Mid).Estimated(), report.Decimal(s.High).Estimated()
			basis = report.Word(string(s.Basis), l.Text("estimate.basis."+string(s.Basis), nil))
		}
		buyers, cloud = report.Integer(int64(c.Ground.Buyers)), report.Decimal(c.Ground.Cloud.Round(places))
	case whitespace.StateBought:
		amount = report.Decimal(c.Amount.Round(places))
		expected, chance, low, mid, high = report.Text(""), report.Text(""), report.Text(""), report.Text(""), report.Text("")
	case whitespace.StateNotApplicable:
		expected, chance, low, mid, high = report.Text(""), report.Text(""), report.Text(""), report.Text(""), report.Text("")
	}
	return []report.Cell{report.Word(string(c.Customer), r.Names[c.Customer]), report.Word(columnCode(c.Column), r.Column(l, c.Column)), State(l, c),
		expected, chance, low, mid, high, basis, buyers, cloud, amount, report.Text(Address(c))}
}

func columnCode(c whitespace.Column) string {
	if c.Offering != "" {
		return string(c.Offering)
	}
	return string(c.Category)
}

func joined(currencies []money.Currency) string {
	var all []string
	for _, c := range currencies {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}

// Explain says what a cell rests on.
func (r Result) Explain(l *i18n.Localizer, c whitespace.Cell) []report.Block {
	g, places := c.Ground, r.Currency.Places()
	var items []report.KeyValue
	item := func(key string, kind report.Kind, cell report.Cell) {
		items = append(items, report.KeyValue{Key: key, Label: l.Text("whitespace.column."+key, nil), Kind: kind, Cell: cell})
	}
	amount := func(d money.Decimal) report.Cell { return report.Money(money.New(d.Round(places), r.Currency)) }
	item("state", report.KindText, State(l, c))
	if c.State != whitespace.StateWhite {
		if c.State == whitespace.StateBought {
			item("amount", report.KindMoney, amount(c.Amount))
		}
		return []report.Block{report.KeyValues{ID: "cell", Items: items}}
	}
	if c.Chance == nil {
		item("chance", report.KindPercent, report.Gap())
	} else {
		item("chance", report.KindPercent, report.Decimal(*c.Chance).Estimated())
	}
	if s := c.Size; s != nil {
		item("low", report.KindMoney, amount(s.Low).Estimated())
		item("mid", report.KindMoney, amount(s.Mid).Estimated())
		item("high", report.KindMoney, amount(s.High).Estimated())
		item("basis", report.KindText, report.Word(string(s.Basis), l.Text("estimate.basis."+string(s.Basis), nil)))
	} else {
		item("mid", report.KindMoney, report.Word("", l.Text("whitespace.unsized", nil)))
	}
	if e := c.Expected(); e != nil {
		item("expected", report.KindMoney, amount(*e).Estimated())
	}
	item("cloud", report.KindMoney, amount(g.Cloud))
	item("months", report.KindInteger, report.Integer(int64(g.Months)))
	if g.Ratio != nil {
		item("ratio", report.KindRatio, report.Decimal(*g.Ratio))
	}
	blocks := []report.Block{report.KeyValues{ID: "cell", Items: items}}
	for _, text := range r.grounds(l, c) {
		blocks = append(blocks, report.Paragraph{ID: "ground", Text: text})
	}
	if t := pushes(l, g); len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	if t := r.peers(l, g); len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	if t := r.alike(l, g); len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	if c.Size != nil && c.Size.Basis == estimate.BasisReference {
		blocks = append(blocks, references(l, r.References, c.Size.References))
	}
	return blocks
}

// grounds says in sentences how chance and size came about.
func (r Result) grounds(l *i18n.Localizer, c whitespace.Cell) []string {
	g := c.Ground
	args := i18n.Args{"seen": g.Seen, "took": g.Took, "customers": g.Customers, "asked": g.Asked, "asked_took": g.AskedTook, "buyers": g.Buyers, "least": whitespace.MinPeers}
	if c.Size != nil {
		args["cases"], args["level"] = c.Size.Cases, c.Size.Level.Mul(money.NewInt(100)).String()
	}
	var all []string
	if c.Chance == nil {
		all = append(all, l.Text("whitespace.ground.no_chance", args))
	} else {
		all = append(all, l.Text("whitespace.ground.chance", args), l.Text("whitespace.ground.peers", args))
	}
	switch {
	case c.Size == nil:
		all = append(all, l.Text("whitespace.ground.unsized", args))
	case c.Size.Basis == estimate.BasisReference:
		all = append(all, l.Text("whitespace.ground.reference", args))
	case c.Size.Level.IsZero():
		all = append(all, l.Text("whitespace.ground.size", args), l.Text("whitespace.ground.unproven", args))
	default:
		all = append(all, l.Text("whitespace.ground.size", args), l.Text("whitespace.ground.level", args))
	}
	var weighed []string
	for _, w := range g.Weighed {
		weighed = append(weighed, feature(l, w.Feature)+" "+l.Text("whitespace.percent", i18n.Args{"share": Hundredths(w.Share)}))
	}
	if len(weighed) > 0 {
		all = append(all, l.Text("whitespace.ground.weighed", i18n.Args{"features": strings.Join(weighed, l.Text("whitespace.separator", nil))}))
	}
	return all
}

func pushes(l *i18n.Localizer, g whitespace.Ground) report.Table {
	t := report.Table{ID: "pushes", Title: l.Text("whitespace.pushes", nil), Columns: columns(l, report.Column{Key: "feature", Kind: report.KindText},
		report.Column{Key: "direction", Kind: report.KindText}, report.Column{Key: "weight", Kind: report.KindPercent})}
	for _, p := range g.Pushes {
		name := feature(l, p.Feature)
		if !p.Has {
			name = l.Text("whitespace.without", i18n.Args{"feature": name})
		}
		direction := "down"
		if p.Up {
			direction = "up"
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(p.Feature), name),
			report.Word(direction, l.Text("whitespace.direction."+direction, nil)), report.Decimal(p.Share)}})
	}
	return t
}

func (r Result) peers(l *i18n.Localizer, g whitespace.Ground) report.Table {
	t := report.Table{ID: "peers", Title: l.Text("whitespace.peers", nil), Columns: columns(l, report.Column{Key: "customer", Kind: report.KindText},
		report.Column{Key: "at", Kind: report.KindMonth}, report.Column{Key: "took", Kind: report.KindBool})}
	for _, p := range g.Peers {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(p.Customer), r.Names[p.Customer]), report.Month(p.At), report.Bool(p.Took)}})
	}
	if len(g.Peers) < g.Asked {
		t.Notes = []string{l.Text("whitespace.concealed", i18n.Args{"count": g.Asked - len(g.Peers)})}
	}
	return t
}

func (r Result) alike(l *i18n.Localizer, g whitespace.Ground) report.Table {
	t := report.Table{ID: "alike", Title: l.Text("whitespace.alike", nil), Columns: columns(l, report.Column{Key: "customer", Kind: report.KindText},
		report.Column{Key: "ratio", Kind: report.KindRatio})}
	for _, a := range g.Alike {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(a.Customer), r.Names[a.Customer]), report.Decimal(a.Ratio)}})
	}
	if len(g.Alike) < g.Buyers {
		t.Notes = []string{l.Text("whitespace.concealed", i18n.Args{"count": g.Buyers - len(g.Alike)})}
	}
	return t
}

// references lists the published values that a size rests on, each with source
// and date.
func references(l *i18n.Localizer, all benchmark.Table, ids []string) report.Table {
	t := report.Table{ID: "references", Title: l.Text("whitespace.references", nil), Columns: columns(l, report.Column{Key: "reference", Kind: report.KindText},
		report.Column{Key: "low", Kind: report.KindRatio}, report.Column{Key: "value", Kind: report.KindRatio}, report.Column{Key: "high", Kind: report.KindRatio},
		report.Column{Key: "year", Kind: report.KindText}, report.Column{Key: "source", Kind: report.KindText}, report.Column{Key: "url", Kind: report.KindText})}
	number := func(d *money.Decimal) report.Cell {
		if d == nil {
			return report.Gap()
		}
		return report.Decimal(*d)
	}
	for _, id := range ids {
		ref, ok := all.Find(id)
		if !ok {
			continue
		}
		year := report.Gap()
		if ref.Year != 0 {
			year = report.Integer(int64(ref.Year))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(ref.ID), number(ref.Low), number(ref.Value), number(ref.High), year, report.Text(ref.Source), report.Text(ref.URL)}})
	}
	return t
}
