package web

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestTrendsStandBesideWhatWasPublished(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/trends")
	var rows []string
	for _, tr := range find(t, page, "#table-study tbody tr") {
		rows = append(rows, words(tr))
	}
	all := strings.Join(rows, "\n")
	if !strings.Contains(all, "82.0%") || !strings.Contains(all, "64.0%") || strings.Count(all, "2025") < 5 {
		t.Errorf("the study is\n%s", all)
	}
	sources := find(t, page, ".sources li")
	for _, li := range sources {
		if got := words(li); !strings.Contains(got, "Omdia for AWS") || !strings.Contains(got, ", 2025 (primary)") {
			t.Errorf("a source is %s", got)
		}
	}
	if len(sources) != 5 {
		t.Errorf("%d sources", len(sources))
	}
	figures := find(t, page, "#table-trends a.figure")
	if len(figures) != 1 || !same(words(figures[0]), one(t, h.page(attribute(figures[0], "href")), "#explained")) {
		t.Errorf("%d figures lead to their rows", len(figures))
	}
	if got := text(page); !strings.Contains(got, "No offering is marked as AI") || !strings.Contains(got, "2025Q1") {
		t.Errorf("the page is %s", got)
	}
	_, csv, _ := h.get("/trends.csv")
	if !strings.Contains(csv, "2025Q1,") || !strings.Contains(csv, "https://aws.amazon.com/") {
		t.Errorf("the file is\n%s", csv)
	}
	if status, _, _ := h.get("/trends?period=soon"); status != 400 {
		t.Errorf("a wrong period is answered %d", status)
	}
}

func TestTrendsOfAnAccountManagerAreOfOwnCustomers(t *testing.T) {
	h := team(t)
	h.as(access.RoleAccountManager)
	if page := text(h.page("/trends")); !strings.Contains(page, "Of your customers only") || strings.Contains(page, "Acme") {
		t.Errorf("sees %s", page)
	}
}

func TestTrendsOfEmptyBooksSayWhatIsMissing(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	if page := text(h.page("/trends")); !strings.Contains(page, "Import bills and services first") {
		t.Errorf("empty books show %s", page)
	}
}
