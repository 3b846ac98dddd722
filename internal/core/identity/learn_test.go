package identity_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func TestWithoutAnswersTheShippedModelStands(t *testing.T) {
	if diff := cmp.Diff(identity.Shipped().Weights(), identity.Learn(nil).Weights()); diff != "" {
		t.Error(diff)
	}
}

// drawExample is an answer about drawn records.
func drawExample(t *rapid.T) identity.Example {
	a, b := identity.Prepare(drawRecord(t, "a")), identity.Prepare(drawRecord(t, "b"))
	return identity.NewExample(a, b, rapid.Bool().Draw(t, "same"))
}

func TestLearningDoesNotDependOnTheOrderOfAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.Custom(drawExample), 1, 6).Draw(t, "answers")
		first := identity.Learn(answers)
		second := identity.Learn(rapid.Permutation(answers).Draw(t, "order"))
		if diff := cmp.Diff(first.Weights(), second.Weights()); diff != "" || first.Version() != second.Version() {
			t.Fatal(diff)
		}
	})
}

func TestLearningKeepsWhatAgreesFromCountingAgainst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.Custom(drawExample), 1, 6).Draw(t, "answers")
		shipped := identity.Shipped().Weights()
		for code, w := range identity.Learn(answers).Weights() {
			if math.IsNaN(w) || w*shipped[code] < 0 && code != identity.CodePrior {
				t.Fatalf("%s went from %v to %v", code, shipped[code], w)
			}
			if code.Supports() && w < 0 {
				t.Fatalf("%s is %v", code, w)
			}
		}
	})
}

// A workspace where, again and again, a brand with another trade behind it turns
// out to be the same customer comes to believe it; a single answer does not.
func TestManyAnswersMoveWhatOneDoesNot(t *testing.T) {
	a, b := prepared("Northwind Foods"), prepared("Northwind Robotics")
	before := identity.Shipped().Probability(a, b)
	one := identity.Learn([]identity.Example{identity.NewExample(a, b, true)}).Probability(a, b)
	var many []identity.Example
	for range 60 {
		many = append(many, identity.NewExample(a, b, true))
	}
	after := identity.Learn(many).Probability(a, b)
	if before > 0.3 || one < before || one > 0.5 || after < 0.8 {
		t.Errorf("%v before, %v after one answer, %v after sixty", before, one, after)
	}
	if exact := identity.Learn(many).Weights()[identity.CodeTaxSame]; exact != identity.Shipped().Weights()[identity.CodeTaxSame] {
		t.Errorf("answers about names moved the weight of tax numbers to %v", exact)
	}
}

func TestAModelThatWasKeptIsTheSame(t *testing.T) {
	a, b := prepared("Northwind Foods"), prepared("Northwind Robotics")
	m := identity.Learn([]identity.Example{identity.NewExample(a, b, true)})
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	back, err := identity.Restore(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Weights(), back.Weights()); diff != "" || m.Version() != back.Version() || back.Answers() != 1 {
		t.Error(diff)
	}
	if _, err := identity.Restore([]byte("{")); err == nil {
		t.Error("half a model was taken")
	}
}
