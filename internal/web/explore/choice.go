package explore

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// mostChoices are values that a list is good for; of more, one is typed, and
// mostHints of them are offered.
const (
	mostChoices = 60
	mostHints   = 1000
)

// choices lists the values that filters offer: the six categories, the
// customers with their segments and industries, and what all bills name.
func (h *Handler) choices(ctx context.Context, v *visit.Visit) (map[multiplier.Dimension][]value, error) {
	all, seen := map[multiplier.Dimension][]value{}, map[string]bool{}
	add := func(d multiplier.Dimension, text, label string) {
		if at := string(d) + "=" + text; text != "" && !seen[at] {
			seen[at] = true
			all[d] = append(all[d], value{text, label})
		}
	}
	asked, results, err := h.named(ctx, v)
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		for _, row := range append(slices.Clone(r.Figures[0].Rows), r.Figures[0].Unconverted...) {
			if row.Key != nil {
				add(asked[i], row.Key[0], wording.Value(v, r.Names, asked[i], row.Key[0], multiplier.RowGroup))
			}
		}
	}
	everybody, err := h.Customers(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range everybody {
		add(multiplier.DimensionCustomer, c.Name, c.Name)
		add(multiplier.DimensionSegment, c.Segment, c.Segment)
		add(multiplier.DimensionIndustry, c.Industry, c.Industry)
	}
	for d := range all {
		slices.SortFunc(all[d], func(x, y value) int { return strings.Compare(x.Label, y.Label) })
	}
	for _, p := range multiplier.Parts() {
		if p.IsCategory() {
			add(multiplier.DimensionCategory, string(p), wording.Part(v, p))
		}
	}
	return all, nil
}

// named asks what bills name, dimension by dimension, over all months.
func (h *Handler) named(ctx context.Context, v *visit.Visit) ([]multiplier.Dimension, []measuring.Result, error) {
	var ins []measuring.Input
	asked := append(billed(), multiplier.DimensionCohort)
	for _, d := range asked {
		in := answer.Input(v, period.Range{}, d)
		in.Definitions = []string{multiplier.Standard().Name}
		ins = append(ins, in)
	}
	results, err := h.Desk.Together(ctx, ins...)
	return asked, results, err
}

// Warm asks what the filters offer, so that the first visitor need not wait for
// it.
func (h *Handler) Warm(ctx context.Context, v *visit.Visit) error {
	_, _, err := h.named(ctx, v)
	return err
}

// Names of the fields that a form has beside the address's own: typed values of
// filters, and the first and last month.
const (
	typedPrefix = "is-"
	fieldFrom   = "from"
	fieldUntil  = "last"
)

// settled gives the address that a form means: what was typed becomes a filter,
// two months become a period. Nothing to settle: false.
func settled(u *url.URL) (string, bool) {
	q, changed := u.Query(), false
	for key, values := range u.Query() {
		name, typed := strings.CutPrefix(key, typedPrefix)
		if !typed {
			continue
		}
		q.Del(key)
		changed = true
		for _, value := range values {
			where := name + "=" + strings.TrimSpace(value)
			if strings.TrimSpace(value) != "" && !slices.Contains(q["where"], where) {
				q.Add("where", where)
			}
		}
	}
	if q.Has(fieldFrom) || q.Has(fieldUntil) {
		from, last := q.Get(fieldFrom), q.Get(fieldUntil)
		q.Del(fieldFrom)
		q.Del(fieldUntil)
		changed = true
		switch {
		case from == "":
			from = last
		case last == "" || last < from:
			last = from
		}
		if from != "" {
			q.Set("period", from+".."+last)
		}
	}
	return at(u.Path, q), changed
}

// settle leads a form's address to the one that says the same and can be kept.
func settle(w http.ResponseWriter, r *http.Request) bool {
	to, changed := settled(r.URL)
	if changed {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
	return changed
}
