package category

import "testing"

var sink any

func BenchmarkNormalise(b *testing.B) {
	for b.Loop() {
		sink = Normalise("Managed cloud operations, monthly fee January 2025 / 云托管运维（2025年1月）")
	}
}

func BenchmarkClassifyWithPrecedents(b *testing.B) {
	j := NewJudge(Basis{Precedents: Fold(log(set(care, ScopeSubject, "build"), auto(other, "adopt")))})
	s := Subject{Description: "Managed cloud operations, monthly fee January 2025", ItemCode: "X", Project: "Elbe"}
	for b.Loop() {
		sink = j.Classify(s)
	}
}

func BenchmarkPredict(b *testing.B) {
	m := shippedModel()
	for b.Loop() {
		sink = m.Predict("Managed cloud operations, monthly fee January 2025", Hint{})
	}
}

func BenchmarkTrain(b *testing.B) {
	for b.Loop() {
		sink = Train(Shipped(), nil)
	}
}
