package source

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// Dialect is how delimited text is laid out.
type Dialect struct {
	Delimiter byte
	Quote     byte // 0 when quotes mean nothing
	LoneCR    bool // rows end with CR alone, as old Macintosh programs write them
	SepLine   bool // the first line is a "sep=;" for spreadsheets
	// HeaderRow is the number of the row that looks like the header: the first as
	// wide as most rows are, with text in its cells. 0 when no row does.
	HeaderRow int64
}

// dialectSample is how much text decides. Title lines and the header fit many
// times over.
const dialectSample = 128 << 10

// delimiters in order of preference when two explain the text equally well.
const delimiters = ",;\t|"

// DetectCSV finds the dialect of UTF-8 text and gives a reader from its start.
// Text that no delimiter divides is one column wide.
func DetectCSV(r io.Reader, file string) (*CSV, error) { return DetectCSVBy(r, file, 0) }

// DetectCSVBy does the same for text whose delimiter is known; 0 finds it out.
func DetectCSVBy(r io.Reader, file string, delimiter byte) (*CSV, error) {
	sample := make([]byte, dialectSample)
	n, err := io.ReadFull(r, sample)
	sample = sample[:n]
	whole := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !whole {
		return nil, err
	}
	if whole {
		r = bytes.NewReader(nil) // the sample is all there is
	}
	d := DetectDialect(sample, whole)
	if delimiter != 0 && !d.SepLine {
		d.Delimiter = delimiter
		d.HeaderRow = headerRow(sampleRows(sample, d, whole))
	}
	return NewCSV(io.MultiReader(bytes.NewReader(sample), r), d, file), nil
}

// DetectDialect judges by a sample from the beginning; whole says that it is
// the whole text.
func DetectDialect(sample []byte, whole bool) Dialect {
	d := Dialect{Delimiter: ',', Quote: '"', LoneCR: loneCR(sample)}
	if line, _, found := bytes.Cut(sample, []byte("\n")); found {
		if rest, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("sep=")); ok && len(rest) == 1 {
			d.Delimiter, d.SepLine = rest[0], true
			d.HeaderRow = headerRow(sampleRows(sample, d, whole))
			return d
		}
	}
	best := 0
	for i := range len(delimiters) {
		try := d
		try.Delimiter = delimiters[i]
		rows := sampleRows(sample, try, whole)
		width, count := commonWidth(rows)
		// One row more that fits outweighs one column more.
		if score := count*1000 + min(width, 999); width > 1 && score > best {
			best, d.Delimiter = score, try.Delimiter
		}
	}
	d.HeaderRow = headerRow(sampleRows(sample, d, whole))
	return d
}

// loneCR reports text whose rows end with CR alone.
func loneCR(sample []byte) bool {
	quoted := false
	alone := false
	for i, c := range sample {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return false
		case c == '\r' && i+1 < len(sample) && sample[i+1] != '\n':
			alone = true
		}
	}
	return alone
}

type sampleRow struct {
	number int64
	fields []string
}

// sampleRows reads the sample's rows; the last may be cut and is left out
// unless the sample is the whole text.
func sampleRows(sample []byte, d Dialect, whole bool) []sampleRow {
	c := NewCSV(bytes.NewReader(sample), d, "")
	var rows []sampleRow
	for {
		rec, err := c.Read()
		if err != nil {
			break
		}
		rows = append(rows, sampleRow{rec.Number, rec.Strings()})
	}
	if !whole && len(rows) > 1 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// commonWidth is the width most rows have, and how many have it. Widths of one
// do not count: any text has them.
func commonWidth(rows []sampleRow) (width, count int) {
	widths := map[int]int{}
	for _, r := range rows {
		widths[len(r.fields)]++
	}
	for w, n := range widths {
		if w > 1 && (n > count || n == count && w > width) {
			width, count = w, n
		}
	}
	return width, count
}

func headerRow(rows []sampleRow) int64 {
	width, _ := commonWidth(rows)
	if width == 0 {
		width = 1
	}
	for _, r := range rows {
		if len(r.fields) == width && slices.ContainsFunc(r.fields, isLabel) && !slices.ContainsFunc(r.fields, isNumeral) {
			return r.number
		}
	}
	return 0
}

func isLabel(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7f }) >= 0
}

// isNumeral reports a cell that data has and headers have not: digits with the
// marks that go with numbers and dates.
func isNumeral(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,-/: %$€£¥") == ""
}
