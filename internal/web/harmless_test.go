package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// exported are the CSV files there are, each with the words of its address that
// make it name customers, and whether it can.
func exported() map[string]struct {
	path  string
	names bool
} {
	type file = struct {
		path  string
		names bool
	}
	return map[string]file{
		"GET /explore.csv":                {"/explore.csv?by=customer", true},
		"GET /trends.csv":                 {"/trends.csv", false},
		"GET /quartiles.csv":              {"/quartiles.csv", false},
		"GET /whitespace.csv":             {"/whitespace.csv", true},
		"GET /triggers.csv":               {"/triggers.csv", false},
		"GET /triggers/rows.csv":          {"/triggers/rows.csv", false},
		"GET /moves.csv":                  {"/moves.csv", true},
		"GET /strategies.csv":             {"/strategies.csv", false},
		"GET /explain/{address}/rows.csv": {"", true},
		"GET /settings/references.csv":    {"/settings/references.csv", false},
		"GET /settings/offerings.csv":     {"/settings/offerings.csv", false},
		"GET /shared/{token}/view.csv":    {"", true},
	}
}

// A customer's name that a spreadsheet would run is text in every file.
func TestNoExportHoldsAFormula(t *testing.T) {
	for _, name := range []string{"=cmd|' /C calc'!A0", "+1+cmd", "-2+3+cmd", "@SUM(1+1)*cmd"} {
		b := measuringtest.Sample(t)
		b.Customers("customer_id,name,segment,industry,country,internal,kind,value,from,until\na,\"" + name + "\",,,,,account,111111111111,,\na,\"" + name + "\",,,,,tax_id,TAX-A,,\n")
		h := open(t, b).enter()
		h.made("/moves", map[string][]string{"title": {name}, "customer": {"a"}, "category": {"manage"}, "owner": {name}, "due": {"2030-01-01"}, "currency": {"USD"}})
		table := exported()
		for _, route := range h.server.Routes() {
			if !strings.HasPrefix(route.Pattern, "GET ") || !strings.HasSuffix(route.Pattern, ".csv") {
				continue
			}
			file, known := table[route.Pattern]
			if !known {
				t.Errorf("%s is in no table: say in exported() how it names a customer", route.Pattern)
				continue
			}
			switch route.Pattern {
			case "GET /explain/{address}/rows.csv":
				file.path = h.rowsOf("/customers/a")
			case "GET /shared/{token}/view.csv":
				file.path = h.share("by=customer&measure=services", "exports", "1") + "/view.csv"
			}
			status, body, _ := h.get(file.path)
			if status != http.StatusOK && (file.names || status >= http.StatusInternalServerError) {
				t.Errorf("%s is answered %d: %s", file.path, status, text(body))
				continue
			}
			if status != http.StatusOK {
				continue
			}
			named := false
			for _, cell := range cells(t, body) {
				named = named || cell == "'"+name
				_, err := money.ParseDecimal(cell)
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && err != nil {
					t.Errorf("%s has the cell %q", file.path, cell)
				}
			}
			if file.names && !named {
				t.Errorf("%s does not name %q: %s", file.path, name, body)
			}
		}
	}
}

// rowsOf is the file of the rows behind the first figure that a page explains.
func (h *house) rowsOf(page string) string {
	h.t.Helper()
	for _, a := range find(h.t, h.page(page), "a") {
		if href := attribute(a, "href"); strings.HasPrefix(href, "/explain/") {
			return strings.Split(href, "?")[0] + "/rows.csv"
		}
	}
	h.t.Fatalf("%s explains nothing", page)
	return ""
}

func cells(t *testing.T, text string) (all []string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, record := range records {
		all = append(all, record...)
	}
	return all
}
