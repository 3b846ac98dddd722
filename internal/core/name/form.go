package name

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed forms.csv
var formsCSV string

// formEntry is a row of the table of legal forms.
type formEntry struct {
	class    Class
	place    string
	nations  []string
	long     bool   // long enough to be known with one letter wrong
	compound string // without gaps
	letters  []byte // the same
}

type formTable struct {
	words map[string]*formEntry // folded, without gaps
	// last and first count the words of the longest form that ends, or begins,
	// with a word.
	last, first map[string]uint8
	long        map[string][]*formEntry // by last word
	longWords   []*formEntry            // of one long word
	runs        []*formEntry            // forms of scripts without gaps, longest first
}

// maxInner is how many words a name may have that forms are sought within.
const maxInner = 32

// maxFormWords bounds the search: no form in use has more.
const maxFormWords = 9

var forms = sync.OnceValue(buildForms)

func buildForms() *formTable {
	t := &formTable{words: map[string]*formEntry{}, last: map[string]uint8{}, first: map[string]uint8{}, long: map[string][]*formEntry{}}
	for _, r := range mustRows(formsCSV) {
		tokens := fold(r[0])
		var compound strings.Builder
		for _, w := range tokens {
			compound.WriteString(w.text)
		}
		f := &formEntry{class: Class(r[1]), place: r[2], nations: strings.Fields(r[3]), compound: compound.String(), letters: []byte(compound.String())}
		if _, known := t.words[f.compound]; known || len(tokens) == 0 {
			continue
		}
		t.words[f.compound] = f
		first, last := tokens[0].text, tokens[len(tokens)-1].text
		n := uint8(min(len(tokens), maxFormWords))
		if isRun(tokens[0].script) {
			if f.place != "bracket" {
				t.runs = append(t.runs, f)
			}
			continue
		}
		t.last[last] = max(t.last[last], n)
		t.first[first] = max(t.first[first], n)
		f.long = len(f.compound) >= 14 || n == 1 && len(f.compound) >= 7
		if f.long && n == 1 {
			t.longWords = append(t.longWords, f)
		} else if f.long {
			t.long[last] = append(t.long[last], f)
		}
	}
	slices.SortStableFunc(t.runs, func(a, b *formEntry) int { return len(b.compound) - len(a.compound) })
	return t
}

// joined writes words without gaps.
func joined(buffer []byte, tokens []token) []byte {
	buffer = buffer[:0]
	for _, t := range tokens {
		buffer = append(buffer, t.text...)
	}
	return buffer
}

// formAtEnd finds the longest form at the end of tokens, leaving at least one of
// them, and says how many words it has.
func (t *formTable) formAtEnd(tokens []token) (*formEntry, int) {
	if len(tokens) <= 1 {
		return nil, 0
	}
	var space [96]byte
	last := tokens[len(tokens)-1]
	most := min(int(t.last[last.text]), len(tokens)-1)
	if utf8.RuneCountInString(last.text) <= 2 {
		most = min(maxFormWords, len(tokens)-1) // S. A. R. L. and sp. z o. o. are words of one letter
	}
	for n := most; n >= 1; n-- {
		f := t.words[string(joined(space[:0], tokens[len(tokens)-n:]))]
		if f == nil || f.place == "front" || f.place == "bracket" && last.bracket == 0 {
			continue
		}
		if longer, m := t.misspelt(tokens); n == 1 && m > n {
			return longer, m // "joynt stock company" is more than a company
		}
		return f, n
	}
	return t.misspelt(tokens)
}

// misspelt finds long forms with one letter wrong.
func (t *formTable) misspelt(tokens []token) (*formEntry, int) {
	last := tokens[len(tokens)-1].text
	var space [96]byte
	if _, known := lexicon().words[last]; len(last) >= 6 && !known {
		text := append(space[:0], last...)
		for _, f := range t.longWords {
			if withinOne(text, f.letters) {
				return f, 1
			}
		}
	}
	candidates := t.long[last]
	if len(candidates) == 0 {
		return nil, 0
	}
	for n := min(int(t.last[last]), len(tokens)-1); n >= 2; n-- {
		text := joined(space[:0], tokens[len(tokens)-n:])
		for _, f := range candidates {
			if withinOne(text, f.letters) {
				return f, n
			}
		}
	}
	return nil, 0
}

// formAtFront finds the longest form that tokens begin with, leaving one at least.
func (t *formTable) formAtFront(tokens []token) (*formEntry, int) {
	if len(tokens) <= 1 {
		return nil, 0
	}
	var space [96]byte
	first := tokens[0]
	most := min(int(t.first[first.text]), len(tokens)-1)
	if utf8.RuneCountInString(first.text) == 1 {
		most = min(4, len(tokens)-1) // A. B. Volvo
	}
	for n := most; n >= 1; n-- {
		if f := t.words[string(joined(space[:0], tokens[:n]))]; f != nil && (f.place == "front" || f.place == "both" || f.place == "all") {
			return f, n
		}
	}
	return nil, 0
}

// takeForms takes the forms off both ends, off brackets and, where a form is
// too plain to be anything else, from between. A name of nothing but forms
// keeps the first word.
func takeForms(tokens []token, found []Form) ([]token, []Form) {
	t := forms()
	take := func(f *formEntry, text []token) {
		found = append(found, Form{Text: string(joined(nil, text)), Class: f.class, Countries: f.nations})
	}
	rest := tokens
	for len(rest) > 1 {
		f, n := t.formAtEnd(rest)
		if f == nil {
			break
		}
		take(f, rest[len(rest)-n:])
		rest = rest[:len(rest)-n]
		for len(rest) > 1 && isAnd(rest[len(rest)-1].text) {
			rest = rest[:len(rest)-1] // of "& Co."
		}
	}
	slices.Reverse(found)
	if f, n := t.formAtFront(rest); f != nil {
		take(f, rest[:n])
		rest = rest[n:]
	}
	if len(rest) > maxInner {
		return rest, found
	}
	return t.takeInner(rest, take), found
}

// beforePlaces reports that after tokens[at] come places only: "Siemens AG
// Österreich".
func beforePlaces(tokens []token, at int) bool {
	for _, t := range tokens[at+1:] {
		if !isPlace(t) {
			return false
		}
	}
	return at+1 < len(tokens)
}

// takeInner takes forms from before a bracket or a place: "Acme Ltd (UK)",
// "Siemens AG Österreich", "СБ Банк (ООО)".
func (t *formTable) takeInner(tokens []token, take func(*formEntry, []token)) []token {
	for at := 1; at < len(tokens); at++ {
		until := at + 1
		for until < len(tokens) && tokens[until].bracket == tokens[at].bracket {
			until++
		}
		alone := tokens[at].bracket > 0 && tokens[at].bracket != tokens[at-1].bracket
		beforeBracket := at+1 < len(tokens) && tokens[at+1].bracket > 0 && tokens[at].bracket == 0
		var space [96]byte
		switch f := t.words[tokens[at].text]; {
		case alone && t.words[string(joined(space[:0], tokens[at:until]))] != nil:
			take(t.words[string(joined(space[:0], tokens[at:until]))], tokens[at:until])
			return t.takeInner(slices.Delete(slices.Clone(tokens), at, until), take)
		case f != nil && (f.place == "anywhere" || f.place == "all" || f.place != "bracket" && f.place != "front" && (beforeBracket || beforePlaces(tokens, at))):
			take(f, tokens[at:at+1])
			return t.takeInner(slices.Delete(slices.Clone(tokens), at, at+1), take)
		case beforeBracket:
			if f, n := t.formAtEnd(tokens[:at+1]); f != nil && n > 1 {
				take(f, tokens[at+1-n:at+1])
				return t.takeInner(slices.Delete(slices.Clone(tokens), at+1-n, at+1), take)
			}
		}
	}
	return tokens
}

func isAnd(w string) bool {
	return w == "and" || w == "und" || w == "et" || w == "y" || w == "e" || w == "og"
}
