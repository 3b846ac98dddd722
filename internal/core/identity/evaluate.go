package identity

// Labelled is a pair whose answer is known.
type Labelled struct {
	A, B   *Prepared
	Same   bool
	Family string
}

// Counts are the four outcomes of answering yes at a threshold.
type Counts struct{ TruePositive, FalsePositive, FalseNegative, TrueNegative int }

func (c *Counts) count(said, same bool) {
	switch {
	case said && same:
		c.TruePositive++
	case said:
		c.FalsePositive++
	case same:
		c.FalseNegative++
	default:
		c.TrueNegative++
	}
}

// Precision is the share of yeses that are right; 1 when there are none.
func (c Counts) Precision() float64 { return share(c.TruePositive, c.FalsePositive) }

// Recall is the share of the same that were found; 1 when there are none.
func (c Counts) Recall() float64 { return share(c.TruePositive, c.FalseNegative) }

// F1 is the harmonic mean of the two.
func (c Counts) F1() float64 {
	if c.TruePositive == 0 && c.FalsePositive+c.FalseNegative == 0 {
		return 1
	}
	return 2 * float64(c.TruePositive) / float64(2*c.TruePositive+c.FalsePositive+c.FalseNegative)
}

func share(part, rest int) float64 {
	if part+rest == 0 {
		return 1
	}
	return float64(part) / float64(part+rest)
}

// Measured is the answers to labelled pairs at one threshold.
type Measured struct {
	Threshold float64
	Counts
	Families map[string]Counts
	// Wrong are the positions of the pairs that were answered wrongly, in order.
	Wrong []int
}

// Evaluate answers every pair with yes at or above a threshold, vetoes and weak
// evidence respected, and counts.
func (m *Model) Evaluate(pairs []Labelled, threshold float64) Measured {
	out := Measured{Threshold: threshold, Families: map[string]Counts{}}
	for i, p := range pairs {
		said := m.Probability(p.A, p.B) >= threshold
		out.count(said, p.Same)
		family := out.Families[p.Family]
		family.count(said, p.Same)
		out.Families[p.Family] = family
		if said != p.Same {
			out.Wrong = append(out.Wrong, i)
		}
	}
	return out
}
