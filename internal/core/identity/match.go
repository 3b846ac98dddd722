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

// leastExplained is the probability from which Best gives evidence: what is
// below is nobody's question, and Score explains it when somebody does ask.
const leastExplained = 0.01

// Best scores the candidates of a record and gives the n likeliest, the best
// first, those from 0.01 with their evidence. The record asked for is Left in it.
func (x *Index) Best(m *Model, p *Prepared, n int) []Match {
	s := x.search(p)
	defer searches.Put(s)
	s.ranked = s.ranked[:0]
	for _, f := range s.found {
		r := ranked{record: x.record(f.record)}
		r.compared = m.compare(p, r.record)
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
		if r.score.Probability >= leastExplained {
			out[i].Score.Evidence = m.explain(&r.compared, p, r.record)
		}
	}
	return out
}
