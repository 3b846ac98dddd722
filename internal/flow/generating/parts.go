package generating

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// parts writes the bill of one period into as many files as its size needs,
// each with the header, as exports do.
type parts struct {
	name     func(n int) string // path of part n, from 1, below root
	root     string
	header   []byte
	compress bool
	limit    int64 // bytes of a part, before compression
	onBytes  func(n int64)

	files []string
	file  *os.File
	zip   *gzip.Writer
	out   *bufio.Writer
	size  int64
	total int64
}

func (p *parts) write(b []byte) error {
	if len(b) == 0 && p.file != nil {
		return nil
	}
	if p.file != nil && p.size >= p.limit {
		if err := p.close(); err != nil {
			return err
		}
	}
	if p.file == nil {
		if err := p.open(); err != nil {
			return err
		}
	}
	return p.put(b)
}

func (p *parts) put(b []byte) error {
	n, err := p.out.Write(b)
	p.size, p.total = p.size+int64(n), p.total+int64(n)
	p.onBytes(int64(n))
	return writing(err, p.files[len(p.files)-1])
}

func (p *parts) open() error {
	name := p.name(len(p.files) + 1)
	file, err := create(p.root, name)
	if err != nil {
		return err
	}
	p.files = append(p.files, name)
	p.file, p.size = file, 0
	var w io.Writer = file
	if p.compress {
		// The fastest level: a bill is made to be read once. No time and no name
		// go into the header, so equal bills are equal files.
		p.zip, err = gzip.NewWriterLevel(file, gzip.BestSpeed)
		if err != nil {
			return writing(err, name)
		}
		w = p.zip
	}
	p.out = bufio.NewWriterSize(w, flushAt)
	return p.put(p.header)
}

// close finishes the current part; it is safe to call twice.
func (p *parts) close() error {
	if p.file == nil {
		return nil
	}
	err := p.out.Flush()
	if p.zip != nil && err == nil {
		err = p.zip.Close()
	}
	if closed := p.file.Close(); err == nil {
		err = closed
	}
	p.file, p.zip = nil, nil
	return writing(err, p.files[len(p.files)-1])
}

func create(root, name string) (*os.File, error) {
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, writing(err, name)
	}
	file, err := os.Create(path)
	return file, writing(err, name)
}

// writeFile writes a small file whole.
func writeFile(root, name string, content []byte) error {
	file, err := create(root, name)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return writing(err, name)
}

// writing turns a failure to write into a fault.
func writing(err error, name string) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.KindUnavailable, "generating.write_failed").At(fault.Place{File: name}).With("file", name).Because(err)
}
