package cli

import (
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// progressBars draws a bar per stage on the terminal's error stream.
type progressBars struct {
	mu      sync.Mutex
	l       *i18n.Localizer
	now     func() time.Time
	screen  *mpb.Progress
	current *stageBar
}

// stageBar is one stage. mu guards what the drawing goroutine reads.
type stageBar struct {
	bar   *mpb.Bar
	stage string
	began time.Time
	mu    sync.Mutex
	last  progress.Event
	ended time.Time // when the last event was the final one
}

func newProgressBars(s *Session) *progressBars {
	return &progressBars{l: s.L, now: s.Now,
		screen: mpb.New(mpb.WithOutput(s.Stderr), mpb.WithWidth(40), mpb.WithRefreshRate(150*time.Millisecond))}
}

func (p *progressBars) show(e progress.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil || p.current.stage != e.Stage {
		p.finish()
		p.current = p.start(e)
	}
	b := p.current
	b.mu.Lock()
	b.last = e
	if e.Finished {
		b.ended = p.now()
	}
	b.mu.Unlock()
	if e.Total > 0 {
		b.bar.SetTotal(e.Total, false)
	}
	b.bar.SetCurrent(e.Done)
	if e.Finished {
		p.finish()
	}
}

func (p *progressBars) start(e progress.Event) *stageBar {
	b := &stageBar{stage: e.Stage, began: p.now(), last: e}
	b.bar = p.screen.AddBar(e.Total,
		mpb.PrependDecorators(decor.Name(p.l.Text("progress."+e.Stage, nil)+" ")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return " " + p.describe(b) })))
	return b
}

// describe is "1,200,000 / 10,000,000 rows, 450,000/s, 00:21 left  bill.csv".
func (p *progressBars) describe(b *stageBar) string {
	b.mu.Lock()
	e, until := b.last, b.ended
	b.mu.Unlock()
	if until.IsZero() {
		until = p.now()
	}
	elapsed := until.Sub(b.began)
	args := i18n.Args{"done": p.amount(e.Unit, e.Done), "total": p.amount(e.Unit, e.Total), "item": e.Item, "rate": "", "left": ""}
	speedy := e.Unit == progress.UnitRows || e.Unit == progress.UnitBytes
	if ms := elapsed.Milliseconds(); ms > 0 && speedy {
		args["rate"] = p.amount(e.Unit, e.Done*1000/ms)
	}
	if left, ok := timeLeft(e, elapsed); ok {
		args["left"] = left.Round(time.Second).String()
	}
	if e.Total > 0 {
		return p.l.Text("cli.progress.known", args)
	}
	return p.l.Text("cli.progress.unknown", args)
}

func (p *progressBars) amount(u progress.Unit, n int64) string {
	if u == progress.UnitBytes {
		return p.l.Bytes(n)
	}
	return p.l.Text("cli.unit."+string(u), i18n.Args{"count": n, "number": p.l.Count(n)})
}

// finish completes the current bar, whatever its total was.
func (p *progressBars) finish() {
	if p.current != nil {
		p.current.bar.SetTotal(-1, true)
		p.current = nil
	}
}

func (p *progressBars) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		p.current.bar.Abort(false)
		p.current = nil
	}
	p.screen.Wait()
}
