package triggers

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the list in words.
type view struct {
	Intro, Count, Empty, Rest string
	Selects                   []chooser
	Table, Unread             component.Table
	CSV, XLSX                 string
}

// chooser is a filter.
type chooser struct {
	Name, Label string
	Choices     []choice
}

type choice struct {
	Value, Label string
	Chosen       bool
}

func newView(v *visit.Visit, r triggering.Result, by triggering.Filter) view {
	found := r.Select(by)
	out := view{Count: v.Text("web.triggers.count", i18n.Args{"count": len(found)}), Selects: choosers(v, r, by),
		CSV: "/triggers.csv?" + v.URL.RawQuery, XLSX: "/triggers.xlsx?" + v.URL.RawQuery}
	switch {
	case r.Span.IsZero():
		out.Empty = v.Text("web.triggers.no_bills", nil)
	case len(found) == 0:
		out.Empty = v.Text("web.triggers.none", nil)
	}
	if !r.Span.IsZero() {
		out.Intro = v.Text("web.triggers.intro", i18n.Args{"month": (r.Span.Until - 1).String()})
	}
	if len(found) > listed {
		out.Rest = v.Text("web.triggers.rest", i18n.Args{"shown": listed, "count": len(found)})
	}
	shown := found[:min(listed, len(found))]
	t := triggering.Table(v.L, r, shown)
	links := component.Links{}
	for i, f := range shown {
		links[component.At{Row: i, Column: 0}] = component.Link{Href: address("/triggers/open", f.Key)}
		links[component.At{Row: i, Column: 2}] = component.Link{Href: address("/triggers/open", f.Key), Explain: true}
		links[component.At{Row: i, Column: 1}] = component.Link{Href: wording.CustomerPage(string(f.Customer))}
	}
	for i, c := range t.Columns {
		switch c.Key {
		case "trigger", "since", "ends", "strategy", "size_low", "size_high", "basis": // the opened one has them
			t.Columns[i].Rank = machineRank
		case "managers":
			if len(r.Managers) == 0 {
				t.Columns[i].Rank = machineRank
			}
		case "confidence": // the opened one has it, too: there is room for one of the two
			if len(r.Managers) > 0 {
				t.Columns[i].Rank = machineRank
			}
		}
	}
	out.Table = component.NewTable(v, t, links)
	if len(r.Unread) > 0 {
		out.Unread = component.NewTable(v, triggering.UnreadTable(v.L, r), nil)
	}
	return out
}

// machineRank leaves a column to files.
const machineRank = 9

func address(path string, key trigger.Key) string {
	return path + "?" + url.Values{"trigger": {key.String()}}.Encode()
}

// choosers offer what there is to choose.
func choosers(v *visit.Visit, r triggering.Result, by triggering.Filter) []chooser {
	rules := chooser{"rule", v.Text("web.triggers.rule", nil), []choice{{"", v.Text("web.triggers.rule.all", nil), by.Rule == ""}}}
	for _, rule := range r.Rules {
		rules.Choices = append(rules.Choices, choice{string(rule.ID), rule.Name.In(triggering.Chinese(v.L)), rule.ID == by.Rule})
	}
	customers := chooser{"customer", v.Text("trigger.column.customer", nil), nil}
	seen := map[customer.ID]bool{}
	managers := map[string]bool{}
	for _, f := range r.Findings {
		if !seen[f.Customer] {
			seen[f.Customer] = true
			customers.Choices = append(customers.Choices, choice{string(f.Customer), r.Names[f.Customer], f.Customer == by.Customer})
		}
		for _, name := range r.Managers[f.Customer] {
			managers[name] = true
		}
	}
	byLabel := func(a, b choice) int {
		return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.Value, b.Value))
	}
	slices.SortFunc(customers.Choices, byLabel)
	customers.Choices = append([]choice{{"", v.Text("web.triggers.customer.all", nil), by.Customer == ""}}, customers.Choices...)
	all := []chooser{rules, customers}
	if len(managers) > 0 {
		owners := chooser{"owner", v.Text("trigger.column.managers", nil), nil}
		for name := range managers {
			owners.Choices = append(owners.Choices, choice{name, name, name == by.Manager})
		}
		slices.SortFunc(owners.Choices, byLabel)
		owners.Choices = append([]choice{{"", v.Text("web.triggers.owner.all", nil), by.Manager == ""}}, owners.Choices...)
		all = append(all, owners)
	}
	return all
}

// opened is a finding in words.
type opened struct {
	Name, Customer, Home, What, Why string
	Facts                           []component.Fact
	Sums, Rows                      component.Table
	Note, Export                    string
	Queries                         []query
}

type query struct{ Name, SQL string }

func newOpened(v *visit.Visit, e triggering.Evidence) opened {
	out := opened{Name: e.Rule.Name.In(triggering.Chinese(v.L)), Customer: e.Customer, Home: wording.CustomerPage(string(e.Finding.Customer)),
		What: triggering.Say(v.L, e.Rule, e.Finding), Why: e.Rule.Why.In(triggering.Chinese(v.L)), Facts: component.NewFacts(v, triggering.Facts(v.L, e)),
		Sums: component.NewTable(v, triggering.SumsTable(v.L, e), nil), Export: address("/triggers/rows.csv", e.Finding.Key)}
	t := triggering.RowsTable(v.L, e)
	for i := range t.Rows {
		for n, c := range t.Columns {
			if c.Key == "file" {
				t.Rows[i].Cells[n] = report.Text(wording.File(t.Rows[i].Cells[n].Value))
			}
		}
	}
	out.Rows = component.NewTable(v, t, nil)
	total := int64(0)
	for _, s := range e.Sums {
		total += s.Rows
	}
	if total > int64(len(e.Rows)) {
		out.Note = v.Text("web.triggers.rows_note", i18n.Args{"count": len(e.Rows)})
	}
	for _, q := range e.Queries {
		out.Queries = append(out.Queries, query{q.Name, strings.TrimSpace(q.SQL)})
	}
	return out
}
