package imports

import (
	"fmt"

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

// preview is what uploaded files are, before they count.
type preview struct {
	Upload        string
	Known         bool
	Sentence      string
	Problem, Hint string
	Kinds         []choice
	Findings      *component.Table
	Files         []sample
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

func newPreview(v *visit.Visit, upload string, p importing.Preview) preview {
	out := preview{Upload: upload, Known: p.Kind != ""}
	if out.Known {
		out.Sentence = v.Text("web.imports.recognised", i18n.Args{"kind": kindName(v, p.Kind), "format": format(batch.Batch{Format: p.Format, Version: p.Version})})
		if p.Rows > 0 {
			out.Sentence += " " + v.Text("web.imports.rows", i18n.Args{"rows": v.L.Count(p.Rows), "rejected": v.L.Count(p.Rejected)})
		}
	} else {
		out.Problem, out.Hint, _ = v.L.Fault(p.Fault)
	}
	for _, k := range kinds() {
		out.Kinds = append(out.Kinds, choice{string(k), kindName(v, k), k == p.Kind})
	}
	if len(p.Findings) > 0 {
		t := findingsTable(v, p.Findings)
		out.Findings = &t
	}
	for i, f := range p.Files {
		out.Files = append(out.Files, newSample(v, i, f))
	}
	return out
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
