package main

import (
	"fmt"
	"strings"
	"time"
)

// identityText is the part of the page about matching.
func (p page) identityText() string {
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("\n## Names against customers\n")
	w("Invented customers, a tenth of them with the brand of another in another trade, and names as other books have them: other")
	w("forms, slips, upper case, branches, places left out; a tenth are nobody's. *Ours* is `internal/core/identity` with the shipped")
	w("model and thresholds on names alone. *Accepted* is without asking; *asked* has the true customer on top. The goal for the first")
	w("row is under 60 s and 2 GiB on two processors, building under 1 s. The others are given a sample of the names: all pairs of all")
	w("would take days. All pairs accept from 0.93 (on one processor), Splink from a match probability of 0.95; neither asks.\n")
	w("| method | customers | names | build | match | names/s | peak memory | found | accepted rightly | accepted wrongly | asked |")
	w("|---|---|---|---|---|---|---|---|---|---|---|")
	for _, m := range p.matched {
		known := m.Names - m.Nobody
		w("| %s | %d | %d | %.2f s | %s | %d | %s | %s | %s | %d | %s |", m.Method, m.Customers, m.Names, m.Build.Seconds(), seconds(m.Match),
			int64(m.Names)*int64(time.Second)/max(1, int64(m.Match)), mib(m.peakBytes), percent(m.Found, known), percent(m.Right, known), m.Wrong, percent(m.Asked, known))
	}
	if len(p.matched) > 0 {
		w("\nOne more customer in the first index, and one more name asked: %s.", p.matched[0].Increment.Round(10*time.Microsecond))
	}
	if p.noPeer {
		w("\nSplink was not at hand: install it and name its Python in SEVENFOLD_BENCH_PYTHON.")
	}
	return b.String()
}

// percent of a whole, one place.
func percent(part, whole int) string {
	tenths := 1000 * part / max(1, whole)
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}
