package identity

import (
	"cmp"
	"slices"
)

// sortedRows brings examples into an order of their own: sums of floats depend
// on it, and the answer must not depend on who was asked first.
func sortedRows(answers []Example) []row {
	rows := make([]row, len(answers))
	for i, e := range answers {
		for f, d := range features() {
			rows[i].values[f] = e.Values[d.code]
		}
		if e.Same {
			rows[i].same = 1
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if c := cmp.Compare(a.same, b.same); c != 0 {
			return c
		}
		return slices.Compare(a.values[:], b.values[:])
	})
	return rows
}
