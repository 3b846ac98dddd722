// Package definition is the side sheet, and page, of what a multiplier counts.
//
// It owns how a definition reads. What a definition is, core/multiplier says.
package definition

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows definitions.
type Handler struct {
	Desk *answer.Desk
}

// Page answers GET /definition/{name}. It asks for a figure of all months,
// which every page has asked before, because the answer carries the definition
// as it is in force.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	in := answer.Input(v, period.Range{})
	in.Definitions = []string{r.PathValue("name")}
	a, err := h.Desk.Ask(r.Context(), in)
	if err != nil {
		return err
	}
	view := newView(v, a.Question.Definitions[0])
	if v.Partial {
		return visit.Show(r.Context(), w, http.StatusOK, sheet(v, view))
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

func isShipped(d multiplier.Definition) bool {
	for _, s := range multiplier.Shipped() {
		if s.Name == d.Name {
			return true
		}
	}
	return false
}
