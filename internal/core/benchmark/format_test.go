package benchmark_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

var exact = cmp.Comparer(func(a, b money.Decimal) bool { return a.Equal(b) })

func TestAWrittenFileReadsBackToTheSame(t *testing.T) {
	shipped := benchmark.Shipped()
	again, err := benchmark.Parse("again.csv", benchmark.Format(shipped))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shipped, again, exact); diff != "" {
		t.Error(diff)
	}
}

func FuzzFormat(f *testing.F) {
	f.Add(header + "a,1,,,u,2025,\"s, t\",https://x,primary,2025-01-02\nb,,0.1,0.20,u,2024,s,,inferred,\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := benchmark.Parse("f.csv", []byte(text))
		if err != nil {
			return
		}
		again, err := benchmark.Parse("f.csv", benchmark.Format(table))
		if err != nil {
			t.Fatalf("%v: %q", err, benchmark.Format(table))
		}
		if diff := cmp.Diff(table, again, exact); diff != "" {
			t.Fatal(diff)
		}
	})
}
