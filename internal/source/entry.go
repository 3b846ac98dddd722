package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Kind is what the content of an entry is once decompressed, by its first bytes.
type Kind string

const (
	KindText    Kind = "text" // CSV or other delimited text, in any encoding
	KindJSON    Kind = "json"
	KindXML     Kind = "xml"
	KindXLSX    Kind = "xlsx"
	KindParquet Kind = "parquet"
	KindXLS     Kind = "xls" // the binary workbook of Excel 97 to 2003: recognised, not read
	KindPDF     Kind = "pdf" // recognised, not read
	KindEmpty   Kind = "empty"
	KindBinary  Kind = "binary" // none of these
)

// Entry is one readable file: a plain file, a compressed one, or a member of an
// archive. Entries come from Expand; Entry{Path: p} opens a file on disk too.
type Entry struct {
	Path        string      // as the user gave it; below a folder, the folder as given and the rest
	Member      string      // path inside the archive; "outer.zip!inner.csv" for an archive in an archive
	SizeBytes   int64       // of the file on disk; of a member, decompressed as its archive claims
	Compression Compression // of the content itself; being in an archive is not counted
	Kind        Kind

	steps  []int // index of the member in each archive on the way
	limits Limits
}

// Name says where a row stands, for people: "books.zip!2025/may.csv".
func (e Entry) Name() string {
	if e.Member == "" {
		return e.Path
	}
	return e.Path + "!" + e.Member
}

// IsPlain reports that the bytes at Path are the content, so that an engine may
// read the file itself.
func (e Entry) IsPlain() bool { return e.Member == "" && e.Compression == CompressionNone }

// SHA256 is the hash, in hex, of the file on disk at Path: of the archive, for a
// member; of the compressed bytes, for a compressed file. The bytes pass through
// also on the way, so that a large file is read once.
func (e Entry) SHA256(ctx context.Context, also ...io.Writer) (string, error) {
	f, err := openFile(e.Path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(append(also, h)...)}, struct{ io.Reader }{contextReader{ctx, f}}, make([]byte, 1<<20)); err != nil {
		return "", unreadable(e.Path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return f, nil
}

// unreadable turns what the operating system says into a fault; what already
// is one, and the end of the context, pass unchanged.
func unreadable(path string, err error) error {
	if _, ok := fault.As(err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind, code := fault.KindUnavailable, "source.unreadable"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kind, code = fault.KindNotFound, "source.not_found"
	case errors.Is(err, fs.ErrPermission):
		kind, code = fault.KindDenied, "source.no_permission"
	}
	return fault.New(kind, code).With("path", path).At(fault.Place{File: path}).Because(err)
}

// contextReader stops at the end of the context, between reads.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
