package customer

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

//go:embed freemail.csv
var freeMailCSV string

// Normalise gives the form in which two identifiers of a kind are compared.
// Empty means that the value identifies nobody.
func Normalise(kind IdentifierKind, value string) string {
	switch kind {
	case KindName:
		return name.Normalise(value)
	case KindDomain:
		return NormaliseDomain(value)
	case KindAccount:
		return padAccount(compactCode(value))
	case KindTaxID, KindDUNS, KindLEI:
		return compactCode(value)
	default:
		return strings.ToLower(strings.Join(strings.Fields(name.FoldWidth(value)), " "))
	}
}

// compactCode drops what people put between the digits of a number.
func compactCode(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name.FoldWidth(value))
}

// AWS account ids have twelve digits. Eight to eleven are what a spreadsheet
// leaves of one with leading zeros; fewer belong to other clouds.
const (
	accountDigits    = 12
	minAccountDigits = 8
)

// padAccount gives an AWS account id back the zeros that a tool has eaten.
func padAccount(id string) string {
	if n := len(id); n < minAccountDigits || n >= accountDigits || strings.Trim(id, "0123456789") != "" {
		return id
	}
	return strings.Repeat("0", accountDigits-len(id)) + id
}

// NormaliseDomain takes a domain, an address on the web or an e-mail address.
// Domains that anybody can have an address at, such as gmail.com, give nothing.
func NormaliseDomain(value string) string {
	d := strings.TrimPrefix(strings.Trim(name.Host(value), ". "), "www.")
	if !strings.Contains(d, ".") || strings.ContainsFunc(d, unicode.IsSpace) || freeMail()[d] {
		return ""
	}
	return d
}

var freeMail = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, r := range mustRows(freeMailCSV) {
		m[r[0]] = true
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
