package trigger

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"unicode"
)

//go:embed codes.csv
var codesCSV string

var codes = sync.OnceValue(func() map[string]string {
	rows, err := csv.NewReader(strings.NewReader(codesCSV)).ReadAll()
	if err != nil {
		panic("trigger: embedded table: " + err.Error())
	}
	m := map[string]string{}
	for _, r := range rows[1:] {
		m[letters(r[1])] = r[0]
		m[letters(r[0])] = r[0]
	}
	return m
})

// Code gives one word for the names that bills use of one service: "Amazon
// Elastic Compute Cloud" and "AmazonEC2" are AmazonEC2. A service that nobody
// listed keeps its name, without what stands between words, so that a bill in
// another format does not look like a new service.
func Code(service string) string {
	if code, known := codes()[letters(service)]; known {
		return code
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, service)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
