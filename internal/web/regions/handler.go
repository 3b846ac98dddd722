// Package regions is the page on whether a thing runs in the China regions: it is
// brought by the browser, judged, and given back mended.
//
// It owns how a thing is kept while somebody looks at it, and how verdicts are
// laid out. What a verdict is, internal/flow/fitting and core/region say; what is
// wrong in a template, internal/flow/linting.
package regions

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/linting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Actions in the audit log.
const (
	ActionCheck = "region.check" // a thing was brought and judged
	ActionFix   = "region.fix"   // what can be mended in it was
)

// home is where the page stands.
const home = "/regions"

// Handler judges what browsers bring.
type Handler struct {
	Uploads string // folder for files that browsers bring
	Now     func() time.Time
	Checker *fitting.Checker // its day is that of the start; reports get Now
	// Selling gives what the books say of those to whom offerings could be sold, as
	// far as the asker may see them.
	Selling func(context.Context) (fitting.Books, error)
	Desk    *answer.Desk
}

// Page answers GET /regions: what to bring, and how much of the bill could move;
// of one ?customer, where it is asked for.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	in := answer.Input(v, period.Range{}, fitting.BillDimensions()...)
	in.Definitions = []string{"standard"}
	who := r.URL.Query().Get("customer")
	if who != "" {
		in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{who}}}
	}
	result, err := h.Desk.Ask(r.Context(), in)
	if err != nil {
		return err
	}
	page := newStart(v, h.Checker, h.Checker.JudgeBill(result.Figures[0]), who)
	if page.Name = result.Names[customer.ID(who)]; page.Name == "" {
		page.Name = who
	}
	if who == "" { // the bill of one customer is not about offerings
		books, err := h.Selling(r.Context())
		if err != nil {
			return err
		}
		outlooks, err := h.today().Outlooks(books, v.L.Lang() == i18n.Chinese)
		if err != nil {
			return err
		}
		page.Offerings = newProspects(v, outlooks)
	}
	return visit.Show(r.Context(), w, http.StatusOK, startPage(v, page))
}

// Upload answers POST /regions: it keeps the file and leads to its verdict.
func (h *Handler) Upload(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	name, data, err := receive(w, r)
	if err != nil {
		return err
	}
	if _, err := h.examine(name, data); err != nil {
		return err // what cannot be read is not kept
	}
	id, err := h.keep(v, name, data)
	if err != nil {
		return err
	}
	http.Redirect(w, r, home+"/"+id, http.StatusSeeOther)
	return nil
}

// One answers GET /regions/{id}: verdicts side by side, what was found, and what
// would be mended.
func (h *Handler) One(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	thing, err := h.find(r, v)
	if err != nil {
		return err
	}
	report, err := h.examine(thing.name, thing.data)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, onePage(v, newOne(v, h.Checker, thing, report, lint(thing))))
}

// Fix answers POST /regions/{id}/fix: it keeps the mended thing beside the one
// that was brought, and leads to its verdict.
func (h *Handler) Fix(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	thing, err := h.find(r, v)
	if err != nil {
		return err
	}
	mended := lint(thing)
	if mended.Fixed == 0 {
		return fault.New(fault.KindConflict, "region.nothing_to_fix")
	}
	id, err := h.keep(v, thing.name, mended.Content)
	if err != nil {
		return err
	}
	http.Redirect(w, r, home+"/"+id+"?from="+thing.id, http.StatusSeeOther)
	return nil
}

// File answers GET /regions/{id}/file: the thing itself, as it is kept.
func (h *Handler) File(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	thing, err := h.find(r, v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	attach(w, thing.name)
	_, err = w.Write(thing.data)
	return err
}

// Report answers GET /regions/{id}/report: ?region and ?format (md, html, json).
func (h *Handler) Report(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	thing, err := h.find(r, v)
	if err != nil {
		return err
	}
	report, err := h.examine(thing.name, thing.data)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(report.Verdicts, func(one region.Verdict) bool { return string(one.Region) == r.URL.Query().Get("region") })
	if i < 0 {
		return fault.New(fault.KindNotFound, "region.region_unknown").With("region", r.URL.Query().Get("region"))
	}
	page := h.Checker.Page(v.L, report, report.Verdicts[i])
	kind, ending, write := "text/markdown", ".md", func(w io.Writer) error { return markdown.Render(w, page) }
	switch r.URL.Query().Get("format") {
	case "html":
		kind, ending, write = "text/html", ".html", func(w io.Writer) error { return markdown.HTML(w, page) }
	case "json":
		kind, ending, write = "application/json", ".json", func(w io.Writer) error { return fitting.WriteJSON(w, report) }
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	attach(w, thing.name+"."+string(report.Verdicts[i].Region)+ending)
	_, err = w.Write(b.Bytes())
	return err
}

func (h *Handler) examine(name string, data []byte) (fitting.Report, error) {
	return h.today().Examine(name, data)
}

// today is the checker with the day of the request.
func (h *Handler) today() fitting.Checker {
	k := *h.Checker
	k.Day = h.Now()
	return k
}

// lint looks for what keeps a thing from the China partition. What no rule reads
// has nothing.
func lint(t thing) linting.File {
	f, err := linting.Text(t.name, t.data)
	if err != nil {
		return linting.File{Name: t.name, Content: t.data}
	}
	return f
}

// attach names a download with what any file system takes.
func attach(w http.ResponseWriter, name string) {
	safe := strings.Map(func(r rune) rune {
		if r == '"' || r == '\\' || r < ' ' || r > '~' {
			return '_'
		}
		return r
	}, path.Base(name))
	w.Header().Set("Content-Disposition", `attachment; filename="`+safe+`"`)
}
