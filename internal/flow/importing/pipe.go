package importing

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source"
)

// throughPipe has the engine read what feed writes, so that nothing that Go
// unpacks or cleans is written to disk first and memory stays flat. What feed
// says goes before what the engine says: a file that ends too soon is the
// cause, a row the engine could not read the consequence.
func (im *Importer) throughPipe(ctx context.Context, in duckdb.IngestInput, feed func(io.Writer) error) error {
	pipe := filepath.Join(im.Engine.TempDir(), filepath.Base(in.Out)+".pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		return unwritable(pipe, err)
	}
	defer os.Remove(pipe) //nolint:errcheck // the engine's folder goes as a whole
	fed := make(chan error, 1)
	go func() { fed <- feedPipe(pipe, feed) }()
	in.Path, in.Compression = pipe, "none"
	err := im.Engine.Ingest(ctx, in)
	// An engine that failed before it opened the pipe would leave the feeder
	// waiting for a reader for ever.
	if rd, oerr := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0); oerr == nil {
		rd.Close() //nolint:errcheck // opened only to be closed
	}
	if ferr := <-fed; ferr != nil && !errors.Is(ferr, syscall.EPIPE) {
		return ferr
	}
	return err
}

func feedPipe(pipe string, feed func(io.Writer) error) (err error) {
	p, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		return unwritable(pipe, err)
	}
	w := bufio.NewWriterSize(p, 1<<20)
	defer func() {
		if ferr := w.Flush(); err == nil {
			err = ferr
		}
		if cerr := p.Close(); err == nil {
			err = cerr
		}
	}()
	return feed(w)
}

// decode feeds a file's text as UTF-8, unpacked and checked to its last byte:
// the engine's own gzip reader takes a file that was cut off, or whose sum is
// wrong, for whole.
func (f *billFile) decode(w io.Writer) (err error) {
	s, err := f.entry.Open()
	if err != nil {
		return err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	text := source.NewText(s)
	seen := newShape(f.dialect.Delimiter, len(f.header))
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(w, seen)}, struct{ io.Reader }{text}, make([]byte, 1<<20)); err != nil {
		return err
	}
	f.judgeText(text)
	if seen.isOdd() {
		return errShape
	}
	return nil
}

// judgeText reports what decoding had to assume.
func (f *billFile) judgeText(text *source.Text) {
	f.encoding, f.decoded = text.Encoding(), nil // a second reading says the same again
	found := func(rule string, count int64, example string) {
		f.decoded = append(f.decoded, batch.Finding{Rule: rule, Severity: batch.SeverityWarning, Count: count, Example: example, File: f.entry.Name()})
	}
	if f.encoding == source.EncodingWindows1252 {
		found("encoding_assumed", 1, string(f.encoding))
	}
	if n := text.Invalid(); n > 0 {
		found("characters_unreadable", n, "")
	}
}

// ingestDirect has the engine parse the file: itself where it can be trusted
// to, else through a pipe.
func (im *Importer) ingestDirect(ctx context.Context, f *billFile, in duckdb.IngestInput) error {
	if f.entry.Kind == source.KindParquet || f.entry.IsPlain() && (f.encoding == source.EncodingUTF8 || f.encoding == source.EncodingUTF8BOM) {
		return im.Engine.Ingest(ctx, in)
	}
	return im.throughPipe(ctx, in, func(w io.Writer) error {
		err := f.decode(w)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	})
}
