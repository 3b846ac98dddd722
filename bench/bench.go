package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
)

// bench is one run of everything.
type bench struct {
	sevenfold, dir   string
	rows             int64
	books            int
	runs, textRuns   int
	customers, names int
	walk             time.Duration

	page page
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func (b *bench) all(ctx context.Context) error {
	b.page.rows, b.page.books, b.page.runs, b.page.textRuns = b.rows, b.books, b.runs, b.textRuns
	say("writing %d rows of FOCUS", b.rows)
	if err := b.write(ctx, b.rows, "bill.csv", "bill.csv.gz"); err != nil {
		return err
	}
	if err := b.write(ctx, b.rows/10, "tenth.csv", ""); err != nil {
		return err
	}
	if _, err := self(ctx, "bare", "csv", b.path("bill.csv"), b.path("bill.parquet"), ""); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{b.imports, b.growth, b.questions, b.identities, b.increments, b.quality, b.categories, b.regions} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// write makes a FOCUS file, and the same compressed.
func (b *bench) write(ctx context.Context, rows int64, plain, packed string) (err error) {
	f, err := os.Create(b.path(plain))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	targets := []io.Writer{w}
	var z *gzip.Writer
	if packed != "" {
		g, err := os.Create(b.path(packed))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, g.Close()) }()
		z = gzip.NewWriter(g)
		targets = append(targets, z)
	}
	if _, err := generating.WriteFocus(ctx, io.MultiWriter(targets...), rows, 1); err != nil {
		return err
	}
	if z != nil {
		if err := z.Close(); err != nil {
			return err
		}
	}
	return w.Flush()
}

// workspace makes a fresh one.
func (b *bench) workspace(ctx context.Context, name string) (string, error) {
	dir := b.path(name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	_, err := job(ctx, b.sevenfold, "init", dir)
	return dir, err
}

// imports runs ours and the peer in turn on each kind of file.
func (b *bench) imports(ctx context.Context) error {
	for _, kind := range []struct{ name, file string }{{"csv", "bill.csv"}, {"gzip", "bill.csv.gz"}, {"parquet", "bill.parquet"}} {
		var ours, peers, capped []cost
		runs := b.runs
		if kind.name != "parquet" {
			runs = b.textRuns
		}
		for n := range runs {
			say("import %s, run %d of %d", kind.name, n+1, runs)
			peer, err := self(ctx, "bare", kind.name, b.path(kind.file), b.path("bare.parquet"), "")
			if err != nil {
				return err
			}
			if peer.peakBytes > duckdb.DefaultMemoryBytes {
				c, err := self(ctx, "bare", kind.name, b.path(kind.file), b.path("bare.parquet"), fmt.Sprintf("%dMiB", duckdb.DefaultMemoryBytes>>20))
				if err != nil {
					return err
				}
				capped = append(capped, c)
			}
			dir, err := b.workspace(ctx, "import")
			if err != nil {
				return err
			}
			own, err := job(ctx, b.sevenfold, "-w", dir, "import", "bill", b.path(kind.file), "--format", "json")
			if err != nil {
				return err
			}
			ours, peers = append(ours, own), append(peers, peer)
		}
		limit, err := b.limit(ctx, kind.name, b.path(kind.file))
		if err != nil {
			return err
		}
		info, err := os.Stat(b.path(kind.file))
		if err != nil {
			return err
		}
		b.page.imports = append(b.page.imports, imported{kind: kind.name, bytes: info.Size(), ours: ours, peers: peers, capped: capped, limit: limit})
	}
	return nil
}

// limit is how long the bare reading of the bytes takes.
func (b *bench) limit(ctx context.Context, kind, path string) (cost, error) {
	switch kind {
	case "gzip":
		return job(ctx, "sh", "-c", "zcat '"+path+"' | wc -l")
	case "csv":
		return job(ctx, "wc", "-l", path)
	default:
		// Not into our own memory: a child's peak begins with its parent's.
		return job(ctx, "sh", "-c", "cat '"+path+"' >/dev/null")
	}
}

// growth imports a tenth and compares.
func (b *bench) growth(ctx context.Context) error {
	var costs []cost
	for range b.runs {
		dir, err := b.workspace(ctx, "tenth")
		if err != nil {
			return err
		}
		c, err := job(ctx, b.sevenfold, "-w", dir, "import", "bill", b.path("tenth.csv"), "--format", "json")
		if err != nil {
			return err
		}
		costs = append(costs, c)
	}
	b.page.growth = append(b.page.growth, grown{"CSV", b.rows / 10, median(costs)}, grown{"CSV", b.rows, median(b.page.imports[0].ours)})
	return nil
}
