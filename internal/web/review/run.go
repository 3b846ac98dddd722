package review

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// ActionRun is what the audit log calls the start of a run.
const ActionRun = "review.run"

// runTitle is what the board of jobs calls a run.
const runTitle = "web.review.run.title"

// running is the one run that there may be at a time: a second one would read
// the same books for the same answers.
type running struct {
	mu  sync.Mutex
	job string
}

// Run answers POST /review/run: it begins a run, or leads to the one that is
// under way.
func (h *Handler) Run(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	viewer, err := access.Guarded.Allow(r.Context(), access.RightDecide)
	if err != nil {
		return err
	}
	h.running.mu.Lock()
	defer h.running.mu.Unlock()
	if s, err := h.board.Find(h.running.job); err != nil || s.Done {
		h.running.job = h.board.Start(r.Context(), runTitle, func(ctx context.Context, report progress.Func) (string, error) {
			return path, h.jobs.run(ctx, viewer.Actor, report)
		})
	}
	http.Redirect(w, r, runPath+h.running.job, http.StatusSeeOther)
	return nil
}

const (
	runStart = path + "/run"
	runPath  = runStart + "/"
)

// run finds whose everything is, then what it is, then which sales are one: each
// step rests on the one before.
func (j *Jobs) run(ctx context.Context, actor string, report progress.Func) error {
	m, err := j.matcher(ctx, actor, report)
	if err != nil {
		return err
	}
	if _, err := m.Run(ctx, matching.RunInput{}); err != nil {
		return err
	}
	c, err := j.newCategoriser(ctx, actor, report)
	if err != nil {
		return err
	}
	if _, err := c.Run(ctx, categorising.RunInput{}); err != nil {
		return err
	}
	a, err := j.attributor(ctx, actor, report)
	if err != nil {
		return err
	}
	_, err = a.Run(ctx)
	return err
}

// Running answers GET /review/run/{job}: how far a run is. Once it is done and
// went well, the page leads back to the questions.
func (h *Handler) Running(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	s, err := h.board.Find(r.PathValue("job"))
	if err != nil {
		return err
	}
	if s.Title != runTitle { // somebody's import is not shown here
		return fault.New(fault.KindNotFound, "web.job_unknown")
	}
	if s.Done && s.Err == nil {
		if r.Header.Get("HX-Request") == "true" {
			w.Header().Set("HX-Redirect", s.Href)
			return nil
		}
		http.Redirect(w, r, s.Href, http.StatusSeeOther)
		return nil
	}
	return visit.Show(r.Context(), w, http.StatusOK, runPage(v, newRunView(v, s)))
}

// runView is how far a run is, in words.
type runView struct {
	Address              string
	Steps                []step
	Stage, Share         string // Share in thousandths; empty where the end is not known
	Problem, Hint, Place string
	Code                 string
}

// step is one of the three jobs of a run.
type step struct{ Label, Current, Class string }

// stages are how the stages of each step begin, in their order.
func stages() []struct {
	name   Name
	prefix string
} {
	return []struct {
		name   Name
		prefix string
	}{{Identity, "match."}, {Categories, "categorise."}, {Pairs, "attribution."}}
}

func newRunView(v *visit.Visit, s job.State) runView {
	out := runView{Address: runPath + s.ID}
	at := 0
	for i, st := range stages() {
		if strings.HasPrefix(s.Last.Stage, st.prefix) {
			at = i
		}
	}
	for i, st := range stages() {
		one := step{Label: v.Text("web.review.run.step."+string(st.name), nil), Current: "false"}
		switch {
		case i < at:
			one.Class = "done"
		case i == at:
			one.Current = "step"
		}
		out.Steps = append(out.Steps, one)
	}
	if s.Err != nil {
		out.Problem, out.Hint, out.Place = v.L.Fault(s.Err)
		out.Code = fault.CodeOf(s.Err)
		return out
	}
	if s.Last.Stage != "" {
		out.Stage = v.Text("progress."+s.Last.Stage, nil)
	}
	if s.Last.Total > 0 {
		out.Share = strconv.FormatInt(min(s.Last.Done*1000/s.Last.Total, 1000), 10)
	}
	return out
}

// lastRun is when a run last looked at the books and what it has not seen.
type lastRun struct {
	When   string
	Since  string // what has come; empty for nothing
	Action string // what the button says
	Urgent bool   // there is something to look at
}

// shownArrivals is how many imports are named.
const shownArrivals = 4

func newLastRun(v *visit.Visit, r batch.LastRun, never bool) lastRun {
	out := lastRun{When: v.Text("web.review.run.last", i18n.Args{"at": r.At.Format("2006-01-02 15:04"), "actor": r.Actor}), Action: v.Text("web.review.run.again", nil)}
	switch {
	case never:
		out.When, out.Action = v.Text("web.review.run.never", nil), v.Text("web.review.run.start", nil)
	case r.At.IsZero():
		out.When = v.Text("web.review.run.undated", nil)
	}
	out.Urgent = r.IsStale()
	var since []string
	for i, a := range r.New {
		if i == shownArrivals {
			since = append(since, v.Text("web.review.run.more", i18n.Args{"count": len(r.New) - i}))
			break
		}
		since = append(since, v.Text("web.review.run.arrival", i18n.Args{"kind": v.Text("import.kind."+string(a.Kind), nil), "at": a.At.Format("2006-01-02 15:04")}))
	}
	if r.Gone > 0 {
		since = append(since, v.Text("web.review.run.gone", i18n.Args{"count": r.Gone}))
	}
	switch list := strings.Join(since, v.Text("web.review.run.separator", nil)); {
	case list == "":
		out.Since = v.Text("web.review.run.fresh", nil)
	case never:
		out.Since = v.Text("web.review.run.waiting", i18n.Args{"what": list})
	default:
		out.Since = v.Text("web.review.run.since", i18n.Args{"what": list})
	}
	return out
}
