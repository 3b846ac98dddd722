package importing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

// sortOut makes sets of a mixed lot: each file is asked for itself, and those of
// one kind and format come in together. What stands beside bills in an export
// (manifests, read-me files) stays with them.
func (im *Importer) sortOut(ctx context.Context, paths []string, entries []source.Entry) ([]Set, error) {
	type key struct {
		kind   batch.Kind
		format string
	}
	var order []key
	groups := map[key][]source.Entry{}
	var beside []source.Entry
	var sets, unknown []Set
	for _, e := range entries {
		one, err := im.recogniseSet(ctx, paths, []source.Entry{e})
		switch {
		case err != nil:
			return nil, err
		case one.Fault != nil && companion(e) && e.Kind != source.KindXLSX && e.Kind != source.KindXML:
			beside = append(beside, e)
		case one.Fault != nil:
			unknown = append(unknown, one)
		default:
			k := key{one.Kind, one.Format}
			if groups[k] == nil {
				order = append(order, k)
			}
			groups[k] = append(groups[k], e)
		}
	}
	slices.SortStableFunc(order, func(a, b key) int { return cmp.Compare(slices.Index(turns(), a.kind), slices.Index(turns(), b.kind)) })
	for _, k := range order {
		if k.kind == batch.KindBill {
			groups[k] = append(groups[k], beside...)
			beside = nil
		}
		set, err := im.recogniseSet(ctx, paths, groups[k])
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	for _, e := range beside {
		unknown = append(unknown, Set{Files: []string{e.Name()}, Fault: notABill(e, string(e.Kind))})
	}
	return append(sets, unknown...), nil
}

// turns is the order in which a person would bring kinds in.
func turns() []batch.Kind {
	return []batch.Kind{batch.KindCustomers, batch.KindCategories, batch.KindRates, batch.KindBill, batch.KindServices, batch.KindPipeline}
}

// withoutTwins leaves out files whose content another one has: counted twice,
// every figure would be wrong.
func withoutTwins(ctx context.Context, entries []source.Entry) (kept []source.Entry, twice []Set, err error) {
	sizes := map[int64]int{}
	for _, e := range entries {
		sizes[e.SizeBytes]++
	}
	first := map[[sha256.Size]byte]string{}
	for _, e := range entries {
		if sizes[e.SizeBytes] > 1 {
			sum, err := contentOf(ctx, e)
			if err != nil {
				return nil, nil, err
			}
			if name, seen := first[sum]; seen {
				twice = append(twice, Set{Files: []string{e.Name()}, Fault: fault.New(fault.KindConflict, "books.file_twice").With("file", e.Name()).With("first", name).
					At(fault.Place{File: e.Name()})})
				continue
			}
			first[sum] = e.Name()
		}
		kept = append(kept, e)
	}
	return kept, twice, nil
}

func contentOf(ctx context.Context, e source.Entry) (sum [sha256.Size]byte, err error) {
	s, err := e.Open()
	if err != nil {
		return sum, err
	}
	defer s.Close() //nolint:errcheck // it was only read
	h := sha256.New()
	for buf := make([]byte, 1<<20); err == nil; {
		if err = ctx.Err(); err == nil {
			var n int
			n, err = s.Read(buf)
			_, _ = h.Write(buf[:n]) // a hash never fails to write
		}
	}
	if err == io.EOF { //nolint:errorlint // as io.Reader says it
		err = nil
	}
	return [sha256.Size]byte(h.Sum(nil)), err
}

// known finds the live batch that has every file of a set. Only files whose size
// was seen before are hashed.
func (im *Importer) known(ctx context.Context, s *Set, entries []source.Entry) error {
	if s.Fault != nil {
		return nil
	}
	sums := map[string]bool{}
	for _, e := range entries {
		if !slices.Contains(s.Files, e.Name()) {
			continue
		}
		seen, err := im.State.SizeSeen(ctx, e.SizeBytes)
		if err != nil || !seen {
			return err
		}
		sum, err := e.SHA256(ctx)
		if err != nil {
			return err
		}
		sums[sum] = true
	}
	all, err := im.State.Batches(ctx)
	if err != nil {
		return err
	}
	for _, b := range all {
		if b.Kind != s.Kind || b.Status != batch.StatusLive {
			continue
		}
		has := map[string]bool{}
		for _, f := range b.Files {
			has[f.SHA256] = true
		}
		missing := false
		for sum := range sums {
			missing = missing || !has[sum]
		}
		if !missing && len(sums) > 0 {
			s.Known = b.ID
		}
	}
	return nil
}

// SetsInput says as what the sets of a preview are to be imported.
type SetsInput struct {
	Paths []string
	// Kinds are those of Preview.Sets, in their order; empty leaves a set out.
	Kinds          []batch.Kind
	MaxRejectShare money.Decimal
}

// Sets imports the sets of a preview, each as a batch: all of them, or none. The
// batches that a failure leaves are taken back.
func (im *Importer) Sets(ctx context.Context, in SetsInput) (_ []Result, err error) {
	defer fault.Wrap(&err, "importing.Sets")
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return nil, err
	}
	p, err := im.Preview(ctx, in.Paths)
	if err != nil {
		return nil, err
	}
	if len(in.Kinds) != len(p.Sets) {
		return nil, fault.New(fault.KindConflict, "books.sets_changed")
	}
	type job struct {
		kind  batch.Kind
		files []string
	}
	var jobs []job
	for i, kind := range in.Kinds {
		if kind != "" {
			jobs = append(jobs, job{kind, p.Sets[i].Files})
		}
	}
	if len(jobs) == 0 {
		return nil, fault.New(fault.KindInvalid, "books.nothing_chosen")
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return cmp.Compare(slices.Index(turns(), a.kind), slices.Index(turns(), b.kind)) })
	var done []Result
	for _, j := range jobs {
		r, err := im.as(ctx, j.kind, in.Paths, j.files, in.MaxRejectShare)
		if err != nil {
			return nil, im.takeBack(ctx, done, err)
		}
		done = append(done, r)
	}
	return done, nil
}

// UndoFrom takes back every import that counts of files below a folder, the last
// first: what was begun there and never came to its end. The folder's name is one
// that no other folder has, however the way to it was written.
func (im *Importer) UndoFrom(ctx context.Context, name string) (err error) {
	defer fault.Wrap(&err, "importing.UndoFrom(%s)", name)
	all, err := im.List(ctx)
	if err != nil {
		return err
	}
	below := func(f batch.File) bool { return slices.Contains(strings.Split(filepath.ToSlash(f.Path), "/"), name) }
	for _, b := range slices.Backward(all) {
		if b.Status != batch.StatusLive || !slices.ContainsFunc(b.Files, below) {
			continue
		}
		if _, err := im.Undo(ctx, b.ID); err != nil {
			return err
		}
	}
	return nil
}

// takeBack undoes what came in before something failed, the last first.
func (im *Importer) takeBack(ctx context.Context, done []Result, because error) error {
	for _, r := range slices.Backward(done) {
		if r.Unchanged {
			continue
		}
		// A server that stops ends the context; what it had begun ends as a whole.
		if _, err := im.Undo(context.WithoutCancel(ctx), r.Batch.ID); err != nil {
			return err
		}
	}
	return because
}

// as imports files as a kind.
func (im *Importer) as(ctx context.Context, kind batch.Kind, paths, only []string, share money.Decimal) (Result, error) {
	list := RosterInput{Paths: paths, Only: only, MaxRejectShare: share}
	switch kind {
	case batch.KindBill:
		return im.Bill(ctx, BillInput{Paths: paths, Only: only, MaxRejectShare: share})
	case batch.KindServices:
		return im.Services(ctx, ServicesInput{Paths: paths, Only: only, MaxRejectShare: share})
	case batch.KindCustomers:
		return im.Customers(ctx, list)
	case batch.KindCategories:
		return im.Categories(ctx, list)
	case batch.KindRates:
		r, err := im.Rates(ctx, RatesInput{Paths: paths, Only: only, MaxRejectShare: share})
		return r.Result, err
	case batch.KindPipeline:
		return im.Pipeline(ctx, PipelineInput{Paths: paths, Only: only, MaxRejectShare: share})
	case batch.KindOfferings, batch.KindShares, batch.KindInfluenced:
	}
	return Result{}, fault.New(fault.KindInvalid, "books.kind_unknown").With("value", string(kind))
}
