package answer

import (
	"net/url"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// Filters reads where=dimension=value of an address. A form sends the filters
// that nobody chose, too.
func Filters(q url.Values) ([]multiplier.Filter, error) {
	return multiplier.ParseFilters(slices.DeleteFunc(slices.Clone(q["where"]), func(text string) bool { return text == "" }))
}
