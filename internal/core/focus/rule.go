package focus

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/batch"
)

// Rule is one thing that the specification or common sense demands of a charge.
// Many columns may share an ID; ID and Column together are unique.
type Rule struct {
	ID       string // message key finding.<ID>
	Severity batch.Severity
	Column   string // as the specification writes it
	Since    Version
	// Predicate is an SQL condition over one charge in lake columns that is true
	// where the rule is broken; NULL counts as kept. It costs no more than a few
	// comparisons, so that all rules fit into one pass.
	Predicate string
	// Example is the lake column whose value shows the breach.
	Example string
}

//go:embed rules.csv
var rulesCSV string

//go:embed values.csv
var valuesCSV string

var loadRules = sync.OnceValue(func() []Rule {
	rows := mustRows(rulesCSV)
	rules := make([]Rule, len(rows))
	for i, r := range rows {
		column, _ := Find(r[2])
		rules[i] = Rule{ID: r[0], Severity: batch.Severity(r[1]), Column: r[2], Since: Version(r[3]),
			Predicate: strings.ReplaceAll(r[4], "{values}", quoted(Values(r[2]))), Example: column.Snake}
	}
	return rules
})

var loadValues = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, r := range mustRows(valuesCSV) {
		m[r[0]] = append(m[r[0]], r[1])
	}
	return m
})

// Rules lists what every charge in the lake is checked against. The slice is
// shared: do not change it.
func Rules() []Rule { return loadRules() }

// Values lists what a column may hold, in the specification's order; nil where
// the specification leaves it open. The slice is shared: do not change it.
func Values(column string) []string { return loadValues()[column] }

func quoted(values []string) string {
	return "'" + strings.Join(values, "', '") + "'"
}
