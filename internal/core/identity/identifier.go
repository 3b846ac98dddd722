package identity

import (
	"strings"
	"unicode"
)

// scheme is a kind of tax number within which two different ones contradict.
type scheme string

const (
	schemeUSCC    scheme = "cn"      // 统一社会信用代码, 18 characters
	schemeCNOld   scheme = "cn15"    // the number it replaced: characters 3 to 17 of it
	schemeUnknown scheme = "unknown" // no prefix and no shape that tells the country
)

// taxID is a tax number taken apart.
type taxID struct {
	scheme scheme // "vat:DE" for a number with a country's prefix
	value  string // upper case, only letters and digits, without the prefix
	found  string
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// vatCountries are the prefixes of VAT numbers: the EU's, and those of others who
// write one the same way.
const vatCountries = " AT BE BG CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI CH NO "

// parseTaxID reads a tax number. It never refuses one: what has no known shape is
// compared as it is, and contradicts nothing.
func parseTaxID(found, country string) (taxID, bool) {
	v := compact(found)
	if len(v) < 5 || !strings.ContainsFunc(v, unicode.IsDigit) {
		return taxID{}, false
	}
	id := taxID{scheme: schemeUnknown, value: v, found: found}
	switch {
	case len(v) == 18 && strings.Trim(v, usccAlphabet) == "":
		id.scheme = schemeUSCC
	case len(v) == 15 && isDigits(v[:6]) && (country == "" || country == "CN"):
		id.scheme = schemeCNOld
	case len(v) > 7 && strings.Contains(vatCountries, " "+v[:2]+" "):
		id.scheme, id.value = scheme("vat:"+greek(v[:2])), v[2:]
	case len(found) == 10 && found[2] == '-' && isDigits(v): // 12-3456789, the employer's number
		id.scheme = "us"
	case country != "" && strings.Contains(vatCountries, " "+country+" "):
		id.scheme = scheme("vat:" + greek(country))
	case country != "":
		id.scheme = scheme("tax:" + country)
	}
	return id, true
}

// greek gives Greece the code that the rest of the world writes.
func greek(prefix string) string {
	if prefix == "EL" {
		return "GR"
	}
	return prefix
}

// same reports one number written in two ways.
func (t taxID) same(o taxID) bool {
	switch {
	case t.value == o.value:
		return t.scheme == o.scheme || t.scheme == schemeUnknown || o.scheme == schemeUnknown
	case t.scheme == schemeUSCC && o.scheme == schemeCNOld:
		return t.value[2:17] == o.value
	case t.scheme == schemeCNOld && o.scheme == schemeUSCC:
		return o.value[2:17] == t.value
	}
	return false
}

// country tells the schemes that belong to one.
func (t taxID) comparable(o taxID) bool {
	cn := func(s scheme) bool { return s == schemeUSCC || s == schemeCNOld }
	return t.scheme != schemeUnknown && (t.scheme == o.scheme || cn(t.scheme) && cn(o.scheme))
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// compact drops what people put between the characters of a number.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' { // full width
			r -= '！' - '!'
		}
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// account brings an account id into one form: AWS ids lose leading zeros in
// spreadsheets, and have twelve digits.
func account(s string) string {
	v := compact(s)
	if isDigits(v) && len(v) >= 8 && len(v) < 12 {
		return strings.Repeat("0", 12-len(v)) + v
	}
	return v
}

// duns gives the nine digits, or nothing.
func duns(s string) string {
	v := compact(s)
	if isDigits(v) && len(v) >= 7 && len(v) < 9 {
		v = strings.Repeat("0", 9-len(v)) + v
	}
	if !isDigits(v) || len(v) != 9 || strings.Trim(v, v[:1]) == "" {
		return ""
	}
	return v
}

// lei gives the twenty characters, or nothing. A wrong check digit is no reason
// to drop it: real ones fail.
func lei(s string) string {
	if v := compact(s); len(v) == 20 {
		return v
	}
	return ""
}
