// Package focus is the FinOps Open Cost and Usage Specification as data: the
// columns of each version, their types, the older names still met, and the
// rules a file is checked against. It reads no files and runs no SQL.
package focus

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

// Version is a FOCUS version such as "1.2".
type Version string

const (
	Version10 Version = "1.0"
	Version11 Version = "1.1"
	Version12 Version = "1.2"
	Version13 Version = "1.3"
	Version14 Version = "1.4"
)

// Type is the type of a column.
type Type string

const (
	TypeText    Type = "Text"
	TypeDecimal Type = "Decimal"
	TypeTime    Type = "Time"
	TypeJSON    Type = "JSON"
)

// Column is one column of the Cost and Usage dataset.
type Column struct {
	Name      string // as the specification writes it: BilledCost
	Snake     string // as the lake writes it: billed_cost
	Type      Type
	Since     Version
	Mandatory bool
	Nullable  bool
}

//go:embed columns.csv
var columnsCSV string

//go:embed aliases.csv
var aliasesCSV string

var load = sync.OnceValue(func() []Column {
	rows := mustRows(columnsCSV)
	columns := make([]Column, len(rows))
	for i, r := range rows {
		columns[i] = Column{Name: r[0], Snake: r[1], Type: Type(r[2]), Since: Version(r[3]),
			Mandatory: r[4] == "true", Nullable: r[5] == "true"}
	}
	return columns
})

var byFoldedName = sync.OnceValue(func() map[string]Column {
	m := map[string]Column{}
	for _, c := range load() {
		m[fold(c.Name)] = c
	}
	for _, r := range mustRows(aliasesCSV) {
		m[fold(r[0])] = m[fold(r[1])]
	}
	return m
})

// Columns lists every column of every supported version, in lake order. The
// slice is shared: do not change it.
func Columns() []Column { return load() }

// Find looks a header up: any case, snake_case or CamelCase, old names too.
func Find(header string) (Column, bool) {
	c, ok := byFoldedName()[fold(header)]
	return c, ok
}

func fold(s string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), "_", ""))
}

// mustRows reads a file that is part of the program, header skipped.
func mustRows(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("focus: embedded table: " + err.Error())
	}
	return rows[1:]
}
