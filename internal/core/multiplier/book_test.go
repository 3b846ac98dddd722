package multiplier

import (
	"encoding/json"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// A row of one group is made a shorter way, and must say what the sum of that group
// and of one without anything says.
func TestARowOfOneGroupIsTheSumOfThatGroup(t *testing.T) {
	n := money.NewInt
	parts := ByPart{}
	for i := range parts {
		parts[i] = n(int64(100 + i))
	}
	parts[1] = n(-5) // not bought
	g := group{key: "c" + separator + "none"}
	b := newBook([]Dimension{DimensionCustomer, DimensionCategory})
	b.cloud[g] = &cloudCell{amount: n(1), atCost: n(2), estimated: n(3), seasoned: n(4), native: map[money.Currency]money.Decimal{"USD": n(5), "EUR": n(6)},
		customers: map[customer.ID]bool{"c": true, "d": true}}
	b.services[g] = &serviceCell{amount: parts, allocated: n(7), seasoned: n(8), priced: n(9), onOutcome: n(10),
		native: map[money.Currency]*ByPart{"CNY": &parts, "USD": {}}, bought: map[customer.ID]*ByPart{"c": &parts, "d": {n(1)}}}
	for _, of := range []group{g, {key: "x" + separator + "none"}} {
		short, err := json.Marshal(b.sum([]group{of}))
		if err != nil {
			t.Fatal(err)
		}
		long, err := json.Marshal(b.sum([]group{of, {key: "nobody" + separator + "none"}}))
		if err != nil {
			t.Fatal(err)
		}
		if string(short) != string(long) {
			t.Errorf("one group: %s\nits sum: %s", short, long)
		}
	}
}
