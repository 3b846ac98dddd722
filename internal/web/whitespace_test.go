package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestWhitespaceIsAMatrixWhoseCellsSayWhatTheyRestOn(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/whitespace")
	var rows []string
	for _, tr := range find(t, page, "#table-whitespace tr") {
		rows = append(rows, words(tr))
	}
	all := strings.Join(rows, "\n")
	// Three customers and the heads; Gamma has no cloud, and the others no peers.
	if len(rows) != 4 || !strings.Contains(all, "Customer Expected Advise Design Procure Build Adopt Manage") || strings.Count(all, "unsized") < 6 {
		t.Errorf("the matrix is\n%s", all)
	}
	if n := len(find(t, page, "td.cell-not_applicable")); n != 5 { // five for Gamma, who buys advise
		t.Errorf("%d cells are not applicable", n)
	}
	if n := len(find(t, page, "td.cell-bought")); n != 5 {
		t.Errorf("%d cells are bought", n)
	}
	cell := h.page("/whitespace/cell?cell=a/adopt")
	for _, want := range []string{"Adopt", "Acme Ltd", "unsized", "fewer than 5 customers"} {
		if !strings.Contains(text(cell), want) {
			t.Errorf("the cell does not say %s", want)
		}
	}
	if got := attribute(find(t, cell, "article a.button")[0], "href"); got != "/moves/new?category=adopt&customer=a&offering=" {
		t.Errorf("it is taken up at %s", got)
	}
	explained := 0
	for _, a := range find(t, cell, "a.figure") {
		if href := attribute(a, "href"); strings.HasPrefix(href, "/explain?") {
			explained++
			if got := one(t, h.page(href), "#explained"); got == "" {
				t.Errorf("%s explains nothing", href)
			}
		}
	}
	if explained != 2 {
		t.Errorf("%d figures of the cell lead to their rows", explained)
	}
	if proof := text(h.page("/whitespace/proof")); !strings.Contains(proof, "Nobody can say yet") {
		t.Errorf("two months are trusted: %s", proof)
	}
	_, csv, _ := h.get("/whitespace.csv?white=adopt")
	if !strings.Contains(csv, ",a/adopt") || !strings.Contains(csv, ",b/adopt") || strings.Contains(csv, ",c/") {
		t.Errorf("the file is\n%s", csv)
	}
	for _, path := range []string{"/whitespace?white=sell", "/whitespace?dir=left", "/whitespace?show=all", "/whitespace?from=x"} {
		if status, _, _ := h.get(path); status != http.StatusBadRequest {
			t.Errorf("%s is answered %d", path, status)
		}
	}
	if status, _, _ := h.get("/whitespace/cell?cell=a/nothing"); status != http.StatusNotFound {
		t.Errorf("what is no cell is answered %d", status)
	}
}

func TestWhitespaceOfAnAccountManagerIsOfOwnCustomers(t *testing.T) {
	h := team(t)
	h.as(access.RoleAccountManager)
	page := text(h.page("/whitespace"))
	if !strings.Contains(page, "Beta Inc") || strings.Contains(page, "Acme") || strings.Contains(page, "How right") {
		t.Errorf("sees %s", page)
	}
}

func TestWhitespaceOfEmptyBooksSaysWhatIsMissing(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	if page := text(h.page("/whitespace")); !strings.Contains(page, "Import bills and services first") {
		t.Errorf("empty books show %s", page)
	}
}
