package customer

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

// Flaw is what is odd about an identifier. It never makes one invalid: real
// ones fail every check there is, and an identifier identifies by being equal.
type Flaw string

const (
	FlawUSCCShape    Flaw = "uscc_shape"    // not what a Chinese tax id looks like
	FlawUSCCChecksum Flaw = "uscc_checksum" // GB 32100-2015
	FlawLEIShape     Flaw = "lei_shape"
	FlawLEIChecksum  Flaw = "lei_checksum" // ISO 17442, mod 97-10
	FlawTaxIDShape   Flaw = "tax_id_shape" // of the country, see taxids.csv
	FlawDUNSShape    Flaw = "duns_shape"   // nine digits; there is no check digit to rely on
	FlawAccountShape Flaw = "account_digits"
)

// Flaws lists the flaws.
func Flaws() []Flaw {
	return []Flaw{FlawUSCCShape, FlawUSCCChecksum, FlawLEIShape, FlawLEIChecksum, FlawTaxIDShape, FlawDUNSShape, FlawAccountShape}
}

// Check gives what is odd about an identifier of a customer in a country (ISO
// 3166 alpha-2, may be empty); empty for nothing.
func Check(i Identifier, country string) Flaw {
	value := strings.ToUpper(compactCode(i.Value))
	switch i.Kind {
	case KindTaxID:
		return checkTaxID(value, strings.ToUpper(country))
	case KindLEI:
		return checkLEI(value)
	case KindDUNS:
		if len(value) != 9 || !isDigits(value) {
			return FlawDUNSShape
		}
	case KindAccount:
		// A digit too many is a slip of the hand. Other clouds have other lengths.
		if len(value) == accountDigits+1 && isDigits(value) {
			return FlawAccountShape
		}
	default: // nothing can be told
	}
	return ""
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// usccAlphabet is that of GB 32100-2015: no I, O, S, V, Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func checkTaxID(value, country string) Flaw {
	switch {
	case country == "CN" || country == "" && looksLikeUSCC(value):
		return checkChinese(value)
	case country != "":
		if form, known := taxForms()[country]; known && form.prefix == "" {
			return form.check(value)
		}
	}
	// A European number names its country itself, and may be another's. Without
	// the prefix it is a national number, of which there are too many kinds.
	for _, form := range taxForms() {
		if rest, is := strings.CutPrefix(value, form.prefix); is && form.prefix != "" && rest != "" &&
			(country == form.country || isDigits(rest)) {
			return form.check(rest)
		}
	}
	return ""
}

// checkChinese takes the unified social credit code, and without a word the
// numbers that came before it: 15 digits of companies, and those made of an
// identity card for traders (15, 17, 18 or 20 places).
func checkChinese(value string) Flaw {
	switch {
	case len(value) == 18 && strings.Trim(value, usccAlphabet) == "":
		if isDigits(value[:17]) && value[0] != '9' && value[0] != '5' && value[0] != '1' {
			return "" // an identity card
		}
		if usccCheck(value[:17]) != value[17] {
			return FlawUSCCChecksum
		}
		return ""
	case len(value) == 15 || len(value) == 17 || len(value) == 20:
		return ""
	}
	return FlawUSCCShape
}

// looksLikeUSCC tells one where the country is not given: eighteen places of
// its alphabet with the six digits of a region from the third on.
func looksLikeUSCC(value string) bool {
	return len(value) == 18 && strings.Trim(value, usccAlphabet) == "" && isDigits(value[2:8]) && !isDigits(value)
}

// usccCheck gives the check character of seventeen others.
func usccCheck(body string) byte {
	sum, weight := 0, 1
	for n := range body {
		sum += strings.IndexByte(usccAlphabet, body[n]) * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31]
}

func checkLEI(value string) Flaw {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if len(value) != 20 || !isDigits(value[18:]) || strings.Trim(value, "0123456789"+letters) != "" {
		return FlawLEIShape
	}
	rest := 0
	for n := range value {
		if at := strings.IndexByte(letters, value[n]); at >= 0 {
			rest = (rest*100 + at + 10) % 97
		} else {
			rest = (rest*10 + int(value[n]-'0')) % 97
		}
	}
	if rest != 1 {
		return FlawLEIChecksum
	}
	return ""
}

//go:embed taxids.csv
var taxIDsCSV string

// taxForm is how a country writes its tax ids.
type taxForm struct {
	country, prefix string
	pattern         *regexp.Regexp
}

func (f taxForm) check(value string) Flaw {
	if f.pattern.MatchString(value) {
		return ""
	}
	return FlawTaxIDShape
}

var taxForms = sync.OnceValue(func() map[string]taxForm {
	forms := map[string]taxForm{}
	for _, r := range mustRows(taxIDsCSV) {
		forms[r[0]] = taxForm{r[0], r[1], regexp.MustCompile("^(?:" + r[2] + ")$")}
	}
	return forms
})
