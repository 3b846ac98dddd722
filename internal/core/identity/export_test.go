package identity

// FitFromHand gives the weights that labelled pairs make of the hand-set ones:
// how the shipped weights came to be.
func FitFromHand(examples []Example) map[Code]float64 {
	center, spread := vector{}, vector{}
	for f, d := range features() {
		center[f], spread[f] = d.hand, d.spread
	}
	out := map[Code]float64{}
	for f, w := range fit(examples, &center, &spread) {
		out[features()[f].code] = w
	}
	return out
}

// WithWeights gives the shipped model with other weights.
func (m *Model) WithWeights(weights map[Code]float64) *Model {
	out := *m
	for f, d := range features() {
		if w, ok := weights[d.code]; ok {
			out.weights[f] = w
		}
	}
	return &out
}
