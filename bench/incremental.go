package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
)

// incremented is a run of the matcher after a new import, in a workspace of its own.
type incremented struct {
	customers int
	// first is the run of everybody, imports the new lines into the books, again the run
	// after it.
	first, imports, again cost
}

// incrementLines is how many lines a new import has, and incrementNames how many of
// their names the books do not have yet.
const incrementLines, incrementNames = 3000, 30

// increments measures the run after a new import, for books of these many customers.
func (b *bench) increments(ctx context.Context) error {
	for _, customers := range []int{b.customers / 5, b.customers} {
		if err := b.increment(ctx, customers); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) increment(ctx context.Context, customers int) error {
	say("incremental: %d customers", customers)
	dir, err := b.workspace(ctx, "incremental")
	if err != nil {
		return err
	}
	records, names, _ := book(customers, 2*customers)
	if err := b.list("roster.csv", len(records), func(i int) string { return records[i].Names[0] }); err != nil {
		return err
	}
	roster, err := os.ReadFile(b.path("roster.csv"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.path("roster.csv"), []byte("customer_"+string(roster)), 0o600); err != nil {
		return err
	}
	known := names[:len(names)-b.runs*incrementNames]
	if err := b.lines("lines.csv", "first", len(known), func(i int) string { return known[i] }); err != nil {
		return err
	}
	in := incremented{customers: customers}
	for _, args := range [][]string{{"import", "customers", b.path("roster.csv")}, {"import", "services", b.path("lines.csv"), "--source", "first"}} {
		if _, err := job(ctx, b.sevenfold, append([]string{"-w", dir}, args...)...); err != nil {
			return err
		}
	}
	if in.first, err = job(ctx, b.sevenfold, "-w", dir, "match", "run", "--format", "json"); err != nil {
		return err
	}
	var imports, again []cost
	for n := range b.runs {
		fresh := names[len(known)+n*incrementNames:][:incrementNames]
		file := fmt.Sprintf("more%d.csv", n)
		if err := b.lines(file, file, incrementLines, func(i int) string {
			if i < incrementNames {
				return fresh[i]
			}
			return known[(i*977+n)%len(known)]
		}); err != nil {
			return err
		}
		took, err := job(ctx, b.sevenfold, "-w", dir, "import", "services", b.path(file), "--source", file)
		if err != nil {
			return err
		}
		run, err := job(ctx, b.sevenfold, "-w", dir, "match", "run", "--format", "json")
		if err != nil {
			return err
		}
		say("  run %d: wall %s, processor %s, %s", n+1, run.wall, run.cpu, mib(run.peakBytes))
		imports, again = append(imports, took), append(again, run)
	}
	in.imports, in.again = median(imports), median(again)
	b.page.incremented = append(b.page.incremented, in)
	return nil
}

// lines writes a file of invoice lines, each of one name.
func (b *bench) lines(file, invoice string, n int, name func(int) string) (err error) {
	f, err := os.Create(b.path(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	if err := w.Write(strings.Split("invoice_number,issue_date,customer_name,currency,net", ",")); err != nil {
		return err
	}
	for i := range n {
		row := []string{fmt.Sprint(invoice, "-", i), fmt.Sprintf("2025-%02d-10", 1+i%12), name(i), "USD", fmt.Sprint(100 + i%900)}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// incrementText is the part of the page about runs after a new import.
func (p page) incrementText() string {
	if len(p.incremented) == 0 {
		return ""
	}
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("\n## After a new import\n")
	w("`match run` after an import of %d invoice lines, %d of them with names that the books have not had, in a workspace of its own:", incrementLines, incrementNames)
	w("customers from a list, twice as many names on invoices, matched before. *All* is the first run, of everybody. The goal is")
	w("under 2 s. `go run ./bench -only incremental` prints this part; the load of the machine when it began was %s.\n", strings.TrimSpace(p.load))
	w("| customers | all: wall | processor time | the import | run again: wall | processor time | peak memory |")
	w("|---|---|---|---|---|---|---|")
	for _, i := range p.incremented {
		w("| %d | %s | %s | %s | %s | %s | %s |", i.customers, seconds(i.first.wall), seconds(i.first.cpu), seconds(i.imports.wall),
			seconds(i.again.wall), seconds(i.again.cpu), mib(i.again.peakBytes))
	}
	return b.String()
}

// load is how many processes have wanted a processor of late.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:1], " ")
}
