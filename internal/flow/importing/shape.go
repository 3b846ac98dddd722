package importing

import (
	"bytes"
	"errors"
)

// errShape says that reading row by row is needed to read the text rightly.
var errShape = errors.New("importing: the text has blank lines or rows of another width")

// shape watches text on its way past for what the engine reads otherwise than
// we do, silently: it skips blank lines, so that rows would have wrong numbers,
// and drops an empty field too many, so that a stray delimiter before it would
// shift the fields between. Odd quotes may look like either; then the file is
// read row by row, which is slower and as right.
type shape struct {
	delimiter []byte
	width     int // fields a row must have

	quoted bool
	count  int  // delimiters of the row so far, outside quotes
	some   bool // the row has a byte besides CR
	odd    bool
}

func newShape(delimiter byte, width int) *shape {
	return &shape{delimiter: []byte{delimiter}, width: width}
}

// Write looks from quote to quote and line end to line end: most bytes are only
// counted past.
func (s *shape) Write(p []byte) (int, error) {
	if s.odd {
		return len(p), nil
	}
	quote, line := next(p, 0, '"'), next(p, 0, '\n')
	for at := 0; at < len(p); {
		if s.quoted {
			if quote == len(p) {
				break
			}
			s.quoted, at = false, quote+1
			quote = next(p, at, '"')
			continue
		}
		if line < at {
			line = next(p, at, '\n')
		}
		end := min(quote, line)
		s.take(p[at:end])
		switch {
		case end == len(p):
			return len(p), nil
		case end == quote:
			s.quoted, s.some = true, true
			quote = next(p, end+1, '"')
		default:
			s.endRow()
			line = next(p, end+1, '\n')
		}
		at = end + 1
	}
	return len(p), nil
}

// next is where c stands in p from a position on; len(p) when nowhere.
func next(p []byte, from int, c byte) int {
	if n := bytes.IndexByte(p[from:], c); n >= 0 {
		return from + n
	}
	return len(p)
}

// take counts what stands outside quotes.
func (s *shape) take(text []byte) {
	s.count += bytes.Count(text, s.delimiter)
	s.some = s.some || len(text) > 1 || len(text) == 1 && text[0] != '\r'
}

func (s *shape) endRow() {
	if !s.some || s.count != s.width-1 {
		s.odd = true
	}
	s.count, s.some = 0, false
}

// isOdd reports what was found, once everything was written.
func (s *shape) isOdd() bool {
	if s.some && s.count != s.width-1 {
		s.odd = true // the last row, without a line end
	}
	return s.odd
}
