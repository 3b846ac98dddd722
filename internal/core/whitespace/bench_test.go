package whitespace_test

import (
	"fmt"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
)

// distributor is the firm with 5,000 customers who use twenty of forty cloud
// services each.
func distributor() whitespace.Books {
	b := firm(5_000)
	for i := range b.Histories {
		h := &b.Histories[i]
		for s := range 40 {
			if (i*7+s*s*(i%5+1))%2 != 0 {
				continue
			}
			all := make([]period.Month, 0, months)
			for m := first; m < first+months; m++ {
				all = append(all, m)
			}
			h.Used[fmt.Sprintf("Service %d", s)] = all
		}
	}
	return b
}

func BenchmarkLook(b *testing.B) {
	books := distributor()
	for b.Loop() {
		whitespace.Look(books, nil)
	}
}

func BenchmarkBackTest(b *testing.B) {
	books := distributor()
	for b.Loop() {
		whitespace.BackTest(books)
	}
}
