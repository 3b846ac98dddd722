package triggering

import (
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// Every shipped rule brings cases of its own, of what it finds and of what it
// does not, and they hold on a real engine.
func TestShippedRulesHoldTheirCases(t *testing.T) {
	f := &Finder{Measurer: measuringtest.Empty(t).Measurer, Now: time.Now}
	seen := map[trigger.Kind]bool{}
	for _, r := range Shipped() {
		seen[r.Signal.Kind] = true
		checked, err := f.check(t.Context(), r, trigger.ShippedLives())
		if err != nil {
			t.Fatalf("%s: %v", r.ID, err)
		}
		finds, misses := false, false
		for _, c := range checked {
			finds, misses = finds || len(c.Want) > 0, misses || len(c.Want) == 0
			if !c.Passed() {
				t.Errorf("%s, %s: found %q, want %q", r.ID, c.Case.Name, c.Got, c.Want)
			}
		}
		if !finds || !misses {
			t.Errorf("%s needs a case that is found and one that is not", r.ID)
		}
	}
	for _, k := range trigger.Kinds() {
		if !seen[k] {
			t.Errorf("no shipped rule looks for %s", k)
		}
	}
}
