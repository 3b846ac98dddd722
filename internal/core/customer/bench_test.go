package customer_test

import (
	"fmt"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// BenchmarkFold folds 300,000 links over 100,000 customers: a workspace after
// years of imports.
func BenchmarkFold(b *testing.B) {
	var roster []customer.Customer
	for n := range 100_000 {
		roster = append(roster, customer.Customer{ID: customer.ID(fmt.Sprint("c", n)), Name: fmt.Sprintf("Customer %d Trading Co., Ltd.", n),
			Identifiers: []customer.Identifier{{Kind: customer.KindAccount, Value: fmt.Sprintf("%012d", n)}, {Kind: customer.KindTaxID, Value: fmt.Sprint("T", n)}}})
	}
	var log []customer.Decision
	for n := range 300_000 {
		log = append(log, customer.Decision{ID: fmt.Sprint("d", n), Actor: customer.ActorAuto, Verb: customer.VerbLink, Party: customer.PartyID(fmt.Sprint("book:", n)),
			Customer: roster[n%len(roster)].ID, Probability: money.MustParse("0.99")})
	}
	var book *customer.Book
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			book = customer.Fold(roster, log)
		}
	})
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			book.Index()
		}
	})
}
