package imports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// editor is a mapping in the making.
type editor struct {
	Address, Back string
	Layout        string
	Title         string
	Starts        []choice // mappings to start from; none where none are kept
	From          string   // the one started from
	Started       []string // what does not fit of it
	Tables        []choice // of the files; one of them is being mapped
	Text          bool     // a text file: encoding and delimiter can be said
	Name          string
	Replace       bool // the name is taken: replacing must be said
	Header        string
	Encodings     []choice
	Delimiters    []choice
	Columns       []sketchColumn
	Dates         []choice
	OtherDates    string
	Decimals      []choice
	Taxes         []choice
	Untils        []choice
	Currency      string
	Totals        []choice
	TotalTexts    string
	Credits       []choice
	CreditTexts   string
	CreditAsIs    bool
	Faults        map[string]string // by part; "columns" for those of columns
	Reading       reading
}

// sketchColumn is a column with what stands in it.
type sketchColumn struct {
	Name, Label, Samples string
	Groups               []group
	Off                  bool // has no header and cannot be named
}

type group struct {
	Label   string
	Choices []choice
}

// reading is the file as the sketch would read it.
type reading struct {
	Sentence string
	Problem  string
	Hint     string
	Totals   *component.Table
	Lines    *component.Table
	Rejects  *component.Table
	Findings *component.Table
	YAML     string
}

// Rows of a file that the editor shows.
const (
	sampleValues = 3
	shownLines   = 10
	shownRejects = 10
)

// fieldGroups is the vocabulary in the order of a person's questions.
func fieldGroups() []struct {
	key    string
	fields []importing.Field
} {
	return []struct {
		key    string
		fields []importing.Field
	}{
		{"who", []importing.Field{"customer_name", "customer_tax_id", "customer_ref", "customer_email"}},
		{"when", []importing.Field{"issue_date", "service_from", "service_until"}},
		{"what", []importing.Field{"document", "line_id", "description", "item_code", "project", "category", "account_code", "engagement_type", "provider"}},
		{"money", []importing.Field{"amount", "tax", "tax_rate", "currency", "quantity", "unit_price", "discount_amount", "discount_percent", "credit", "debit"}},
		{"invoice", []importing.Field{"invoice_net", "invoice_lines_net", "invoice_tax", "invoice_gross", "invoice_extra", "invoice_discount_amount", "invoice_discount_percent"}},
	}
}

func newEditor(v *visit.Visit, r *http.Request, l lookedAt, lines importing.Lines, text string, problem error) editor {
	t := l.tables[l.at]
	s := t.Sketch
	word := func(key string) string { return v.Text("web.map."+key, nil) }
	e := editor{Address: "/uploads/" + r.PathValue("upload") + "/map", Back: "/uploads/" + r.PathValue("upload"), Layout: layoutOf(s.Headers),
		Title: tableName(t), Text: t.Sheet == "", Name: s.Name, Currency: s.Currency, Header: fmt.Sprint(max(s.HeaderRow, 1)),
		TotalTexts: strings.Join(s.Total.Texts, "; "), CreditTexts: strings.Join(s.Credit.Texts, "; "), CreditAsIs: !s.CreditPositive, Faults: map[string]string{}}
	for i, other := range l.tables {
		e.Tables = append(e.Tables, choice{fmt.Sprint(i), tableName(other), i == l.at})
	}
	e.From, e.Started = l.from, started(v, l.start)
	if len(l.saved) > 0 {
		e.Starts = []choice{{"", word("from.guess"), l.from == ""}}
	}
	for _, name := range l.saved {
		e.Starts = append(e.Starts, choice{name, name, name == l.from})
	}
	words := importing.NewVocabulary()
	e.Encodings = []choice{{"", word("found_out"), s.Text.Encoding == ""}}
	for _, c := range words.Encodings {
		e.Encodings = append(e.Encodings, choice{string(c), strings.ToUpper(string(c)), c == s.Text.Encoding})
	}
	e.Delimiters = []choice{{"", word("found_out"), s.Text.Delimiter == ""}}
	for _, d := range words.Delimiters {
		e.Delimiters = append(e.Delimiters, choice{d, word("delimiter." + map[string]string{",": "comma", ";": "semicolon", "tab": "tab", "|": "bar"}[d]), d == s.Text.Delimiter})
	}
	for i, header := range s.Headers {
		e.Columns = append(e.Columns, newColumn(v, t, i, header))
	}
	for _, d := range words.Dates {
		e.Dates = append(e.Dates, choice{d, d, slices.Contains(s.Dates, d)})
	}
	for _, d := range s.Dates {
		if !slices.Contains(words.Dates, d) {
			e.OtherDates = d
		}
	}
	e.Decimals = chosen(v, "decimal", string(s.Decimal), [2]string{".", "point"}, [2]string{",", "comma"}, [2]string{"either", "either"})
	e.Taxes = chosen(v, "tax", string(s.Tax), [2]string{"excluded", "excluded"}, [2]string{"included", "included"})
	e.Untils = chosen(v, "until", string(s.Until), [2]string{"inclusive", "inclusive"}, [2]string{"exclusive", "exclusive"})
	e.Totals, e.Credits = columnChoices(v, s, s.Total.Column), columnChoices(v, s, s.Credit.Column)
	e.Reading = newReading(v, lines, text)
	e.fault(v, t.File, problem)
	return e
}

// started says what of a mapping does not fit the table that it was put on.
func started(v *visit.Visit, s importing.SketchStart) (all []string) {
	for _, list := range []struct {
		key   string
		names []string
	}{{"missing", s.Missing}, {"unknown", s.Unknown}, {"beyond", s.Beyond}} {
		if len(list.names) > 0 {
			all = append(all, v.Text("web.map.from."+list.key, i18n.Args{"names": strings.Join(list.names, v.Text("web.map.from.comma", nil))}))
		}
	}
	return all
}

func tableName(t importing.Unmapped) string {
	if t.Sheet != "" {
		return wording.File(t.File) + " · " + t.Sheet
	}
	return wording.File(t.File)
}

func chosen(v *visit.Visit, name, value string, options ...[2]string) (all []choice) {
	for _, o := range options {
		all = append(all, choice{o[0], v.Text("web.map."+name+"."+o[1], nil), o[0] == value})
	}
	return all
}

func columnChoices(v *visit.Visit, s importing.Sketch, value string) []choice {
	all := []choice{{leftOut, v.Text("web.map.none", nil), value == ""}}
	for _, header := range s.Headers {
		if strings.TrimSpace(header) != "" {
			all = append(all, choice{header, header, header == value})
		}
	}
	return all
}

func newColumn(v *visit.Visit, t importing.Unmapped, i int, header string) sketchColumn {
	c := sketchColumn{Name: fmt.Sprintf("c%d", i+1), Label: header, Off: strings.TrimSpace(header) == ""}
	var samples []string
	for _, cells := range t.Rows[min(headerAt(t)+1, len(t.Rows)):] {
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" && len(samples) < sampleValues && !slices.Contains(samples, cells[i]) {
			samples = append(samples, cells[i])
		}
	}
	c.Samples = strings.Join(samples, " · ")
	c.Groups = []group{{Choices: []choice{{leftOut, v.Text("web.map.left_out", nil), t.Sketch.Fields[i] == ""}}}}
	for _, g := range fieldGroups() {
		one := group{Label: v.Text("web.map.group."+g.key, nil)}
		for _, f := range g.fields {
			one.Choices = append(one.Choices, choice{string(f), v.Text("web.map.field."+string(f), nil), t.Sketch.Fields[i] == f})
		}
		c.Groups = append(c.Groups, one)
	}
	return c
}

// headerAt is the place of the header among the rows.
func headerAt(t importing.Unmapped) int {
	return max(slices.IndexFunc(t.Rows, func(cells []string) bool {
		return len(cells) >= len(t.Sketch.Headers) && slices.Equal(cells[:len(t.Sketch.Headers)], t.Sketch.Headers)
	}), 0)
}

// fault says what is missing at the place where it can be said.
func (e *editor) fault(v *visit.Visit, file string, problem error) {
	if problem == nil {
		return
	}
	message, hint := explain(v, problem, []importing.PreviewFile{{Name: file}})
	e.Reading.Problem, e.Reading.Hint = message, hint
	f, ok := fault.As(problem)
	if !ok {
		return
	}
	part, _ := f.Args["part"].(string)
	switch {
	case part == "":
		return
	case part == "issue_date" || part == "amount" || strings.HasPrefix(part, "column."):
		part = "columns"
	}
	e.Faults[part] = message + " " + hint
	e.Replace = f.Code == "services.mapping_exists"
}

func newReading(v *visit.Visit, lines importing.Lines, text string) reading {
	r := reading{YAML: text}
	if text == "" {
		return r
	}
	r.Sentence = v.Text("web.imports.rows", i18n.Args{"rows": v.L.Count(int64(len(lines.Lines))), "rejected": v.L.Count(int64(len(lines.Rejects)))})
	if len(lines.Lines) > 0 {
		totals, first := sumTable(v, lines.Lines), linesTable(v, lines.Lines)
		r.Totals, r.Lines = &totals, &first
	}
	if len(lines.Rejects) > 0 {
		t := rejectTable(v, lines.Rejects)
		r.Rejects = &t
	}
	if len(lines.Batch.Findings) > 0 {
		t := findingsTable(v, lines.Batch.Findings)
		r.Findings = &t
	}
	return r
}

// sumTable is what all lines come to, by currency.
func sumTable(v *visit.Visit, lines []service.Line) component.Table {
	t := report.Table{ID: "totals", Title: v.Text("web.map.totals", nil), Columns: []report.Column{{Key: "currency", Label: v.Text("common.currency", nil), Kind: report.KindText},
		{Key: "lines", Label: v.Text("web.map.lines", nil), Kind: report.KindInteger}, column(v, "import.line", "net", report.KindMoney, 0), column(v, "import.line", "tax", report.KindMoney, 0)}}
	type sum struct {
		n        int64
		net, tax money.Decimal
	}
	sums := map[money.Currency]sum{}
	var order []money.Currency
	for _, l := range lines {
		s, seen := sums[l.Currency]
		if !seen {
			order = append(order, l.Currency)
		}
		s.n, s.net, s.tax = s.n+1, s.net.Add(l.Net), s.tax.Add(l.Tax)
		sums[l.Currency] = s
	}
	slices.Sort(order)
	for _, c := range order {
		s := sums[c]
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(c)), report.Integer(s.n), report.Money(money.New(s.net, c)), report.Money(money.New(s.tax, c))}})
	}
	return component.NewTable(v, t, nil)
}

// linesTable is the first lines as understood.
func linesTable(v *visit.Visit, lines []service.Line) component.Table {
	label := func(key string, k report.Kind) report.Column { return column(v, "import.line", key, k, 0) }
	field := func(key string) report.Column {
		return report.Column{Key: key, Label: v.Text("web.map.field."+key, nil), Kind: report.KindText, Rank: 2}
	}
	t := report.Table{ID: "lines", Title: v.Text("web.map.first", nil), Columns: []report.Column{label("row", report.KindInteger), label("document", report.KindText),
		label("issue_date", report.KindDate), label("customer", report.KindText), label("description", report.KindText),
		label("net", report.KindMoney), label("tax", report.KindMoney), field("service_from"), field("service_until"), field("item_code"), field("project"), field("category")}}
	for i, l := range lines {
		if i == shownLines {
			t.Notes = append(t.Notes, v.Text("import.try.more", i18n.Args{"count": len(lines) - shownLines}))
			break
		}
		day := func(set bool, c report.Cell) report.Cell {
			if set {
				return c
			}
			return report.Text("")
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(l.Row), report.Text(l.Document), report.Date(l.IssueDate), report.Text(l.CustomerName),
			report.Text(l.Description), report.Money(money.New(l.Net, l.Currency)), report.Money(money.New(l.Tax, l.Currency)),
			day(!l.ServiceFrom.IsZero(), report.Date(l.ServiceFrom)), day(!l.ServiceUntil.IsZero(), report.Date(l.ServiceUntil)),
			report.Text(l.ItemCode), report.Text(l.Project), report.Text(l.CategoryCode)}})
	}
	return component.NewTable(v, t, nil)
}

// rejectTable is the first rows that cannot be read, and why.
func rejectTable(v *visit.Visit, rejects []batch.Reject) component.Table {
	t := report.Table{ID: "rejected", Title: v.Text("web.map.rejected", nil), Columns: []report.Column{column(v, "import.line", "row", report.KindInteger, 0),
		{Key: "column", Label: v.Text("web.map.column", nil), Kind: report.KindText}, {Key: "value", Label: v.Text("web.map.value", nil), Kind: report.KindText},
		{Key: "reason", Label: v.Text("web.map.reason", nil), Kind: report.KindText}}}
	for i, r := range rejects {
		if i == shownRejects {
			t.Notes = append(t.Notes, v.Text("import.try.more", i18n.Args{"count": len(rejects) - shownRejects}))
			break
		}
		message, _, _ := v.L.Fault(r.Fault())
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(r.Place.Row), report.Text(r.Place.Column), report.Text(r.Place.Value), report.Text(message)}})
	}
	return component.NewTable(v, t, nil)
}
