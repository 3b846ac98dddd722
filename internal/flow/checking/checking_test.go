package checking

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/state"
)

// workspaceFor makes a healthy workspace.
func workspaceFor(t *testing.T) Input {
	t.Helper()
	dir := t.TempDir()
	in := Input{Dir: dir, Config: config.Default(), State: filepath.Join(dir, "state.db"), Lake: filepath.Join(dir, "lake"), TempDir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(dir, config.FileName), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(in.Lake, 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := state.Open(t.Context(), in.State)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return in
}

func inspect(t *testing.T, in Input) map[string]string {
	t.Helper()
	checks, err := Inspect(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, c := range checks {
		if c.ID != "disk" && c.ID != "memory" { // they depend on the machine
			found[c.ID] = string(c.Status) + " " + c.Finding
		}
	}
	return found
}

func expect(t *testing.T, in Input, want map[string]string) {
	t.Helper()
	all := map[string]string{"workspace": "ok ok", "config": "ok ok", "folder": "ok ok", "state": "ok ok", "leftovers": "ok ok", "temp": "ok ok"}
	for id, finding := range want {
		if all[id] = finding; finding == "" {
			delete(all, id)
		}
	}
	if diff := cmp.Diff(all, inspect(t, in)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func mkdir(t *testing.T, parts ...string) string {
	t.Helper()
	dir := filepath.Join(parts...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAHealthyWorkspaceIsHealthy(t *testing.T) { expect(t, workspaceFor(t), nil) }

func TestWhatDependsOnAWorkspaceIsNotAskedWithoutOne(t *testing.T) {
	in := workspaceFor(t)
	if err := os.Remove(filepath.Join(in.Dir, config.FileName)); err != nil {
		t.Fatal(err)
	}
	expect(t, in, map[string]string{"workspace": "fail missing", "folder": "", "state": "", "leftovers": ""})
}

func TestSettingsThatCannotBeReadKeepTheStateShut(t *testing.T) {
	in := workspaceFor(t)
	in.ConfigErr = errors.New("bad")
	expect(t, in, map[string]string{"config": "fail invalid", "state": "warn skipped", "leftovers": "warn skipped"})
}

func TestAMissingStateIsNotMade(t *testing.T) {
	in := workspaceFor(t)
	in.State = filepath.Join(in.Dir, "elsewhere.db")
	expect(t, in, map[string]string{"state": "fail missing", "leftovers": "warn skipped"})
	if _, err := os.Stat(in.State); err == nil {
		t.Error("looking made a state")
	}
}

func TestADamagedStateIsTold(t *testing.T) {
	in := workspaceFor(t)
	in.State = filepath.Join(in.Dir, "damaged.db")
	if err := os.WriteFile(in.State, []byte("this is no database, not even nearly one"), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, in, map[string]string{"state": "fail unreadable", "leftovers": "warn skipped"})
}

func TestAMissingLakeAndTempFolderAreTold(t *testing.T) {
	in := workspaceFor(t)
	if err := os.Remove(in.Lake); err != nil {
		t.Fatal(err)
	}
	in.TempDir = filepath.Join(in.TempDir, "missing")
	checks := inspect(t, in)
	if checks["folder"] != "fail unwritable" || checks["temp"] != "fail unwritable" {
		t.Errorf("%v", checks)
	}
}

// imported commits a batch, so that the state knows one.
func imported(t *testing.T, in Input, id batch.ID) {
	t.Helper()
	db, err := state.Open(t.Context(), in.State)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.CommitBatch(t.Context(), state.Commit{Batch: batch.Batch{ID: id, Kind: batch.KindRates, Status: batch.StatusLive,
		ImportedAt: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC), Fingerprint: string(id)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLeftoversAreClearedAndNothingElse(t *testing.T) {
	in := workspaceFor(t)
	imported(t, in, "KNOWN")
	kept := []string{mkdir(t, in.Lake, "charge", "batch=KNOWN"), mkdir(t, in.Lake, "notes")}
	dead := []string{mkdir(t, in.Lake, ".staging", "DEAD", "charge"), mkdir(t, in.Lake, "charge", "batch=DEAD"), mkdir(t, in.Lake, "charge_month", "batch=DEAD")}
	expect(t, in, map[string]string{"leftovers": "warn found"})
	for _, dir := range dead {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("removed without being asked: %s", dir)
		}
	}
	in.Fix = true
	expect(t, in, map[string]string{"leftovers": "ok cleared"})
	expect(t, in, nil)
	for _, dir := range kept {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("%s is gone", dir)
		}
	}
	for _, dir := range dead {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is still there", dir)
		}
	}
}

func TestALakeThatTheStateDoesNotKnowIsNeverCleared(t *testing.T) {
	in := workspaceFor(t)
	in.Fix = true
	dir := mkdir(t, in.Lake, "charge", "batch=SOMEBODYS")
	staged := mkdir(t, in.Lake, ".staging", "DEAD")
	expect(t, in, map[string]string{"leftovers": "fail unknown_lake"})
	for _, d := range []string{dir, staged} {
		if _, err := os.Stat(d); err != nil {
			t.Errorf("%s was removed", d)
		}
	}
}

func TestARunningImportIsNotALeftover(t *testing.T) {
	in := workspaceFor(t)
	in.Fix = true
	staged := mkdir(t, in.Lake, ".staging", "ALIVE")
	f, err := os.Create(filepath.Join(in.Lake, ".lock"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	expect(t, in, map[string]string{"leftovers": "ok busy"})
	if _, err := os.Stat(staged); err != nil {
		t.Error("the staging folder of a running import was removed")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	expect(t, in, map[string]string{"leftovers": "ok cleared"})
}

func TestTheMemoryCapIsComparedWithTheMachine(t *testing.T) {
	machine, known := machineBytes()
	if !known {
		t.Skip("this system does not say how much memory it has")
	}
	for limit, want := range map[int64]Status{machine + 1: StatusFail, machine: StatusWarn, machine / 2: StatusOK} {
		c := config.Default()
		c.MemoryBytes = limit
		if got := memory(Input{Config: c}); got.Status != want {
			t.Errorf("cap %d of %d: %s, want %s", limit, machine, got.Status, want)
		}
	}
	path := filepath.Join(t.TempDir(), "meminfo")
	if err := os.WriteFile(path, []byte("MemFree: 1 kB\nMemTotal:   2048 kB\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, ok := meminfo(path); !ok || got != 2<<20 {
		t.Errorf("got %d %t", got, ok)
	}
}

func TestInspectStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Inspect(ctx, workspaceFor(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTheWorstStatusCounts(t *testing.T) {
	for want, statuses := range map[Status][]Status{
		StatusOK: {StatusOK}, StatusWarn: {StatusOK, StatusWarn, StatusOK}, StatusFail: {StatusWarn, StatusFail, StatusWarn},
	} {
		var checks []Check
		for _, s := range statuses {
			checks = append(checks, Check{Status: s})
		}
		if got := Worst(checks); got != want {
			t.Errorf("%v: %s", statuses, got)
		}
	}
}
