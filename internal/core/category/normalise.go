package category

import (
	"slices"
	"strings"
	"unicode"
)

// Normalise brings a description into the form in which two are compared: width
// and case folded, punctuation made space, and what names a month, a year or a
// document taken out, because the same work is invoiced every month. A text of
// nothing else keeps it. Normalising twice changes nothing.
func Normalise(text string) string {
	folded := fold(text)
	units := cut(folded)
	for {
		fewer := dropPassing(units)
		if len(fewer) == len(units) {
			break
		}
		units = cut(paste(fewer)) // what stood apart may stand together now
	}
	if len(units) == 0 {
		return folded
	}
	return paste(units)
}

// fold folds width and case and leaves letters, digits and single spaces.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		switch {
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		case r > unicode.MaxLatin1 && unicode.Is(unicode.Mn, r):
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// unit is a piece of folded text: a number, a word, or a run of Chinese
// characters in which what names a time stands by itself.
type unit struct {
	text  string
	kind  unitKind
	glued bool // to the unit before
}

type unitKind int

const (
	unitWord   unitKind = iota // letters, or letters and digits
	unitNumber                 // ASCII digits
	unitHan
	unitTime // 年, 月份, 季度 and the like, as in 3月份
)

// timeWords are what follows a number in Chinese to make a time of it, the
// longest first.
func timeWords() []string {
	return []string{"年度", "季度", "月份", "年", "月", "日", "号"}
}

// cut parts folded text into units.
func cut(folded string) []unit {
	units := make([]unit, 0, 16)
	for i := 0; i < len(folded); {
		if folded[i] == ' ' {
			i++
			continue
		}
		glued := i > 0 && folded[i-1] != ' '
		end, kind := run(folded, i)
		switch {
		case kind == unitHan:
			units = cutHan(units, folded[i:end], glued)
		default:
			units = append(units, unit{folded[i:end], kind, glued})
		}
		i = end
	}
	return units
}

// run gives the end of a run of Chinese characters, or of anything else, and
// what it is.
func run(s string, from int) (end int, kind unitKind) {
	kind = unitNumber
	for i, r := range s[from:] {
		han := r > unicode.MaxLatin1 && unicode.Is(unicode.Han, r)
		switch {
		case r == ' ' || (i > 0 && han != (kind == unitHan)):
			return from + i, kind
		case han:
			kind = unitHan
		case r < '0' || r > '9':
			kind = unitWord
		}
	}
	return len(s), kind
}

// cutHan takes words for times off a run of Chinese characters: at its start,
// where a number may stand before, and quarters and months in Chinese numerals
// anywhere.
func cutHan(units []unit, s string, glued bool) []unit {
	if n := len(units); glued && n > 0 && units[n-1].kind == unitNumber {
		for _, w := range timeWords() {
			if rest, ok := strings.CutPrefix(s, w); ok {
				units, s = append(units, unit{w, unitTime, true}), rest
				break
			}
		}
	}
	for _, w := range []string{"季度", "月份"} {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		head := strings.TrimRight(s[:i], "一二三四五六七八九十")
		if head == s[:i] {
			continue
		}
		time := strings.TrimSuffix(head, "第")
		if time != "" {
			units = append(units, unit{time, unitHan, glued})
		}
		units = append(units, unit{s[len(time) : i+len(w)], unitTime, true})
		s, glued = s[i+len(w):], true
	}
	if s != "" {
		units = append(units, unit{s, unitHan, glued})
	}
	return units
}

// paste writes units as text. What was glued stays so, unless a Latin word
// would grow together.
func paste(units []unit) string {
	var b strings.Builder
	for i, u := range units {
		if i > 0 && (!u.glued || (units[i-1].kind != unitHan && units[i-1].kind != unitTime && u.kind != unitHan && u.kind != unitTime)) {
			b.WriteByte(' ')
		}
		b.WriteString(u.text)
	}
	return b.String()
}

// dropPassing takes out the units that name a time or a document.
func dropPassing(units []unit) []unit {
	kept := make([]unit, 0, len(units))
	for i := 0; i < len(units); {
		n := passing(units[i:])
		if n == 0 {
			kept = append(kept, units[i])
			i++
			continue
		}
		i += n
		if len(kept) > 0 && i < len(units) && units[i].glued {
			units[i].glued = kept[len(kept)-1].kind == unitHan && units[i].kind == unitHan
		}
	}
	return kept
}

// passing gives how many of the first units name a time or a document: 31 jan
// 2025, 2025 01 31, march 2025, q3, fy25, 2025年1月, 第三季度, inv 20250117, and
// any number of four digits or more. Names of months that are also words (may,
// march) need a number beside them.
func passing(u []unit) int {
	first := u[0]
	switch {
	case first.kind == unitTime:
		return 1
	case at(u, 0).small() && at(u, 1).kind == unitTime, at(u, 0).year() && at(u, 1).kind == unitTime:
		return 2
	case at(u, 0).year() && at(u, 1).small() && at(u, 2).small():
		return 3
	case at(u, 0).year() && at(u, 1).small() && !at(u, 1).glued:
		return 2
	case at(u, 0).small() && at(u, 1).small() && (at(u, 2).year() || at(u, 2).small() && len(at(u, 2).text) == 2):
		return 3
	case at(u, 0).ordinal() && at(u, 1).month() && (at(u, 2).year() || at(u, 2).small() && len(at(u, 2).text) == 2):
		return 3
	case at(u, 0).ordinal() && at(u, 1).month():
		return 2
	case at(u, 0).month() && at(u, 1).small() && at(u, 2).year():
		return 3
	case at(u, 0).month() && (at(u, 1).year() || at(u, 1).small() && len(at(u, 1).text) == 2):
		return 2
	case first.kind == unitWord && (slices.Contains(longMonths(), first.text) || first.part()):
		return 1
	case (first.text == "fy" || first.text == "week" || first.text == "wk") && (at(u, 1).small() || at(u, 1).year()):
		return 2
	case slices.Contains([]string{"inv", "ref", "no", "nr", "po"}, first.text) && at(u, 1).numbered():
		return 2
	case first.numbered():
		return 1
	}
	return 0
}

// at gives a unit, or one of no kind past the end.
func at(u []unit, i int) unit {
	if i < len(u) {
		return u[i]
	}
	return unit{kind: -1}
}

func (u unit) small() bool { return u.kind == unitNumber && len(u.text) <= 2 }

func (u unit) year() bool {
	return u.kind == unitNumber && len(u.text) == 4 && (strings.HasPrefix(u.text, "19") || strings.HasPrefix(u.text, "20"))
}

// ordinal is a day: 31, 31st.
func (u unit) ordinal() bool {
	if u.small() {
		return true
	}
	digits := strings.TrimRight(u.text, "sthndr")
	return u.kind == unitWord && len(digits) > 0 && len(digits) <= 2 && len(u.text) == len(digits)+2 && strings.Trim(digits, "0123456789") == ""
}

func longMonths() []string {
	return []string{"january", "february", "april", "june", "july", "august", "september", "october", "november", "december"}
}

func (u unit) month() bool {
	return u.kind == unitWord && (slices.Contains(longMonths(), u.text) || slices.Contains([]string{"march", "may", "jan", "feb", "mar", "apr",
		"jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}, u.text))
}

// part is a quarter, half or fiscal year in one word: q3, 3q, h2, fy25, wk12.
func (u unit) part() bool {
	s := u.text
	switch {
	case len(s) == 2 && s[0] == 'q' && s[1] >= '1' && s[1] <= '4', len(s) == 2 && s[1] == 'q' && s[0] >= '1' && s[0] <= '4', s == "h1", s == "h2":
		return true
	}
	for _, p := range []string{"fy", "wk", "week"} {
		if rest, ok := strings.CutPrefix(s, p); ok && rest != "" && len(rest) <= 4 && strings.Trim(rest, "0123456789") == "" {
			return true
		}
	}
	return false
}

// numbered reports four digits in a row, as numbers of documents have.
func (u unit) numbered() bool {
	if u.kind != unitNumber && u.kind != unitWord {
		return false
	}
	digits := 0
	for i := range len(u.text) {
		if c := u.text[i]; c < '0' || c > '9' {
			digits = 0
		} else if digits++; digits == 4 {
			return true
		}
	}
	return false
}
