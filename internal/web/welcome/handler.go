// Package welcome greets an empty workspace with two ways in: the books of an
// invented firm, or one's own files.
//
// It owns the first run. What the invented books are, internal/flow/generating
// knows; how they come in, internal/flow/importing.
package welcome

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler greets.
type Handler struct {
	Importer *importing.Importer
	Settings *configuring.Settings
	Uploads  string // folder; the invented books stand below it while they are imported
	Jobs     *job.Board

	starting sync.Mutex
	running  string // the job that makes the invented books: who asks twice watches it
}

// demoSeed makes the same books as `sevenfold demo`.
const demoSeed = 1

// Or shows the greeting while nothing counts, and the page otherwise.
func (h *Handler) Or(page visit.Handler) visit.Handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
		empty, err := h.Importer.IsEmpty(r.Context())
		if err != nil {
			return err
		}
		if !empty {
			return page(w, r, v)
		}
		return visit.Show(r.Context(), w, http.StatusOK, greeting(v))
	}
}

// Demo answers POST /welcome/demo: it makes the invented books and imports
// them. A workspace with books of its own is left alone.
func (h *Handler) Demo(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	empty, err := h.Importer.IsEmpty(r.Context())
	if err != nil {
		return err
	}
	if !empty {
		return fault.New(fault.KindConflict, "web.not_empty")
	}
	h.starting.Lock()
	defer h.starting.Unlock()
	if s, err := h.Jobs.Find(h.running); err != nil || s.Done {
		h.running = h.Jobs.Start(r.Context(), "web.welcome.running", func(ctx context.Context, report progress.Func) (string, error) {
			return "/", h.make(ctx, v.Text("demo.partner", nil), report)
		})
	}
	http.Redirect(w, r, "/jobs/"+h.running, http.StatusSeeOther)
	return nil
}

// make leaves the workspace as `sevenfold demo` does: with the firm's name, and
// with the payers that are its own, which tell resold from influenced. Every try
// has a folder of its own, so that what a killed one left is in nobody's way.
func (h *Handler) make(ctx context.Context, partner string, report progress.Func) error {
	books := filepath.Join(h.Uploads, rand.Text())
	defer os.RemoveAll(books) //nolint:errcheck // what stays is swept with uploads that were given up
	written := func(p generating.Progress) {
		report.Send(progress.Event{Stage: "generate", Item: p.File, Done: p.Rows, Total: max(p.RowsTotal, p.Rows), Unit: progress.UnitRows,
			Finished: p.Months == p.MonthsTotal})
	}
	made, err := generating.Run(ctx, generating.Options{Seed: demoSeed, Out: books}, written)
	if err != nil {
		return err
	}
	if err := h.Settings.Change(ctx, map[string]string{"partner.name": partner, "partner.payers": strings.Join(made.OwnPayers, ",")}); err != nil {
		return err
	}
	marker := filepath.Join(books, unfinished)
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: marker}).Because(err)
	}
	im := *h.Importer
	im.Progress = report
	var all []importing.Book
	for _, b := range generating.Books(books) {
		all = append(all, importing.Book(b))
	}
	if _, err = im.Series(ctx, all, h.Settings.Config().Rejects.MaxShare); err != nil {
		return err
	}
	// Before the folder goes: from here on the books are the workspace's.
	if err := os.Remove(marker); err != nil {
		return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: marker}).Because(err)
	}
	return nil
}

// unfinished is a file beside invented books while they are being imported.
const unfinished = ".unfinished"

// Recover takes back what came in of invented books when the server was killed
// before all had: the workspace is as empty as it was, and greets again.
func Recover(ctx context.Context, im *importing.Importer, uploads string) error {
	entries, err := os.ReadDir(uploads)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: uploads}).Because(err)
	}
	for _, e := range entries {
		books := filepath.Join(uploads, e.Name())
		if _, err := os.Stat(filepath.Join(books, unfinished)); err != nil {
			continue
		}
		if err := im.UndoFrom(ctx, e.Name()); err != nil {
			return err
		}
		if err := os.RemoveAll(books); err != nil {
			return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: books}).Because(err)
		}
	}
	return nil
}
