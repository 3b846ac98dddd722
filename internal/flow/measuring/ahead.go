package measuring

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Ahead is the question whose facts say what could come next: cloud by provider and
// service, and services as recognised and as invoiced. Whitespace and triggers ask
// the same, so that where facts are kept they are read once for both.
func Ahead(currency money.Currency, policy rate.Policy) Input {
	standard, invoiced := multiplier.Standard(), multiplier.Standard()
	invoiced.Name, invoiced.Numerator.Basis = "whitespace", service.BasisInvoiced
	return Input{Definitions: []string{standard.Name}, Drafts: []multiplier.Definition{invoiced}, Currency: currency, Policy: policy,
		By: []multiplier.Dimension{multiplier.DimensionProvider, multiplier.DimensionService}}
}
