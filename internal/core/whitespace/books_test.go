package whitespace_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
)

// first is the first month of the books of these tests; they have two years.
var first = period.NewMonth(2024, 1)

const months = 24

// firm is books in which retailers buy build and then manage, and schools adopt:
// half a year apart, at a fixed share of their cloud, give or take.
func firm(customers int) whitespace.Books {
	r := rand.New(rand.NewPCG(7, 7))
	b := whitespace.Books{From: first, Until: first + months, Currency: "USD", Columns: whitespace.NewColumns(nil), References: benchmark.Shipped()}
	for i := range customers {
		industry, steps := "retail", []service.Category{service.CategoryBuild, service.CategoryManage}
		if i%2 == 1 {
			industry, steps = "education", []service.Category{service.CategoryAdopt}
		}
		h := newHistory(fmt.Sprintf("C%04d", i+1), industry, int64(1000+r.IntN(9000)))
		at := r.IntN(months + 12)
		for _, c := range steps {
			h.buy(c, first+period.Month(at), first+months, int64(20+r.IntN(20)))
			at += 6
		}
		b.Histories = append(b.Histories, h.History)
	}
	return b
}

// writer makes a history.
type writer struct {
	whitespace.History
	monthly int64
}

// newHistory has so much cloud a month, throughout.
func newHistory(id, industry string, monthly int64) *writer {
	h := whitespace.History{Customer: customer.Customer{ID: customer.ID(id), Industry: industry}, First: first,
		Used: map[string][]period.Month{}, Providers: map[string][]period.Month{},
		Bought: map[whitespace.Column]whitespace.Series{}, Billed: map[whitespace.Column]period.Month{}}
	for m := first; m < first+months; m++ {
		h.Cloud = append(h.Cloud, whitespace.Point{Month: m, Amount: money.NewInt(monthly)})
		h.Providers["AWS"] = append(h.Providers["AWS"], m)
	}
	return &writer{h, monthly}
}

// buy adds a category from a month up to another, at percent of the cloud.
func (w *writer) buy(c service.Category, from, until period.Month, percent int64) {
	column := whitespace.Column{Category: c}
	for m := from; m < until; m++ {
		w.Bought[column] = append(w.Bought[column], whitespace.Point{Month: m, Amount: money.NewInt(w.monthly * percent / 100)})
		if _, known := w.Billed[column]; !known {
			w.Billed[column] = m
		}
	}
}

func care() offering.Offering {
	return offering.Offering{ID: "care", Name: "Care", Nature: service.NatureService, Providers: []string{"Azure"},
		Weights: []service.Weight{{Category: service.CategoryManage, Share: money.One}}}
}

func cellOf(f whitespace.Finding, id customer.ID, c whitespace.Column) whitespace.Cell {
	for _, cell := range f.Cells {
		if cell.Customer == id && cell.Column == c {
			return cell
		}
	}
	return whitespace.Cell{}
}
