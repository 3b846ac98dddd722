package source

import (
	"bytes"
	"strings"
)

// Compression is how the content of an entry is packed.
type Compression string

const (
	CompressionNone  Compression = ""
	CompressionGzip  Compression = "gzip"
	CompressionZstd  Compression = "zstd"
	CompressionBzip2 Compression = "bzip2"
)

// sniffBytes is how much of the beginning tells what a file is.
const sniffBytes = 4096

func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// compressionOf decides by magic bytes alone: what a file is called proves nothing.
func compressionOf(head []byte) Compression {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return CompressionGzip
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return CompressionZstd
	case len(head) >= 4 && bytes.HasPrefix(head, []byte("BZh")) && head[3] >= '1' && head[3] <= '9':
		return CompressionBzip2
	}
	return CompressionNone
}

// claimsCompression reports that a name promises compressed content, so that an
// empty file of that name is a broken delivery and not an empty book.
func claimsCompression(name string) bool {
	name = strings.ToLower(name)
	for _, ext := range []string{".gz", ".gzip", ".zst", ".zstd", ".bz2", ".zip"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

// kindOf tells the kind of decompressed content from its beginning. A zip is
// decided elsewhere: only its directory says whether it is a workbook.
func kindOf(head []byte) Kind {
	switch {
	case len(head) == 0:
		return KindEmpty
	case bytes.HasPrefix(head, []byte("PAR1")):
		return KindParquet
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return KindPDF
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}):
		return KindXLS
	}
	if utf16BOM(head) {
		return KindText
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("<?xml")) || xmlRoot(text):
		return KindXML
	case len(text) > 0 && (text[0] == '{' || text[0] == '[') && jsonLike(text):
		return KindJSON
	case controlBytes(head) > len(head)/64:
		return KindBinary
	}
	return KindText
}

// xmlRoot accepts an element without an XML declaration.
func xmlRoot(text []byte) bool {
	return len(text) > 2 && text[0] == '<' &&
		(text[1] == '!' || text[1] >= 'a' && text[1] <= 'z' || text[1] >= 'A' && text[1] <= 'Z') &&
		bytes.IndexByte(text, '>') > 0
}

// jsonLike tells JSON from a CSV whose first cell begins with a bracket.
func jsonLike(text []byte) bool {
	rest := bytes.TrimLeft(text[1:], " \t\r\n")
	return len(rest) == 0 || bytes.IndexByte([]byte(`"{[]}-0123456789tfn`), rest[0]) >= 0
}

// controlBytes counts what no text holds. A file with a stray one is still text.
func controlBytes(head []byte) int {
	n := 0
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a {
			n++
		}
	}
	return n
}
