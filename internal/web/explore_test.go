package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// steps are the bars of a picture of steps.
func steps(t *testing.T, page string) (all []struct{ Name, From, To, Kind string }) {
	t.Helper()
	var options struct {
		Steps []struct{ Name, From, To, Kind string }
	}
	if err := json.Unmarshal([]byte(attribute(find(t, page, "#chart-explore")[0], "data-chart")), &options); err != nil {
		t.Fatal(err)
	}
	return options.Steps
}

func decimal(t *testing.T, s string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every step begins where the one before ended, and the last ends at the total,
// with residuals among them.
func TestStepsLeadToTheTotal(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, path := range []string{
		"/explore?by=customer&measure=cloud&show=fall&period=all", "/explore?by=customer&show=fall&period=all", "/explore?by=service&measure=cloud&show=fall&period=2025-01",
		"/explore?by=customer&measure=cloud&show=fall&period=2025-02&compare=before", "/explore?by=customer&measure=services&show=fall&period=2025-02&compare=before",
		"/explore?by=month&measure=cloud&show=fall&period=2025-01..2025-02&compare=before", "/explore?by=customer&and=month&measure=multiplier&show=fall&period=all",
	} {
		all := steps(t, h.page(path))
		if len(all) < 2 {
			t.Errorf("%s draws %d steps", path, len(all))
			continue
		}
		level := money.Zero
		for i, s := range all {
			if s.Kind == "total" {
				if i > 0 && decimal(t, s.To).Cmp(level) != 0 {
					t.Errorf("%s: the steps lead to %s, the total is %s", path, level, s.To)
				}
			} else if decimal(t, s.From).Cmp(level) != 0 {
				t.Errorf("%s: %s begins at %s, not at %s", path, s.Name, s.From, level)
			}
			level = decimal(t, s.To)
		}
		if compared := strings.Contains(path, "compare="); (all[0].Kind == "total") != compared {
			t.Errorf("%s begins with %s", path, all[0].Kind)
		}
	}
}

// What was in the period before and is not now has a line, so that changes sum
// to the change of the total.
func TestWhatIsGoneHasALine(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/explore?by=customer&measure=cloud&period=2025-02&compare=before")
	if !strings.Contains(text(page), "Beta Inc") {
		t.Error("a customer whose cloud has ended is not there")
	}
}

func TestAFormsAddressBecomesOneToKeep(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for from, to := range map[string]string{
		"/explore?by=month&is-customer=Acme+Ltd":      "/explore?by=month&where=customer%3DAcme+Ltd",
		"/explore?is-service=&by=month":               "/explore?by=month",
		"/explore?from=2025-01&last=2025-02":          "/explore?period=2025-01..2025-02",
		"/explore?from=2025-02&last=2025-01":          "/explore?period=2025-02..2025-02",
		"/explore?from=&last=2025-01&period=2024":     "/explore?period=2025-01..2025-01",
		"/explore?from=&last=":                        "/explore",
		"/explore?is-region=x&where=region%3Dx&sort=": "/explore?sort=&where=region%3Dx",
	} {
		if status, _, header := h.get(from); status != http.StatusSeeOther || header.Get("Location") != to {
			t.Errorf("%s is answered %d to %s, not %s", from, status, header.Get("Location"), to)
		}
	}
	page := h.page("/explore")
	for _, name := range []string{"Customer", "Category", "Segment", "Industry", "Provider", "Region", "Service", "Currency"} {
		if !strings.Contains(page, `id="filter-`+name+`"`) {
			t.Errorf("there is no filter for %s", name)
		}
	}
}
