package identity

import (
	"encoding/json"
)

// Model is the weights by which evidence adds up. It is not changed once made
// and is safe for concurrent use.
type Model struct {
	version string
	weights vector
	answers int
}

// Shipped gives the model that comes with the program.
func Shipped() *Model {
	m := &Model{version: shippedVersion}
	for f, d := range features() {
		m.weights[f] = d.weight
	}
	return m
}

// shippedVersion changes with weights.csv and with what the features mean.
const shippedVersion = "v2"

// Version names the weights: the shipped ones as "v2", learned ones as "v2+n"
// after n answers. It stands in every decision that the model made.
func (m *Model) Version() string { return m.version }

// Answers is how many reviewed pairs the model has learned from.
func (m *Model) Answers() int { return m.answers }

// Weights gives the weight by code, in log-odds for a value of one.
func (m *Model) Weights() map[Code]float64 {
	out := make(map[Code]float64, featureCount)
	for f, w := range m.weights {
		out[features()[f].code] = w
	}
	return out
}

// learned is how a model is kept. The prior is not in it: it ships.
type learned struct {
	Version string           `json:"version"`
	Answers int              `json:"answers"`
	Weights map[Code]float64 `json:"weights"`
}

// MarshalJSON writes the model so that it can be kept; Restore reads it.
func (m *Model) MarshalJSON() ([]byte, error) {
	return json.Marshal(learned{m.version, m.answers, m.Weights()})
}

// Restore reads a model that was kept. Codes that no longer exist are ignored,
// new ones have their shipped weights. It is an error when data is no model;
// the shipped one serves then, and Learn makes the rest again.
func Restore(data []byte) (*Model, error) {
	var l learned
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, err
	}
	m := Shipped()
	m.version, m.answers = l.Version, l.Answers
	for f := range m.weights {
		if w, ok := l.Weights[features()[f].code]; ok {
			m.weights[f] = w
		}
	}
	return m, nil
}
