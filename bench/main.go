// Command bench measures what docs/benchmarks.md claims and prints its tables:
// imports beside the engine's own bare COPY of the same file, figures over the
// roll-up, one new month in a large book, the pages of that book, names against customers. `make bench` runs it.
//
// It owns no product code. Every measured job is a process of its own, so that
// its memory and processor time are the operating system's word.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "bare":
			return bare(ctx, args[1], args[2], args[3], args[4])
		case "ask":
			return ask(ctx, args[1])
		case "pages":
			return readPages(ctx, args[1], number(args[2]))
		case "match":
			return match(number(args[1]), number(args[2]))
		case "jarowinkler":
			return jaroWinkler(number(args[1]), number(args[2]))
		}
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	b := &bench{}
	flags.StringVar(&b.sevenfold, "sevenfold", "bin/sevenfold", "program to measure")
	flags.StringVar(&b.dir, "dir", "", "folder for files, tens of GB (default: a temporary one)")
	flags.Int64Var(&b.rows, "rows", 10_000_000, "rows of the import benchmark")
	flags.IntVar(&b.books, "books", 5, "the large book is this many times the rows")
	flags.IntVar(&b.customers, "customers", 100_000, "customers of the matching benchmark")
	flags.IntVar(&b.names, "names", 1_000_000, "names matched against them")
	only := flags.String("only", "", "web, identity, incremental, quality, categories or regions: measure that alone")
	flags.IntVar(&b.runs, "runs", 3, "runs of each job; medians are shown")
	flags.IntVar(&b.textRuns, "text-runs", 0, "runs of importing CSV, the longest jobs (default: as -runs)")
	flags.DurationVar(&b.walk, "walk", 2*time.Minute, "how long people walk through the pages")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if b.textRuns == 0 {
		b.textRuns = b.runs
	}
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "sevenfold-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
		b.dir = dir
	}
	var err error
	if b.sevenfold, err = filepath.Abs(b.sevenfold); err != nil {
		return err
	}
	b.page.load = load()
	part, known := map[string]part{
		"":            {b.all, func() string { return b.page.text(ctx) }},
		"web":         {b.onlyWeb, func() string { return b.page.webText() }},
		"identity":    {b.identities, func() string { return b.page.identityText() }},
		"incremental": {b.increments, func() string { return b.page.incrementText() }},
		"quality":     {b.quality, func() string { return b.page.quality }},
		"categories":  {b.categories, func() string { return b.page.categories }},
		"regions":     {b.regions, func() string { return b.page.regions }},
	}[*only]
	if !known {
		return fmt.Errorf("there is no part %q; see -help", *only)
	}
	if err := part.measure(ctx); err != nil {
		return err
	}
	_, err = fmt.Print(part.text())
	return err
}

// part is something to measure, and what the page says of it then.
type part struct {
	measure func(context.Context) error
	text    func() string
}

// number reads what this program has written to itself.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}
