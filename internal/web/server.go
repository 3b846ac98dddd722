// Package web is Sevenfold in a browser: sessions, routes, faults as pages,
// limits, logs and measures of requests.
//
// It owns the way from a request to a page and back; routes.go has every route
// on one page, failure.go the one table from fault.Kind to HTTP status. It does
// not own what pages show (a folder per page below), what things look like
// (layout, component, asset), or any figure (internal/flow).
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/asset"
	"github.com/sevenfold/sevenfold/internal/web/explain"
	"github.com/sevenfold/sevenfold/internal/web/explore"
	"github.com/sevenfold/sevenfold/internal/web/imports"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/overview"
	"github.com/sevenfold/sevenfold/internal/web/review"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/welcome"
)

// Options are what pages need of the rest of the program.
type Options struct {
	Settings   *configuring.Settings
	Bundle     *i18n.Bundle
	Measurer   *measuring.Measurer
	Explainer  *explaining.Explainer
	Assessor   *assessing.Assessor
	Finder     *triggering.Finder
	Prospector *prospecting.Prospector
	Trender    *trending.Trender
	Comparer   *comparing.Comparer
	Importer   *importing.Importer
	Admission  *admitting.Admission
	Sharing    *sharing.Sharing
	Notebook   *noting.Notebook
	Returning  *returning.Returning
	Mover      *moving.Mover
	// Selling gives what the books say of those to whom offerings could be sold.
	Selling func(context.Context) (fitting.Books, error)
	// Rests names what proposals rest on beside the books; another answer forgets
	// those that are kept.
	Rests func() any
	// Asking makes the jobs that ask people and take their answers.
	Asking review.Makers
	// Uploads is the folder for files that browsers bring.
	Uploads string
	// Roots are the folders of this machine that may be imported from by path.
	Roots []string
	// Ready says whether state and engine answer.
	Ready func(context.Context) error
	Gate  *auth.Gate
	// Hosts are the names under which the server may be asked, with their port;
	// another name is somebody else's page that had itself resolved to here.
	Hosts []string
	// Public is the address under which a proxy passes requests on, such as
	// https://books.example.com; empty where there is none.
	Public string
	Log    *slog.Logger
	Now    func() time.Time
}

// Server answers requests. It is safe for concurrent use; Close ends it.
type Server struct {
	Options
	assets   *asset.Set
	desk     *answer.Desk
	checker  *fitting.Checker
	metrics  *metrics
	handler  http.Handler
	jobs     *job.Board
	draining atomic.Bool
}

// mostSuggestions bounds what is kept of proposals, of all who ask together.
const mostSuggestions = 200_000

// New prepares a server. Nothing listens yet. From here on several people may
// ask: a page that forgets to say who, gets nothing from any job.
func New(o Options) (*Server, error) {
	o.Measurer.Guard, o.Explainer.Measurer.Guard, o.Importer.Guard, o.Admission.Guard = access.Guarded, access.Guarded, access.Guarded, access.Guarded
	o.Sharing.Guard = access.Guarded
	o.Settings.Guard, o.Assessor.Guard = access.Guarded, access.Guarded
	o.Notebook.Guard, o.Returning.Guard, o.Mover.Guard = access.Guarded, access.Guarded, access.Guarded
	o.Measurer.Keeps = true
	assets, err := asset.Load()
	if err != nil {
		return nil, err
	}
	catalogue, err := fitting.Catalogue(o.Assessor.Dir)
	if err != nil {
		return nil, err
	}
	checker := fitting.NewChecker(catalogue, region.ShippedRule(), region.China(), o.Now())
	s := &Server{Options: o, assets: assets, checker: &checker, desk: answer.NewDesk(o.Measurer, o.Explainer), metrics: newMetrics(), jobs: job.NewBoard()}
	if err := imports.Sweep(o.Uploads, o.Now()); err != nil {
		return nil, err
	}
	if err := welcome.Recover(itself(), o.Importer, o.Uploads); err != nil {
		return nil, err
	}
	if o.Mover.Proposing != nil {
		o.Mover.Proposing = answer.Keep(s.desk, func(all []moving.Suggestion) int { return len(all) }, mostSuggestions, o.Rests, o.Mover.Proposing)
	}
	s.handler = s.chain(s.routes())
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Metrics answers scrapes. It has no session and belongs on a port of its own.
func (s *Server) Metrics() http.Handler { return s.metrics }

// itself is who works where nobody has asked.
func itself() context.Context { return access.With(context.Background(), access.Local()) }

// Warm begins to compute in the background what the first visitor is likely to
// ask: the first page, where its headline comes from, and what filters offer.
func (s *Server) Warm() {
	s.jobs.Start(itself(), "", func(ctx context.Context, _ progress.Func) (string, error) {
		err := s.warm(ctx)
		if err != nil {
			s.Log.Warn("the first page could not be computed ahead", "error", err.Error())
		}
		return "", err
	})
}

func (s *Server) warm(ctx context.Context) error {
	set := s.Settings.Config()
	v := &visit.Visit{Currency: set.Currency, Policy: set.Rates.Policy, Calendar: set.Calendar(), URL: &url.URL{Path: "/"}}
	headline, err := (&overview.Handler{Desk: s.desk, Assessor: s.Assessor}).Warm(ctx, v)
	if err != nil || headline.Question == "" {
		return err
	}
	return errors.Join((&explain.Handler{Desk: s.desk}).Warm(ctx, headline), (&explore.Handler{Desk: s.desk}).Warm(ctx, v))
}

// Drain makes /readyz say no, so that who sends requests stops doing so, and ends
// the streams of events, which would hold it up.
func (s *Server) Drain() {
	s.draining.Store(true)
	s.jobs.Drain()
}

// Close stops what runs in the background and waits for it: an import ends at
// its next safe point, with nothing half done.
func (s *Server) Close() {
	s.jobs.Close()
}
