// Package importing brings bills and books into the lake: it recognises files,
// has the engine write them, ties totals, and commits everything or nothing.
//
// It owns staging, the order of steps and what is printed about a batch. It
// does not own formats (internal/source), casts and Parquet (internal/engine),
// or the commit itself (internal/state).
package importing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/state"
)

// DefaultMaxRejectShare is the share of rows that may be unreadable before an
// import stops: one in a hundred.
var DefaultMaxRejectShare = money.MustParse("0.01")

// Importer runs imports into one workspace.
type Importer struct {
	State     *state.DB
	Engine    *duckdb.Engine
	Lake      string // folder
	RejectDir string // where reject files are left for mending
	// MappingDir has the workspace's own mappings, each <name>.yaml; empty for none.
	MappingDir string
	Now        func() time.Time
	Progress   progress.Func
	// Guard refuses imports that nobody is known to make.
	Guard access.Guard
}

// Result is what an import did.
type Result struct {
	Batch batch.Batch
	// Unchanged is the live batch that already holds exactly this; then nothing
	// was imported and Batch is that one.
	Unchanged bool
	Replaced  []state.LiveSlice
	Changes   []Change
	Rejects   []batch.Reject // the rows left out, by file and row
}

// Change is what a newer delivery changed for one service in one currency,
// in billed cost.
type Change struct {
	Service  string
	Currency money.Currency
	Before   money.Decimal
	After    money.Decimal
}

func (im *Importer) newID() (batch.ID, error) {
	id, err := ulid.New(ulid.Timestamp(im.Now()), rand.Reader)
	return batch.ID(id.String()), err
}

// lock makes imports into one lake take turns, and lets only those in who may
// import: nothing is written to the lake without it. A second process waits;
// the system frees the lock when a process dies.
func (im *Importer) lock(ctx context.Context) (unlock func(), err error) {
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(im.Lake, 0o755); err != nil {
		return nil, unwritable(im.Lake, err)
	}
	path := filepath.Join(im.Lake, ".lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, unwritable(path, err)
	}
	waiting := false
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil //nolint:errcheck // closing frees the lock, and nothing was written
		}
		if !waiting {
			waiting = true
			im.Progress.Send(progress.Event{Stage: "import.waiting", Unit: progress.UnitSteps})
		}
		select {
		case <-ctx.Done():
			f.Close() //nolint:errcheck // as above
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func unwritable(path string, err error) error {
	return fault.New(fault.KindUnavailable, "lake.unwritable").At(fault.Place{File: path}).Because(err)
}

// staging is the folder an import writes to before it counts.
type staging struct {
	lake, dir string
	id        batch.ID
	tables    []string
}

// stage makes a fresh staging folder and clears what dead imports left. It
// must be called with the lock held: then no living import has one.
func (im *Importer) stage(id batch.ID) (*staging, error) {
	root := filepath.Join(im.Lake, ".staging")
	if err := os.RemoveAll(root); err != nil {
		return nil, unwritable(root, err)
	}
	s := &staging{lake: im.Lake, dir: filepath.Join(root, string(id)), id: id}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return nil, unwritable(s.dir, err)
	}
	return s, nil
}

// table gives the staging folder of one lake table.
func (s *staging) table(table string) (string, error) {
	dir := filepath.Join(s.dir, table)
	for _, t := range s.tables {
		if t == table {
			return dir, nil
		}
	}
	s.tables = append(s.tables, table)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", unwritable(dir, err)
	}
	return dir, nil
}

// lakePath is where a staged file will be, relative to the lake.
func (s *staging) lakePath(table, base string) string {
	return table + "/batch=" + string(s.id) + "/" + base
}

// publish makes the staged files durable and moves them to their place. They do
// not count until the state names them; if it never does, doctor clears them.
func (s *staging) publish() error {
	for _, table := range s.tables {
		from := filepath.Join(s.dir, table)
		if err := syncFolder(from); err != nil {
			return err
		}
		to := filepath.Join(s.lake, table, "batch="+string(s.id))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return unwritable(to, err)
		}
		if err := os.Rename(from, to); err != nil {
			return unwritable(to, err)
		}
		if err := syncOne(filepath.Dir(to)); err != nil {
			return err
		}
	}
	return nil
}

// retract removes published files of an import that did not commit.
func (s *staging) retract() {
	for _, table := range s.tables {
		os.RemoveAll(filepath.Join(s.lake, table, "batch="+string(s.id))) //nolint:errcheck // doctor clears what stays
	}
}

// discard removes the staging folder.
func (s *staging) discard() {
	os.RemoveAll(s.dir) //nolint:errcheck // the next import or doctor clears what stays
}

func syncFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unwritable(dir, err)
	}
	for _, e := range entries {
		if err := syncOne(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return syncOne(dir)
}

func syncOne(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return unwritable(path, err)
	}
	err = f.Sync()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return unwritable(path, err)
	}
	return nil
}

// fingerprint is the identity of an import: what was read, in order, and how.
func fingerprint(hashes []string, how ...string) string {
	h := sha256.New()
	for _, part := range append(hashes, how...) {
		io.WriteString(h, part+"\n") //nolint:errcheck // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))
}

// roomFor checks that the lake's disk has room before the work starts.
func (im *Importer) roomFor(bytes int64) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(im.Lake, &fs); err != nil {
		return unwritable(im.Lake, err)
	}
	free := int64(fs.Bavail) * fs.Bsize
	if free < bytes {
		return fault.New(fault.KindUnavailable, "lake.no_room").With("need", mebibytes(bytes)).With("free", mebibytes(free)).
			At(fault.Place{File: im.Lake})
	}
	return nil
}

func mebibytes(n int64) string { return fmt.Sprintf("%d MiB", n>>20) }

// commit makes a staged batch count, or takes its files away again.
func (im *Importer) commit(ctx context.Context, st *staging, c state.Commit) ([]state.LiveSlice, error) {
	if err := st.publish(); err != nil {
		st.retract()
		return nil, err
	}
	replaced, err := im.State.CommitBatch(ctx, c)
	if err != nil {
		// A connection that broke at the end may hide a commit that was made: only
		// files of a batch that the state surely does not know are taken away. What
		// stays for nothing, doctor clears.
		if _, ferr := im.State.Batch(context.WithoutCancel(ctx), c.Batch.ID); fault.CodeOf(ferr) == "batch.not_found" {
			st.retract()
		}
		return nil, err
	}
	return replaced, nil
}

// Undo takes an import back; what it had replaced counts again.
func (im *Importer) Undo(ctx context.Context, id batch.ID) (_ batch.Batch, err error) {
	defer fault.Wrap(&err, "importing.Undo(%s)", id)
	unlock, err := im.lock(ctx)
	if err != nil {
		return batch.Batch{}, err
	}
	defer unlock()
	full, err := im.Find(ctx, id)
	if err != nil {
		return batch.Batch{}, err
	}
	if err := im.undoAmendments(ctx, full.ID); err != nil {
		return batch.Batch{}, err
	}
	if err := im.State.UndoBatch(ctx, full.ID); err != nil {
		return batch.Batch{}, err
	}
	return im.State.Batch(ctx, full.ID)
}

// List gives every import there ever was, oldest first.
func (im *Importer) List(ctx context.Context) (_ []batch.Batch, err error) {
	defer fault.Wrap(&err, "importing.List")
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	return im.State.Batches(ctx)
}

// IsEmpty reports that no bill and no services revenue counts.
func (im *Importer) IsEmpty(ctx context.Context) (_ bool, err error) {
	defer fault.Wrap(&err, "importing.IsEmpty")
	for _, kind := range []batch.Kind{batch.KindBill, batch.KindServices} {
		live, err := im.State.LiveSlices(ctx, kind)
		if err != nil || len(live) > 0 {
			return false, err
		}
	}
	return true, nil
}

// Find gives a batch by its id or the unambiguous end of it: people copy the
// last characters, because ids of one day begin alike.
func (im *Importer) Find(ctx context.Context, id batch.ID) (_ batch.Batch, err error) {
	defer fault.Wrap(&err, "importing.Find(%s)", id)
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return batch.Batch{}, err
	}
	all, err := im.State.Batches(ctx)
	if err != nil {
		return batch.Batch{}, err
	}
	var found []batch.Batch
	for _, b := range all {
		if b.ID == id {
			return b, nil
		}
		if len(id) >= 4 && strings.HasSuffix(string(b.ID), strings.ToUpper(string(id))) {
			found = append(found, b)
		}
	}
	switch len(found) {
	case 0:
		return batch.Batch{}, fault.New(fault.KindNotFound, "batch.not_found").With("batch", string(id))
	case 1:
		return found[0], nil
	default:
		return batch.Batch{}, fault.New(fault.KindInvalid, "batch.ambiguous").With("batch", string(id)).With("count", len(found))
	}
}
