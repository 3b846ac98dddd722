package source

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
	"github.com/klauspost/compress/zstd"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// readAhead is how much is asked of the disk at once.
const readAhead = 1 << 20

// Stream is the decompressed content of an entry. Its faults name the file.
type Stream struct {
	entry   Entry
	limits  Limits
	content io.Reader
	closers []io.Closer
	stored  *counter // bytes taken from the disk; nil for a member
	packed  int64    // bytes the member takes in its archive
	out     int64
}

// Open gives the decompressed content. Cut-off content is the fault
// source.truncated at the read that meets the end, never a short file; damaged
// content is source.corrupt; content beyond the limits is source.bomb.
func (e Entry) Open() (*Stream, error) {
	s := &Stream{entry: e, limits: e.limits.withDefaults()}
	raw, err := s.raw()
	if err != nil {
		_ = s.Close()
		return nil, s.entry.explain(err)
	}
	if err := s.unpack(bufio.NewReaderSize(raw, readAhead)); err != nil {
		_ = s.Close()
		return nil, s.entry.explain(err)
	}
	return s, nil
}

// raw gives the stored bytes of the file or member.
func (s *Stream) raw() (io.Reader, error) {
	f, err := openFile(s.entry.Path)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, f)
	if len(s.entry.steps) == 0 {
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		if info.Size() == 0 && claimsCompression(s.entry.Path) {
			return nil, io.ErrUnexpectedEOF
		}
		s.stored = &counter{r: f}
		return s.stored, nil
	}
	member, err := s.member(f)
	if err != nil {
		return nil, err
	}
	rc, err := openMember(member, s.entry.Name())
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, rc)
	return rc, nil
}

// member walks down to the entry's own member, copying an archive inside an
// archive to a temporary file: a directory at the end needs random access.
func (s *Stream) member(f *os.File) (*zip.File, error) {
	archive, err := openArchive(f, s.entry.Path, s.limits)
	if err != nil {
		return nil, err
	}
	for depth, index := range s.entry.steps {
		if index >= len(archive.File) {
			return nil, fault.New(fault.KindConflict, "source.changed").With("path", s.entry.Path)
		}
		member := archive.File[index]
		if depth == 0 {
			s.packed = int64(member.CompressedSize64)
		}
		if depth == len(s.entry.steps)-1 {
			return member, nil
		}
		inner, err := copyArchive(member, s.entry.Path, s.limits)
		if err != nil {
			return nil, err
		}
		s.closers = append(s.closers, inner)
		if archive, err = openArchive(inner.File, s.entry.Name(), s.limits); err != nil {
			return nil, err
		}
	}
	return nil, io.ErrUnexpectedEOF
}

// unpack removes one layer of compression, as the bytes themselves say.
func (s *Stream) unpack(r *bufio.Reader) error {
	head, err := r.Peek(6)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	s.entry.Compression = compressionOf(head)
	switch s.entry.Compression {
	case CompressionGzip:
		z, err := gzip.NewReader(r)
		if err != nil {
			return cutOff(err)
		}
		s.content = z
	case CompressionZstd:
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(512<<20), zstd.WithDecoderConcurrency(2))
		if err != nil {
			return err
		}
		s.content, s.closers = z, append(s.closers, z.IOReadCloser())
	case CompressionBzip2:
		s.content = bzip2.NewReader(r)
	default:
		s.content = r
	}
	return nil
}

// Read gives decompressed bytes.
func (s *Stream) Read(p []byte) (int, error) {
	n, err := s.content.Read(p)
	s.out += int64(n)
	if over := s.over(); over != nil {
		return 0, over
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = s.entry.explain(err)
	}
	return n, err
}

// over checks the limits on what has come out so far.
func (s *Stream) over() error {
	if s.out > s.limits.EntryBytes {
		return bomb(s.entry.Name(), "bytes", s.limits.EntryBytes)
	}
	in := s.packed
	if s.stored != nil {
		in = s.stored.n.Load()
	}
	if s.out > s.limits.RatioFreeBytes && s.out/s.limits.Ratio > in {
		return bomb(s.entry.Name(), "ratio", s.limits.Ratio)
	}
	return nil
}

func bomb(name, limit string, value int64) error {
	return fault.New(fault.KindLimit, "source.bomb").With("file", name).With("limit", limit).With("value", value).
		At(fault.Place{File: name})
}

// Consumed is how many of the entry's SizeBytes have been used so far, for
// progress. It may be called while another goroutine reads.
func (s *Stream) Consumed() int64 {
	if s.stored != nil {
		return s.stored.n.Load()
	}
	return s.out
}

// Close frees files and temporary copies.
func (s *Stream) Close() error {
	var first error
	for i := len(s.closers) - 1; i >= 0; i-- {
		if err := s.closers[i].Close(); err != nil && first == nil {
			first = err
		}
	}
	s.closers = nil
	return first
}

// explain turns what a decompressor says into a fault that names the entry.
func (e Entry) explain(err error) error {
	var system *fs.PathError
	var errno syscall.Errno
	if _, ok := fault.As(err); ok {
		return err
	}
	name := e.Name()
	place := fault.Place{File: name}
	switch {
	case errors.As(err, &system), errors.As(err, &errno):
		return unreadable(e.Path, err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.KindInvalid, "source.truncated").With("file", name).At(place).Because(err)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return bomb(name, "window", 512<<20)
	}
	// Whatever else a decompressor says, it says about the bytes.
	return fault.New(fault.KindInvalid, "source.corrupt").With("file", name).At(place).Because(err)
}

// cutOff: a header that ends early is a truncated file, not an empty one.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// counter counts what was read; another goroutine may ask.
type counter struct {
	r io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}
