package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web"
	"github.com/sevenfold/sevenfold/internal/web/review"
)

// UploadDir is where files that a browser brought stay.
func UploadDir(dir string) string { return filepath.Join(dir, "uploads") }

// ServingInput is what serving needs from outside the workspace.
type ServingInput struct {
	Bundle *i18n.Bundle
	Gate   *auth.Gate
	Hosts  []string // names under which the server may be asked, with port
	Public string   // the address of a proxy in front; empty for none
	Team   bool     // everybody signs in
	Log    *slog.Logger
	Now    func() time.Time
}

// Serving gives the pages of the workspace. State and engine are started at
// once: requests come side by side, and the first must not wait for them.
func (a *App) Serving(ctx context.Context, in ServingInput) (*web.Server, error) {
	importer, err := a.Importing(ctx, in.Now, nil)
	if err != nil {
		return nil, err
	}
	explainer, err := a.Explaining(ctx)
	if err != nil {
		return nil, err
	}
	ready := func(ctx context.Context) error {
		if _, err := a.state.SizeSeen(ctx, 0); err != nil {
			return err
		}
		_, err := a.engine.Version(ctx)
		return err
	}
	// State and engine are open by now, so that these may be called side by side.
	asking := review.Makers{
		Matching: func(ctx context.Context, actor string, report progress.Func) (*matching.Matcher, error) {
			return a.Matching(ctx, actor, in.Now, report)
		},
		Categorising: func(ctx context.Context, actor string, report progress.Func) (*categorising.Categoriser, error) {
			return a.Categorising(ctx, actor, in.Now, report)
		},
		Attributing: func(ctx context.Context, actor string, report progress.Func) (*attributing.Attributor, error) {
			return a.Attributing(ctx, actor, in.Now, report)
		},
	}
	admission := admitting.New(a.state, true, in.Team, auth.Default(), in.Now)
	if in.Team {
		if admission.Keys, err = openKeys(a.dir); err != nil {
			return nil, err
		}
		if err := admission.SealSecrets(ctx); err != nil {
			return nil, err
		}
	}
	assessor := a.Assessing()
	assessor.Guard = access.Guarded
	prospector := prospectorOf(explainer.Measurer, assessor)
	finder := a.finder(explainer.Measurer, in.Now)
	proposing := proposer{a, explainer.Measurer, assessor, prospector, finder, in.Now}
	mover := &moving.Mover{State: a.state, Now: in.Now, Proposing: proposing.run}
	return web.New(web.Options{Roots: a.roots(in.Team), Settings: a.settings, Bundle: in.Bundle, Measurer: explainer.Measurer, Explainer: explainer,
		Assessor: assessor, Finder: finder, Prospector: prospector, Trender: trenderOf(explainer.Measurer, assessor), Comparer: a.comparer(explainer.Measurer, assessor), Importer: importer, Uploads: UploadDir(a.dir), Ready: ready, Gate: in.Gate, Hosts: in.Hosts, Public: in.Public,
		Asking: asking, Notebook: &noting.Notebook{State: a.state, Now: in.Now}, Admission: admission, Mover: mover, Rests: proposing.rests, Selling: seller{a.settings.Config, explainer.Measurer, prospector, mover}.run,
		Returning: &returning.Returning{State: a.state, Guard: access.Guarded, Now: in.Now},
		Sharing:   &sharing.Sharing{State: a.state, Guard: access.Guarded, Team: in.Team, Now: in.Now}, Log: in.Log, Now: in.Now})
}

// roots are the folders that a page may import from: a team has only those that
// are configured.
func (a *App) roots(team bool) []string {
	var roots []string
	if !team {
		roots = append(roots, a.dir)
	}
	for _, root := range a.settings.Config().Serve.Roots {
		if !filepath.IsAbs(root) {
			root = filepath.Join(a.dir, root)
		}
		roots = append(roots, root)
	}
	return roots
}

// Admitting gives the rules about people to who has the workspace's folder.
func (a *App) Admitting(ctx context.Context, now func() time.Time) (*admitting.Admission, error) {
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	return admitting.New(db, false, true, auth.Default(), now), nil
}
