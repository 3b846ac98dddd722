package category

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

// temperature makes the classifier's probabilities true: of answers given with
// 0.9, nine in ten are right. Measured out of fold on the shipped examples; a
// test keeps it near its best value.
const temperature = 1.0

// DefaultAccept is how sure the classifier must be for a run to accept its
// answer by itself: on held-out shipped examples more than 95 % of such answers
// are right, in either language.
const DefaultAccept = "0.90"

// Model guesses what a line is from its words. It is safe for concurrent use.
type Model struct {
	labels   []Label
	features *features
	weights  []float64 // by column, then label
	bias     []float64 // by label
	version  string
}

// Version names the model by its kind and by what it learned from.
func (m *Model) Version() string { return m.version }

func (m *Model) place(l Label) int { return slices.Index(m.labels, l) }

// Guess is a label and how likely it is.
type Guess struct {
	Label       Label
	Probability money.Decimal // 0 to 1, four decimals
}

// Hint is what is known of a line beside its words.
type Hint struct {
	Delivery offering.DeliveryModel // of the offering it belongs to; empty when unknown
	Pipeline []Lean                 // of deals with its customers in its time
	Not      []Label                // what a person said it is not
}

// Predict gives every label that is possible, the likeliest first. A text
// without any known word gives what the hint leaves, at low probabilities.
func (m *Model) Predict(text string, h Hint) []Guess {
	scores := make([]float64, len(m.labels))
	m.score(m.features.of(words(Normalise(text))), scores)
	for i, l := range m.labels {
		scores[i] += temperature * h.push(l)
		if slices.Contains(h.Not, l) {
			scores[i] = math.Inf(-1)
		}
	}
	softmax(scores, temperature)
	var guesses []Guess
	for i, l := range m.labels {
		if !slices.Contains(h.Not, l) {
			guesses = append(guesses, Guess{l, probability(scores[i])})
		}
	}
	slices.SortStableFunc(guesses, func(a, b Guess) int { return b.Probability.Cmp(a.Probability) })
	return guesses
}

// probability rounds to four decimals and stays below certainty: only people are sure.
func probability(p float64) money.Decimal {
	if math.IsNaN(p) {
		p = 0
	}
	return money.MustParse(strconv.FormatFloat(min(max(p, 0), 0.999), 'f', 4, 64))
}

// Cue is a word and how much it speaks for a label, against the others' mean.
type Cue struct {
	Word   string
	Weight money.Decimal // in log-odds, two decimals
}

// Cues lists the words of a text that speak most for a label, and those against
// it, the strongest first, at most n. A word weighs what the label loses without
// it.
func (m *Model) Cues(text string, l Label, n int) []Cue {
	at := m.place(l)
	if at < 0 {
		return nil
	}
	pieces := m.features.lexicon.pieces(words(Normalise(text)))
	whole := m.lean(join(pieces), at)
	var cues []Cue
	for i, p := range pieces {
		d := whole - m.lean(join(slices.Concat(pieces[:i], pieces[i+1:])), at)
		if math.Abs(d) >= 0.05 {
			cues = append(cues, Cue{string(p.text), money.MustParse(strconv.FormatFloat(d, 'f', 2, 64))})
		}
	}
	slices.SortStableFunc(cues, func(a, b Cue) int {
		return cmp.Or(b.Weight.Abs().Cmp(a.Weight.Abs()), cmp.Compare(a.Word, b.Word))
	})
	return cues[:min(n, len(cues))]
}

// lean is how much words speak for a label against the mean of all.
func (m *Model) lean(parts [][]rune, at int) float64 {
	scores := make([]float64, len(m.labels))
	m.score(m.features.of(parts), scores)
	sum := 0.0
	for _, s := range scores {
		sum += s
	}
	return scores[at] - sum/float64(len(scores))
}

// piece is a Latin word, or a part of a run of Chinese characters.
type piece struct {
	text []rune
	run  int // pieces of one run are joined again
}

// pieces cuts runs of Chinese characters into the trade's words and what stands
// between them.
func (x *lexicon) pieces(parts [][]rune) []piece {
	var pieces []piece
	for run, p := range parts {
		if !unicode.Is(unicode.Han, p[0]) {
			pieces = append(pieces, piece{p, run})
			continue
		}
		from := 0
		for i := 0; i < len(p); {
			n := x.termAt(p, i)
			if n == 0 {
				i++
				continue
			}
			if from < i {
				pieces = append(pieces, piece{p[from:i], run})
			}
			pieces = append(pieces, piece{p[i : i+n], run})
			i += n
			from = i
		}
		if from < len(p) {
			pieces = append(pieces, piece{p[from:], run})
		}
	}
	return pieces
}

func join(pieces []piece) [][]rune {
	var parts [][]rune
	last := -1
	for _, p := range pieces {
		if p.run == last {
			parts[len(parts)-1] = slices.Concat(parts[len(parts)-1], p.text)
			continue
		}
		parts, last = append(parts, p.text), p.run
	}
	return parts
}
