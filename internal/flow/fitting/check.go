package fitting

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Checker judges things by one catalogue and one rule. Make it with NewChecker.
type Checker struct {
	Catalogue *region.Catalogue
	Rule      region.Rule
	Regions   []region.ID
	Day       time.Time // of the check, as reports state it

	recogniser *Recogniser
}

// NewChecker prepares the names of a catalogue.
func NewChecker(c *region.Catalogue, rule region.Rule, regions []region.ID, day time.Time) Checker {
	return Checker{Catalogue: c, Rule: rule, Regions: regions, Day: day, recogniser: NewRecogniser(c)}
}

// Report is what was found in one thing, and the verdict for each region.
type Report struct {
	Name      string        `json:"name"`
	Title     string        `json:"title"`
	Published string        `json:"publish_date,omitempty"` // YYYY-MM-DD, where the thing says it
	URL       string        `json:"original_url,omitempty"`
	Validated string        `json:"validation_date"`
	Format    region.Format `json:"format"`
	// Kind and Reasons are of documents: what kind it is, and what told so.
	Kind     prose.Kind       `json:"kind,omitempty"`
	Reasons  []prose.Reason   `json:"reasons,omitempty"`
	Needs    []region.Need    `json:"needs"`
	Unknown  []region.Find    `json:"unresolved,omitempty"`
	Verdicts []region.Verdict `json:"verdicts"`
}

// Worst is the lowest grade of all regions.
func (r Report) Worst() region.Grade {
	worst := region.GradeHigh
	for _, v := range r.Verdicts {
		if slices.Index(region.Grades(), v.Grade) > slices.Index(region.Grades(), worst) {
			worst = v.Grade
		}
	}
	return worst
}

// Examine reads one thing and judges it.
func (k Checker) Examine(name string, data []byte) (Report, error) {
	thing, err := k.recogniser.Read(name, data)
	if err != nil {
		return Report{}, err
	}
	return k.judge(name, thing), nil
}

func (k Checker) judge(name string, thing Recognised) Report {
	r := Report{Name: name, Title: thing.Title, Published: thing.Published, URL: thing.URL, Validated: k.Day.UTC().Format(time.DateOnly), Format: thing.Format,
		Kind: thing.Kind, Reasons: thing.Reasons, Needs: region.Needs(thing.Finds), Unknown: thing.Unresolved}
	if r.Title == "" {
		r.Title = filepath.Base(name)
	}
	for _, id := range k.Regions {
		if thing.Kind != "" && !thing.Kind.Deployable() {
			r.Verdicts = append(r.Verdicts, region.NotApplicable(r.Needs, id, k.Rule))
			continue
		}
		r.Verdicts = append(r.Verdicts, k.Catalogue.Judge(r.Needs, len(r.Unknown), id, k.Rule))
	}
	return r
}

// Input is what to check and how.
type Input struct {
	Paths           []string // files, folders, archives, patterns
	ContinueOnError bool     // a thing that cannot be read does not stop the others
	// Done reports that a thing has its report already and is passed over; nil asks
	// about nothing.
	Done func(name string) bool
	// Keep takes each report as it is made, in no order, from one goroutine at a
	// time. Result then has the reports without their finds, so that memory does not
	// grow with the folder.
	Keep func(Report) error
}

// Result is what came of it, in the order of the paths.
type Result struct {
	Reports  []Report
	Failures []Failure
	Existing int // passed over because of Done
	Ignored  int // in folders: files of no known kind
}

// Failure is a thing that could not be read.
type Failure struct {
	Name string
	Err  error
}

// Run checks everything behind the paths, on all processors. In folders, files of
// no known kind are counted and passed over; one that is named must be readable.
//
// Faults: those of source.Expand and Recognise.
func (k Checker) Run(ctx context.Context, in Input, report progress.Func) (_ Result, err error) {
	defer fault.Wrap(&err, "fitting.Run(%q)", in.Paths)
	for _, id := range k.Regions {
		if _, ok := k.Catalogue.Region(id); !ok {
			return Result{}, fault.New(fault.KindInvalid, "region.region_unknown").With("region", string(id))
		}
	}
	entries, err := source.Expand(ctx, in.Paths, source.DefaultLimits())
	if err != nil {
		return Result{}, err
	}
	j := &job{Checker: k, in: in, done: make([]outcome, len(entries)), turn: make(chan struct{}, 1), report: report}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entries {
		group.Go(func() error { return j.entry(ctx, i, e) })
	}
	if err := group.Wait(); err != nil {
		return Result{}, err
	}
	return j.result(), nil
}

type outcome struct {
	report   *Report
	failure  error
	existing bool
	ignored  bool
	name     string
}

type job struct {
	Checker
	in     Input
	done   []outcome
	turn   chan struct{} // held by who keeps a report or tells of progress
	report progress.Func
	count  int64
}

func (j *job) entry(ctx context.Context, i int, e source.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o := outcome{name: e.Name()}
	named := slices.Contains(j.in.Paths, e.Path) && e.Member == ""
	switch {
	case j.in.Done != nil && j.in.Done(e.Name()):
		o.existing = true
	default:
		o.report, o.failure = j.read(e)
		if o.failure != nil && !named && (fault.CodeOf(o.failure) == "region.format_unknown" || fault.CodeOf(o.failure) == "region.binary") {
			o.failure, o.ignored = nil, true
		}
	}
	j.turn <- struct{}{}
	defer func() { <-j.turn }()
	j.count++
	j.report.Send(progress.Event{Stage: "region.check", Item: e.Name(), Done: j.count, Total: int64(len(j.done)), Unit: progress.UnitFiles, Finished: j.count == int64(len(j.done))})
	if o.failure != nil && !j.in.ContinueOnError {
		return o.failure
	}
	if o.report != nil && j.in.Keep != nil {
		if err := j.in.Keep(*o.report); err != nil {
			return err
		}
		o.report = o.report.brief()
	}
	j.done[i] = o
	return nil
}

func (j *job) read(e source.Entry) (_ *Report, err error) {
	s, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	data, err := io.ReadAll(io.LimitReader(s, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	r, err := j.Examine(e.Name(), data)
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// brief is the report without its finds.
func (r Report) brief() *Report {
	r.Needs, r.Unknown, r.Reasons = nil, nil, nil
	verdicts := slices.Clone(r.Verdicts)
	for i := range verdicts {
		v := &verdicts[i]
		for _, list := range []*[]region.Judged{&v.Available, &v.Unavailable, &v.Unknown, &v.Mentioned} {
			short := make([]region.Judged, len(*list))
			for n, judged := range *list {
				short[n] = region.Judged{Need: region.Need{Service: judged.Need.Service, Core: judged.Need.Core}, Availability: region.Availability{State: judged.Availability.State},
					Alternatives: judged.Alternatives}
			}
			*list = short
		}
	}
	r.Verdicts = verdicts
	return &r
}

func (j *job) result() Result {
	var r Result
	for _, o := range j.done {
		switch {
		case o.existing:
			r.Existing++
		case o.ignored:
			r.Ignored++
		case o.failure != nil:
			r.Failures = append(r.Failures, Failure{o.name, o.failure})
		case o.report != nil:
			r.Reports = append(r.Reports, *o.report)
		}
	}
	return r
}

// Target is where the report of a thing lies below a folder: its own path, with
// what tells regions and formats apart.
func Target(out, root, name string, id region.ID, several bool, ending string) string {
	rel := strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(filepath.Clean(root))+"/")
	rel = strings.ReplaceAll(strings.TrimLeft(filepath.ToSlash(filepath.Clean("/"+rel)), "/"), ":", "_")
	if several {
		rel += "." + string(id)
	}
	return filepath.Join(out, rel+ending)
}

// WriteFile writes a report beside its place and renames: a reader sees the old
// or the new.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fault.New(fault.KindUnavailable, "region.unwritable").At(fault.Place{File: path}).Because(err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".report-*")
	if err != nil {
		return fault.New(fault.KindUnavailable, "region.unwritable").At(fault.Place{File: path}).Because(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
