package main

import (
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// matched is what one way of matching found, and what it took.
type matched struct {
	Method           string
	Customers, Names int
	Build, Match     time.Duration
	// Increment is the time to add a record and ask for a name again.
	Increment time.Duration
	Found     int // names whose true customer was among what was compared
	Right     int // accepted, and rightly
	Wrong     int // accepted, and wrongly
	Asked     int // left to a person, the true customer on top
	Nobody    int // names that are nobody's

	peakBytes int64
}

// identities measures the matcher, all pairs by Jaro-Winkler, and an open
// matcher where there is one.
func (b *bench) identities(ctx context.Context) error {
	sample := b.names / 2000 // of the names; all pairs of all names would take days
	for _, args := range [][]string{
		{"match", fmt.Sprint(b.customers), fmt.Sprint(b.names)},
		{"match", fmt.Sprint(b.customers), fmt.Sprint(sample)},
		{"jarowinkler", fmt.Sprint(b.customers), fmt.Sprint(sample)},
	} {
		say("identity: %s", strings.Join(args, " "))
		c, err := self(ctx, args...)
		if err != nil {
			return err
		}
		var m matched
		if err := json.Unmarshal([]byte(c.output), &m); err != nil {
			return err
		}
		m.peakBytes = c.peakBytes
		b.page.matched = append(b.page.matched, m)
	}
	m, err := b.peer(ctx, b.customers, sample)
	if err != nil {
		say("identity: no open matcher: %v", err)
		b.page.noPeer = true
		return nil
	}
	b.page.matched = append(b.page.matched, m)
	return nil
}

// match is one run of ours, printed as JSON.
func match(customers, names int) error {
	records, asked, truth := book(customers, names)
	m := matched{Method: "ours", Customers: customers, Names: names}
	start := time.Now()
	x := identity.NewIndex(records)
	m.Build = time.Since(start)

	start = time.Now()
	model, limits := identity.Shipped(), identity.DefaultThresholds()
	parts := make([]matched, runtime.NumCPU())
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() {
			for i := len(asked) * part / len(parts); i < len(asked)*(part+1)/len(parts); i++ {
				p := identity.Prepare(identity.Record{Key: "asked", Kind: identity.KindBook, Names: []string{asked[i]}})
				parts[part].count(limits.Choose(p, x.Best(model, p, 3)), truth[i])
			}
		})
	}
	wait.Wait()
	m.Match = time.Since(start)
	for _, p := range parts {
		m.Found, m.Right, m.Wrong, m.Asked, m.Nobody = m.Found+p.Found, m.Right+p.Right, m.Wrong+p.Wrong, m.Asked+p.Asked, m.Nobody+p.Nobody
	}

	start = time.Now()
	x.Add(identity.Record{Key: "new", Names: []string{"Newcomer Robotics Ltd"}})
	x.Best(model, identity.Prepare(identity.Record{Names: []string{"Newcomer Robotics"}}), 3)
	m.Increment = time.Since(start)
	return json.NewEncoder(os.Stdout).Encode(m)
}

func (m *matched) count(c identity.Choice, truth int) {
	if truth < 0 {
		m.Nobody++
	}
	top := -1
	for i, match := range c.Matches {
		at := 0
		_, _ = fmt.Sscan(match.Record.Record.Key, &at) // keys are numbers: book made them
		if i == 0 {
			top = at
		}
		if at == truth {
			m.Found++
		}
	}
	switch {
	case c.Verdict == identity.VerdictAccept && top == truth:
		m.Right++
	case c.Verdict == identity.VerdictAccept:
		m.Wrong++
	case c.Verdict == identity.VerdictAsk && top == truth:
		m.Asked++
	}
}

// jaroWinkler compares every name with every customer: what a script would do.
func jaroWinkler(customers, names int) error {
	const accept = whole * 93 / 100
	records, asked, truth := book(customers, names)
	m := matched{Method: "all pairs, Jaro-Winkler", Customers: customers, Names: names}
	folded := make([][]rune, len(records))
	for i, r := range records {
		folded[i] = []rune(strings.ToLower(r.Names[0]))
	}
	start := time.Now()
	var scratch similarity
	for i, name := range asked {
		best, at := 0, -1
		query := []rune(strings.ToLower(name))
		for j, candidate := range folded {
			if s := scratch.jaroWinkler(query, candidate); s > best {
				best, at = s, j
			}
		}
		m.score(at, best >= accept, truth[i])
	}
	m.Match = time.Since(start)
	return json.NewEncoder(os.Stdout).Encode(m)
}

// score counts the answer of a matcher that gives one candidate.
func (m *matched) score(best int, accepted bool, truth int) {
	if truth < 0 {
		m.Nobody++
	}
	if best == truth {
		m.Found++
	}
	switch {
	case accepted && best == truth:
		m.Right++
	case accepted:
		m.Wrong++
	}
}

//go:embed identity_peer.py
var peerScript string

// peer runs an open matcher in the Python that SEVENFOLD_BENCH_PYTHON names (or
// python3), which must have splink.
func (b *bench) peer(ctx context.Context, customers, names int) (matched, error) {
	python := os.Getenv("SEVENFOLD_BENCH_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.CommandContext(ctx, python, "-c", "import splink").Run(); err != nil {
		return matched{}, fmt.Errorf("splink is not installed: %w", err)
	}
	records, asked, truth := book(customers, names)
	if err := b.list("customers.csv", len(records), func(i int) string { return records[i].Names[0] }); err != nil {
		return matched{}, err
	}
	if err := b.list("asked.csv", len(asked), func(i int) string { return asked[i] }); err != nil {
		return matched{}, err
	}
	say("identity: splink %d %d", customers, names)
	c, err := job(ctx, python, "-c", peerScript, b.path("customers.csv"), b.path("asked.csv"))
	if err != nil {
		return matched{}, err
	}
	m := matched{Method: "Splink", Customers: customers, Names: names, Match: c.wall, peakBytes: c.peakBytes}
	answers := map[int]int{}
	for line := range strings.Lines(c.output) {
		var name, customer int
		if _, err := fmt.Sscan(line, &name, &customer); err != nil {
			return matched{}, fmt.Errorf("splink said %q: %w", line, err)
		}
		answers[name] = customer
	}
	for i := range asked {
		at, accepted := answers[i]
		if !accepted {
			at = -2
		}
		m.score(at, accepted, truth[i])
	}
	return m, nil
}

func (b *bench) list(file string, n int, name func(int) string) (err error) {
	f, err := os.Create(b.path(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	if err := w.Write([]string{"id", "name"}); err != nil {
		return err
	}
	for i := range n {
		if err := w.Write([]string{fmt.Sprint(i), name(i)}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
