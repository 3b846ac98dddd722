package wording

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// DealHint is what the pipeline says of lines, with the opportunities that say it.
func DealHint(v *visit.Visit, h categorising.DealHint, of int64) string {
	var deals []string
	for _, d := range h.Deals {
		deals = append(deals, v.Text("categorise.deal.place", i18n.Args{"deal": strings.TrimSpace(d.ID + " " + d.Customer), "file": File(d.File), "row": d.Row}))
	}
	return v.Text("categorise.deal.hint", i18n.Args{"model": v.Text("opportunity.delivery."+string(h.Delivery), nil), "lines": h.Lines, "of": of,
		"deals": strings.Join(deals, v.Text("categorise.separator", nil))})
}
