package web

import (
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestTheOverviewTellsWhatChangedSinceTheLastVisit(t *testing.T) {
	h := team(t)
	h.as(access.RoleOwner)
	for range 2 { // the first visit, and a look within it
		if len(find(t, h.page("/"), ".news")) != 0 {
			t.Fatal("a first visit has news")
		}
	}
	h.as(access.RoleAccountManager).page("/")
	h.later.Add(int64(24 * time.Hour))
	if len(find(t, h.as(access.RoleOwner).page("/"), ".news")) != 0 {
		t.Error("there is news although nothing changed")
	}
	before := cellsOf(t, h.page("/"), "#table-trend tbody tr", "2025-02")

	h.later.Add(int64(24 * time.Hour))
	h.as(access.RoleAccountManager).page("/")
	h.later.Add(int64(24 * time.Hour))
	late := h.books.Bill(batch.SideCost, measuringtest.Charge("111111111111", "111111111111", "2025-02", "Usage", "Amazon S3", "eu-west-1", "50", "50"))
	page := h.as(access.RoleOwner).page("/")
	news := one(t, page, ".news")
	for _, word := range []string{"1 import came in", "cloud bill 2025-02", "1 month shows other figures"} {
		if !strings.Contains(news, word) {
			t.Errorf("the news lacks %q: %s", word, news)
		}
	}
	if !strings.Contains(page, `href="/imports/`+string(late.ID)+`"`) {
		t.Error("no way to the import")
	}
	after := cellsOf(t, page, "#table-trend tbody tr", "2025-02")
	told := cellsOf(t, page, "#table-restated tbody tr", "2025-02")
	if told[0] != before[0] || told[1] != after[0] || before[0] == after[0] || !strings.HasPrefix(told[3], "+50") {
		t.Errorf("the trend went from %v to %v, the news says %v", before, after, told)
	}
	if len(find(t, h.page("/?period=all"), ".news")) != 0 {
		t.Error("other months than the page's own have news")
	}
	// The charge is not the account manager's customer's.
	if got := find(t, h.as(access.RoleAccountManager).page("/"), ".news"); len(got) != 0 {
		t.Errorf("the account manager is told of others: %s", words(got[0]))
	}
}

// cellsOf gives the cells of the row that begins with a name.
func cellsOf(t *testing.T, page, rows, name string) []string {
	t.Helper()
	for _, tr := range find(t, page, rows) {
		var cells []string
		for _, td := range find(t, render(tr), "td") {
			cells = append(cells, words(td))
		}
		if th := find(t, render(tr), "th"); len(th) > 0 && words(th[0]) == name {
			return cells
		}
	}
	t.Fatalf("no row of %s in %s", name, rows)
	return nil
}
