package category

import (
	"maps"
	"math"
	"slices"
)

// hintWeight is what one word of the trade counts beside a description's
// n-grams, whose squares sum to one.
const hintWeight = 0.6

// features turns texts into the numbers that the classifier multiplies.
type features struct {
	lexicon *lexicon
	at      map[string]int // column of each feature seen in training
	rarity  []float64      // inverse document frequency of each column
}

// vector is a text as features: columns ascending, with their values.
type vector struct {
	columns []int
	values  []float64
}

// newFeatures takes the columns from the texts to be learned from.
func newFeatures(texts []string) *features {
	f := &features{lexicon: newLexicon(), at: map[string]int{}}
	seen := map[string]int{}
	for _, text := range texts {
		grams, hints := f.read(words(Normalise(text)))
		for g := range grams {
			seen[g]++
		}
		for _, h := range hints {
			seen[h] = 0 // a hint is not weighed by how rare it is
		}
	}
	f.rarity = make([]float64, len(seen))
	for i, name := range slices.Sorted(maps.Keys(seen)) {
		f.at[name], f.rarity[i] = i, math.Log(float64(len(texts)+1)/float64(seen[name]+1))+1
	}
	return f
}

// read gives a text's n-grams with their counts, and its words of the trade.
// Names of the two never meet: hints begin with #.
func (f *features) read(parts [][]rune) (map[string]int, []string) {
	hints := f.lexicon.hints(parts)
	for i, h := range hints {
		hints[i] = "#" + h
	}
	return tokens(parts), hints
}

// of gives the vector of a text; features never seen in training are left out.
func (f *features) of(parts [][]rune) vector {
	grams, hints := f.read(parts)
	values := map[int]float64{}
	squares := 0.0
	for _, g := range slices.Sorted(maps.Keys(grams)) {
		if c, ok := f.at[g]; ok {
			x := float64((1 + math.Log(float64(grams[g]))) * f.rarity[c])
			values[c] = x
			squares += float64(x * x)
		}
	}
	for c := range values {
		values[c] /= math.Sqrt(squares)
	}
	for _, h := range hints {
		if c, ok := f.at[h]; ok {
			values[c] = hintWeight
		}
	}
	v := vector{columns: slices.Sorted(maps.Keys(values))}
	for _, c := range v.columns {
		v.values = append(v.values, values[c])
	}
	return v
}
