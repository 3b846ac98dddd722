// Package imports is what came in: the list of batches, each with its control
// totals, undo, and the way in for new files: bring, look, import.
//
// It owns those pages and where uploaded files are kept. What files are and how
// they come in, internal/flow/importing knows.
package imports

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows imports and takes new ones.
type Handler struct {
	Importer *importing.Importer
	Settings *configuring.Settings
	Uploads  string   // folder
	Roots    []string // folders of this machine that may be named
	Jobs     *job.Board
}

// List answers GET /imports.
func (h *Handler) List(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	all, err := h.Importer.List(r.Context())
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, listPage(v, newList(v, all, h.Roots)))
}

// Batch answers GET /imports/{batch}.
func (h *Handler) Batch(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	b, err := h.Importer.Find(r.Context(), batch.ID(r.PathValue("batch")))
	if err != nil {
		return err
	}
	more, err := h.Importer.Surroundings(r.Context(), b)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, batchPage(v, newBatch(v, b, more)))
}

// Undo answers POST /imports/{batch}/undo.
func (h *Handler) Undo(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	b, err := h.Importer.Undo(r.Context(), batch.ID(r.PathValue("batch")))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/imports/"+string(b.ID), http.StatusSeeOther)
	return nil
}
