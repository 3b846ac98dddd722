package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// The demo that a button in the browser starts gives every figure that `sevenfold
// demo` gives, to the last digit, also where a try before it was killed and left
// its files.
func TestTheDemoInTheBrowserIsTheDemo(t *testing.T) {
	chromium(t)
	dir := workspace(t)
	for _, left := range []string{"demo", "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if err := os.MkdirAll(filepath.Join(dir, "uploads", left, "bills"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, dir)
	b := s.open("en", 1280, 900)
	b.enter()
	b.do(chromedp.Click(chromedp.CSS("[aria-labelledby=demo] button")), chromedp.WaitVisible(chromedp.CSS(".hero a")))
	made, want := figures(t, s), figures(t, serve(t, demo(t)))
	if len(want) < 3 || len(want[0].Rows) < 10 {
		t.Fatalf("the demo has %d figures", len(want))
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("the demo (-) and the demo in the browser (+): %s", diff)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "uploads"))
	if err != nil || len(entries) != 2 {
		t.Errorf("what was made for the import stays: %v %v", entries, err)
	}
	if name, want := s.app.Settings().Config().Partner, demoConfig(t).Partner; !cmp.Equal(name, want) {
		t.Errorf("the firm is %v, not %v", name, want)
	}
}

// figures are all there are, by customer and month.
func figures(t *testing.T, s *site) []multiplier.Result {
	t.Helper()
	m, err := s.app.Measuring(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set := s.app.Settings().Config()
	r, err := m.Run(t.Context(), measuring.Input{By: []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionMonth},
		Currency: set.Currency, Policy: set.Rates.Policy, Calendar: set.Calendar()})
	if err != nil {
		t.Fatal(err)
	}
	return r.Figures
}

func demoConfig(t *testing.T) config.Config {
	t.Helper()
	c, err := config.Load(config.Input{Dir: demo(t), Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
