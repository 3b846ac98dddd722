package multiplier_test

import (
	"fmt"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// BenchmarkCompute cuts 72,000 cloud facts and 3,600 of services: 50 customers,
// 12 months, 120 services.
func BenchmarkCompute(b *testing.B) {
	for _, by := range [][]multiplier.Dimension{nil, {"customer"}, {"service"}, {"customer", "service"}, {"month", "service"}} {
		b.Run(fmt.Sprint(by), func(b *testing.B) {
			in := multiplier.Input{Definition: multiplier.Standard(), By: by, Customers: map[customer.ID]customer.Customer{}, FirstCharge: map[customer.ID]period.Month{}}
			for c := range 50 {
				id := customer.ID(fmt.Sprint("c", c))
				in.Customers[id], in.FirstCharge[id] = customer.Customer{ID: id, Name: string(id)}, january-period.Month(c%24)
				for m := range period.Month(12) {
					for s := range 120 {
						cost := money.NewInt(int64(c*s + 1)).Mul(money.MustParse("0.0123456789012"))
						in.Cloud = append(in.Cloud, multiplier.CloudFact{Customer: id, Month: january + m, Provider: "AWS", Service: fmt.Sprint("s", s), Currency: "USD", Resold: true, Effective: cost})
					}
					for _, k := range service.Categories() {
						in.Services = append(in.Services, multiplier.ServiceFact{Customer: id, Month: january + m, Basis: service.BasisRecognised, Nature: service.NatureService,
							Category: k, Currency: "USD", Net: money.MustParse("100.25")})
					}
				}
			}
			for b.Loop() {
				in.Exchange = multiplier.NewExchange(rate.NewTable(nil), "USD", rate.PolicyAverage)
				if _, err := multiplier.Compute(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
