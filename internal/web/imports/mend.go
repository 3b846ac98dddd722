package imports

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// atOnce is how many rejected rows a page has.
const atOnce = 20

// Rejects answers GET /imports/{batch}/rejects: the rows that could not be read,
// with their cells to correct.
func (h *Handler) Rejects(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	tried := r.URL.Query().Get("tried")
	if tried != "" && !batchID(tried) {
		return fault.New(fault.KindNotFound, "batch.not_found").With("batch", tried)
	}
	b, open, err := h.Importer.RejectsOf(r.Context(), batch.ID(r.PathValue("batch")), batch.ID(tried))
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, mendPage(v, newMending(v, b, open, tried)))
}

// batchID reports the form of an id: it becomes part of a file's name.
func batchID(s string) bool {
	return len(s) == 26 && strings.Trim(s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ""
}

// Mend answers POST /imports/{batch}/rejects: it imports the corrected rows, and
// leads to what came of it.
func (h *Handler) Mend(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	in := importing.MendInput{Batch: batch.ID(r.PathValue("batch")), Rows: corrected(r.PostForm)}
	done, err := h.Importer.Mend(r.Context(), in)
	if f, ok := fault.As(err); ok {
		if attempt, ok := f.Args["attempt"].(string); ok {
			http.Redirect(w, r, "/imports/"+r.PathValue("batch")+"/rejects?tried="+attempt, http.StatusSeeOther)
			return nil
		}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/imports/"+string(done.Batch.ID), http.StatusSeeOther)
	return nil
}

// corrected reads the rows of a form.
func corrected(form url.Values) (rows []importing.CorrectedRow) {
	for i := range atOnce {
		n, err := strconv.ParseInt(form.Get(fmt.Sprintf("row.%d", i)), 10, 64)
		if err != nil {
			break
		}
		row := importing.CorrectedRow{File: form.Get(fmt.Sprintf("file.%d", i)), Row: n}
		for j := 0; ; j++ {
			cell, ok := form[fmt.Sprintf("cell.%d.%d", i, j)]
			if !ok {
				break
			}
			row.Record = append(row.Record, cell[0])
		}
		rows = append(rows, row)
	}
	return rows
}

// mending is what of a batch is rejected.
type mending struct {
	Batch, Title, Action string
	Failed               bool
	Done                 bool
	Rows                 []rejected
	More                 string
}

// rejected is a row with its cells.
type rejected struct {
	N, File, Row          string
	Title, Problem, Hint  string
	Stands                string // the whole row as it is in the file, where its width is wrong
	Faulty, Others        []cell
	FileField, NumberName string
}

type cell struct {
	Name, Label, Value, Before string
}

func newMending(v *visit.Visit, b batch.Batch, open []importing.OpenReject, tried string) mending {
	m := mending{Batch: string(b.ID), Title: kindName(v, b.Kind), Action: "/imports/" + string(b.ID) + "/rejects", Failed: tried != "", Done: len(open) == 0}
	if more := len(open) - atOnce; more > 0 {
		m.More = v.Text("web.mend.more", i18n.Args{"count": more})
		open = open[:atOnce]
	}
	for i, o := range open {
		m.Rows = append(m.Rows, newRejected(v, i, o))
	}
	return m
}

func newRejected(v *visit.Visit, i int, o importing.OpenReject) rejected {
	r := rejected{N: strconv.Itoa(i), File: o.Place.File, Row: strconv.FormatInt(o.Place.Row, 10), FileField: fmt.Sprintf("file.%d", i), NumberName: fmt.Sprintf("row.%d", i),
		Title: v.Text("web.mend.row", i18n.Args{"row": o.Place.Row, "file": wording.File(o.Place.File)})}
	r.Problem, r.Hint, _ = v.L.Fault(o.Fault())
	if len(o.Original) != len(o.Header) {
		r.Stands = strings.Join(o.Original, " | ")
	}
	for j, label := range o.Header {
		c := cell{Name: fmt.Sprintf("cell.%d.%d", i, j), Label: label}
		if j < len(o.Record) {
			c.Value = o.Record[j]
		}
		if j < len(o.Original) && o.Original[j] != c.Value {
			c.Before = o.Original[j]
		}
		if o.Place.Column == "" || strings.EqualFold(label, o.Place.Column) {
			r.Faulty = append(r.Faulty, c)
		} else {
			r.Others = append(r.Others, c)
		}
	}
	if len(r.Faulty) == 0 { // the column that is missing stands in no header
		r.Faulty, r.Others = r.Others, nil
	}
	return r
}
