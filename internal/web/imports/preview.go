package imports

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// preview is what files are, before they count.
type preview struct {
	Upload    string
	Where     string // the path on the server; empty for files that were brought
	Sets      []set
	CanImport bool
	Files     []sample
}

// set is files that come in together.
type set struct {
	ID, Title, Count, Names string
	Known                   bool
	Sentence                string
	Problem, Hint           string
	Already                 component.Fact // the batch that has them
	Kinds                   []choice       // none for what cannot be imported
	Map                     component.Link // to the mapping editor
	MapLabel                string
	Findings                *component.Table
	Rejects                 *component.Table
}

type choice struct {
	Value, Label string
	Chosen       bool
}

// sample is the beginning of a file.
type sample struct {
	Name, Size string
	Table      component.Table
	HasTable   bool
}

// mostColumns is how many columns of a file a sample shows.
const mostColumns = 40

// shownNames is how many files of a set are named.
const shownNames = 8

func newPreview(v *visit.Visit, upload, where string, p importing.Preview) preview {
	out := preview{Upload: upload, Where: where}
	for i, s := range p.Sets {
		one := newSet(v, i, s, p)
		one.Map = mapLink(upload, s)
		out.CanImport = out.CanImport || one.Known
		out.Sets = append(out.Sets, one)
	}
	// Somebody may know better than the detection, where there is one thing.
	out.CanImport = out.CanImport || len(p.Sets) == 1
	for i, f := range p.Files {
		out.Files = append(out.Files, newSample(v, i, f))
	}
	return out
}

func newSet(v *visit.Visit, i int, s importing.Set, p importing.Preview) set {
	out := set{ID: "kind", Known: s.Kind != "", Title: v.Text("web.imports.unknown", nil), Count: v.Text("web.imports.count", i18n.Args{"count": len(s.Files)}),
		MapLabel: v.Text("web.map.open", nil)}
	if i > 0 {
		out.ID = fmt.Sprintf("kind-%d", i+1)
	}
	var names []string
	for j, name := range s.Files {
		if j == shownNames {
			names = append(names, "…")
			break
		}
		names = append(names, wording.File(name))
	}
	out.Names = strings.Join(names, " · ")
	if out.Known {
		out.Title = kindName(v, s.Kind)
		out.MapLabel = v.Text("web.map.otherwise", nil)
		out.Sentence = v.Text("web.imports.recognised", i18n.Args{"kind": kindName(v, s.Kind), "format": format(batch.Batch{Format: s.Format, Version: s.Version})})
		if s.Rows > 0 {
			out.Sentence += " " + v.Text("web.imports.rows", i18n.Args{"rows": v.L.Count(s.Rows), "rejected": v.L.Count(s.Rejected)})
		}
	} else {
		out.Problem, out.Hint = explain(v, s.Fault, p.Files)
		if fault.CodeOf(s.Fault) == "invoicebook.format_unknown" {
			out.Hint = v.Text("web.map.hint", nil)
		}
	}
	if s.Known != "" {
		out.Already = component.Fact{Label: v.Text("web.imports.already", nil), Text: wording.Tail(string(s.Known)), Link: component.Link{Href: "/imports/" + string(s.Known)}}
	}
	if fault.CodeOf(s.Fault) == "books.file_twice" {
		return out
	}
	if len(p.Sets) > 1 {
		out.Kinds = append(out.Kinds, choice{leftOut, v.Text("web.imports.leave", nil), !out.Known})
	}
	for _, k := range kinds() {
		out.Kinds = append(out.Kinds, choice{string(k), kindName(v, k), k == s.Kind})
	}
	if len(s.Findings) > 0 {
		t := findingsTable(v, s.Findings)
		out.Findings = &t
	}
	if len(s.Rejects) > 0 {
		t := rejectsTable(v, fmt.Sprintf("rejects-%d", i+1), s.Rejects)
		out.Rejects = &t
	}
	return out
}

// rejectsTable is rows that cannot be read: where, what stands there, and why.
func rejectsTable(v *visit.Visit, id string, all []batch.Reject) component.Table {
	t := report.Table{ID: id, Title: v.Text("web.imports.rejects", nil), Columns: []report.Column{column(v, "web.imports.reject", "row", report.KindInteger, 0),
		column(v, "web.imports.reject", "column", report.KindText, 0), column(v, "web.imports.reject", "value", report.KindText, 0), column(v, "web.imports.reject", "why", report.KindText, 0)}}
	for _, r := range all {
		why, _, _ := v.L.Fault(r.Fault())
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(r.Place.Row), report.Text(r.Place.Column), report.Text(r.Place.Value), report.Text(why)}})
	}
	return component.NewTable(v, t, nil)
}

// explain words a fault without the folder in which the server keeps files.
func explain(v *visit.Visit, err error, files []importing.PreviewFile) (problem, hint string) {
	problem, hint, _ = v.L.Fault(err)
	for _, f := range files {
		problem, hint = strings.ReplaceAll(problem, f.Name, wording.File(f.Name)), strings.ReplaceAll(hint, f.Name, wording.File(f.Name))
	}
	return problem, hint
}

// mapLink leads to the editor, for what no format of a program has.
func mapLink(upload string, s importing.Set) component.Link {
	if s.Kind != "" && s.Kind != batch.KindServices || fault.CodeOf(s.Fault) == "books.file_twice" || len(s.Files) == 0 || s.Format == importing.FormatInvoiceXML {
		return component.Link{}
	}
	return component.Link{Href: "/uploads/" + upload + "/map?file=" + url.QueryEscape(wording.File(s.Files[0]))}
}

func newSample(v *visit.Visit, n int, f importing.PreviewFile) sample {
	s := sample{Name: wording.File(f.Name), Size: v.L.Bytes(f.SizeBytes), HasTable: len(f.Records) > 0}
	t := report.Table{ID: fmt.Sprintf("sample-%d", n+1), Title: s.Name}
	for i, name := range f.Header {
		if i < mostColumns {
			t.Columns = append(t.Columns, report.Column{Key: fmt.Sprintf("column_%d", i+1), Label: name, Kind: report.KindText})
		}
	}
	for _, record := range f.Records {
		var row report.Row
		for i := range t.Columns {
			cell := report.Text("")
			if i < len(record) {
				cell.Value = record[i]
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	s.Table = component.NewTable(v, t, nil)
	return s
}

// running is how far a job is, in words.
type running struct {
	Address, Title, Stage, Item string
	Share                       string // thousandths; empty where the end is not known
	Problem, Hint, Code, Place  string
}

func newJob(v *visit.Visit, s job.State) running {
	out := running{Address: "/jobs/" + s.ID, Title: v.Text(s.Title, nil), Item: wording.File(s.Last.Item)}
	if s.Err != nil {
		out.Problem, out.Hint, out.Place = v.L.Fault(s.Err)
		out.Code = fault.CodeOf(s.Err)
		return out
	}
	if s.Last.Stage != "" {
		out.Stage = v.Text("progress."+s.Last.Stage, nil)
	}
	if s.Last.Total > 0 {
		out.Share = fmt.Sprint(min(s.Last.Done*1000/s.Last.Total, 1000))
	}
	return out
}
