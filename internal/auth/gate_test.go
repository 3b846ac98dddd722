package auth_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestALinkOpensOnceAndOnlyItself(t *testing.T) {
	var g auth.Gate
	first, second := g.Issue(), g.Issue()
	if first == second || len(first) < 40 {
		t.Fatalf("tokens %q and %q", first, second)
	}
	for _, wrong := range []string{"", "x", first + "x", first[1:]} {
		if err := g.Enter(wrong); fault.CodeOf(err) != "auth.link_used" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := g.Enter(first); err != nil {
		t.Fatal(err)
	}
	if err := g.Enter(first); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("a used link: %v", err)
	}
	if err := g.Enter(second); err != nil {
		t.Errorf("using one link took the other: %v", err)
	}
}

func TestTwoBrowsersCannotShareALink(t *testing.T) {
	var g auth.Gate
	token := g.Issue()
	var in atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if g.Enter(token) == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in", in.Load())
	}
}
