package cli

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/progress"
)

// progressPrinter shows the events of one command.
type progressPrinter interface {
	show(progress.Event)
	close()
}

// Progress is where a flow sends how far it is: JSON lines with --json, bars on
// a terminal, nothing in a pipe or with --quiet.
func (s *Session) Progress() progress.Func {
	if s.printer == nil {
		switch {
		case s.JSON:
			s.printer = &progressLines{w: s.Stderr, now: s.Now}
		case s.Quiet || !s.StderrIsTerminal:
			return nil
		default:
			s.printer = newProgressBars(s)
		}
	}
	return s.printer.show
}

// lineInterval keeps a fast job from writing more than a reader can use.
const lineInterval = 250 * time.Millisecond

// progressLines prints one JSON object a line.
type progressLines struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	stage string
	began time.Time
	last  time.Time
}

// progressLine is the shape of a line.
type progressLine struct {
	Type       string        `json:"type"` // always "progress"
	Stage      string        `json:"stage"`
	Item       string        `json:"item,omitempty"`
	Done       int64         `json:"done"`
	Total      int64         `json:"total,omitempty"`
	Unit       progress.Unit `json:"unit,omitempty"`
	ElapsedMS  int64         `json:"elapsed_ms"`
	SecondLeft *int64        `json:"seconds_left,omitempty"`
	Finished   bool          `json:"finished,omitempty"`
}

func (p *progressLines) show(e progress.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if e.Stage != p.stage {
		p.stage, p.began, p.last = e.Stage, now, time.Time{}
	}
	if !e.Finished && now.Sub(p.last) < lineInterval {
		return
	}
	p.last = now
	elapsed := now.Sub(p.began)
	line := progressLine{Type: "progress", Stage: e.Stage, Item: e.Item, Done: e.Done, Total: e.Total, Unit: e.Unit,
		ElapsedMS: elapsed.Milliseconds(), Finished: e.Finished}
	if left, ok := timeLeft(e, elapsed); ok {
		seconds := int64(left / time.Second)
		line.SecondLeft = &seconds
	}
	text, err := json.Marshal(line)
	if err == nil {
		p.w.Write(append(text, '\n')) //nolint:errcheck // progress that nobody reads is no error
	}
}

func (p *progressLines) close() {}

// timeLeft assumes that the rest goes as fast as what is done.
func timeLeft(e progress.Event, elapsed time.Duration) (time.Duration, bool) {
	if e.Finished || e.Done <= 0 || e.Total <= e.Done || elapsed <= 0 {
		return 0, false
	}
	share := float64(e.Total-e.Done) / float64(e.Done)
	return time.Duration(share * float64(elapsed)), true
}
