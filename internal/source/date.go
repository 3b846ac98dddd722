package source

import (
	"math/big"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// DateFormat reads calendar days. It is a list of patterns; all of them are
// tried, and text that two of them read as different days is a fault.
type DateFormat struct{ patterns []datePattern }

// The two patterns that are words.
const (
	// DateISO reads 2025-01-31, with or without a time and zone after it.
	DateISO = "iso"
	// DateExcelSerial reads the day numbers of spreadsheets (1900 system):
	// 45688 is 2025-01-31. Only a mapping that asks for it gets it.
	DateExcelSerial = "excel-serial"
)

type datePattern struct {
	text  string
	parts []datePart
}

// datePart is a field (y, M, d, H, m, s, a) of a width, or literal text.
type datePart struct {
	field   byte
	width   int
	literal string
}

// ParseDateFormat compiles patterns such as yyyy-mm-dd, dd/mm/yyyy, m/d/yy,
// yyyy年m月d日, "d mmm yyyy", "mmmm d, yyyy", "yyyy-mm-dd hh:mm:ss", "m/d/yyyy
// h:mm am/pm". m means minutes after hours, months elsewhere; mmm is Jan, mmmm
// January. A doubled letter demands two digits, a single one takes one or two.
// yy is 20yy: books are never older.
func ParseDateFormat(patterns ...string) (DateFormat, error) {
	var f DateFormat
	for _, text := range patterns {
		p, ok := compileDate(text)
		if !ok {
			return DateFormat{}, fault.New(fault.KindInvalid, "source.date_pattern").With("pattern", text)
		}
		f.patterns = append(f.patterns, p)
	}
	return f, nil
}

func compileDate(text string) (datePattern, bool) {
	p := datePattern{text: text}
	if text == DateISO || text == DateExcelSerial {
		return p, true
	}
	hours := false
	seen := map[byte]bool{}
	for i := 0; i < len(text); {
		c := lower(text[i])
		if strings.HasPrefix(strings.ToLower(text[i:]), "am/pm") {
			p.parts, i = append(p.parts, datePart{field: 'a'}), i+len("am/pm")
			continue
		}
		if strings.IndexByte("ymdhs", c) < 0 {
			p.literal(text[i])
			i++
			continue
		}
		n := 1
		for i+n < len(text) && lower(text[i+n]) == c {
			n++
		}
		part := datePart{field: c, width: n}
		switch {
		case c == 'm' && !hours:
			part.field = 'M'
		case c == 'h':
			part.field, hours = 'H', true
		}
		if seen[part.field] || !validWidth(part) {
			return p, false
		}
		seen[part.field] = true
		p.parts = append(p.parts, part)
		i += n
	}
	return p, seen['y'] && seen['M'] && seen['d']
}

func (p *datePattern) literal(c byte) {
	if last := len(p.parts) - 1; last >= 0 && p.parts[last].field == 0 {
		p.parts[last].literal += string([]byte{c})
		return
	}
	p.parts = append(p.parts, datePart{literal: string([]byte{c})})
}

func validWidth(p datePart) bool {
	switch p.field {
	case 'y':
		return p.width == 2 || p.width == 4
	case 'M':
		return p.width <= 4
	}
	return p.width <= 2
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// Parse gives midnight UTC of the day as written: a zone beside it does not move
// it. The faults are source.date_malformed and source.date_ambiguous.
func (f DateFormat) Parse(text string) (time.Time, error) {
	s := strings.TrimSpace(Narrow(text))
	var day time.Time
	for _, p := range f.patterns {
		d, ok := p.match(s)
		switch {
		case !ok:
		case day.IsZero():
			day = d
		case !day.Equal(d):
			return time.Time{}, f.fault("source.date_ambiguous", text)
		}
	}
	if day.IsZero() {
		return time.Time{}, f.fault("source.date_malformed", text)
	}
	return day, nil
}

// Readings gives, for each pattern that reads the text, the day it reads: what a
// caller needs to decide by other cells of a column which pattern is meant.
func (f DateFormat) Readings(text string) map[string]time.Time {
	s := strings.TrimSpace(Narrow(text))
	var read map[string]time.Time
	for _, p := range f.patterns {
		if d, ok := p.match(s); ok {
			if read == nil {
				read = map[string]time.Time{}
			}
			read[p.text] = d
		}
	}
	return read
}

func (f DateFormat) fault(code, text string) error {
	return fault.New(fault.KindInvalid, code).With("value", shorten(text)).With("patterns", f.String()).
		At(fault.Place{Value: shorten(text)})
}

// String lists the patterns.
func (f DateFormat) String() string {
	texts := make([]string, len(f.patterns))
	for i, p := range f.patterns {
		texts[i] = p.text
	}
	return strings.Join(texts, ", ")
}

func (p datePattern) match(s string) (time.Time, bool) {
	switch p.text {
	case DateISO:
		return isoDay(s)
	case DateExcelSerial:
		return serialDay(s)
	}
	var v dateValues
	for _, part := range p.parts {
		rest, ok := v.take(part, s)
		if !ok {
			return time.Time{}, false
		}
		s = rest
	}
	if s != "" || v.hour > 23 || v.minute > 59 || v.second > 60 {
		return time.Time{}, false
	}
	return day(v.year, v.month, v.day)
}

type dateValues struct{ year, month, day, hour, minute, second int }

// take reads one part off the front.
func (v *dateValues) take(p datePart, s string) (string, bool) {
	switch p.field {
	case 0:
		return strings.CutPrefix(s, Narrow(p.literal))
	case 'a':
		if len(s) < 2 {
			return s, false
		}
		half := strings.ToUpper(s[:2])
		return s[2:], half == "AM" || half == "PM"
	}
	if p.field == 'M' && p.width >= 3 {
		return v.monthName(s, p.width)
	}
	least, most := p.width, 2
	if p.field == 'y' {
		most = p.width
	}
	n, value := 0, 0
	for n < len(s) && n < most && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	if n < least {
		return s, false
	}
	switch p.field {
	case 'y':
		if v.year = value; p.width == 2 {
			v.year += 2000
		}
	case 'M':
		v.month = value
	case 'd':
		v.day = value
	case 'H':
		v.hour = value
	case 'm':
		v.minute = value
	case 's':
		v.second = value
	}
	return s[n:], true
}

func (v *dateValues) monthName(s string, width int) (string, bool) {
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if width == 3 {
			name = name[:3]
			if m == time.September && len(s) > 4 && strings.EqualFold(s[:4], "Sept") {
				name = "Sept"
			}
		}
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) {
			v.month = int(m)
			return s[len(name):], true
		}
	}
	return s, false
}

// day refuses days that the calendar lacks, which time.Date would move.
func day(year, month, d int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, year >= 1900 && t.Year() == year && int(t.Month()) == month && t.Day() == d
}

func isoDay(s string) (time.Time, bool) {
	const dateLength = len(time.DateOnly)
	if len(s) < dateLength {
		return time.Time{}, false
	}
	d, err := time.Parse(time.DateOnly, s[:dateLength])
	if err != nil || d.Year() < 1900 {
		return time.Time{}, false
	}
	if len(s) == dateLength {
		return d, true
	}
	if s[dateLength] != 'T' && s[dateLength] != ' ' {
		return time.Time{}, false
	}
	clock := s[dateLength+1:]
	clock = strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(clock, "UTC")), "Z")
	for _, layout := range []string{"15:04:05", "15:04", "15:04:05Z07:00", "15:04:05-0700", "15:04:05 -0700"} {
		if _, err := time.Parse(layout, clock); err == nil {
			return d, true
		}
	}
	return time.Time{}, false
}

// serialDay reads the day number of a spreadsheet; a fraction is the time of day.
func serialDay(s string) (time.Time, bool) {
	n, err := money.ParseDecimal(s)
	if err != nil || n.Cmp(money.NewInt(61)) < 0 || n.Cmp(money.NewInt(2958466)) >= 0 {
		return time.Time{}, false // before 1 March 1900 the numbers are off by a day
	}
	whole, _ := new(big.Int).QuoRem(n.Unscaled(n.Places()), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n.Places())), nil), new(big.Int))
	return serialEpoch.AddDate(0, 0, int(whole.Int64())), true
}

// serialEpoch is day 0 of the 1900 system for every day after its false 29 February.
var serialEpoch = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
