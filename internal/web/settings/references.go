package settings

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// references is the page of what others published.
type references struct {
	Table   component.Table
	Own     string // how many values are the workspace's own; empty for none
	MayEdit bool
}

// mostReference bounds an uploaded file of references in bytes; the job has its
// own, lower word.
const mostReference = 2 << 20

// References answers GET /settings/references.
func (h *Handler) References(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	all, err := h.Assessor.References(r.Context())
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, referencesPage(v, newReferences(v, all)))
}

// ReferencesCSV answers GET /settings/references.csv: the values in force, as a
// file that can be changed and brought back.
func (h *Handler) ReferencesCSV(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	all, err := h.Assessor.References(r.Context())
	if err != nil {
		return err
	}
	return give(w, "text/csv", assessing.BenchmarkFile, benchmark.Format(all.Table))
}

// ReplaceReferences answers POST /settings/references.
func (h *Handler) ReplaceReferences(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	name, data, err := upload(w, r)
	if err == nil {
		err = h.Assessor.ReplaceReferences(r.Context(), name, data)
	}
	if err = h.Did(r.Context(), r, ActionReferences, name, err); err == nil {
		http.Redirect(w, r, "/settings/references", http.StatusSeeOther)
	}
	return err
}

// ResetReferences answers POST /settings/references/reset.
func (h *Handler) ResetReferences(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	err := h.Did(r.Context(), r, ActionReferencesReset, "", h.Assessor.ResetReferences(r.Context()))
	if err == nil {
		http.Redirect(w, r, "/settings/references", http.StatusSeeOther)
	}
	return err
}

// upload reads the one file of a form into memory.
func upload(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostReference)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.New(fault.KindInvalid, "web.upload_empty")
		}
		if err != nil {
			return "", nil, err
		}
		if part.FileName() == "" {
			continue
		}
		name = part.FileName()
		name = name[strings.LastIndexAny(name, `/\`)+1:]
		data, err = io.ReadAll(part)
		return name, data, err
	}
}

func newReferences(v *visit.Visit, all assessing.References) references {
	out := references{MayEdit: v.May(access.RightSettle)}
	t := report.Table{ID: "references", Title: v.Text("web.settings.tab.references", nil)}
	for _, c := range []struct {
		key  string
		rank int
		kind report.Kind
	}{{"reference", 0, report.KindText}, {"value", 0, report.KindRatio}, {"unit", 2, report.KindText}, {"year", 0, report.KindText}, {"source", 0, report.KindText}, {"confidence", 0, report.KindText}} {
		t.Columns = append(t.Columns, report.Column{Key: c.key, Label: v.Text("web.settings.reference."+c.key, nil), Kind: c.kind, Rank: c.rank})
	}
	links, own := component.Links{}, 0
	values := map[int]string{}
	for i, r := range all.Table {
		name := r.ID
		if key := "web.reference." + r.ID; v.L.Has(key) {
			name = v.Text(key, nil)
		}
		confidence := report.Text(v.Text("web.settings.confidence.none", nil))
		if r.Confidence != benchmark.ConfidenceUnknown {
			confidence = report.Text(v.Text("web.settings.confidence."+string(r.Confidence), nil))
		}
		if all.Own[r.ID] {
			own++
			confidence = report.Text(v.Text("web.settings.confidence.own", i18n.Args{"confidence": confidence.Value})).WithTone(report.ToneWarning)
		}
		if r.URL != "" && (strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://")) {
			links[component.At{Row: i, Column: 4}] = component.Link{Href: r.URL}
		}
		year := ""
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		values[i] = referenceValue(v, r)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(name), report.Gap(), report.Text(unit(v, r.Unit)), report.Text(year),
			report.Text(source(v, r)), confidence}})
	}
	out.Table = component.NewTable(v, t, links)
	for i, text := range values {
		if text != "" {
			out.Table.Rows[i].Cells[1].Text, out.Table.Rows[i].Cells[1].Class = text, "number"
		}
	}
	if own > 0 {
		out.Own = v.Text("web.settings.references.own", i18n.Args{"count": own, "file": filepath.Base(all.File)})
	}
	return out
}

// source names who published a value; that nobody did is said in the reader's
// language.
func source(v *visit.Visit, r benchmark.Reference) string {
	if !r.Known() {
		return v.Text("web.settings.reference.unpublished", nil)
	}
	return r.Source
}

// unit names a unit as people read it; a user's own unit stands as written.
func unit(v *visit.Visit, u string) string {
	if key := "web.reference.unit." + strings.ReplaceAll(u, " ", "_"); v.L.Has(key) {
		return v.Text(key, nil)
	}
	return u
}

// referenceValue is a value or range; empty for nothing.
func referenceValue(v *visit.Visit, r benchmark.Reference) string {
	kind := report.KindRatio
	if r.Unit == "share" {
		kind = report.KindPercent
	}
	shown := func(d *money.Decimal) string { return wording.Shown(v, report.Decimal(*d), kind) }
	switch {
	case r.Value != nil:
		return shown(r.Value)
	case r.Low != nil && r.High != nil:
		return shown(r.Low) + "–" + shown(r.High)
	case r.Low != nil:
		return "≥ " + shown(r.Low)
	case r.High != nil:
		return "≤ " + shown(r.High)
	}
	return ""
}
