// Package welcome greets an empty workspace with two ways in: the books of an
// invented firm, or one's own files.
//
// It owns the first run. What the invented books are, internal/flow/generating
// knows; how they come in, internal/flow/importing.
package welcome

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/config"
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
	Uploads  string // folder; the demo's books stand below it
	Jobs     *job.Board
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
	http.Redirect(w, r, "/jobs/"+h.Jobs.Start(r.Context(), "web.welcome.running", func(ctx context.Context, report progress.Func) (string, error) {
		return "/", h.make(ctx, v.Text("demo.partner", nil), report)
	}), http.StatusSeeOther)
	return nil
}

// make leaves the workspace as `sevenfold demo` does: with the firm's name, and
// with the payers that are its own, which tell resold from influenced.
func (h *Handler) make(ctx context.Context, partner string, report progress.Func) error {
	books := filepath.Join(h.Uploads, "demo")
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
	im := *h.Importer
	im.Progress = report
	return importAll(ctx, &im, books, h.Settings.Config())
}

// importAll brings the books in the order a person would.
func importAll(ctx context.Context, im *importing.Importer, books string, c config.Config) error {
	share := c.Rejects.MaxShare
	at := func(parts ...string) []string { return []string{filepath.Join(append([]string{books}, parts...)...)} }
	if _, err := im.Customers(ctx, importing.RosterInput{Paths: at("customers.csv"), MaxRejectShare: share}); err != nil {
		return err
	}
	if _, err := im.Categories(ctx, importing.RosterInput{Paths: at("categories.csv"), MaxRejectShare: share}); err != nil {
		return err
	}
	if _, err := im.Rates(ctx, importing.RatesInput{Paths: at("rates.csv"), MaxRejectShare: share}); err != nil {
		return err
	}
	for _, kind := range []string{"focus", "cur2", "cur", "cur-china"} {
		if _, err := im.Bill(ctx, importing.BillInput{Paths: at("bills", kind), MaxRejectShare: share}); err != nil {
			return err
		}
	}
	for _, book := range []string{"xero.csv", "quickbooks.csv", "quanliang.xlsx", "ubl"} {
		if _, err := im.Services(ctx, importing.ServicesInput{Paths: at("invoices", book), MaxRejectShare: share}); err != nil {
			return err
		}
	}
	return nil
}
