package name

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed legalforms.csv
var legalFormsCSV string

// Normalise folds width, case, accents, punctuation and space, and takes legal
// forms off the end: "ACME Co., Ltd." and "acme" are one, and so are
// "北京云算（中国）有限公司" and "北京云算(中国)". A name that is nothing but a legal
// form keeps it. The result is stable: normalising it again changes nothing.
//
// It is for finding names that are certainly the same. It therefore knows far
// fewer forms than Parse, and none at the front of a name.
func Normalise(text string) string {
	words := strings.Fields(foldName(text))
	for n := -1; n != len(words); {
		n = len(words)
		words = dropForm(words)
		if len(words) == n && n > 0 {
			words, n = dropSuffix(words, n)
		}
	}
	return joinHan(words)
}

// foldName gives lower-case words between single characters of space.
func foldName(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 8)
	for _, r := range text {
		if r >= utf8.RuneSelf {
			r = unicode.ToLower(narrow(r))
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r) + ('a' - 'A'))
		case r == '.' || r == '\'' || r == '`' || r == '/': // S.A. is SA, O'Neil is ONeil, A/S is AS
		case r == '&' || r == '+':
			b.WriteString(" and ")
		case r < utf8.RuneSelf:
			b.WriteByte(' ')
		default:
			foldLetter(&b, r)
		}
	}
	return b.String()
}

// foldLetter folds a character beyond ASCII.
func foldLetter(b *strings.Builder, r rune) {
	switch plain, accented := accents()[r]; {
	case accented:
		b.WriteString(plain)
	case unicode.Is(unicode.Mn, r), r == '’', r == '´': // an accent that stands alone after its letter
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		b.WriteRune(r)
	default:
		b.WriteByte(' ')
	}
}

// FoldWidth makes full-width ASCII and the ideographic space ordinary.
func FoldWidth(s string) string { return strings.Map(narrow, s) }

func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '　':
		return ' '
	}
	return r
}

// dropForm takes one legal form off the end, if something is left before it.
// Forms of several words (Sdn Bhd, S.A. de C.V., Sp. z o.o.) are looked up
// joined, the longest first.
func dropForm(words []string) []string {
	forms := exactForms()
	var space [64]byte
	for n := min(3, len(words)-1); n >= 1; n-- {
		text := space[:0]
		for _, w := range words[len(words)-n:] {
			text = append(text, w...)
		}
		if forms.words[string(text)] {
			return dropAnd(words[:len(words)-n])
		}
	}
	return words
}

// dropSuffix takes a form off the end of the last word, in scripts without gaps.
// n is the count of words, or -1 when something was taken.
func dropSuffix(words []string, n int) ([]string, int) {
	last := words[n-1]
	if last[len(last)-1] < utf8.RuneSelf || n == 1 && slices.Contains(exactForms().suffixes, last) {
		return words, n // 有限公司 alone must not become 有限
	}
	for _, form := range exactForms().suffixes {
		head, ok := strings.CutSuffix(last, form)
		if !ok {
			continue
		}
		rest := words[: n-1 : n-1]
		if head != "" {
			rest = append(rest, head)
		}
		return rest, -1
	}
	return words, n
}

// dropAnd takes off what "& Co." leaves.
func dropAnd(words []string) []string {
	if n := len(words); n > 1 && (words[n-1] == "and" || words[n-1] == "und" || words[n-1] == "et") {
		return words[:n-1]
	}
	return words
}

// joinHan joins words with a space, but not between two characters of Chinese
// or Japanese, where space means nothing.
func joinHan(words []string) string {
	var b strings.Builder
	n := len(words)
	for _, w := range words {
		n += len(w)
	}
	b.Grow(n)
	var before rune
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if i > 0 && !(isHan(before) && isHan(first)) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		before, _ = utf8.DecodeLastRuneInString(w)
	}
	return b.String()
}

func isHan(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

type exactFormTable struct {
	words    map[string]bool
	suffixes []string // longest first, as the file has them
}

var exactForms = sync.OnceValue(func() exactFormTable {
	t := exactFormTable{words: map[string]bool{}}
	for _, r := range mustRows(legalFormsCSV) {
		if r[1] == "word" {
			t.words[r[0]] = true
		} else {
			t.suffixes = append(t.suffixes, r[0])
		}
	}
	return t
})

// accents gives the plain letters of Latin letters with marks: many systems
// lose the marks on export.
var accents = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, group := range strings.Fields(`a:àáâãäåāăąǎ ae:æ c:çćĉċč d:ďđð e:èéêëēĕėęěẽ g:ĝğġģ h:ĥħ i:ìíîïĩīĭįıǐ j:ĵ k:ķ
		l:ĺļľŀł n:ñńņňŉ o:òóôõöøōŏőơǒ oe:œ r:ŕŗř s:śŝşšș ss:ß t:ţťŧțþ u:ùúûüũūŭůűųưǔ w:ŵ y:ýÿŷ z:źżž`) {
		plain, marked, _ := strings.Cut(group, ":")
		for _, r := range marked {
			m[r] = plain
		}
	}
	return m
})
