package wording

import (
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Definition says what counts on either side.
func Definition(v *visit.Visit, d multiplier.Definition) (services, cloud []component.Fact) {
	if d.Origin == multiplier.OriginPipeline {
		return planned(v, d)
	}
	var categories []string
	for _, c := range d.Numerator.Categories {
		categories = append(categories, Part(v, multiplier.Part(c)))
	}
	fact := func(key, text string) component.Fact {
		return component.Fact{Label: v.Text("multiplier.definition."+key, nil), Text: text}
	}
	yes := func(key string, on bool) component.Fact {
		return fact(key, Shown(v, report.Text(strconv.FormatBool(on)), report.KindBool))
	}
	n, c := d.Numerator, d.Denominator
	return []component.Fact{
			fact("basis", v.Text("multiplier.basis."+string(n.Basis), nil)),
			fact("categories", strings.Join(categories, v.Text("common.place.separator", nil))),
			yes("funding", n.Funding), yes("marketplace_services", n.MarketplaceServices), yes("own_software", n.OwnSoftware),
		}, []component.Fact{
			fact("scope", v.Text("multiplier.scope."+string(c.Scope), nil)),
			fact("valuation", v.Text("multiplier.valuation."+string(c.Valuation), nil)),
			yes("before_credits", c.BeforeCredits), yes("marketplace", c.Marketplace), yes("support", c.Support), yes("internal_use", c.InternalUse),
		}
}
