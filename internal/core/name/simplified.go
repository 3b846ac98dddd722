package name

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed simplified.csv
var simplifiedCSV string

// simplified gives the simplified character of traditional ones. A character
// that several were merged into keeps its first meaning: names need one form,
// not the right one.
var simplified = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	for _, r := range mustRows(simplifiedCSV) {
		to := strings.NewReader(r[1])
		for _, t := range r[0] {
			s, _, err := to.ReadRune()
			if err != nil {
				panic("name: simplified.csv: rows of unequal length")
			}
			m[t] = s
		}
	}
	return m
})
