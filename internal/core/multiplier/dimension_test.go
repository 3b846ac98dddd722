package multiplier_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

func TestParseFiltersTakesTheSameDimensionAgainAsEitherValue(t *testing.T) {
	got, err := multiplier.ParseFilters([]string{"region=us-east-1", "Provider = AWS", "region=eu=west"})
	want := []multiplier.Filter{
		{Dimension: multiplier.DimensionRegion, Values: []string{"us-east-1", "eu=west"}},
		{Dimension: multiplier.DimensionProvider, Values: []string{"AWS"}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for text, code := range map[string]string{"region": "filter.malformed", "": "filter.malformed", "weather=fine": "dimension.unknown"} {
		if _, err := multiplier.ParseFilters([]string{text}); fault.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}
