package moves

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// ActionImport is what the audit log calls a file that is taken in.
const ActionImport = "move.import"

// mostFile bounds a file of moves in bytes.
const mostFile = 8 << 20

// refusal is the page of a file that was not taken in.
type refusal struct {
	File, Summary string
	Rows          component.Table
}

// Import answers POST /moves/import: all rows of a file, or none.
func (h *Handler) Import(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	name, taken, err := h.file(w, r)
	if err == nil && !taken.Written {
		err = fault.New(fault.KindInvalid, "move.file_refused").With("count", taken.Refused())
	}
	err = h.Did(r.Context(), r, ActionImport, name, err)
	switch {
	case fault.CodeOf(err) == "move.file_refused":
		return errors.Join(err, visit.Show(r.Context(), w, http.StatusConflict, refusalPage(v, newRefusal(v, name, taken))))
	case err != nil:
		return err
	}
	http.Redirect(w, r, path+"?show="+showList+"&added="+strconv.Itoa(taken.Count(moving.DidAdd))+"&changed="+strconv.Itoa(taken.Count(moving.DidChange)), http.StatusSeeOther)
	return nil
}

// file keeps the file of a form in a folder of its own until it is read. Its
// place in faults is the name that it came under.
func (h *Handler) file(w http.ResponseWriter, r *http.Request) (string, moving.Taken, error) {
	name, data, err := upload(w, r)
	if err != nil {
		return name, moving.Taken{}, err
	}
	dir := filepath.Join(h.Uploads, rand.Text())
	defer os.RemoveAll(dir) //nolint:errcheck // what stays is swept
	at := filepath.Join(dir, "moves"+strings.ToLower(filepath.Ext(name)))
	if err = os.MkdirAll(dir, 0o700); err == nil {
		err = os.WriteFile(at, data, 0o600)
	}
	if err != nil {
		return name, moving.Taken{}, fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: name}).Because(err)
	}
	taken, err := h.Mover.Import(r.Context(), moving.SheetInput{Path: at, Bundle: h.Bundle, Currency: h.Settings.Config().Currency})
	if f, ok := fault.As(err); ok && f.Place.File != "" {
		place := f.Place
		place.File = name
		err = f.At(place)
	}
	return name, taken, err
}

func upload(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostFile)
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
		if name = part.FileName(); name == "" {
			continue
		}
		data, err = io.ReadAll(part)
		return name[strings.LastIndexAny(name, `/\`)+1:], data, err
	}
}

func newRefusal(v *visit.Visit, name string, taken moving.Taken) refusal {
	out := refusal{File: name, Summary: v.Text("fault.move.file_refused", i18n.Args{"count": taken.Refused()})}
	t := report.Table{ID: "refused", Title: v.Text("web.moves.refused", nil)}
	for _, c := range []struct {
		key  string
		kind report.Kind
	}{{"row", report.KindInteger}, {"column", report.KindText}, {"title", report.KindText}, {"did", report.KindText}} {
		t.Columns = append(t.Columns, report.Column{Key: c.key, Label: v.Text("move.column."+c.key, nil), Kind: c.kind})
	}
	for _, row := range taken.Rows {
		if row.Fault != nil {
			message, hint, _ := v.L.Fault(row.Fault)
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(row.Row), report.Text(row.Fault.Place.Column), report.Text(row.Title), report.Text(message + " " + hint)}})
		}
	}
	out.Rows = component.NewTable(v, t, nil)
	return out
}
