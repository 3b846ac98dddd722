package source

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Excel's own bounds: what lies beyond them is not a sheet.
const (
	maxSheetRows    = 1 << 20
	maxSheetColumns = 1 << 14
)

// SheetRow is one row of a sheet that has cells.
type SheetRow struct {
	Number int64    // as the spreadsheet shows it, from 1
	Cells  []string // up to the last cell that holds something
}

// Sheet streams the rows of one sheet. Cells are text:
//   - text as it is, inline, shared or the result of a formula;
//   - numbers with the digits that are stored, except that a fraction of 16 or 17
//     significant digits, which is how a binary number spells 3.3, is given at
//     the 15 that spreadsheets compute with and show;
//   - numbers in a cell that shows a date as 2025-01-31, or with a time as
//     2025-01-31T12:00:00;
//   - truth as TRUE and FALSE, errors as #N/A and the like.
type Sheet struct {
	book   *Workbook
	part   string
	rc     io.ReadCloser
	x      *tokens
	number int64
	cells  []string
}

// Open opens a sheet by name.
func (w *Workbook) Open(sheet string) (*Sheet, error) {
	for _, s := range w.sheets {
		if s.name != sheet {
			continue
		}
		rc, err := w.part(s.part)
		if err != nil {
			return nil, err
		}
		return &Sheet{book: w, part: s.part, rc: rc, x: newTokens(rc)}, nil
	}
	return nil, fault.New(fault.KindNotFound, "source.sheet_not_found").With("file", w.name).With("sheet", sheet).
		At(fault.Place{File: w.name})
}

// Close ends reading.
func (s *Sheet) Close() error { return s.rc.Close() }

// Read gives the next row with cells; its Cells hold until the next Read. io.EOF
// after the last; a sheet that ends early is source.workbook_malformed.
func (s *Sheet) Read() (SheetRow, error) {
	for {
		tok, err := s.x.next()
		if err != nil {
			return SheetRow{}, s.malformed(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			if err := s.row(t); err != nil {
				return SheetRow{}, s.malformed(err)
			}
			if len(s.cells) > 0 {
				return SheetRow{Number: s.number, Cells: s.cells}, nil
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" || t.Name.Local == "worksheet" {
				return SheetRow{}, io.EOF
			}
		}
	}
}

func (s *Sheet) malformed(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if f, ok := fault.As(err); ok {
		return f
	}
	return s.book.malformed(s.part, err)
}

func (s *Sheet) row(start xml.StartElement) error {
	s.number++
	if r := attr(start, "r"); r != "" {
		n, err := strconv.ParseInt(r, 10, 64)
		if err != nil || n < s.number || n > maxSheetRows {
			return fmt.Errorf("row %q after row %d", r, s.number-1)
		}
		s.number = n
	}
	s.cells = s.cells[:0]
	column := 0
	for {
		tok, err := s.x.next()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if ref := attr(t, "r"); ref != "" {
				if column, err = columnOf(ref); err != nil {
					return err
				}
			}
			if column >= maxSheetColumns {
				return fmt.Errorf("column %d", column+1)
			}
			text, err := s.cell(t)
			if err != nil {
				return err
			}
			if text != "" {
				for len(s.cells) <= column {
					s.cells = append(s.cells, "")
				}
				s.cells[column] = text
			}
			column++
		}
	}
}

// cell reads one cell up to its end.
func (s *Sheet) cell(start xml.StartElement) (string, error) {
	kind, style := attr(start, "t"), attr(start, "s")
	text := ""
	for {
		tok, err := s.x.next()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.EndElement:
			if t.Name.Local == "c" {
				return s.value(kind, style, text)
			}
		case xml.StartElement:
			if t.Name.Local == "v" || t.Name.Local == "is" {
				if text, err = s.x.text(t.Name.Local); err != nil {
					return "", err
				}
			}
		}
	}
}

func (s *Sheet) value(kind, style, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(text)
		if err != nil || i < 0 || i >= len(s.book.strings) {
			return "", fmt.Errorf("shared string %q of %d", text, len(s.book.strings))
		}
		return s.book.strings[i], nil
	case "b":
		if text == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "", "n":
		n, err := money.ParseDecimal(text)
		if err != nil {
			return text, nil
		}
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.book.dates) && s.book.dates[i] {
			if shown, ok := s.book.epoch.show(n); ok {
				return shown, nil
			}
		}
		return shownDigits(n, text), nil
	}
	return text, nil
}

// shownDigits gives a binary fraction's spelling at 15 significant digits.
func shownDigits(n money.Decimal, text string) string {
	if n.Places() == 0 {
		return text
	}
	digits := len(strings.TrimLeft(n.Abs().Unscaled(n.Places()).String(), "0"))
	if digits != 16 && digits != 17 {
		return text
	}
	return n.Round(n.Places() - int32(digits-15)).String()
}

// columnOf reads the column of a reference such as AB12, from 0.
func columnOf(ref string) (int, error) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxSheetColumns {
			return 0, fmt.Errorf("cell %q", ref)
		}
	}
	if n == 0 {
		return 0, fmt.Errorf("cell %q", ref)
	}
	return n - 1, nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// tokens reads XML without building it.
type tokens struct{ d *xml.Decoder }

func newTokens(r io.Reader) *tokens {
	d := xml.NewDecoder(bufio.NewReaderSize(r, 256<<10))
	d.Strict = true
	return &tokens{d}
}

func (x *tokens) next() (xml.Token, error) { return x.d.RawToken() }

// start gives the next start element.
func (x *tokens) start() (xml.StartElement, error) {
	for {
		tok, err := x.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		if s, ok := tok.(xml.StartElement); ok {
			return s, nil
		}
	}
}

// text joins the characters inside the element that has just begun, leaving
// phonetic readings out.
func (x *tokens) text(element string) (string, error) {
	var b strings.Builder
	phonetic := 0
	inText := element == "v"
	for {
		tok, err := x.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "rPh":
				phonetic++
			case "t":
				inText = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "rPh":
				phonetic--
			case "t":
				inText = false
			case element:
				return unescape(b.String()), nil
			}
		case xml.CharData:
			if inText && phonetic == 0 {
				b.Write(t)
			}
		}
	}
}

// unescape reads _x000D_, which stands for what XML cannot hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(code))
		s = s[i+7:]
	}
}
