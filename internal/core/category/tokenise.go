package category

import (
	"slices"
	"unicode"
)

// Lengths of the character n-grams that the classifier sees: of Latin words with
// their edges, and of runs of Chinese characters, where one character is as
// telling as a short word.
const (
	latinShortest, latinLongest = 3, 5
	hanShortest, hanLongest     = 1, 4
)

// maxTokens bounds the work on one text; a description has fewer than a hundred
// words.
const maxTokens = 4000

// tokens gives the n-grams of a text's words with how often each occurs: whole words,
// pairs of neighbouring words, and character n-grams. Digits are all one digit,
// because a number's size tells no category.
func tokens(parts [][]rune) map[string]int {
	found := map[string]int{}
	count := 0
	add := func(kind string, gram []rune) {
		if count < maxTokens {
			found[kind+string(gram)]++
			count++
		}
	}
	var last []rune
	for _, w := range parts {
		if unicode.Is(unicode.Han, w[0]) {
			grams(w, hanShortest, hanLongest, func(g []rune) { add("h", g) })
			last = nil
			continue
		}
		add("w", w)
		if last != nil {
			add("p", slices.Concat(last, []rune{' '}, w))
		}
		last = w
		grams(slices.Concat([]rune{'^'}, w, []rune{'$'}), latinShortest, latinLongest, func(g []rune) { add("l", g) })
	}
	return found
}

// words cuts folded text at spaces and between Chinese and other script; digits
// become 0 and runs of them one.
func words(folded string) [][]rune {
	var all [][]rune
	var word []rune
	flush := func() {
		if len(word) > 0 {
			all = append(all, word)
			word = nil
		}
	}
	for _, r := range folded {
		if r == ' ' {
			flush()
			continue
		}
		if len(word) > 0 && unicode.Is(unicode.Han, word[0]) != unicode.Is(unicode.Han, r) {
			flush()
		}
		if unicode.IsDigit(r) {
			if len(word) > 0 && word[len(word)-1] == '0' {
				continue
			}
			r = '0'
		}
		word = append(word, r)
	}
	flush()
	return all
}

// grams visits every run of shortest to longest characters.
func grams(w []rune, shortest, longest int, visit func([]rune)) {
	for n := shortest; n <= longest; n++ {
		for i := 0; i+n <= len(w); i++ {
			visit(w[i : i+n])
		}
	}
}
