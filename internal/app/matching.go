package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

// Matching gives the job that finds whose accounts and invoices are. Actor is
// who answers.
func (a *App) Matching(ctx context.Context, actor string, now func() time.Time, report progress.Func) (*matching.Matcher, error) {
	thresholds := identity.DefaultThresholds()
	all := a.settings.Config()
	set := all.Match
	if set.Apart.Cmp(set.Accept) > 0 {
		return nil, fault.New(fault.KindInvalid, "match.thresholds_crossed").With("accept", set.Accept.String()).With("apart", set.Apart.String())
	}
	if _, err := fmt.Sscan(set.Accept.String()+" "+set.Apart.String(), &thresholds.Accept, &thresholds.Apart); err != nil {
		return nil, err
	}
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := a.Engine(ctx)
	if err != nil {
		return nil, err
	}
	return &matching.Matcher{State: db, Engine: engine, Lake: a.LakeDir(), Cache: filepath.Join(a.dir, "cache"), Program: program(), Payers: all.Partner.Payers,
		Thresholds: thresholds, Currency: all.Currency, Policy: all.Rates.Policy, Actor: actor, Now: now, Progress: report}, nil
}

// program names the file that runs, so that nothing is taken over from another
// build; a file that cannot be looked at has no name.
func program() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}
