package category

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Folds is into how many parts examples are cut to judge the classifier: each
// part is guessed by a model that learned from the others.
const Folds = 5

// alike is the share of common n-grams (Jaccard) from which two texts go into
// one part: a model that learned the one has seen the other.
const alike = 0.4

// parts gives every example its part. Texts that are alike, also by way of
// others, share one. The cut depends on the texts alone.
func parts(examples []Example) []int {
	grams := make([]map[string]int, len(examples))
	holders := map[string][]int{}
	for i, e := range examples {
		grams[i] = tokens(words(Normalise(e.Text)))
		for g := range grams[i] {
			holders[g] = append(holders[g], i)
		}
	}
	group := make([]int, len(examples))
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for i := range examples {
		common := map[int]int{}
		for g := range grams[i] {
			for _, j := range holders[g] {
				if j < i {
					common[j]++
				}
			}
		}
		for j, n := range common {
			if float64(n) >= alike*float64(len(grams[i])+len(grams[j])-n) {
				a, b := root(i), root(j)
				group[max(a, b)] = min(a, b)
			}
		}
	}
	part := make([]int, len(examples))
	for i := range examples {
		h := fnv.New32a()
		h.Write([]byte(Normalise(examples[root(i)].Text)))
		part[i] = int(h.Sum32()>>3) % Folds
	}
	return part
}

// Held is an example and what a model that never saw it guessed.
type Held struct {
	Example Example
	Guesses []Guess
}

// Right reports whether the true label is among the first n guesses.
func (h Held) Right(n int) bool {
	return slices.ContainsFunc(h.Guesses[:min(n, len(h.Guesses))], func(g Guess) bool { return g.Label == h.Example.Label })
}

// HoldOut guesses every example by models that learned from other parts: the
// shipped ones and, where there are any, the workspace's lessons among them.
// The result is in order, shipped ones first.
func HoldOut(shipped, lessons []Example) []Held {
	all := slices.Concat(shipped, lessons)
	part := parts(all)
	held := make([]Held, len(all))
	for p := range Folds {
		var know, learned []Example
		for i, e := range all {
			switch {
			case part[i] == p:
			case i < len(shipped):
				know = append(know, e)
			default:
				learned = append(learned, e)
			}
		}
		m := Train(know, learned)
		for i, e := range all {
			if part[i] == p {
				held[i] = Held{e, m.Predict(e.Text, Hint{})}
			}
		}
	}
	return held
}

// Point is how a threshold would do: of the answers at least this sure, how
// many are right, and which share of all they are.
type Point struct {
	Threshold money.Decimal
	Answered  int
	Right     int
	Of        int
}

// Precision is the share of right answers among those given; one where none is.
func (p Point) Precision() money.Decimal { return share(p.Right, p.Answered) }

// Recall is the share of all that are answered.
func (p Point) Recall() money.Decimal { return share(p.Answered, p.Of) }

func share(n, of int) money.Decimal {
	if of == 0 {
		return money.One
	}
	return money.NewInt(int64(n)).Quo(money.NewInt(int64(of)), 4)
}

// At gives the point of a threshold.
func At(held []Held, threshold money.Decimal) Point {
	p := Point{Threshold: threshold, Of: len(held)}
	for _, h := range held {
		if len(h.Guesses) > 0 && h.Guesses[0].Probability.Cmp(threshold) >= 0 {
			p.Answered++
			if h.Right(1) {
				p.Right++
			}
		}
	}
	return p
}

// Bin is how answers of about one probability did.
type Bin struct {
	From, Until money.Decimal // of the first guess's probability, in tenths; until exclusive
	Count       int
	Right       int
	Stated      money.Decimal // mean probability
}

// Calibration compares what probabilities say with what came true.
func Calibration(held []Held) []Bin {
	bins := make([]Bin, 10)
	sums := make([]money.Decimal, len(bins))
	tenth := money.MustParse("0.1")
	for i := range bins {
		bins[i].From, bins[i].Until = tenth.Mul(money.NewInt(int64(i))), tenth.Mul(money.NewInt(int64(i+1)))
	}
	for _, h := range held {
		if len(h.Guesses) == 0 {
			continue
		}
		p := h.Guesses[0].Probability
		i := slices.IndexFunc(bins, func(b Bin) bool { return p.Cmp(b.Until) < 0 })
		bins[i].Count++
		sums[i] = sums[i].Add(p)
		if h.Right(1) {
			bins[i].Right++
		}
	}
	for i := range bins {
		if bins[i].Count > 0 {
			bins[i].Stated = sums[i].Quo(money.NewInt(int64(bins[i].Count)), 4)
		}
	}
	return slices.DeleteFunc(bins, func(b Bin) bool { return b.Count == 0 })
}

// Confusion is a mistake and how often it was made.
type Confusion struct {
	True, Guessed Label
	Count         int
}

// Confusions lists the mistakes, the most frequent first.
func Confusions(held []Held) []Confusion {
	counts := map[[2]Label]int{}
	for _, h := range held {
		if len(h.Guesses) > 0 && !h.Right(1) {
			counts[[2]Label{h.Example.Label, h.Guesses[0].Label}]++
		}
	}
	var list []Confusion
	for k, n := range counts {
		list = append(list, Confusion{k[0], k[1], n})
	}
	slices.SortFunc(list, func(a, b Confusion) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.True, b.True), cmp.Compare(a.Guessed, b.Guessed))
	})
	return list
}

// logLoss is the mean of -ln(probability of the truth), floored where the
// probability was rounded to nothing.
func logLoss(held []Held) float64 {
	sum := 0.0
	for _, h := range held {
		p := 1e-4
		for _, g := range h.Guesses {
			if g.Label == h.Example.Label {
				p = max(p, float64(g.Probability.Unscaled(4).Int64())/1e4)
			}
		}
		sum -= math.Log(p)
	}
	return sum / float64(len(held))
}
