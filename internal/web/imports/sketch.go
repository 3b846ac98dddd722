package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// leftOut stands for a column without meaning: an empty value would be dropped
// from an address.
const leftOut = "-"

// Sketch answers GET /uploads/{upload}/map: the editor. Its whole state is in the
// address, so that the page works without script, can be sent, and back works.
func (h *Handler) Sketch(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	paths, err := h.paths(r)
	if err != nil {
		return err
	}
	l, err := h.table(r, paths, r.URL.Query())
	if err != nil {
		return err
	}
	t := l.tables[l.at]
	var lines importing.Lines
	var text string
	var problem error
	if r.URL.Query().Get("taken") != "" {
		problem = fault.New(fault.KindConflict, "services.mapping_exists").With("name", t.Sketch.Name).With("part", "name")
	} else {
		lines, text, problem = h.Importer.TrySketch(r.Context(), paths, t.File, t.Sketch)
	}
	if _, isFault := fault.As(problem); problem != nil && !isFault {
		return problem
	}
	return visit.Show(r.Context(), w, http.StatusOK, sketchPage(v, newEditor(v, r, l, lines, text, problem)))
}

// SaveSketch answers POST /uploads/{upload}/map: it keeps the mapping, and goes
// back to the files, which are known now; or to the editor, which says what is
// missing.
func (h *Handler) SaveSketch(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	paths, err := h.paths(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	r.PostForm.Set("from", r.PostForm.Get("loaded")) // what was seen is kept
	l, err := h.table(r, paths, r.PostForm)
	if err != nil {
		return err
	}
	err = h.Importer.SaveMapping(r.Context(), l.tables[l.at].Sketch, r.PostForm.Get("replace") != "")
	f, isFault := fault.As(err)
	switch {
	case err == nil:
		http.Redirect(w, r, "/uploads/"+r.PathValue("upload"), http.StatusSeeOther)
		return nil
	case !isFault || f.Args["part"] == nil:
		return err
	}
	again := r.PostForm
	again.Del("taken")
	if f.Code == "services.mapping_exists" {
		again.Set("taken", "1")
	}
	http.Redirect(w, r, "/uploads/"+r.PathValue("upload")+"/map?"+again.Encode(), http.StatusSeeOther)
	return nil
}

// lookedAt is the tables of files, one of which is being mapped.
type lookedAt struct {
	tables []importing.Unmapped
	at     int
	saved  []string // mappings of the workspace to start from
	from   string   // the one started from; empty for none
	start  importing.SketchStart
}

// table finds the table that is being mapped, with the sketch as the form says.
// A mapping that was chosen to start from just now goes over what the form says:
// the form tells which one it was made from.
func (h *Handler) table(r *http.Request, paths []string, form url.Values) (l lookedAt, err error) {
	how := importing.SketchText{Encoding: importing.Encoding(form.Get("encoding")), Delimiter: form.Get("delimiter")}
	words := importing.NewVocabulary()
	if how.Encoding != "" && !slices.Contains(words.Encodings, how.Encoding) || how.Delimiter != "" && !slices.Contains(words.Delimiters, how.Delimiter) {
		return l, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", string(how.Encoding)+" "+how.Delimiter)
	}
	row, err := strconv.ParseInt(form.Get("header"), 10, 64)
	if err != nil {
		row = 0
	}
	if l.saved, err = h.Importer.SavedMappings(r.Context()); err != nil {
		return l, err
	}
	l.from = form.Get("from")
	chosen := l.from != form.Get("loaded")
	var starts []importing.SketchStart
	if l.from != "" && chosen {
		l.tables, starts, err = h.Importer.StartSketches(r.Context(), paths, l.from, row)
	} else {
		l.tables, err = h.Importer.Sketches(r.Context(), paths, how, row)
	}
	if err != nil {
		return l, err
	}
	if l.at, err = strconv.Atoi(form.Get("table")); err != nil {
		l.at = max(slices.IndexFunc(l.tables, func(t importing.Unmapped) bool { return wording.File(t.File) == form.Get("file") }), 0)
	}
	if l.at < 0 || l.at >= len(l.tables) {
		return l, fault.New(fault.KindNotFound, "web.no_table")
	}
	if starts != nil {
		l.start = starts[l.at]
	}
	switch s := &l.tables[l.at].Sketch; {
	case chosen:
	case form.Get("layout") != layoutOf(s.Headers):
		l.from = "" // of other columns than those started with
	default:
		fill(s, form)
	}
	return l, nil
}

// layoutOf tells whether a form was made for the columns that there are now.
func layoutOf(headers []string) string {
	sum := sha256.Sum256([]byte(strings.Join(headers, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// fill puts what a person said of these columns over what was guessed.
func fill(s *importing.Sketch, form url.Values) {
	s.Name = strings.TrimSpace(form.Get("name"))
	for i := range s.Fields {
		switch said := form.Get(fmt.Sprintf("c%d", i+1)); said {
		case "":
		case leftOut:
			s.Fields[i] = ""
		default:
			s.Fields[i] = importing.Field(said)
		}
	}
	s.Dates = nil
	for _, pattern := range form["date"] {
		if pattern = strings.TrimSpace(pattern); pattern != "" && !slices.Contains(s.Dates, pattern) {
			s.Dates = append(s.Dates, pattern)
		}
	}
	s.Decimal = importing.DecimalMark(form.Get("decimal"))
	s.Tax = importing.TaxMode(form.Get("tax"))
	s.Until = importing.Until(form.Get("until"))
	s.Currency = strings.ToUpper(strings.TrimSpace(form.Get("currency")))
	s.Total = cellOf(form, "total")
	s.Credit = cellOf(form, "credit")
	s.CreditPositive = form.Get("credit_positive") != ""
}

// cellOf reads a column and its texts, which semicolons part.
func cellOf(form url.Values, name string) importing.SketchCell {
	c := importing.SketchCell{Column: form.Get(name)}
	if c.Column == leftOut {
		c.Column = ""
	}
	for _, text := range strings.FieldsFunc(form.Get(name+"_is"), func(r rune) bool { return r == ';' || r == '；' }) {
		if text = strings.TrimSpace(text); text != "" {
			c.Texts = append(c.Texts, text)
		}
	}
	return c
}

// Mapping answers GET /mappings/{name}: the file, for the command line or another
// workspace.
func (h *Handler) Mapping(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	name := r.PathValue("name")
	text, err := h.Importer.MappingText(r.Context(), name)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name)+".yaml")
	_, err = w.Write([]byte(text))
	return err
}
