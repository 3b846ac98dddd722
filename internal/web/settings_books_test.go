package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// brought brings a file as a person does, looks at what it is, imports it, and
// gives the preview.
func (h *house) brought(name, content, kind string) (preview string) {
	h.t.Helper()
	status, _, header := h.upload("/imports", name, content)
	if status != http.StatusSeeOther {
		h.t.Fatal(status)
	}
	where := header.Get("Location")
	preview = h.page(where)
	if status, _, header = h.post(where, url.Values{"kind": {kind}}); status != http.StatusSeeOther {
		h.t.Fatal(status)
	}
	for open := true; open; {
		_, body, _ := h.get(header.Get("Location"))
		open = len(find(h.t, body, "#job[data-job]")) > 0
	}
	return preview
}

func TestRatesShowWhatIsMissingUntilATableBringsItIn(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, currency := range []string{"USD", "JPY"} {
		if status, _, _ := h.post("/settings", url.Values{"currency": {currency}}); status != http.StatusSeeOther {
			t.Fatal(status)
		}
		page := h.page("/settings/rates")
		for _, row := range find(t, page, "#table-met tbody tr") {
			cells := find(t, render(row), "td")
			own, rate := words(find(t, render(row), "th")[0]) == currency, words(cells[3])
			if own != (rate == "1 "+currency+" = 1 "+currency) {
				t.Errorf("in %s the row %q has the rate %q", currency, words(row), rate)
			}
		}
	}
	page := h.page("/settings/rates")
	gaps := find(t, page, "#table-gaps tbody tr")
	if len(gaps) == 0 || !strings.Contains(text(page), "Average of its published days") {
		t.Fatalf("without a table everything converts to JPY: %s", text(page))
	}
	// Each amount is explained as what it is.
	for _, row := range gaps {
		cells := find(t, render(row), "td a")
		if len(cells) != 2 {
			t.Fatalf("%s has %d ways to its lines", words(row), len(cells))
		}
		for _, a := range cells {
			amount, _, _ := strings.Cut(words(a), " ")
			if got := one(t, h.page(attribute(a, "href")), "#explained"); !same(amount, got) {
				t.Errorf("%s is explained as %s", words(a), got)
			}
		}
	}
	before := len(gaps)
	rates := "date,from,to,rate,source\n2025-01-15,USD,JPY,150.5,House bank\n" +
		strings.Repeat("2025-01-17,USD,JPY,150,House bank\n", 100) + "2025-13-45,USD,JPY,150,House bank\n"
	if preview := text(h.brought("house.csv", rates, "rates")); !strings.Contains(preview, "2025-13-45") || !strings.Contains(preview, "Rows that cannot be read") {
		t.Errorf("the preview does not show the bad row: %s", preview)
	}
	page = h.page("/settings/rates")
	if after := len(find(t, page, "#table-gaps tbody tr")); after >= before {
		t.Errorf("%d gaps became %d", before, after)
	}
	tables := find(t, page, "#table-tables tbody tr")
	if len(tables) != 1 || !strings.Contains(words(tables[0]), "House bank") || !strings.Contains(words(tables[0]), "2025-01-15") || !strings.Contains(words(tables[0]), "2025-01-18") {
		t.Fatalf("the tables are %s", text(page))
	}
	if status, _, _ := h.post(attribute(find(t, render(tables[0]), "a")[0], "href")+"/undo", nil); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if page = h.page("/settings/rates"); len(find(t, page, "#table-gaps tbody tr")) != before || strings.Contains(text(page), "House bank") {
		t.Errorf("undone, the page is %s", text(page))
	}
}

func TestRulesShowWhatDecides(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/settings/rules")
	_, file, header := h.get("/settings/rules/maturity.yaml")
	if !strings.Contains(file, "name: sevenfold") || !strings.Contains(header.Get("Content-Disposition"), `"maturity.yaml"`) {
		t.Fatalf("%v %s", header, file)
	}
	if shown := one(t, page, "pre.rule"); !strings.Contains(shown, "progressive") || !strings.Contains(text(page), "This is the rule that ships") {
		t.Errorf("the rule is %s", shown)
	}
	for key, value := range map[string]string{"match.accept": "98", "match.apart": "5", "categorise.accept": "90"} {
		if !strings.Contains(text(page), key) || !strings.Contains(text(page), value) {
			t.Errorf("%s is not said to be %s %%", key, value)
		}
	}
	for _, id := range []string{"match-measured", "categorise-measured"} {
		rows, marked := find(t, page, "#table-"+id+" tbody tr"), find(t, page, "#table-"+id+" tr.total")
		if len(rows) < 5 || len(marked) == 0 {
			t.Errorf("%s has %d rows and marks %d", id, len(rows), len(marked))
		}
	}
	h.brought("rules.csv", "id,field,equals,contains,pattern,nature,category,share\nzone,description,,landing zone,,service,design,0.3\nzone,description,,landing zone,,service,build,0.7\nri,item_code,,,^RI-,resold_cloud,,\n", "categories")
	rules := find(t, h.page("/settings/rules"), "#table-lines tbody tr")
	if len(rules) != 2 {
		t.Fatalf("%d rules: %s", len(rules), text(h.page("/settings/rules")))
	}
	for i, want := range []string{"contains “landing zone”", "is like ^RI-"} {
		if !strings.Contains(words(rules[i]), want) {
			t.Errorf("rule %d is %s", i+1, words(rules[i]))
		}
	}
	own := filepath.Join(h.books.Dir, "maturity.yaml")
	if err := os.WriteFile(own, []byte(strings.Replace(file, "name: sevenfold", "name: ours", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if page := h.page("/settings/rules"); !strings.Contains(page, "name: ours") || !strings.Contains(text(page), "own rule") || strings.Contains(text(page), h.books.Dir) {
		t.Errorf("the own rule is not shown as such: %s", text(page))
	}
	if !strings.Contains(h.page("/standing"), `href="/settings/rules#maturity"`) {
		t.Error("standing does not lead to the rule")
	}
}

func TestOwnPayersAreChosenAmongThoseInTheBooks(t *testing.T) {
	h := team(t)
	h.as(access.RoleFinance)
	boxes := func() map[string]bool {
		ticked := map[string]bool{}
		for _, box := range find(t, h.page("/settings"), ".payers input") {
			ticked[attribute(box, "value")] = strings.Contains(render(box), "checked")
		}
		return ticked
	}
	met := boxes()
	if len(met) < 2 {
		t.Fatalf("the books have the payers %v", met)
	}
	var chosen string
	for chosen = range met {
		break
	}
	// A further one that no bill names is kept as it is written; one that is both
	// ticked and written counts once.
	if status, body, _ := h.post("/settings", url.Values{"partner.payers": {chosen, "777777777777\n" + chosen}}); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, text(body))
	}
	for account, ticked := range boxes() {
		if ticked != (account == chosen) {
			t.Errorf("%s is ticked: %v; chosen was %s", account, ticked, chosen)
		}
	}
	if rest := one(t, h.page("/settings"), "textarea"); rest != "777777777777" {
		t.Errorf("the further accounts are %q", rest)
	}
	if got := h.server.Settings.Config().Partner.Payers; len(got) != 2 {
		t.Errorf("the own payers are %v", got)
	}
	if status, _, _ := h.post("/settings", url.Values{"partner.payers": {""}}); status != http.StatusSeeOther || len(h.server.Settings.Config().Partner.Payers) != 0 {
		t.Error("none ticked and none written is not none")
	}
}

func TestTheCatalogueComesBackFromACSV(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	form := url.Values{"id": {"zone"}, "name_en": {"Landing \"zone\", secure"}, "name_zh": {"着陆区"}, "nature": {"service"}, "categories": {"design=0.3; build=0.7"}, "item_codes": {"LZ-1\nLZ-2"}, "needs": {"Amazon S3\nLambda"}, "optional": {"bedrock"}}
	for _, f := range []url.Values{form, {"id": {"care"}, "name_en": {"Care"}, "nature": {"service"}, "categories": {"manage"}, "ai": {"yes"}}} {
		if status, body, _ := h.post("/settings/offerings", f); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, text(body))
		}
	}
	_, yaml, _ := h.get("/settings/offerings.yaml")
	_, csv, _ := h.get("/settings/offerings.csv")
	if !strings.Contains(yaml, "needs: [s3, lambda]") || !strings.Contains(csv, "s3; lambda,bedrock") {
		t.Errorf("what it needs is not kept:\n%s\n%s", yaml, csv)
	}
	if status, body, _ := h.post("/settings/offerings", url.Values{"id": {"odd"}, "name_en": {"Odd"}, "nature": {"service"}, "needs": {"Amazon Bedrok"}}); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest || !strings.Contains(text(body), "Amazon Bedrock (bedrock)") {
		t.Errorf("a service that nobody knows is answered %d: %s", status, text(body))
	}
	if status, _, _ := h.post("/settings/offerings/care/retire", nil); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if status, body := h.bring("/settings/offerings/import", "o.csv", csv); status != http.StatusSeeOther {
		t.Fatalf("%d %s\n%s", status, text(body), csv)
	}
	if _, again, _ := h.get("/settings/offerings.yaml"); again != yaml {
		t.Errorf("%s\nbecame\n%s", yaml, again)
	}
	form.Set("item_codes", "LZ-1; LZ-2")
	if status, _, _ := h.post("/settings/offerings", form); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if status, body, _ := h.get("/settings/offerings.csv"); status != http.StatusConflict || !strings.Contains(text(body), "YAML") {
		t.Errorf("what a CSV cannot say is answered %d: %s", status, text(body))
	}
}
