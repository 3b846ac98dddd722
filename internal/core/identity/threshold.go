package identity

import (
	"slices"
	"strconv"
)

// Thresholds cut probabilities into three: accept, ask, apart.
type Thresholds struct {
	Accept float64 // at or above it, without veto and competitor: linked without asking
	Apart  float64 // below it: left apart without asking
	// Margin is how far, in log-odds, the best candidate must be ahead of the
	// next one to be accepted.
	Margin float64
}

// Verdict is what a score leads to.
type Verdict string

const (
	VerdictAccept Verdict = "accept"
	VerdictAsk    Verdict = "ask"
	VerdictApart  Verdict = "apart"
)

// The shipped thresholds. What they were measured to do is in Measurements.
const (
	DefaultAccept = 0.98
	DefaultApart  = 0.05
	DefaultMargin = 2.0
	// DefaultSame is the cut for answering yes or no without a person: the one at
	// which F1 is reported.
	DefaultSame = 0.40
)

// Measurement is what the shipped model did at one threshold.
type Measurement struct {
	Threshold         float64
	Precision, Recall float64
}

// Written gives threshold, precision and recall as a table shows them.
func (m Measurement) Written() [3]string {
	var written [3]string
	for i, share := range [...]float64{m.Threshold, m.Precision, m.Recall} {
		written[i] = strconv.FormatFloat(share, 'f', -1, 64)
	}
	return written
}

// Measurements are precision and recall of yes at or above a threshold, on the
// hand-made pairs that the weights were not fitted on (testdata/pairs.csv,
// held). A test measures them again.
func Measurements() []Measurement {
	return []Measurement{
		{0.05, 0.86, 0.99},
		{0.40, 0.96, 0.97},
		{0.90, 0.99, 0.88},
		{0.95, 0.99, 0.83},
		{0.98, 1.00, 0.68},
		{0.99, 1.00, 0.67},
	}
}

// DefaultThresholds are the shipped ones.
func DefaultThresholds() Thresholds {
	return Thresholds{Accept: DefaultAccept, Apart: DefaultApart, Margin: DefaultMargin}
}

// Verdict gives what follows for a pair that has no competitor.
func (t Thresholds) Verdict(s Score) Verdict {
	switch {
	case s.Probability < t.Apart:
		return VerdictApart
	case s.Probability >= t.Accept && s.Veto == "" && !s.OnlyWeak:
		return VerdictAccept
	default:
		return VerdictAsk
	}
}

// Choice is what follows for a record and all its candidates.
type Choice struct {
	Verdict Verdict
	Matches []Match // the best first; those below Apart are left out
	// Competing: the best was good enough, but another was nearly as good.
	Competing bool
}

// Choose decides for one record. Matches come from Index.Best for it.
func (t Thresholds) Choose(asked *Prepared, matches []Match) Choice {
	var c Choice
	for _, m := range matches {
		if t.Verdict(m.Score) != VerdictApart {
			c.Matches = append(c.Matches, m)
		}
	}
	if len(c.Matches) == 0 {
		c.Verdict = VerdictApart
		return c
	}
	c.Verdict = t.Verdict(c.Matches[0].Score)
	if c.Verdict == VerdictAccept && len(c.Matches) > 1 {
		best := c.Matches[0].Score
		// One that is written as the label is goes before those a letter away.
		rivals := func(m Match) bool { return best.edited() || !m.Score.edited() || SharesBrand(asked, m.Record) }
		if best.LogOdds-c.Matches[1].Score.LogOdds < t.Margin || best.byLabel() && slices.ContainsFunc(c.Matches[1:], rivals) {
			c.Verdict, c.Competing = VerdictAsk, true
		}
	}
	return c
}

// edited reports that telling words met only by a slip.
func (s Score) edited() bool {
	return slices.ContainsFunc(s.Evidence, func(e Evidence) bool { return e.Code == CodeBrandEdits })
}

// byLabel reports that only the label of an account says the name, and no more of
// it than the brand: then any other candidate at all may be meant.
func (s Score) byLabel() bool {
	label, more := false, s.Exact
	for _, e := range s.Evidence {
		label = label || e.Code == CodeAlias
		more = more || e.Code == CodeCommonSame || e.Code == CodePlaceSame
	}
	return label && !more
}
