package category

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"unicode"
)

// lexiconCSV lists words of the trade by what they hint at: an activity, a
// device, a software maker, a cloud service. A term with a star matches words
// that begin with it; 0 stands for any number.
//
//go:embed lexicon.csv
var lexiconCSV string

// lexicon finds the trade's words in a text.
type lexicon struct {
	exact  map[string][]string // concepts by term: a Chinese term, or Latin words with single spaces
	prefix map[string][]string
	// Longest terms: Chinese in characters, Latin in words.
	longestHan, longestWords int
}

// shortestPrefix is the fewest letters before a star.
const shortestPrefix = 3

func newLexicon() *lexicon {
	x := &lexicon{exact: map[string][]string{}, prefix: map[string][]string{}}
	rows, err := csv.NewReader(strings.NewReader(lexiconCSV)).ReadAll()
	if err != nil {
		panic("category: lexicon.csv: " + err.Error()) // embedded, and read by the tests
	}
	for _, r := range rows[1:] {
		for term := range strings.SplitSeq(r[2], ";") {
			x.add(strings.TrimSpace(term), r[1])
		}
	}
	return x
}

func (x *lexicon) add(term, concept string) {
	if stem, ok := strings.CutSuffix(term, "*"); ok {
		x.prefix[stem] = append(x.prefix[stem], concept)
		return
	}
	parts := words(fold(term))
	key := joinWords(parts)
	x.exact[key] = append(x.exact[key], concept)
	x.longestWords = max(x.longestWords, len(parts))
	for _, p := range parts {
		if unicode.Is(unicode.Han, p[0]) {
			x.longestHan = max(x.longestHan, len(p))
		}
	}
}

func joinWords(parts [][]rune) string {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = string(p)
	}
	return strings.Join(texts, " ")
}

// concepts gives what the words hint at, in reading order: at each place the
// longest term wins, and its words are spent.
func (x *lexicon) concepts(parts [][]rune) [][]string {
	var found [][]string
	for i := 0; i < len(parts); {
		if n, concepts := x.phrase(parts[i:]); n > 0 {
			found, i = append(found, concepts), i+n
			continue
		}
		if unicode.Is(unicode.Han, parts[i][0]) {
			found = append(found, x.han(parts[i])...)
		}
		i++
	}
	return found
}

// phrase matches a term of whole words at the start, the longest first; a single
// Latin word may also match by how it begins.
func (x *lexicon) phrase(parts [][]rune) (int, []string) {
	for n := min(x.longestWords, len(parts)); n >= 1; n-- {
		if c, ok := x.exact[joinWords(parts[:n])]; ok {
			return n, c
		}
	}
	if w := parts[0]; !unicode.Is(unicode.Han, w[0]) {
		for n := len(w); n >= shortestPrefix; n-- {
			if c, ok := x.prefix[string(w[:n])]; ok {
				return 1, c
			}
		}
	}
	return 0, nil
}

// han finds terms within a run of Chinese characters.
func (x *lexicon) han(run []rune) [][]string {
	var found [][]string
	for i := 0; i < len(run); {
		n := x.termAt(run, i)
		if n > 0 {
			found = append(found, x.exact[string(run[i:i+n])])
		}
		i += max(n, 1)
	}
	return found
}

// termAt gives the length of the longest term at a place of a run, 0 for none.
func (x *lexicon) termAt(run []rune, i int) int {
	for n := min(x.longestHan, len(run)-i); n >= 1; n-- {
		if _, ok := x.exact[string(run[i:i+n])]; ok {
			return n
		}
	}
	return 0
}

// hints are the features that a text's words of the trade give: which there are,
// and which comes first and last, because in "design of the monitoring" the
// first word decides and in 监控方案设计 the last one does.
func (x *lexicon) hints(parts [][]rune) []string {
	found := x.concepts(parts)
	var hints []string
	add := func(kind string, concepts []string) {
		for _, c := range concepts {
			if h := kind + c; !slices.Contains(hints, h) {
				hints = append(hints, h)
			}
		}
	}
	for _, concepts := range found {
		add("c", concepts)
	}
	if len(found) > 0 {
		add("f", found[0])
		add("z", found[len(found)-1])
	}
	return hints
}
