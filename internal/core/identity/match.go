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
	s.ranked = s.ranked[:0]
	for _, f := range s.found {
		r := ranked{record: x.records[f.record], compared: m.compare(p, x.records[f.record])}
		r.score = m.judge(&r.compared.values)
		s.ranked = append(s.ranked, r)
	}
	slices.SortFunc(s.ranked, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score.Probability, a.score.Probability), cmp.Compare(b.score.LogOdds, a.score.LogOdds),
			cmp.Compare(a.record.Record.Key, b.record.Record.Key))
	})
	out := make([]Match, min(n, len(s.ranked)))
	for i := range out {
		r := &s.ranked[i]
		out[i] = Match{r.record, r.score}
		out[i].Score.Evidence = m.explain(&r.compared, p, r.record)
	}
	return out
}
