// Package asset is the files a browser loads: style, scripts, and the vendored
// libraries, embedded and compressed.
//
// It owns their addresses (with a hash, so that they can be kept for a year),
// how they are sent, and the manifest that says where each vendored file came
// from. It does not own what a page looks like (layout, component). There is no
// content network: what is not here, no page loads.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed vendor/*.gz own
var files embed.FS

// Prefix is where assets are served.
const Prefix = "/asset/"

// Set is every asset, ready to be sent. It is read-only after Load.
type Set struct {
	byAddress map[string]file
	address   map[string]string // by plain name
}

type file struct {
	kind          string // content type
	packed, plain []byte
}

// Load reads the embedded files and compresses the own ones.
func Load() (*Set, error) {
	s := &Set{byAddress: map[string]file{}, address: map[string]string{}}
	for _, dir := range []string{"vendor", "own"} {
		entries, err := fs.ReadDir(files, dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			data, err := fs.ReadFile(files, path.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			if err := s.add(e.Name(), data); err != nil {
				return nil, fmt.Errorf("asset: %s: %w", e.Name(), err)
			}
		}
	}
	return s, nil
}

func (s *Set) add(name string, data []byte) error {
	f := file{plain: data}
	if plain, packed := strings.CutSuffix(name, ".gz"); packed {
		name, f.packed = plain, data
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return err
		}
		if f.plain, err = io.ReadAll(r); err != nil {
			return err
		}
	} else {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		f.packed = b.Bytes()
	}
	f.kind = mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".js" {
		f.kind = "text/javascript; charset=utf-8"
	}
	sum := sha256.Sum256(f.plain)
	address := Prefix + hex.EncodeToString(sum[:6]) + "/" + name
	s.byAddress[address], s.address[name] = f, address
	return nil
}

// Address is where a browser finds a file, such as "app.css". A name that does
// not exist is a defect and gives an address that answers 404.
func (s *Set) Address(name string) string {
	if a, ok := s.address[name]; ok {
		return a
	}
	return Prefix + "missing/" + name
}

// CompressedBytes is what a browser loads when it loads everything.
func (s *Set) CompressedBytes() int {
	n := 0
	for _, f := range s.byAddress {
		n += len(f.packed)
	}
	return n
}

// ServeHTTP sends a file; its address holds its hash, so it never changes.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.byAddress[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.packed
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // a browser that went away needs no file
	}
}
