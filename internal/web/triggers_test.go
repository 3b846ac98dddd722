package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestTriggersOpenToTheirRows(t *testing.T) {
	b := measuringtest.Sample(t)
	var rows []string
	for m := range 12 {
		month := fmt.Sprintf("2025-%02d", m+1)
		spend := "1000"
		if m >= 9 {
			rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon Redshift", "us-east-1", "100", "90"))
			spend = "500"
		}
		rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon EC2", "us-east-1", "1000", "900"),
			measuringtest.Charge("222222222222", "222222222222", month, "Usage", "Amazon EC2", "us-east-1", spend, spend))
	}
	b.Bill(batch.SideCost, rows...)
	h := open(t, b).enter()
	all := h.page("/triggers")
	if len(find(t, all, "#table-unread tbody tr")) == 0 {
		t.Error("nothing is said of what the bills do not tell")
	}
	some := h.page("/triggers?rule=new_service&customer=a")
	found := find(t, some, "#table-triggers tbody tr")
	if len(found) != 1 || len(found) >= len(find(t, all, "#table-triggers tbody tr")) {
		t.Fatalf("%d triggers of one rule and customer", len(found))
	}
	opened := h.page(attribute(find(t, some, "#table-triggers tbody th a")[0], "href"))
	if got := one(t, opened, "#table-sums tbody tr"); !strings.Contains(got, "300.00 USD") {
		t.Errorf("the rows come to %q", got)
	}
	if got := len(find(t, opened, "#table-rows tbody tr")); got != 3 {
		t.Errorf("%d rows are shown, not 3", got)
	}
	for path, want := range map[string]string{"/triggers.csv?rule=new_service": "new_service/a/AmazonRedshift/2025-10", "/triggers/rows.csv?trigger=new_service/a/AmazonRedshift/2025-10": "bill.csv"} {
		if status, body, header := h.get(path); status != http.StatusOK || !strings.Contains(body, want) || !strings.HasPrefix(header.Get("Content-Type"), "text/csv") {
			t.Errorf("%s answers %d without %s", path, status, want)
		}
	}
	if status, _, _ := h.get("/triggers/open?trigger=new_service/a/AmazonRedshift/2020-01"); status != http.StatusNotFound {
		t.Errorf("a trigger that is not there answers %d", status)
	}
}

func TestTriggersOfNoBills(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	if got := h.page("/triggers"); len(find(t, got, "#table-triggers")) > 0 {
		t.Error("a table stands there without bills")
	}
}
