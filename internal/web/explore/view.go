package explore

import (
	"maps"
	"net/url"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	Title     string
	Selects   []selection
	Filters   []selection
	Typed     []typed
	Filtered  bool // some filter is in force
	Months    months
	Chips     []chip
	Hidden    []hidden
	Notes     []string
	HasChart  bool
	Chart     component.Chart
	Table     component.Table
	CSV, XLSX string
	Menu      menu
}

type selection struct {
	Name, Label string
	Choices     []choice
}

type choice struct {
	Value, Label string
	Chosen       bool
}

// typed is a filter with too many values for a list.
type typed struct {
	Name, Label string
	Hints       []string
}

// months are the bounds of the period, for who wants others than a year.
type months struct {
	From, Last, First, End string   // chosen, and what there is
	Hidden                 []hidden // the rest of the address
}

// chip is a filter in force and the address without it.
type chip struct {
	Label, Remove string
}

// hidden keeps a part of the address through the form.
type hidden struct {
	Name, Value string
}

func newView(v *visit.Visit, q question, a answers) (view, error) {
	out, t, err := newPicture(v, q, a, true)
	if err != nil {
		return out, err
	}
	out.Selects, out.Chips = selects(v, q, a), chips(v, q, a)
	out.Filters, out.Typed = filters(v, q, a)
	out.Filtered, out.Months = len(out.Chips) > 0, newMonths(v, q, a)
	out.CSV, out.XLSX = at("/explore.csv", v.URL.Query()), at("/explore.xlsx", v.URL.Query())
	for _, key := range []string{"sort", "dir", "where", "currency"} {
		for _, value := range v.URL.Query()[key] {
			out.Hidden = append(out.Hidden, hidden{key, value})
		}
	}
	sortable(v, q, t, &out.Table)
	return out, nil
}

// newPicture is what a view shows: the table with its picture and notes. Where
// it stands alone, no figure leads anywhere.
func newPicture(v *visit.Visit, q question, a answers, leads bool) (view, report.Table, error) {
	t, links, err := tableOf(v, q, a)
	if err != nil {
		return view{}, t, err
	}
	if !leads {
		links = nil
	}
	out := view{Title: t.Title, Notes: wording.Notes(v, a.rows)}
	t.Notes = append(t.Notes, caveats(v, q)...)
	if q.Show != pictureNone {
		out.HasChart = true
		if out.Chart, err = component.NewChart(v, t, plot(q, t), links); err != nil {
			return out, t, err
		}
		out.Table = out.Chart.Table
	} else {
		out.Table = component.NewTable(v, t, links)
	}
	return out, t, nil
}

func at(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// sortable makes heads links that sort by their column, or turn its order.
func sortable(v *visit.Visit, q question, t report.Table, shown *component.Table) {
	for i, c := range t.Columns {
		dir := ""
		if q.Sort == c.Key {
			shown.Head[i].Sort = map[bool]string{true: "ascending", false: "descending"}[q.Up == (c.Key != sortName)]
			if !q.Up {
				dir = "up"
			}
		}
		shown.Head[i].Href = v.With("sort", c.Key, "dir", dir)
	}
}

// plot says what the picture draws of the table.
func plot(q question, t report.Table) component.Plot {
	p := component.Plot{Kind: component.ChartKind(q.Show)}
	if q.Show == pictureTree || q.Show == pictureFall {
		return whole(q, t)
	}
	if q.Show == pictureBar {
		p.Most = 20 // bars that eyes can tell
	}
	as := map[picture]string{pictureBar: "bar", pictureLine: "line"}[q.Show]
	if len(q.By) == 2 {
		const most = 12 // series that eyes can tell
		for i := 1; i < len(t.Columns)-1 && (q.Show == pictureHeat || i <= most); i++ {
			p.Series = append(p.Series, component.Series{Column: i, As: as})
		}
		return p
	}
	for i, c := range t.Columns {
		switch c.Key {
		case string(q.Measure):
			p.Series = append(p.Series, component.Series{Column: i, As: as, Color: map[measure]string{measureCloud: "cloud", measureServices: "services"}[q.Measure]})
		case "before":
			p.Series = append(p.Series, component.Series{Column: i, As: as, Color: "before", Dashed: true})
		}
	}
	return p
}

func selects(v *visit.Visit, q question, a answers) []selection {
	by, and := selection{Name: "by", Label: v.Text("web.explore.by", nil)}, selection{Name: "and", Label: v.Text("web.explore.and", nil)}
	and.Choices = []choice{{"", v.Text("web.explore.nothing", nil), len(q.By) == 1}}
	for _, d := range multiplier.Dimensions() {
		by.Choices = append(by.Choices, choice{string(d), wording.Dimension(v, d), q.By[0] == d})
		and.Choices = append(and.Choices, choice{string(d), wording.Dimension(v, d), len(q.By) == 2 && q.By[1] == d})
	}
	what := selection{Name: "measure", Label: v.Text("web.explore.measure", nil)}
	for _, m := range measures() {
		what.Choices = append(what.Choices, choice{string(m), measureName(v, m), m == q.Measure})
	}
	when := selection{Name: "period", Label: v.Text("web.period", nil), Choices: []choice{{"", v.Text("web.period.trailing", i18n.Args{"months": 12}), q.PeriodText == ""}}}
	for _, text := range a.span.Years(v.Calendar) {
		when.Choices = append(when.Choices, choice{text, text, q.PeriodText == text})
	}
	when.Choices = append(when.Choices, choice{"all", v.Text("measure.period.all", nil), q.PeriodText == "all"})
	if !slices.ContainsFunc(when.Choices, func(c choice) bool { return c.Chosen }) {
		when.Choices = append(when.Choices, choice{q.PeriodText, wording.Period(v, q.Period), true})
	}
	beside := selection{Name: "compare", Label: v.Text("web.explore.compare", nil)}
	for _, c := range compares() {
		name := string(c)
		if c == compareNone {
			name = "none"
		}
		beside.Choices = append(beside.Choices, choice{string(c), v.Text("web.explore.compare."+name, nil), c == q.Compare})
	}
	show := selection{Name: "show", Label: v.Text("web.explore.show", nil)}
	for _, p := range pictures() {
		show.Choices = append(show.Choices, choice{string(p), v.Text("web.explore.show."+string(p), nil), p == q.Show})
	}
	under := selection{Name: "definition", Label: v.Text("measure.column.definition", nil)}
	for _, d := range a.defined {
		if d.Origin == multiplier.OriginBooks {
			under.Choices = append(under.Choices, choice{d.Name, d.Name, d.Name == q.Definition})
		}
	}
	if !slices.ContainsFunc(under.Choices, func(c choice) bool { return c.Chosen }) {
		under.Choices = append(under.Choices, choice{q.Definition, q.Definition, true})
	}
	return []selection{what, by, and, when, beside, under, show}
}

// filters offers the values that a dimension has and that are no filter yet.
func filters(v *visit.Visit, q question, a answers) (all []selection, long []typed) {
	for _, d := range filterable() {
		if len(a.choice[d]) > mostChoices {
			f := typed{Name: typedPrefix + string(d), Label: wording.Dimension(v, d)}
			for _, x := range a.choice[d][:min(len(a.choice[d]), mostHints)] {
				f.Hints = append(f.Hints, x.Value)
			}
			long = append(long, f)
			continue
		}
		s := selection{Name: "where", Label: wording.Dimension(v, d), Choices: []choice{{"", v.Text("web.explore.any", nil), true}}}
		for _, x := range a.choice[d] {
			if !filtered(q, d, x.Value) {
				s.Choices = append(s.Choices, choice{string(d) + "=" + x.Value, x.Label, false})
			}
		}
		if len(s.Choices) > 1 {
			all = append(all, s)
		}
	}
	for _, d := range spelled() {
		long = append(long, typed{Name: typedPrefix + string(d), Label: wording.Dimension(v, d)})
	}
	return all, long
}

func newMonths(v *visit.Visit, q question, a answers) months {
	var m months
	rest := v.URL.Query()
	rest.Del("period")
	for _, key := range slices.Sorted(maps.Keys(rest)) {
		for _, value := range rest[key] {
			m.Hidden = append(m.Hidden, hidden{key, value})
		}
	}
	if !a.span.IsEmpty() {
		m.First, m.End = a.span.First.String(), a.span.Last.String()
	}
	if !q.Period.IsZero() {
		m.From, m.Last = q.Period.From.String(), (q.Period.Until - 1).String()
	}
	return m
}

func filtered(q question, d multiplier.Dimension, value string) bool {
	return slices.ContainsFunc(q.Where, func(f multiplier.Filter) bool { return f.Dimension == d && slices.Contains(f.Values, value) })
}

func chips(v *visit.Visit, q question, a answers) []chip {
	var all []chip
	for _, f := range q.Where {
		for _, value := range f.Values {
			rest := v.URL.Query()
			rest["where"] = slices.DeleteFunc(slices.Clone(rest["where"]), func(s string) bool { return s == string(f.Dimension)+"="+value })
			all = append(all, chip{Label: wording.Dimension(v, f.Dimension) + ": " + wording.Value(v, a.rows.Names, f.Dimension, value, multiplier.RowGroup),
				Remove: at("/explore", rest)})
		}
	}
	return all
}
