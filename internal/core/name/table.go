package name

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// mustRows reads a table that is part of the program: lines that begin with #
// are about the table, the first other line is its header.
func mustRows(text string) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic("name: embedded table: " + err.Error())
	}
	return rows[1:]
}

// mustBits reads a weight.
func mustBits(text string) float64 {
	bits, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("name: embedded table: " + err.Error())
	}
	return bits
}
