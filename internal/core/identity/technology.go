package identity

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed technology.txt
var technologyText string

// technology are words that people add to the names of accounts and resources,
// and that say nothing of whose they are.
type technology struct {
	words    map[string]bool
	suffixes []string // Chinese ones stand without a gap
}

var technologyWords = sync.OnceValue(func() technology {
	t := technology{words: map[string]bool{}}
	for _, w := range strings.Fields(technologyText) {
		t.words[w] = true
		if w[0] >= 0x80 {
			t.suffixes = append(t.suffixes, w)
		}
	}
	slices.SortFunc(t.suffixes, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return t
})

// withoutTechnology takes such words off a label: "acme-prod-01" is "acme". A
// label that is nothing else gives nothing.
func withoutTechnology(label string) string {
	words := strings.FieldsFunc(spaceCamel(label), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&' && r != '\''
	})
	technology := technologyWords()
	var kept []string
	for _, w := range words {
		lower := strings.ToLower(w)
		if technology.words[lower] || isDigits(lower) || isRegion(lower) {
			continue
		}
		if bare := strings.TrimRight(lower, "0123456789"); bare != lower && technology.words[bare] {
			continue // prod01
		}
		for _, t := range technology.suffixes { // 艾克米生产
			w = strings.TrimSuffix(w, t)
		}
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// spaceCamel sets a space where a lower-case letter meets an upper-case one:
// AcmeProd.
func spaceCamel(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// isRegion reports a short name of a cloud region: use1, cn1, euw1, apse2.
func isRegion(w string) bool {
	bare := strings.TrimRight(w, "0123456789")
	if bare == w || len(w)-len(bare) > 2 {
		return false
	}
	switch bare {
	case "us", "use", "usw", "eu", "euw", "euc", "eun", "eus", "ap", "aps", "apse", "apne", "apn", "ape", "cn", "cnn", "cnw", "ca", "cac", "sa", "sae", "me", "af", "il":
		return true
	}
	return false
}
