package explore

import (
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// beside gives every line what it was in the period to compare with, and adds a
// line for what was there then and is not now, so that changes sum to the change
// of the total. Months meet the months that stand as far from the beginning.
func beside(now, before []line, q question) []line {
	type identity struct {
		kind multiplier.RowKind
		key  string
	}
	places := map[identity]int{}
	for i, l := range now {
		places[identity{l.kind, l.key}] = i
	}
	var gone, residual []line
	for _, b := range before {
		key := b.key
		if inTime(q.By[0]) {
			key = later(b.key, q.By[0], q.Period.From-q.Before.From)
		}
		if at, known := places[identity{b.kind, key}]; known {
			now[at].was = b.sum
			continue
		}
		was := line{key: b.key, label: b.label, kind: b.kind, was: b.sum}
		if was.isResidual() {
			residual = append(residual, was)
		} else {
			gone = append(gone, was)
		}
	}
	end := len(now)
	if first := slices.IndexFunc(now, line.isResidual); first >= 0 && q.By[0] != multiplier.DimensionCategory {
		end = first
	}
	return append(slices.Insert(now, end, gone...), residual...)
}

// later gives the month, quarter or year that lies some months after one; empty
// for one that has no such partner.
func later(key string, d multiplier.Dimension, months period.Month) string {
	r, err := period.Parse(key)
	if err != nil {
		return ""
	}
	at := r.From + months
	switch {
	case d == multiplier.DimensionMonth:
		return at.String()
	case d == multiplier.DimensionQuarter && months%3 == 0:
		return at.QuarterLabel()
	case d == multiplier.DimensionYear && months%12 == 0:
		return fmt.Sprintf("%04d", at.Year())
	}
	return ""
}
