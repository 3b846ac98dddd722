package triggering

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Chinese reports the language in which rules name themselves.
func Chinese(l *i18n.Localizer) bool { return strings.HasPrefix(l.Lang(), "zh") }

// Say words a finding: what the rows show, in a sentence.
func Say(l *i18n.Localizer, r trigger.Rule, f trigger.Finding) string {
	args := i18n.Args{"subject": Subject(l, f), "month": "", "months": f.Window.Months(), "share": "", "ends": "", "name": ""}
	if f.Month != 0 {
		args["month"] = f.Month.String()
	}
	if f.Share != nil {
		args["share"] = l.Number(f.Share.Mul(money.NewInt(100)).String(), 1) + "%"
	}
	if !f.Ends.IsZero() {
		args["ends"] = f.Ends.Format("2006-01-02")
	}
	if f.Life != nil {
		args["name"] = f.Life.Name
	}
	key := string(r.Signal.Kind)
	switch {
	case r.Signal.Kind == trigger.KindStarts && f.Subject == "":
		key += ".all"
	case r.Signal.Kind == trigger.KindChanges && r.Signal.By.Sign() < 0:
		key += ".down"
	case r.Signal.Kind == trigger.KindLacks && r.Signal.Match.IsZero():
		key += ".all"
	case r.Signal.Kind == trigger.KindRunsOut && f.Ended:
		key += ".ended"
	case r.Signal.Kind == trigger.KindEnding && f.Life != nil && f.Life.Charged:
		key += ".charged"
	}
	return l.Text("trigger.say."+key, args)
}

// Subject is what a finding is about, shorter than an ARN; empty for the whole.
func Subject(_ *i18n.Localizer, f trigger.Finding) string {
	if f.Life != nil {
		return f.Life.Name
	}
	if i := strings.LastIndexAny(f.Subject, "/"); i >= 0 && strings.HasPrefix(f.Subject, "arn:") {
		return f.Subject[i+1:]
	}
	return f.Subject
}

// Table lists findings with every word in the reader's language.
func Table(l *i18n.Localizer, r Result, findings []trigger.Finding) report.Table {
	whole := int32(0)
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	amount := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindMoney, Currency: r.Currency, Places: &whole, Rank: rank}
	}
	t := report.Table{ID: "triggers", Title: l.Text("trigger.title", nil), Columns: []report.Column{text("rule", 0), text("customer", 0), amount("per_month", 0), text("what", 2),
		{Key: "confidence", Kind: report.KindText, Rank: 1}, text("category", 0), amount("size_low", 2), amount("size", 1), amount("size_high", 2), text("basis", 2), text("managers", 2),
		text("strategy", 2), {Key: "since", Kind: report.KindMonth, Rank: 2}, {Key: "ends", Kind: report.KindDate, Rank: 2}, text("offering", 9), text("trigger", 0)}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, f := range findings {
		rule, _ := r.Rule(f.Rule)
		size := [3]report.Cell{report.Gap(), report.Gap(), report.Gap()}
		basis := report.Word("unsized", l.Text("trigger.unsized", nil))
		if f.Size != nil {
			size = [3]report.Cell{report.Decimal(f.Size.Low).Estimated(), report.Decimal(f.Size.Mid).Estimated(), report.Decimal(f.Size.High).Estimated()}
			basis = report.Word(string(f.Size.Basis), l.Text("trigger.basis."+string(f.Size.Basis), i18n.Args{"cases": f.Size.Cases}))
		}
		monthly := report.Gap()
		if m := f.Monthly(); m != nil {
			monthly = report.Decimal(m.Round(r.Currency.Places()))
		}
		since, ends := report.Text(""), report.Text("")
		if f.Month != 0 {
			since = report.Month(f.Month)
		}
		if !f.Ends.IsZero() {
			ends = report.Date(f.Ends)
			if f.Inferred {
				ends = ends.Estimated()
			}
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(f.Rule), rule.Name.In(Chinese(l))), report.Word(string(f.Customer), r.Names[f.Customer]),
			monthly, report.Text(Say(l, rule, f)), report.Word(string(rule.Confidence), l.Text("trigger.confidence."+string(rule.Confidence), nil)),
			report.Word(string(rule.Suggests.Category), l.Text("multiplier.part."+string(rule.Suggests.Category), nil)), size[0], size[1], size[2], basis,
			report.Text(strings.Join(r.Managers[f.Customer], ", ")), report.Word(string(rule.Suggests.Strategy), l.Text("move.strategy."+string(rule.Suggests.Strategy), nil)),
			since, ends, report.Text(string(rule.Suggests.Offering)), report.Text(f.Key.String())}})
	}
	return t
}

// UnreadTable says which rules could not be judged, and why.
func UnreadTable(l *i18n.Localizer, r Result) report.Table {
	t := report.Table{ID: "unread", Title: l.Text("trigger.unread", nil), Columns: []report.Column{{Key: "rule", Kind: report.KindText},
		{Key: "payer", Kind: report.KindText}, {Key: "why", Kind: report.KindText}}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, u := range r.Unread {
		rule, _ := r.Rule(u.Rule)
		why := l.Text("trigger.reason."+string(u.Why), nil)
		if u.Why == ReasonColumn {
			why = l.Text("trigger.need."+string(u.Need), nil)
		}
		payer := u.Payer
		if payer == "" {
			payer = l.Text("trigger.all_bills", nil)
		}
		t.Rows = append(t.Rows, report.Row{Style: report.StyleResidual, Cells: []report.Cell{report.Word(string(u.Rule), rule.Name.In(Chinese(l))), report.Text(payer), report.Text(why)}})
	}
	return t
}

// SumsTable is what the rows of a finding come to, before conversion.
func SumsTable(l *i18n.Localizer, e Evidence) report.Table {
	t := report.Table{ID: "sums", Title: l.Text("trigger.sums", nil), Columns: []report.Column{{Key: "months", Kind: report.KindText}, {Key: "rows", Kind: report.KindInteger},
		{Key: "amount", Kind: report.KindMoney}}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, s := range e.Sums {
		months := e.Finding.Window
		if s.Before {
			months = e.Finding.Before
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(months.String()), report.Integer(s.Rows), report.Money(money.New(s.Amount, s.Currency))}})
	}
	return t
}

// RowsTable is the charges of a finding, with their place in their file.
func RowsTable(l *i18n.Localizer, e Evidence) report.Table {
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	t := report.Table{ID: "rows", Title: l.Text("trigger.rows", nil), Columns: []report.Column{{Key: "month", Kind: report.KindMonth}, {Key: "amount", Kind: report.KindMoney}, text("service", 0),
		text("text", 1), text("meter", 2), text("region", 2), text("account", 1), text("resource", 2), text("commitment", 2), text("file", 0), {Key: "row", Kind: report.KindInteger}, text("batch", 9)}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, r := range e.Rows {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Month(r.Month), report.Money(money.New(r.Amount, r.Currency)), report.Text(r.Service), report.Text(r.Text), report.Text(r.Meter),
			report.Text(r.Region), report.Text(r.Account), report.Text(r.Resource), report.Text(r.Commitment), report.Text(r.File.Name()), report.Integer(r.Number), report.Text(string(r.Batch))}})
	}
	return t
}

// RulesTable lists rules with what they look for and suggest.
func RulesTable(l *i18n.Localizer, rules []trigger.Rule) report.Table {
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	t := report.Table{ID: "rules", Title: l.Text("trigger.rules", nil), Columns: []report.Column{text("id", 0), text("rule", 0), text("kind", 0), text("confidence", 1), text("category", 0),
		text("strategy", 1), text("why", 2), text("source", 2), text("file", 1)}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, r := range rules {
		source, file := "", l.Text("trigger.shipped", nil)
		if r.Source != nil {
			source = r.Source.Title + " (" + r.Source.URL + ", " + r.Source.Read.Format("2006-01-02") + ")"
		}
		if r.File != "" {
			file = r.File
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(r.ID)), report.Text(r.Name.In(Chinese(l))),
			report.Word(string(r.Signal.Kind), l.Text("trigger.kind."+string(r.Signal.Kind), nil)), report.Word(string(r.Confidence), l.Text("trigger.confidence."+string(r.Confidence), nil)),
			report.Word(string(r.Suggests.Category), l.Text("multiplier.part."+string(r.Suggests.Category), nil)),
			report.Word(string(r.Suggests.Strategy), l.Text("move.strategy."+string(r.Suggests.Strategy), nil)), report.Text(r.Why.In(Chinese(l))), report.Text(source), report.Text(file)}})
	}
	return t
}

// LivesTable lists what is near its end, each with its source.
func LivesTable(l *i18n.Localizer, lives []trigger.Life) report.Table {
	t := report.Table{ID: "lives", Title: l.Text("trigger.lives", nil), Columns: []report.Column{{Key: "what", Kind: report.KindText}, {Key: "ends", Kind: report.KindDate},
		{Key: "source", Kind: report.KindText, Rank: 1}}, Notes: []string{l.Text("trigger.lives.note", nil)}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, x := range lives {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(x.Name), report.Date(x.Ends),
			report.Text(x.Source.Title + " (" + x.Source.URL + ", " + x.Source.Read.Format("2006-01-02") + ")")}})
	}
	return t
}

// CasesTable says of each case of a rule what it must find and what was found.
func CasesTable(l *i18n.Localizer, r trigger.Rule, checked []Checked) report.Table {
	t := report.Table{ID: "cases", Title: l.Text("trigger.cases", i18n.Args{"rule": r.Name.In(Chinese(l))}), Columns: []report.Column{{Key: "case", Kind: report.KindText},
		{Key: "want", Kind: report.KindText}, {Key: "got", Kind: report.KindText}, {Key: "passed", Kind: report.KindBool}}}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	for _, c := range checked {
		passed := report.Bool(c.Passed())
		if !c.Passed() {
			passed = passed.WithTone(report.ToneBad)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(c.Case.Name), report.Text(strings.Join(c.Want, ", ")), report.Text(strings.Join(c.Got, ", ")), passed}})
	}
	if len(checked) == 0 {
		t.Notes = []string{l.Text("trigger.cases.none", nil)}
	}
	return t
}

// Facts are the named values of a finding.
func Facts(l *i18n.Localizer, e Evidence) report.KeyValues {
	f, r := e.Finding, e.Rule
	var items []report.KeyValue
	add := func(key string, kind report.Kind, cell report.Cell) {
		items = append(items, report.KeyValue{Key: key, Label: l.Text("trigger.column."+key, nil), Kind: kind, Cell: cell})
	}
	monthly := report.Gap()
	if m := f.Monthly(); m != nil {
		monthly = report.Money(money.New(m.Round(e.Currency.Places()), e.Currency))
	}
	add("customer", report.KindText, report.Word(string(f.Customer), e.Customer))
	add("per_month", report.KindMoney, monthly)
	add("months", report.KindText, report.Text(f.Window.String()))
	if !f.Before.IsZero() {
		add("before", report.KindText, report.Text(f.Before.String()))
	}
	if f.Share != nil {
		add("share", report.KindPercent, report.Decimal(*f.Share))
	}
	if f.Subject != "" {
		add("subject", report.KindText, report.Text(f.Subject))
	}
	if !f.Ends.IsZero() {
		ends := report.Date(f.Ends)
		if f.Inferred {
			ends = ends.Estimated()
		}
		add("ends", report.KindDate, ends)
	}
	add("confidence", report.KindText, report.Word(string(r.Confidence), l.Text("trigger.confidence."+string(r.Confidence), nil)))
	add("category", report.KindText, report.Word(string(r.Suggests.Category), l.Text("multiplier.part."+string(r.Suggests.Category), nil)))
	add("strategy", report.KindText, report.Word(string(r.Suggests.Strategy), l.Text("move.strategy."+string(r.Suggests.Strategy), nil)))
	if f.Size == nil {
		add("size", report.KindText, report.Word("unsized", l.Text("trigger.unsized", nil)))
	} else {
		show := func(d money.Decimal) string { return l.Number(d.String(), 0) }
		add("size", report.KindText, report.Text("~"+show(f.Size.Mid)+" ("+show(f.Size.Low)+" – "+show(f.Size.High)+") "+string(f.Size.Currency)))
		add("basis", report.KindText, report.Word(string(f.Size.Basis), l.Text("trigger.basis."+string(f.Size.Basis), i18n.Args{"cases": f.Size.Cases})))
	}
	for _, s := range []*trigger.Source{r.Source, sourceOf(f.Life)} {
		if s != nil {
			add("source", report.KindText, report.Text(s.Title+" ("+s.URL+", "+s.Read.Format("2006-01-02")+")"))
		}
	}
	add("trigger", report.KindText, report.Text(f.Key.String()))
	return report.KeyValues{ID: "finding", Items: items}
}

func sourceOf(life *trigger.Life) *trigger.Source {
	if life == nil {
		return nil
	}
	return &life.Source
}
