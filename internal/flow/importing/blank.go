package importing

import (
	"bytes"
	"errors"
)

// errBlankLines says that a text has empty lines. Spreadsheets and our reader
// count them, the engine does not: rows would have wrong numbers.
var errBlankLines = errors.New("importing: the text has blank lines")

// blankLines looks for an empty line in what is written to it. A line break
// inside quotes may look like one; reading such a file row by row is slower and
// as right.
type blankLines struct {
	last  byte // the last byte that was not CR
	found bool
}

func (b *blankLines) Write(p []byte) (int, error) {
	if b.found {
		return len(p), nil
	}
	for at := 0; ; {
		n := bytes.IndexByte(p[at:], '\n')
		if n < 0 {
			break
		}
		if b.before(p, at+n) == '\n' {
			b.found = true
			return len(p), nil
		}
		at += n + 1
	}
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] != '\r' {
			b.last = p[i]
			break
		}
	}
	return len(p), nil
}

// before is the byte before position i, leaving CR out.
func (b *blankLines) before(p []byte, i int) byte {
	for i--; i >= 0; i-- {
		if p[i] != '\r' {
			return p[i]
		}
	}
	return b.last
}
