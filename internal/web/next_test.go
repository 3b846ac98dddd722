package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// The customer's page fetches what comes next when it is open, and every line of
// it leads to what it rests on.
func TestTheCustomersPageSaysWhatComesNext(t *testing.T) {
	b := measuringtest.Sample(t)
	var rows []string
	for m := range 12 {
		month := fmt.Sprintf("2025-%02d", m+1)
		if m >= 9 {
			rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon Redshift", "us-east-1", "100", "90"))
		}
		rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon EC2", "us-east-1", "1000", "900"))
	}
	b.Bill(batch.SideCost, rows...)
	h := open(t, b).enter()
	at := attribute(find(t, h.page("/customers/a"), "#next")[0], "hx-get")
	page := h.page(at)
	if len(find(t, page, "#next[hx-get]")) > 0 {
		t.Error("what is fetched fetches itself once more")
	}
	for table, path := range map[string]string{"#table-white": "/whitespace/cell?cell=a%2F", "#table-bills": "/triggers/open?trigger=new_service%2Fa%2F"} {
		led := false
		for _, a := range find(t, page, table+" tbody th a") {
			href := attribute(a, "href")
			led = led || strings.HasPrefix(href, path)
			if status, _, _ := h.get(href); status != http.StatusOK {
				t.Errorf("%s is answered %d", href, status)
			}
		}
		if !led {
			t.Errorf("%s leads nowhere like %s", table, path)
		}
	}
	if none := text(h.page("/customers/c/next")); !strings.Contains(none, "Its bills show no trigger.") {
		t.Errorf("of a customer without bills it says %s", none)
	}
}

func TestNobodyLearnsWhatComesNextForOthers(t *testing.T) {
	h := team(t)
	if status, _, _ := h.as(access.RoleAccountManager).get("/customers/a/next"); status != http.StatusNotFound {
		t.Errorf("another's customer is answered %d", status)
	}
	if page := h.page("/customers/b/next"); !strings.Contains(page, "b%2F") || strings.Contains(page, "a%2F") {
		t.Errorf("of one's own customer it says %s", text(page))
	}
}
