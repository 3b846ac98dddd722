package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
)

// page is what docs/benchmarks.md will say.
type page struct {
	rows           int64
	books          int
	runs, textRuns int
	imports        []imported
	growth         []grown
	asked          []asked
	newMonth       [3]time.Duration // import, measure, both
	served         []served
	matched        []matched
	incremented    []incremented
	load           string
	noPeer         bool // no open matcher was at hand
	categories     string
	regions        string
	quality        string
}

type imported struct {
	kind        string
	bytes       int64
	ours, peers []cost
	capped      []cost // the peer again with our memory, where it took more
	limit       cost
}

type grown struct {
	what string
	rows int64
	cost cost
}

type asked struct {
	rows                      int64
	engineMillis, wholeMillis int64
	peakBytes                 int64
}

// ratio is the median of ours by peer, run by run, so that a machine that slows
// down between two runs does not decide.
func (i imported) ratio() (wall, cpu string) {
	of := func(get func(cost) time.Duration) string {
		var tenths []int64
		for n := range i.ours {
			tenths = append(tenths, int64(get(i.ours[n])*100/get(i.peers[n])))
		}
		slices.Sort(tenths)
		m := tenths[len(tenths)/2]
		return fmt.Sprintf("%d.%02d", m/100, m%100)
	}
	return of(func(c cost) time.Duration { return c.wall }), of(func(c cost) time.Duration { return c.cpu })
}

func perSecond(rows int64, d time.Duration) string {
	return fmt.Sprintf("%d k", rows*int64(time.Second)/int64(d)/1000)
}

func (p page) text(ctx context.Context) string {
	var b bytes.Buffer
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("# Benchmarks\n")
	w("The tables are what `make bench` prints, what is said about them is written by hand. %s. Medians of %d runs (imports of CSV: %d); ratios are medians of run-by-run ratios, because", time.Now().UTC().Format(time.DateOnly), p.runs, p.textRuns)
	w("machines are noisy and both sides of a pair meet the same noise.\n")
	w("Machine: %s, %d processors, %s, %s/%s, %s. Commit %s.\n", cpuModel(), runtime.NumCPU(), memory(), runtime.GOOS, runtime.GOARCH, runtime.Version(), commit(ctx))
	w("## Import\n")
	w("%d generated FOCUS rows of 43 columns. *Ours* is the whole of `sevenfold import bill` in a fresh workspace: hash, detection,", p.rows)
	w("exact casts, Parquet, conformance rules, control totals, monthly roll-up, commit. *Peer* is DuckDB's own bare `COPY` of the same file")
	w("to zstd Parquet with the same DECIMAL types and threads, in a process of its own. *Limit* is `wc -l`, `zcat | wc -l` or `cat`.")
	w("Ours writes zstd of level 1, the peer of its default, 3. The goal is 1.25.\n")
	w("| file | bytes | ours | peer | wall ratio | CPU ratio | limit | rows/s | peak memory ours | peer |")
	w("|---|---|---|---|---|---|---|---|---|---|")
	for _, i := range p.imports {
		ours, peer := median(i.ours), median(i.peers)
		wall, cpu := i.ratio()
		w("| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |", i.kind, mib(i.bytes), seconds(ours.wall), seconds(peer.wall), wall, cpu,
			seconds(i.limit.wall), perSecond(p.rows, ours.wall), mib(ours.peakBytes), mib(peer.peakBytes))
	}
	for _, i := range p.imports {
		if len(i.capped) > 0 {
			c := median(i.capped)
			w("\nOn %s the peer takes more memory than the cap that ours keeps (%s). Told to keep the same, it takes %s of wall, %s of CPU and %s.",
				i.kind, mib(duckdb.DefaultMemoryBytes), seconds(c.wall), seconds(c.cpu), mib(c.peakBytes))
		}
	}
	w("\n## Growth\n")
	w("| what | rows | wall | CPU | rows/s | peak memory |")
	w("|---|---|---|---|---|---|")
	for _, g := range p.growth {
		w("| %s | %d | %s | %s | %s | %s |", g.what, g.rows, seconds(g.cost.wall), seconds(g.cost.cpu), perSecond(g.rows, g.cost.wall), mib(g.cost.peakBytes))
	}
	w("\n## Questions\n")
	w("`measure --by customer,category,month` under the standard definition, 200 accounts, 50 customers, 12 months, through the monthly")
	w("roll-up, warm, median of %d in one process. The goal is under 150 ms inside the engine.\n", askRuns)
	w("| rows in the book | inside the engine | whole answer | peak memory |")
	w("|---|---|---|---|")
	for _, a := range p.asked {
		w("| %d | %d ms | %d ms | %s |", a.rows, a.engineMillis, a.wholeMillis, mib(a.peakBytes))
	}
	w("\n## One new month in the large book\n")
	w("A newer delivery of one month of one payer (%d rows) in a book of %d rows: import %s, then `measure --by month` %s, together %s.",
		p.rows/12, int64(p.books)*p.rows, seconds(p.newMonth[0]), seconds(p.newMonth[1]), seconds(p.newMonth[2]))
	w("The goal is under 10 s.")
	b.WriteString(p.webText())
	b.WriteString(p.identityText())
	b.WriteString(p.incrementText())
	b.WriteString(p.quality)
	b.WriteString(p.categories)
	b.WriteString(p.regions)
	return b.String()
}

func cpuModel() string { return procField("/proc/cpuinfo", "model name") }

func memory() string { return procField("/proc/meminfo", "MemTotal") + " of memory" }

func procField(path, key string) string {
	f, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer f.Close() //nolint:errcheck // only read
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func commit(ctx context.Context) string {
	c, err := job(ctx, "git", "rev-parse", "--short", "HEAD")
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(c.output)
}
