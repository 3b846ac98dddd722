package name

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed pinyin.csv
var pinyinCSV string

// The characters that pinyin.csv covers.
const firstHan, lastHan = 0x4E00, 0x9FA5

type pinyinTable struct {
	syllables []string
	known     map[string]bool
	of        [lastHan - firstHan + 1]uint16 // character to syllable
}

// pinyinOf is a table of our own, as the library's would be built whenever any
// command starts.
var pinyinOf = sync.OnceValue(func() *pinyinTable {
	t := &pinyinTable{syllables: []string{""}, known: map[string]bool{}}
	for _, r := range mustRows(pinyinCSV) {
		n := uint16(len(t.syllables))
		t.syllables = append(t.syllables, r[0])
		t.known[r[0]] = len(r[0]) > 1 || r[0] == "a" || r[0] == "e" || r[0] == "o"
		for _, c := range r[1] {
			t.of[c-firstHan] = n
		}
	}
	return t
})

// toPinyin writes Chinese characters as they are read, without tones and gaps.
// Rare characters beyond the table are left out.
func toPinyin(text string) string {
	var b strings.Builder
	b.Grow(2 * len(text))
	t := pinyinOf()
	for _, r := range text {
		if r >= firstHan && r <= lastHan {
			b.WriteString(t.syllables[t.of[r-firstHan]])
		}
	}
	return b.String()
}

// isPinyin reports that Latin letters are whole syllables of pinyin.
func isPinyin(text string) bool {
	var ends [65]bool // ends[n]: the first n letters are syllables
	if len(text) >= len(ends) {
		return false
	}
	ends[0] = true
	for from := range len(text) {
		for n := 1; ends[from] && n <= min(6, len(text)-from); n++ {
			if pinyinOf().known[text[from:from+n]] {
				ends[from+n] = true
			}
		}
	}
	return ends[len(text)]
}
