package name

import (
	"strings"
	"sync"
)

// numberWords gives the value of numbers that are written out.
var numberWords = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty") {
		m[w] = i + 2
	}
	for i, w := range strings.Fields("second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth") {
		m[w] = i + 2
	}
	for i, w := range strings.Fields("thirty forty fifty sixty seventy eighty ninety") {
		m[w] = 10 * (i + 3)
	}
	for i, w := range strings.Fields("zwei drei vier funf sechs sieben acht neun zehn") {
		m[w] = i + 2
	}
	for i, w := range strings.Fields("deux trois quatre cinq sept huit neuf dix") {
		m[w] = [...]int{2, 3, 4, 5, 7, 8, 9, 10}[i]
	}
	return m
})

// readUnit reads what may follow twenty: four, 4, first, fourth.
func readUnit(text string) (int, bool) {
	switch text {
	case "one", "first":
		return 1, true
	}
	value, ok := readNumber(text, true)
	return value, ok && value > 0 && value < 10
}

// readNumber says whether a word of Latin letters and digits is a number, and
// its value, or -1 where it is a number with letters (ar16, 5g).
func readNumber(text string, first bool) (value int, ok bool) {
	digits, lettersBefore, lettersAfter := 0, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if lettersAfter > 0 {
				return -1, false // h3c is a brand
			}
			digits++
			value = min(value, 1<<30)*10 + int(c-'0')
		case c >= 0x80:
			return -1, false
		case digits == 0:
			lettersBefore++
		default:
			lettersAfter++
		}
	}
	switch {
	case digits == 0:
		return romanNumber(text, first)
	case lettersBefore+lettersAfter == 0:
		return value, true
	case lettersBefore == 0:
		switch text[digits:] {
		case "st", "nd", "rd", "th":
			return value, true
		}
		return -1, lettersAfter <= 1
	}
	return -1, lettersBefore <= 3 && lettersAfter == 0
}

// romanNumber reads numbers up to XXXIX, but not as first word: "Vi" and "X"
// begin names. Whether I, V and X alone are numbers the caller must see.
func romanNumber(text string, first bool) (int, bool) {
	if text == "one" {
		return 1, !first // "One Medical" is a brand
	}
	if first || len(text) > 7 {
		if v, ok := numberWords()[text]; ok {
			return v, true
		}
		return -1, false
	}
	value, i := 0, 0
	for i < len(text) && text[i] == 'x' && i < 3 {
		value += 10
		i++
	}
	rest := text[i:]
	for v, unit := range [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if rest == unit && value+v > 0 {
			return value + v, true
		}
	}
	if v, ok := numberWords()[text]; ok {
		return v, true
	}
	return -1, false
}
