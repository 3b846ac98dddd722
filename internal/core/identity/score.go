package identity

import (
	"cmp"
	"math"
	"slices"
)

// Caps: what no sum of weights may pass.
const (
	// vetoCap: nothing but the contradicting identifiers and names are known.
	vetoCap = 0.02
	// vetoExactCap: another exact identifier met, so a person should look.
	vetoExactCap = 0.5
	// weakCap: only suggestions speak for the pair.
	weakCap = 0.75
)

// Probability is Score without the explanation: for ranking many pairs.
func (m *Model) Probability(a, b *Prepared) float64 {
	c := m.compare(a, b)
	return m.judge(&c.values).Probability
}

// Score says how likely two records are one customer, and why. It is symmetric
// but for Left and Right.
func (m *Model) Score(a, b *Prepared) Score {
	c := m.compare(a, b)
	s := m.judge(&c.values)
	s.Evidence = m.explain(&c, a, b)
	slices.SortStableFunc(s.Evidence, func(x, y Evidence) int {
		return cmp.Compare(math.Abs(y.Weight), math.Abs(x.Weight))
	})
	return s
}

// judge adds up and caps.
func (m *Model) judge(v *vector) Score {
	s := Score{LogOdds: v.dot(&m.weights)}
	s.Probability = logistic(s.LogOdds)
	strong, all := false, features()
	for f := range featureCount {
		if v[f] == 0 {
			continue
		}
		switch d := &all[f]; d.nature {
		case natureExact:
			s.Exact, strong = true, true
		case natureVeto:
			s.Veto = d.code
		case natureName:
			strong = strong || d.side == sideFor && f != fFormSame && f != fCommonSame && f != fPlaceSame && f != fNumberSame
		case natureContext, natureWeak, naturePrior:
		}
	}
	switch {
	case s.Veto != "" && s.Exact:
		s.Probability = min(s.Probability, vetoExactCap)
	case s.Veto != "":
		s.Probability = min(s.Probability, vetoCap)
	case !strong:
		s.OnlyWeak = true
		s.Probability = min(s.Probability, weakCap)
	}
	return s
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
