package source

import (
	"bytes"
	"errors"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

const (
	csvBuffer = 1 << 20
	// defaultRecordBytes bounds one record. A quote that is never closed swallows
	// what follows it: better a clear fault than all the memory.
	defaultRecordBytes = 16 << 20
)

// Record is one row of delimited text. Fields are UTF-8 and hold until the next
// Read: copy what must live longer.
type Record struct {
	// Number counts rows as a spreadsheet shows them: the first is 1, blank rows
	// count, and a line break inside quotes does not begin a row.
	Number int64
	Fields [][]byte
	// Fault says what is wrong with this row alone (source.csv_ragged,
	// source.csv_stray_quote, source.csv_nul). The rows after it are not touched.
	Fault *fault.Error
}

// Strings copies the fields.
func (r Record) Strings() []string {
	out := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		out[i] = string(f)
	}
	return out
}

// CSV reads records of delimited text in one pass and in bounded memory.
type CSV struct {
	File  string // for the places of faults
	Width int    // fields a row must have; 0 accepts any number. It may be set between rows
	// MaxRecordBytes bounds one record; 0 means 16 MiB.
	MaxRecordBytes int

	dialect  Dialect
	src      io.Reader
	buf      []byte
	r, w     int
	nul      bool // buf[r:w] may hold NUL bytes
	err      error
	number   int64
	fields   [][]byte
	doubled  []int // fields in which quotes are doubled
	special  [256]bool
	finished error
}

// NewCSV reads UTF-8 (see Text) of a known dialect.
func NewCSV(r io.Reader, d Dialect, file string) *CSV {
	c := &CSV{File: file, dialect: d, src: r, buf: make([]byte, csvBuffer), MaxRecordBytes: defaultRecordBytes}
	c.special[d.Delimiter], c.special['\n'] = true, true
	if d.LoneCR {
		c.special['\r'] = true
	}
	return c
}

// Dialect is how the text is being read.
func (c *CSV) Dialect() Dialect { return c.dialect }

// Read gives the next row that is not blank; io.EOF after the last. Any other
// error ends the file: an unclosed quote (source.csv_quote_unterminated, with
// the row it opened in), a record beyond the limit (source.csv_record_too_long),
// or what the reader below said.
func (c *CSV) Read() (Record, error) {
	if c.finished != nil {
		return Record{}, c.finished
	}
	for {
		rec, err := c.record()
		if err != nil {
			c.finished = err
			return Record{}, err
		}
		if len(rec.Fields) == 1 && len(rec.Fields[0]) == 0 {
			continue // a blank row
		}
		if c.number == 1 && c.dialect.SepLine {
			continue // "sep=;", which spreadsheets read and do not show
		}
		return rec, nil
	}
}

// record parses one record out of the buffer, filling it up as needed.
func (c *CSV) record() (Record, error) {
	for {
		end, stray, open := c.split(c.buf[c.r:c.w], c.err != nil)
		if end < 0 {
			if c.err != nil {
				return Record{}, c.atEnd(open)
			}
			if err := c.fill(open); err != nil {
				return Record{}, err
			}
			continue
		}
		c.number++
		raw := c.buf[c.r : c.r+end]
		c.r += end
		rec := Record{Number: c.number, Fields: c.fields}
		c.check(&rec, raw, stray)
		for _, i := range c.doubled {
			rec.Fields[i] = undouble(rec.Fields[i], c.dialect.Quote)
		}
		return rec, nil
	}
}

func (c *CSV) atEnd(open bool) error {
	if !errors.Is(c.err, io.EOF) {
		return c.err
	}
	if open {
		return c.fault(fault.KindInvalid, "source.csv_quote_unterminated")
	}
	return io.EOF
}

// fault places a fault at the record that is being read.
func (c *CSV) fault(kind fault.Kind, code string) *fault.Error {
	row := c.number + 1
	return fault.New(kind, code).With("file", c.File).With("row", row).At(fault.Place{File: c.File, Row: row})
}

// split finds the fields of the record at the beginning of b and how many bytes
// it takes, line end included; -1 when b holds no whole record. open tells that
// b ends inside quotes, stray that text follows a closing quote.
func (c *CSV) split(b []byte, last bool) (end int, stray, open bool) {
	c.fields, c.doubled = c.fields[:0], c.doubled[:0]
	if len(b) == 0 {
		return -1, false, false
	}
	quote, delimiter := c.dialect.Quote, c.dialect.Delimiter
	i := 0
	for {
		start := i
		if quote != 0 && i < len(b) && b[i] == quote {
			closing, doubled := closingQuote(b[i+1:], quote)
			if closing < 0 {
				return -1, stray, true
			}
			field := b[i+1 : i+1+closing]
			i += closing + 2
			if i == len(b) && !last {
				return -1, stray, false // the next byte may double the quote
			}
			next := i + c.plain(b[i:])
			if tail := bytes.TrimRight(b[i:next], " \r"); len(tail) > 0 {
				stray = true
				field = b[start:next]
			}
			if doubled && !stray {
				c.doubled = append(c.doubled, len(c.fields))
			}
			c.fields = append(c.fields, field)
			i = next
		} else {
			i += c.plain(b[i:])
			c.fields = append(c.fields, b[start:i])
		}
		if i == len(b) {
			if !last {
				return -1, stray, false
			}
			c.trimCR()
			return i, stray, false
		}
		if b[i] == delimiter {
			i++
			continue
		}
		if b[i] == '\r' { // only special where CR ends rows
			if i+1 == len(b) && !last {
				return -1, stray, false
			}
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
		} else {
			c.trimCR()
		}
		return i + 1, stray, false
	}
}

// plain is how far the text goes without a delimiter or line end.
func (c *CSV) plain(b []byte) int {
	special := &c.special
	for i, x := range b {
		if special[x] {
			return i
		}
	}
	return len(b)
}

// trimCR takes the CR of CRLF off the last field.
func (c *CSV) trimCR() {
	last := len(c.fields) - 1
	if f := c.fields[last]; len(f) > 0 && f[len(f)-1] == '\r' {
		c.fields[last] = f[:len(f)-1]
	}
}

// closingQuote finds the quote that ends a field, skipping doubled ones.
func closingQuote(b []byte, quote byte) (at int, doubled bool) {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], quote)
		if n < 0 {
			return -1, doubled
		}
		i += n
		if i+1 < len(b) && b[i+1] == quote {
			doubled = true
			i += 2
			continue
		}
		return i, doubled
	}
}

// undouble makes "" into ", in place: the record's bytes are ours until the next Read.
func undouble(f []byte, quote byte) []byte {
	out := f[:0]
	for i := 0; i < len(f); i++ {
		out = append(out, f[i])
		if f[i] == quote && i+1 < len(f) && f[i+1] == quote {
			i++
		}
	}
	return out
}

// check says what is wrong with one row.
func (c *CSV) check(rec *Record, raw []byte, stray bool) {
	row := fault.Place{File: c.File, Row: rec.Number}
	problem := func(code string) {
		rec.Fault = fault.New(fault.KindInvalid, code).With("file", c.File).With("row", rec.Number).At(row)
	}
	switch {
	case c.nul && bytes.IndexByte(raw, 0) >= 0:
		problem("source.csv_nul")
	case stray:
		problem("source.csv_stray_quote")
	case c.Width > 0 && len(rec.Fields) != c.Width:
		for len(rec.Fields) > c.Width && len(rec.Fields[len(rec.Fields)-1]) == 0 {
			rec.Fields = rec.Fields[:len(rec.Fields)-1] // delimiters that end a row
		}
		if len(rec.Fields) != c.Width {
			problem("source.csv_ragged")
			rec.Fault = rec.Fault.With("want", c.Width).With("got", len(rec.Fields))
		}
	}
}

// fill makes room and reads more.
func (c *CSV) fill(open bool) error {
	limit := c.MaxRecordBytes
	if limit <= 0 {
		limit = defaultRecordBytes
	}
	have := c.w - c.r
	if have > limit {
		if open {
			return c.fault(fault.KindInvalid, "source.csv_quote_unterminated")
		}
		return c.fault(fault.KindLimit, "source.csv_record_too_long").With("limit", limit)
	}
	switch {
	case have == len(c.buf):
		c.buf = append(c.buf, make([]byte, len(c.buf))...)
	case c.r > 0:
		copy(c.buf, c.buf[c.r:c.w])
		c.r, c.w = 0, have
	}
	if have == 0 {
		c.nul = false
	}
	n, err := c.src.Read(c.buf[c.w:])
	c.nul = c.nul || bytes.IndexByte(c.buf[c.w:c.w+n], 0) >= 0
	c.w += n
	c.err = err
	return nil
}
