package identity

import "math"

// Caps: what no sum of weights may pass.
const (
	// vetoCap: nothing but the contradicting identifiers and names are known.
	vetoCap = 0.02
	// vetoExactCap: another exact identifier met, so a person should look.
	vetoExactCap = 0.5
	// indirectCap: no identifier met, and the telling word only by a slip, a
	// sound, pinyin, initials or an abbreviation. There is always another firm a
	// letter away, and 华为 and 华威 are both huawei. Nor is one name in two
	// countries sure to be one firm.
	indirectCap = 0.97
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
	case !s.Exact && (indirect(v) || v[fCountryDiffers] > 0):
		s.Probability = min(s.Probability, indirectCap)
	}
	return s
}

// indirect reports names whose telling words met, but not as they are written.
func indirect(v *vector) bool {
	if v[fBrandEdits] > 0 {
		return true
	}
	return v[fBrandSame]+v[fBrandJoined]+v[fBrandTranslation] == 0 && v[fBrandPinyin]+v[fBrandSound]+v[fBrandInitials]+v[fBrandShort] > 0
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
