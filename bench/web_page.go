package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// webText is the part of the page about pages.
func (p page) webText() string {
	if len(p.served) == 0 {
		return ""
	}
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("\n## Pages\n")
	w("`go run ./bench -only web` prints this part (`-rows` and `-books` choose the book). `sevenfold serve --team` in a process of its own;")
	w("%s signed in, everybody with a browser of their own, a mix of pages and drills", crew())
	w("(`bench/web_walk.go`) whose periods, dimensions, filters and figures are drawn at random, so that most questions are new ones. Times")
	w("are from the request to the last byte on the same machine, whose processors the askers share, and count after %s of", warmTime)
	w("walking. The goal is 200 ms for 95 of a hundred and 500 ms for 99 with %d people.", fewUsers)
	for _, s := range p.served {
		w("\n%d rows, %d people who look at a page for %s on average (%d pages, %s):\n", s.rows, s.few.users, s.few.think, len(s.few.every()), s.few.wrong())
		w("| page | asked | half within | 95 of 100 | 99 of 100 | slowest |")
		w("|---|---|---|---|---|---|")
		row := func(name string, times []time.Duration) {
			w("| %s | %d | %s | %s | %s | %s |", name, len(times), millis(at(times, 50)), millis(at(times, 95)), millis(at(times, 99)), millis(at(times, 100)))
		}
		for _, name := range slices.Sorted(maps.Keys(s.few.times)) {
			row(name, s.few.times[name])
		}
		row("**all**", s.few.every())
		all := s.many.every()
		w("\n%d people for %s, %s a page: %d pages, %s, half within %s, 95 of 100 %s, 99 of 100 %s. Resident memory %s before and %s",
			s.many.users, s.many.within, s.many.think, len(all), s.many.wrong(), millis(at(all, 50)), millis(at(all, 95)), millis(at(all, 99)), mib(s.atStart), mib(s.atEnd))
		w("after; %s at most.", mib(s.peakBytes))
	}
	return b.String()
}

// crew says who walks.
func crew() string {
	var words []string
	for _, c := range cast {
		words = append(words, fmt.Sprintf("%d of the role %s", c.count, c.role))
	}
	return strings.Join(words, ", ")
}

// wrong counts what was not answered well, by what went wrong.
func (w walked) wrong() string {
	if len(w.errors) == 0 {
		return "no error"
	}
	var words []string
	for _, what := range slices.Sorted(maps.Keys(w.errors)) {
		words = append(words, fmt.Sprintf("%d times %s", w.errors[what], what))
	}
	return "errors: " + strings.Join(words, ", ")
}

func millis(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
