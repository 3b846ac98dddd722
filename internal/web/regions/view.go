package regions

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/linting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// start is the page without a thing: what can be brought, and by whose word it is
// judged.
type start struct {
	Sources         component.Table
	Customer, Name  string // whose bill it is; empty for all
	Offerings       component.Table
	Portions, Spend component.Table
	Billed          bool
}

func newStart(v *visit.Visit, k *fitting.Checker, bill fitting.Bill, who string) start {
	out := start{Customer: who, Billed: len(bill.Lines) > 0, Portions: component.NewTable(v, fitting.PortionTable(v.L, bill), nil),
		Spend: component.NewTable(v, k.SpendTable(v.L, bill), nil)}
	c := k.Catalogue
	t := report.Table{ID: "sources", Title: v.Text("web.regions.sources", nil), Columns: []report.Column{
		{Key: "source", Label: v.Text("region.column.source", nil), Kind: report.KindText}, {Key: "date", Label: v.Text("region.column.date", nil), Kind: report.KindDate}}}
	links := component.Links{}
	for i, s := range c.Sources() {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(s.Title), report.Text(s.Date)}})
		links[component.At{Row: i, Column: 0}] = component.Link{Href: s.URL}
	}
	out.Sources = component.NewTable(v, t, links)
	return out
}

// one is a thing with its verdicts.
type one struct {
	ID, Title, Format, Kind string
	Mended                  bool // it is the mended one of another
	Verdicts                []verdict
	Services                component.Table
	Unresolved              []string
	Findings                component.Table
	Fixable                 string // empty where nothing can be mended
	Diff                    string
	FileHref                string
}

// verdict is the answer for one region.
type verdict struct {
	Region, Grade, Tone, Words string
	Counts                     []component.Fact
	Why, Changes               []string
	Markdown, HTML, JSON       string
}

func newOne(v *visit.Visit, k *fitting.Checker, t thing, r fitting.Report, f linting.File) one {
	out := one{ID: t.id, Title: r.Title, Format: v.Text("region.format."+string(r.Format), nil), Mended: thingID.MatchString(v.URL.Query().Get("from")),
		Services: services(v, k.Catalogue, r), Findings: findings(v, f), FileHref: home + "/" + t.id + "/file"}
	if r.Kind != "" {
		out.Kind = v.Text("region.kind."+string(r.Kind), nil)
	}
	for _, one := range r.Verdicts {
		out.Verdicts = append(out.Verdicts, newVerdict(v, k.Catalogue, one).downloads(t.id, one.Region))
	}
	for _, u := range r.Unknown {
		out.Unresolved = append(out.Unresolved, fmt.Sprintf("%s (%d:%d)", u.Evidence, u.Place.Line, u.Place.Column))
	}
	if f.Fixed > 0 {
		out.Fixable, out.Diff = v.Text("web.regions.fixable", i18n.Args{"count": f.Fixed}), f.Diff
	}
	return out
}

func newVerdict(v *visit.Visit, c *region.Catalogue, one region.Verdict) verdict {
	where, _ := c.Region(one.Region)
	gap := " "
	if v.L.Lang() == i18n.Chinese {
		gap = ""
	}
	out := verdict{Region: where.Title(v.L.Lang() == i18n.Chinese) + gap + string(one.Region), Grade: string(one.Grade),
		Tone:  map[region.Grade]string{region.GradeHigh: "tone-good", region.GradeModerate: "tone-warning", region.GradeLow: "tone-bad"}[one.Grade],
		Words: v.Text("region.grade."+strings.ToLower(string(one.Grade)), nil)}
	for _, n := range []struct {
		key   string
		count int
	}{{"available", len(one.Available)}, {"unavailable", len(one.Unavailable)}, {"unknown", len(one.Unknown)}} {
		out.Counts = append(out.Counts, component.Fact{Label: v.Text("region.column."+n.key, nil), Text: v.L.Count(int64(n.count))})
	}
	for _, d := range one.Decided {
		out.Why = append(out.Why, v.Text("region.decision."+string(d), nil))
	}
	for _, change := range one.Changes {
		names := make([]string, len(change.Services))
		for i, s := range change.Services {
			names[i] = name(c, s)
		}
		out.Changes = append(out.Changes, v.Text("region.report.change", i18n.Args{"services": strings.Join(names, v.Text("region.report.separator", nil)), "grade": string(change.Grade)}))
	}
	return out
}

// downloads lets the verdict be taken along as a report.
func (d verdict) downloads(thing string, in region.ID) verdict {
	address := func(format string) string {
		return home + "/" + thing + "/report?" + url.Values{"region": {string(in)}, "format": {format}}.Encode()
	}
	d.Markdown, d.HTML, d.JSON = address("md"), address("html"), address("json")
	return d
}

func name(c *region.Catalogue, id region.ServiceID) string {
	s, _ := c.Get(id)
	return s.Name
}

// services is a line for each service, with its state in every region side by
// side: what is missing somewhere first.
func services(v *visit.Visit, c *region.Catalogue, r fitting.Report) component.Table {
	zh := v.L.Lang() == i18n.Chinese
	t := report.Table{ID: "services", Title: v.Text("web.regions.services", nil), Columns: []report.Column{{Key: "service", Label: v.Text("region.column.service", nil), Kind: report.KindText}}}
	for _, one := range r.Verdicts {
		t.Columns = append(t.Columns, report.Column{Key: string(one.Region), Label: string(one.Region), Kind: report.KindText})
	}
	t.Columns = append(t.Columns, report.Column{Key: "advice", Label: v.Text("web.regions.advice", nil), Kind: report.KindText},
		report.Column{Key: "evidence", Label: v.Text("region.report.evidence", nil), Kind: report.KindText, Rank: 2})
	var lacking, there []report.Row
	for _, need := range r.Needs {
		row := report.Row{Cells: []report.Cell{report.Text(name(c, need.Service))}}
		missing := false
		var advice []string
		for _, one := range r.Verdicts {
			a := c.Available(need.Service, one.Region)
			tone := map[region.State]report.Tone{region.StateAvailable: report.ToneGood, region.StateUnavailable: report.ToneBad, region.StateUnknown: report.ToneWarning}[a.State]
			row.Cells = append(row.Cells, report.Word(string(a.State), v.Text("region.state."+string(a.State), nil)).WithTone(tone))
			missing = missing || a.State != region.StateAvailable
			advice = append(advice, advise(v, c, need.Service, a, zh)...)
		}
		row.Cells = append(row.Cells, report.Text(strings.Join(unique(advice), " ")), report.Text(where(v, need)))
		if missing {
			lacking = append(lacking, row)
		} else {
			there = append(there, row)
		}
	}
	t.Rows = append(lacking, there...)
	return component.NewTable(v, t, nil)
}

// advise gives alternatives for what is missing and notes on what differs.
func advise(v *visit.Visit, c *region.Catalogue, id region.ServiceID, a region.Availability, zh bool) []string {
	var out []string
	if a.State != region.StateAvailable {
		for _, alt := range c.Alternatives(id, a.Region) {
			out = append(out, v.Text("region.report.alternative", i18n.Args{"kind": v.Text("region.alternative."+string(alt.Kind), nil), "effort": v.Text("region.effort."+string(alt.Effort), nil)})+alt.Words(zh)+v.Text("web.regions.stop", nil))
		}
	}
	for _, n := range c.Notes(id, a.Region) {
		out = append(out, v.Text("region.note."+string(n.Kind), nil)+" "+n.Words(zh))
	}
	return out
}

func unique(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// where says where a service was found first, and whether the thing needs it.
func where(v *visit.Visit, n region.Need) string {
	text := ""
	if len(n.Finds) > 0 {
		f := n.Finds[0]
		text = f.Evidence
		if f.Place.Line > 0 {
			text = fmt.Sprintf("%s (%d:%d)", f.Evidence, f.Place.Line, f.Place.Column)
		}
	}
	if !n.Core {
		text += " · " + v.Text("region.report.mentioned", nil)
	}
	return text
}

// findings is what the readiness lint says.
func findings(v *visit.Visit, f linting.File) component.Table {
	t := report.Table{ID: "findings", Title: v.Text("web.regions.findings", nil), Columns: []report.Column{
		{Key: "rule", Label: v.Text("region.lint.column.rule", nil), Kind: report.KindText},
		{Key: "place", Label: v.Text("region.lint.column.place", nil), Kind: report.KindText},
		{Key: "found", Label: v.Text("region.lint.column.found", nil), Kind: report.KindText},
		{Key: "instead", Label: v.Text("region.lint.column.instead", nil), Kind: report.KindText},
	}}
	for _, x := range f.Findings {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("region.lint.rule."+x.Rule+".title", nil)),
			report.Text(fmt.Sprintf("%d:%d", x.Place.Line, x.Place.Column)), report.Text(x.Found), report.Text(x.Instead)}})
	}
	return component.NewTable(v, t, nil)
}
