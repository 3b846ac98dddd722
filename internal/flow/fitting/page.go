package fitting

import (
	"fmt"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

// Page words the report on one region. The front matter has the fields that the
// reports of others have too, so that an index takes both.
func (k Checker) Page(l *i18n.Localizer, r Report, v region.Verdict) markdown.Page {
	w := words{l: l, c: k.Catalogue, zh: l.Lang() == "zh-CN"}
	p := markdown.Page{Lang: l.Lang(), Title: r.Title, Meta: []markdown.Field{
		{Key: "title", Text: r.Title}, {Key: "publish_date", Text: r.Published}, {Key: "original_url", Text: r.URL},
		{Key: "validation_date", Text: r.Validated}, {Key: "target_region", Text: string(v.Region)}, {Key: "feasibility", Text: string(v.Grade)},
		{Key: "available_services", Number: len(v.Available), Whole: true}, {Key: "unavailable_services", Number: len(v.Unavailable), Whole: true},
	}}
	p.Blocks = append(p.Blocks, w.verdict(v))
	if r.Kind != "" {
		p.Blocks = append(p.Blocks, w.kind(r))
	}
	p.Blocks = append(p.Blocks, w.services(v)...)
	if len(r.Unknown) > 0 {
		p.Blocks = append(p.Blocks, w.unresolved(r.Unknown))
	}
	if mentioned := w.names(v.Mentioned); len(mentioned) > 0 {
		p.Blocks = append(p.Blocks, markdown.Admonition{Kind: "info", Title: w.text("region.report.mentioned"), Blocks: []markdown.Block{markdown.List{Items: mentioned}}})
	}
	p.Blocks = append(p.Blocks, markdown.Paragraph{Spans: []markdown.Span{markdown.Text(w.text("region.report.basis", "rule", v.Rule, "version", fmt.Sprint(v.Version), "format", w.text("region.format."+string(r.Format))))}})
	return p
}

// words looks texts up for a page.
type words struct {
	l  *i18n.Localizer
	c  *region.Catalogue
	zh bool
}

func (w words) text(key string, pairs ...string) string {
	args := i18n.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return w.l.Text(key, args)
}

// gap parts words where the language does: after full-width marks Chinese has none.
func (w words) gap() string {
	if w.zh {
		return ""
	}
	return " "
}

// name is what a service is called.
func (w words) name(id region.ServiceID) string {
	if s, ok := w.c.Get(id); ok {
		return s.Name
	}
	return string(id)
}

func (w words) list(ids []region.ServiceID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = w.name(id)
	}
	return strings.Join(names, w.text("region.report.separator"))
}

// GradeKind is the admonition of a grade.
func gradeKind(g region.Grade) string {
	switch g {
	case region.GradeHigh:
		return "success"
	case region.GradeModerate:
		return "warning"
	case region.GradeLow:
		return "failure"
	default:
		return "info"
	}
}

func (w words) verdict(v region.Verdict) markdown.Block {
	region_, _ := w.c.Region(v.Region)
	var why []markdown.Item
	for _, d := range v.Decided {
		why = append(why, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.decision." + string(d)))}})
	}
	if len(v.Changes) > 0 {
		var below []markdown.Item
		for _, c := range v.Changes {
			below = append(below, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.change", "services", w.list(c.Services), "grade", string(c.Grade)))}})
		}
		why = append(why, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.changes"))}, Below: below})
	}
	return markdown.Admonition{Kind: gradeKind(v.Grade), Title: w.text("region.report.verdict", "grade", string(v.Grade), "region", region_.Title(w.zh)+w.gap()+string(v.Region)),
		Blocks: []markdown.Block{
			markdown.Paragraph{Spans: []markdown.Span{markdown.Text(w.text("region.grade." + strings.ToLower(string(v.Grade))))}},
			markdown.List{Items: why},
		}}
}

// shownReasons is how many features of a kind a report names.
const shownReasons = 6

// kind says what kind of document it is, and what told so.
func (w words) kind(r Report) markdown.Block {
	list := markdown.List{}
	for i, reason := range r.Reasons {
		if i == shownReasons {
			break
		}
		list.Items = append(list.Items, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.feature", "where", w.text("region.where."+string(reason.Where)), "count", fmt.Sprint(reason.Count)) + w.gap()),
			{Text: reason.Feature, Code: true}, markdown.Text(w.gap() + w.text("region.report.speaks", "kind", w.text("region.kind."+string(reason.Kind))))}})
	}
	return markdown.Admonition{Kind: "note", Title: w.text("region.report.kind", "kind", w.text("region.kind."+string(r.Kind))), Blocks: []markdown.Block{list}}
}

// services lists what is needed: what is missing first, with its alternatives.
func (w words) services(v region.Verdict) []markdown.Block {
	var blocks []markdown.Block
	for _, part := range []struct {
		key, kind string
		list      []region.Judged
	}{{"unavailable", "failure", v.Unavailable}, {"unknown", "question", v.Unknown}, {"available", "success", v.Available}} {
		if len(part.list) == 0 {
			continue
		}
		blocks = append(blocks, markdown.Heading{Level: 2, Text: w.text("region.report."+part.key, "count", fmt.Sprint(len(part.list)))})
		for _, j := range part.list {
			if part.key == "available" && len(j.Notes) == 0 {
				continue
			}
			blocks = append(blocks, markdown.Admonition{Kind: part.kind, Title: w.name(j.Need.Service), Blocks: []markdown.Block{markdown.List{Items: w.judged(j)}}})
		}
		if part.key == "available" {
			blocks = append(blocks, w.table(part.list))
		}
	}
	return blocks
}

// table is what is there, a line each.
func (w words) table(list []region.Judged) markdown.Block {
	t := markdown.Table{Columns: []string{w.text("region.report.service"), w.text("region.report.reason"), w.text("region.report.source"), w.text("region.report.evidence")}}
	for _, j := range list {
		source, _ := j.Availability.Source()
		var first markdown.Span
		if len(j.Need.Finds) > 0 {
			first = markdown.Span{Text: evidence(j.Need.Finds[0]), Code: true}
		}
		t.Rows = append(t.Rows, []markdown.Span{markdown.Text(w.name(j.Need.Service)), markdown.Text(w.text("region.reason." + string(j.Availability.Reason))),
			{Text: source.Source + ", " + source.Date, URL: source.URL}, first})
	}
	return t
}

// evidence is a find on one line: what stands there, and where.
func evidence(f region.Find) string {
	if f.Place.Line == 0 {
		return f.Evidence
	}
	return fmt.Sprintf("%s (%d:%d)", f.Evidence, f.Place.Line, f.Place.Column)
}

// shownFinds is how many places of a service a report lists.
const shownFinds = 5

func (w words) judged(j region.Judged) []markdown.Item {
	a := j.Availability
	items := []markdown.Item{{Spans: []markdown.Span{markdown.Text(w.text("region.reason."+string(a.Reason), "whole", w.name(a.Whole)))}}}
	for _, e := range a.Decided {
		items = append(items, markdown.Item{Spans: w.source("region.report.says", e)})
	}
	for _, e := range a.Against {
		items = append(items, markdown.Item{Spans: w.source("region.report.against", e)})
	}
	for _, n := range j.Notes {
		items = append(items, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.note."+string(n.Kind)) + w.gap()), {Text: n.Words(w.zh), URL: n.URL}, markdown.Text(" (" + n.Date + ")")}})
	}
	if a.State != region.StateAvailable {
		if len(j.Alternatives) == 0 {
			items = append(items, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.no_alternative"))}})
		}
		for _, alt := range j.Alternatives {
			items = append(items, markdown.Item{Spans: []markdown.Span{
				{Text: w.text("region.report.alternative", "kind", w.text("region.alternative."+string(alt.Kind)), "effort", w.text("region.effort."+string(alt.Effort))), Bold: true},
				{Text: alt.Words(w.zh), URL: alt.URL}}})
		}
	}
	var places []markdown.Item
	for i, f := range j.Need.Finds {
		if i == shownFinds {
			places = append(places, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.more", "count", fmt.Sprint(len(j.Need.Finds)-shownFinds)))}})
			break
		}
		places = append(places, markdown.Item{Spans: []markdown.Span{{Text: evidence(f), Code: true}}})
	}
	if len(places) > 0 {
		items = append(items, markdown.Item{Spans: []markdown.Span{markdown.Text(w.text("region.report.found"))}, Below: places})
	}
	return items
}

func (w words) source(key string, e region.Evidence) []markdown.Span {
	said := e.Text
	if w.zh && e.Chinese != "" {
		said = e.Chinese
	}
	spans := []markdown.Span{markdown.Text(w.text(key, "state", w.text("region.state."+string(e.Says))) + w.gap()), {Text: e.Source + ", " + e.Date, URL: e.URL}}
	if said != "" {
		spans = append(spans, markdown.Text(": "+said))
	}
	return spans
}

func (w words) unresolved(list []region.Find) markdown.Block {
	var items []markdown.Item
	for _, f := range list {
		items = append(items, markdown.Item{Spans: []markdown.Span{{Text: evidence(f), Code: true}}})
	}
	return markdown.Admonition{Kind: "question", Title: w.text("region.report.unresolved"), Blocks: []markdown.Block{markdown.List{Items: items}}}
}

func (w words) names(list []region.Judged) []markdown.Item {
	var items []markdown.Item
	for _, j := range list {
		items = append(items, markdown.Item{Spans: []markdown.Span{markdown.Text(w.name(j.Need.Service))}})
	}
	return items
}
