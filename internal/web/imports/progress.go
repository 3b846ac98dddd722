package imports

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Rhythm of the events: no more often than an eye can follow, and a sign of life
// before a proxy takes the silence for the end.
const (
	stepEvery   = 150 * time.Millisecond
	breathEvery = 15 * time.Second
)

// Job answers GET /jobs/{job}: how far an import is. Once it is done and went
// well, the page leads on.
func (h *Handler) Job(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	s, err := h.Jobs.Find(r.PathValue("job"))
	if err != nil {
		return err
	}
	if s.Done && s.Err == nil {
		if r.Header.Get("HX-Request") == "true" {
			w.Header().Set("HX-Redirect", s.Href)
			return nil
		}
		http.Redirect(w, r, s.Href, http.StatusSeeOther)
		return nil
	}
	return visit.Show(r.Context(), w, http.StatusOK, jobPage(v, newJob(v, s)))
}

// Events answers GET /jobs/{job}/events: the same as it happens, as server-sent
// events. "step" has the words of the moment, "end" the address that leads on.
// The stream ends with the job, with the time that a page may take, and when the
// server drains; a browser comes again by itself.
func (h *Handler) Events(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	s, err := h.Jobs.Find(r.PathValue("job"))
	if err != nil {
		return err
	}
	leave, err := h.Jobs.Watch(v.Viewer.Actor)
	if err != nil {
		return err
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	for {
		if err := h.tell(w, r, v, s); err != nil || out.Flush() != nil || s.Done {
			return nil //nolint:nilerr // who went away needs no answer
		}
		if !h.wait(w, r, out, s) {
			return nil
		}
		if s, err = h.Jobs.Find(s.ID); err != nil {
			return nil //nolint:nilerr // the head is sent: the browser asks again and is told
		}
	}
}

// wait returns when there is something to tell; false when the stream ends.
func (h *Handler) wait(w http.ResponseWriter, r *http.Request, out *http.ResponseController, s job.State) bool {
	pause, breath := time.NewTimer(stepEvery), time.NewTicker(breathEvery)
	defer pause.Stop()
	defer breath.Stop()
	changed, rested := s.Changed(), false
	for {
		select {
		case <-r.Context().Done():
			return false
		case <-h.Jobs.Drained():
			return false
		case <-pause.C:
			rested = true
		case <-changed:
			changed = nil
		case <-breath.C:
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || out.Flush() != nil {
				return false
			}
		}
		if rested && changed == nil {
			return true
		}
	}
}

func (h *Handler) tell(w http.ResponseWriter, r *http.Request, v *visit.Visit, s job.State) error {
	if s.Done {
		to := s.Href
		if s.Err != nil {
			to = "/jobs/" + s.ID // the page says what went wrong
		}
		_, err := fmt.Fprintf(w, "event: end\ndata: %s\n\n", to)
		return err
	}
	var b bytes.Buffer
	if err := jobStep(newJob(v, s)).Render(r.Context(), &b); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "event: step\ndata: %s\n\n", strings.ReplaceAll(b.String(), "\n", "\ndata: "))
	return err
}
