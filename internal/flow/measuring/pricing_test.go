package measuring_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// The landing zone (300 and 5) is priced on outcomes, the care (a part of 59) by
// subscription; the rest, such as the workshop (25), belongs to no offering or to
// one that does not say.
func TestWhatServicesArePricedByFollowsTheirOfferings(t *testing.T) {
	b := measuringtest.Sample(t)
	asked := measuring.Input{Definitions: []string{"standard"}, Period: january(t), By: []multiplier.Dimension{multiplier.DimensionCustomer}}
	before := ask(t, b, asked).Figures[0].Total
	if !before.Priced.IsZero() || !before.OnOutcome.IsZero() {
		t.Errorf("without offerings %s is priced", before.Priced)
	}
	path := filepath.Join(b.Dir, "offerings.csv")
	if err := os.WriteFile(path, []byte("id,name,categories,price,item_codes\nzone,Landing zones,,outcome,LZ\ncare,Cloud care,,subscription,CARE\nshop,Workshops,,,W\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Importer.Offerings(access.With(context.Background(), access.Local()), importing.RosterInput{Paths: []string{path}, Strict: true}); err != nil {
		t.Fatal(err)
	}
	after := ask(t, b, asked).Figures[0]
	expect(t, "services", after.Total.Services.Sum().String(), before.Services.Sum().String())
	expect(t, "priced on outcomes", after.Total.OnOutcome.String(), "305")
	for _, r := range after.Rows {
		if len(r.Key) > 0 && r.Key[0] == "a" {
			expect(t, "of Acme, priced on outcomes", r.OnOutcome.String(), "300")
		}
		if r.OnOutcome.Cmp(r.Priced) > 0 || r.Priced.Cmp(r.Services.Sum()) > 0 {
			t.Errorf("%v: %s of %s of %s", r.Key, r.OnOutcome, r.Priced, r.Services.Sum())
		}
	}
	// A cut by what only the cloud has divides what is priced with the rest.
	cut := asked
	cut.By = []multiplier.Dimension{multiplier.DimensionRegion}
	expect(t, "by region", ask(t, b, cut).Figures[0].Total.OnOutcome.String(), "305")
}
