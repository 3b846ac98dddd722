package answer

import (
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// Filters reads where=dimension=value of an address; the same dimension again
// means either value.
func Filters(q url.Values) ([]multiplier.Filter, error) {
	var filters []multiplier.Filter
	for _, text := range q["where"] {
		if text == "" {
			continue // a form sends the filters that nobody chose, too
		}
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fault.New(fault.KindInvalid, "web.where_malformed").With("value", text)
		}
		d, err := multiplier.ParseDimension(name)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(filters, func(f multiplier.Filter) bool { return f.Dimension == d })
		if at < 0 {
			at = len(filters)
			filters = append(filters, multiplier.Filter{Dimension: d})
		}
		filters[at].Values = append(filters[at].Values, strings.TrimSpace(value))
	}
	return filters, nil
}
