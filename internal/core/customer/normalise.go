package customer

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed legalforms.csv
var legalFormsCSV string

//go:embed freemail.csv
var freeMailCSV string

// Normalise gives the form in which two identifiers of a kind are compared.
// Empty means that the value identifies nobody.
func Normalise(kind IdentifierKind, value string) string {
	switch kind {
	case KindName:
		return NormaliseName(value)
	case KindDomain:
		return NormaliseDomain(value)
	case KindAccount, KindTaxID:
		return compactCode(value)
	default:
		return strings.ToLower(strings.Join(strings.Fields(foldWidth(value)), " "))
	}
}

// compactCode drops what people put between the digits of a number.
func compactCode(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, foldWidth(value))
}

// NormaliseDomain takes a domain, an address on the web or an e-mail address.
// Domains that anybody can have an address at, such as gmail.com, give nothing.
func NormaliseDomain(value string) string {
	d := strings.ToLower(strings.TrimSpace(foldWidth(value)))
	if _, rest, ok := strings.Cut(d, "://"); ok {
		d = rest
	}
	d, _, _ = strings.Cut(d, "/")
	if at := strings.LastIndexByte(d, '@'); at >= 0 {
		d = d[at+1:]
	}
	d, _, _ = strings.Cut(d, ":")
	d = strings.TrimPrefix(strings.Trim(d, ". "), "www.")
	if !strings.Contains(d, ".") || strings.ContainsAny(d, " \t") || freeMail()[d] {
		return ""
	}
	return d
}

// NormaliseName folds width, case, accents, punctuation and space, and takes
// legal forms off the end: "ACME Co., Ltd." and "acme" are one, and so are
// "北京云算（中国）有限公司" and "北京云算(中国)". A name that is nothing but a legal
// form keeps it. The result is stable: normalising it again changes nothing.
func NormaliseName(name string) string {
	words := strings.Fields(foldName(name))
	for {
		fewer := dropForm(words)
		if slices.Equal(fewer, words) {
			break
		}
		words = fewer
	}
	return joinHan(words)
}

// foldName gives lower-case words between single characters of space.
func foldName(name string) string {
	var b strings.Builder
	for _, r := range foldWidth(name) {
		r = unicode.ToLower(r)
		switch plain, accented := accents()[r]; {
		case accented:
			b.WriteString(plain)
		case unicode.Is(unicode.Mn, r): // an accent that stands alone after its letter
		case strings.ContainsRune(".'’`´", r): // S.A. is SA, O'Neil is ONeil
		case r == '/': // A/S is AS
		case r == '&' || r == '+':
			b.WriteString(" and ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// foldWidth makes full-width ASCII and the ideographic space ordinary.
func foldWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, s)
}

// dropForm takes one legal form off the end, if something is left before it.
// Forms of several words (Sdn Bhd, S.A. de C.V., Sp. z o.o.) are looked up
// joined, the longest first.
func dropForm(words []string) []string {
	forms := legalForms()
	for n := min(3, len(words)-1); n >= 1; n-- {
		if forms.words[strings.Join(words[len(words)-n:], "")] {
			return dropAnd(words[:len(words)-n])
		}
	}
	if len(words) == 0 {
		return words
	}
	last := words[len(words)-1]
	if len(words) == 1 && slices.Contains(forms.suffixes, last) {
		return words // 有限公司 alone must not become 有限
	}
	for _, form := range forms.suffixes {
		head, ok := strings.CutSuffix(last, form)
		if !ok {
			continue
		}
		rest := words[: len(words)-1 : len(words)-1]
		if head != "" {
			rest = append(rest, head)
		}
		return rest
	}
	return words
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
	var before rune
	for i, w := range words {
		runes := []rune(w)
		if i > 0 && !(isHan(before) && isHan(runes[0])) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		before = runes[len(runes)-1]
	}
	return b.String()
}

func isHan(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

type formTable struct {
	words    map[string]bool
	suffixes []string // longest first, as the file has them
}

var legalForms = sync.OnceValue(func() formTable {
	t := formTable{words: map[string]bool{}}
	for _, r := range mustRows(legalFormsCSV) {
		if r[1] == "word" {
			t.words[r[0]] = true
		} else {
			t.suffixes = append(t.suffixes, r[0])
		}
	}
	return t
})

var freeMail = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, r := range mustRows(freeMailCSV) {
		m[r[0]] = true
	}
	return m
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

// mustRows reads a file that is part of the program, header skipped.
func mustRows(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("customer: embedded table: " + err.Error())
	}
	return rows[1:]
}
