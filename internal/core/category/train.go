package category

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
)

// How the classifier learns. Measured by cross-validation on the shipped
// examples (docs/adr/0014).
const (
	passes      = 20   // over all examples
	stepSize    = 0.5  // of the first step on a feature; later ones shrink
	biasStep    = 0.1  // of the first step on a label's own weight
	shrinkage   = 1e-4 // pull of every weight towards zero
	settled     = 2e-3 // error of a label on an example below which nothing is learned from it
	lessonCount = 4.0  // how many shipped examples one reviewed line of the workspace is worth
)

// Train learns from the shipped examples and from what people decided in this
// workspace. The same examples in the same order give the same model, bit by
// bit, on every machine.
func Train(shipped, lessons []Example) *Model {
	all := slices.Concat(shipped, lessons)
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = e.Text
	}
	m := &Model{labels: Labels(), features: newFeatures(texts), version: Version(shipped, lessons)}
	m.bias = make([]float64, len(m.labels))
	m.weights = make([]float64, len(m.features.rarity)*len(m.labels))
	samples := make([]sample, len(all))
	for i, e := range all {
		samples[i] = sample{m.features.of(words(Normalise(e.Text))), m.place(e.Label), weightOf(e, i >= len(shipped))}
	}
	m.fit(samples)
	return m
}

// Version names the model that Train makes of these examples, without making
// it.
func Version(shipped, lessons []Example) string {
	h := sha256.New()
	h.Write([]byte(lexiconCSV))
	for _, e := range slices.Concat(shipped, lessons) {
		fmt.Fprintf(h, "%s\x1f%s\x1f%s\n", e.Label, e.Share, e.Text) //nolint:errcheck // a hash never fails to write
	}
	return fmt.Sprintf("ngram-logit-1/%d+%d/%s", len(shipped), len(lessons), hex.EncodeToString(h.Sum(nil)[:4]))
}

// sample is an example ready to learn from.
type sample struct {
	vector vector
	label  int
	weight float64
}

func weightOf(e Example, lesson bool) float64 {
	if !lesson {
		return 1
	}
	hundredths := e.Share.Unscaled(2).Int64() // a lesson of several categories teaches each by its share
	return lessonCount * float64(hundredths) / 100
}

// fit is multinomial logistic regression by stochastic gradient descent with
// steps that shrink feature by feature (AdaGrad). Examples are visited in a
// fixed order that mixes labels. Products are rounded before they are added, so
// that no machine fuses the two.
func (m *Model) fit(samples []sample) {
	k := len(m.labels)
	moved, biasMoved := make([]float64, len(m.weights)), make([]float64, k)
	scores := make([]float64, k)
	stride := coprime(len(samples))
	for pass := range passes {
		for n := range samples {
			s := samples[(n*stride+pass*131)%len(samples)]
			m.score(s.vector, scores)
			softmax(scores, 1)
			for l := range scores {
				g := scores[l]
				if l == s.label {
					g--
				}
				if math.Abs(g) < settled {
					continue
				}
				g *= s.weight
				for i, c := range s.vector.columns {
					at := c*k + l
					slope := float64(g*s.vector.values[i]) + float64(shrinkage*m.weights[at])
					moved[at] += float64(slope * slope)
					m.weights[at] -= stepSize * slope / (math.Sqrt(moved[at]) + 1e-6)
				}
				biasMoved[l] += float64(g * g)
				m.bias[l] -= biasStep * g / (math.Sqrt(biasMoved[l]) + 1e-6)
			}
		}
	}
}

// coprime gives a stride that visits all of n places before it repeats.
func coprime(n int) int {
	for stride := 617; ; stride++ {
		a, b := stride, n
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 || n == 0 {
			return stride
		}
	}
}

// score gives each label's sum, into scores.
func (m *Model) score(v vector, scores []float64) {
	k := len(m.labels)
	copy(scores, m.bias)
	for i, c := range v.columns {
		row := m.weights[c*k : c*k+k]
		for l := range scores {
			scores[l] += float64(row[l] * v.values[i])
		}
	}
}

// softmax makes probabilities of scores, in place; a higher temperature makes
// them less sure.
func softmax(scores []float64, temperature float64) {
	highest := math.Inf(-1)
	for _, s := range scores {
		highest = math.Max(highest, s)
	}
	sum := 0.0
	for i, s := range scores {
		scores[i] = math.Exp((s - highest) / temperature)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
