package job

import (
	"context"
	"errors"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
)

func TestWhoWatchesIsWokenByEveryChangeAndByTheEnd(t *testing.T) {
	b := NewBoard()
	t.Cleanup(b.Close)
	step, end := make(chan struct{}), make(chan struct{})
	id := b.Start(t.Context(), "title", func(_ context.Context, report progress.Func) (string, error) {
		<-step
		report.Send(progress.Event{Stage: "one"})
		<-end
		return "/there", errors.New("nothing")
	})
	s, err := b.Find(id)
	if err != nil || s.Done {
		t.Fatal(s, err)
	}
	close(step)
	<-s.Changed()
	if s, _ = b.Find(id); s.Last.Stage != "one" || s.Done {
		t.Fatalf("%+v", s)
	}
	close(end)
	<-s.Changed()
	if s, _ = b.Find(id); !s.Done || s.Href != "/there" || s.Err == nil {
		t.Fatalf("%+v", s)
	}
}

func TestOnlySoManyMayWatch(t *testing.T) {
	b := NewBoard()
	t.Cleanup(b.Close)
	var leave []func()
	for range mostOfOne {
		away, err := b.Watch("ann")
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, away)
	}
	if _, err := b.Watch("ann"); fault.CodeOf(err) != "web.too_many_watchers" {
		t.Errorf("one more of ann: %v", err)
	}
	if _, err := b.Watch("bob"); err != nil {
		t.Errorf("bob: %v", err)
	}
	leave[0]()
	if _, err := b.Watch("ann"); err != nil {
		t.Errorf("after one left: %v", err)
	}
}

func TestDrainingSendsWatchersAwayAndLetsJobsGoOn(t *testing.T) {
	b := NewBoard()
	end := make(chan struct{})
	id := b.Start(t.Context(), "title", func(context.Context, progress.Func) (string, error) { <-end; return "/there", nil })
	b.Drain()
	<-b.Drained()
	if s, err := b.Find(id); err != nil || s.Done {
		t.Errorf("%+v %v", s, err)
	}
	close(end)
	b.Close()
	if s, err := b.Find(id); err != nil || !s.Done || s.Href != "/there" {
		t.Errorf("%+v %v", s, err)
	}
}
