package explaining_test

import (
	"strconv"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// Of an account with thousands of charges an import keeps some apart: what they
// do not hold is found among all.
func TestTheLargestChargesAreFoundAmongMany(t *testing.T) {
	b := measuringtest.Sample(t)
	var charges []string
	for n := range 4000 {
		service, account := "Amazon EC2", "111111111111"
		switch {
		case n%100 == 7:
			service = "Amazon SQS" // small charges, few of them kept apart
		case n%3 == 0:
			account = "222222222222"
		}
		cost := strconv.Itoa(1+n*n%977) + "." + strconv.Itoa(n%7)
		if service == "Amazon SQS" {
			cost = "0.0" + strconv.Itoa(1+n%13)
		}
		region := "eu-west-1"
		if n%50 == 11 {
			region, cost = "ap-south-2", "0."+strconv.Itoa(1+n%17) // small ones of a large service
		}
		charges = append(charges, measuringtest.Charge("900000000000", account, "2025-02", "Usage", service, region, cost, cost))
	}
	b.Bill(batch.SideCost, charges...)
	everyFigure(t, b, "standard")

	asked := map[string]int{}
	for _, by := range []multiplier.Dimension{"service", "region"} {
		r := ask(t, b, measuring.Input{By: []multiplier.Dimension{by}, Definitions: []string{"standard"}})
		for n, row := range r.Figures[0].Rows {
			x := explain(t, b, measuring.Address{Question: r.ID, Row: multiplier.Ref{At: n}, Cell: multiplier.CellCloud}.String(), 5)
			for _, q := range x.Queries {
				asked[row.Key[0]+" "+q.Name]++
			}
		}
	}
	for _, name := range []string{"Amazon EC2", "eu-west-1"} {
		if asked[name+" month sums"] == 0 || asked[name+" charge rows"] != asked[name+" month sums"] {
			t.Errorf("the charges of %s are not found where they were kept apart: %v", name, asked)
		}
	}
	for _, name := range []string{"Amazon SQS", "ap-south-2"} {
		if asked[name+" month sums"] == 0 || asked[name+" charge rows"] != 2*asked[name+" month sums"] {
			t.Errorf("the small charges of %s are not looked for among all: %v", name, asked)
		}
	}
}
