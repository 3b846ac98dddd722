package identity

import (
	"cmp"
	"slices"
)

// Match is one candidate of a record with its score.
type Match struct {
	Record *Prepared
	Score  Score
}

// Best scores the candidates of a record and gives the n likeliest, the best
// first, each with its evidence.
func (x *Index) Best(m *Model, p *Prepared, n int) []Match {
	s := x.search(p)
	defer searches.Put(s)
	type ranked struct {
		record *Prepared
		score  Score
	}
	var all []ranked
	for _, f := range s.found {
		c := m.compare(x.records[f.record], p)
		all = append(all, ranked{x.records[f.record], m.judge(&c.values)})
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score.Probability, a.score.Probability), cmp.Compare(b.score.LogOdds, a.score.LogOdds),
			cmp.Compare(a.record.Record.Key, b.record.Record.Key))
	})
	out := make([]Match, 0, min(n, len(all)))
	for _, r := range all[:min(n, len(all))] {
		out = append(out, Match{r.record, m.Score(p, r.record)})
	}
	return out
}
