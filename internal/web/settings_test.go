package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// said are the newest entries of the audit log, action and subject.
func (h *house) said() string {
	h.t.Helper()
	events, err := h.server.Admission.Events(access.With(h.t.Context(), access.Local()), "")
	if err != nil {
		h.t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range events {
		b.WriteString(e.Actor + " " + e.Action + " " + e.Subject + " " + e.Outcome + "\n")
	}
	return b.String()
}

func TestTheReportCurrencyIsChangedForEverybodyAtOnce(t *testing.T) {
	h := team(t)
	file := filepath.Join(h.books.Dir, config.FileName)
	if err := os.WriteFile(file, []byte("# ours\ncurrency: USD # for the board\nthreads: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.as(access.RoleFinance)
	if !strings.Contains(text(h.page("/?period=all")), "USD") {
		t.Fatal("the books are not in USD")
	}
	if status, body, _ := h.post("/settings", url.Values{"currency": {"cny"}, "partner.payers": {"900000000000\n 012345678901 "}}); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, text(body))
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "# ours\ncurrency: CNY # for the board\nthreads: 2\npartner:\n  payers: [\"900000000000\", \"012345678901\"]\n" {
		t.Errorf("the file is %q, %v", data, err)
	}
	h.as(access.RoleAuditor)
	if page := text(h.page("/?period=all")); !strings.Contains(page, "CNY") {
		t.Errorf("another person sees %s", page)
	}
	if page := h.page("/settings"); len(find(t, page, "[name]")) == 0 || strings.Contains(page, `class="button primary"`) {
		t.Error("an auditor may save, or sees nothing")
	}
	for _, want := range []string{"finance settings.change ", "currency: USD → CNY", "partner.payers:  → 900000000000,012345678901"} {
		if !strings.Contains(h.said(), want) {
			t.Errorf("%q is not in the audit log:\n%s", want, h.said())
		}
	}
}

func TestPayersDecideAtOnceWhatIsResold(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	resold := func() string {
		rows := find(t, h.page("/?period=all"), "#table-definitions tbody tr")
		return words(rows[1])
	}
	before := resold()
	if status, _, _ := h.post("/settings", url.Values{"partner.payers": {"222222222222"}}); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if after := resold(); after == before {
		t.Errorf("resold cloud is still %s", after)
	}
	if status, _, _ := h.post("/settings", url.Values{"partner.payers": {"900000000000"}}); status != http.StatusSeeOther || resold() != before {
		t.Errorf("with the payers of before it is %s, not %s", resold(), before)
	}
}

func TestAWrongSettingChangesNothing(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, form := range []url.Values{{"currency": {"money"}}, {"currency": {"CNY"}, "rates.policy": {"sometimes"}}, {"memory": {"64GiB"}}, {"colour": {"red"}}, {"fiscal_year_start": {"13"}}} {
		if status, _, _ := h.post("/settings", form); status != http.StatusBadRequest && status != http.StatusForbidden {
			t.Errorf("%v is answered %d", form, status)
		}
	}
	if _, err := os.Stat(filepath.Join(h.books.Dir, config.FileName)); err == nil {
		t.Error("a refused change wrote a file")
	}
	if !strings.Contains(h.said(), "settings.change  config.value_invalid") {
		t.Errorf("what was refused is not in the log:\n%s", h.said())
	}
}

func TestYearsAndQuartersFollowTheFiscalYear(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	if page := text(h.page("/explore?by=quarter&period=all")); !strings.Contains(page, "2025Q1") || strings.Contains(page, "FY") {
		t.Fatalf("calendar quarters: %s", page)
	}
	if status, _, _ := h.post("/settings", url.Values{"fiscal_year_start": {"2"}}); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	page := h.page("/explore?by=quarter&period=all")
	for _, want := range []string{"FY2025Q4", "FY2026Q1"} {
		if !strings.Contains(text(page), want) {
			t.Errorf("%s is not in %s", want, text(page))
		}
	}
	if !strings.Contains(page, `value="FY2026"`) || strings.Contains(page, `value="2025"`) {
		t.Error("the years to choose from are not the fiscal ones")
	}
	// What a fiscal year names is just its months: January 2025 ends FY2025.
	year, month := one(t, h.page("/explore?by=customer&period=FY2025"), "#table-explore tr.total"), one(t, h.page("/explore?by=customer&period=2025-01"), "#table-explore tr.total")
	if year != month {
		t.Errorf("FY2025 is %s, January 2025 is %s", year, month)
	}
	if page := text(h.page("/?period=FY2026")); !strings.Contains(page, "FY2026") {
		t.Errorf("the overview does not know FY2026: %s", page)
	}
}

func TestADefinitionIsPreviewedSavedAndTakenAway(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	form := url.Values{"form": {"yes"}, "name": {"managed"}, "basis": {"recognised"}, "category": {"manage"}, "scope": {"all"}, "valuation": {"effective"}, "support": {"yes"}}
	page := h.page("/settings/definitions/edit?" + form.Encode())
	rows := find(t, page, "#table-preview tbody tr")
	if len(rows) != 2 || !strings.Contains(words(rows[1]), "managed v1") {
		t.Fatalf("the preview is %s", text(page))
	}
	previewed := words(find(t, render(rows[1]), "td")[0])
	if href := attribute(find(t, render(rows[1]), "a")[0], "href"); !same(previewed, one(t, h.page(href), "#explained")) {
		t.Errorf("%s is explained otherwise", previewed)
	}
	if status, body, _ := h.post("/settings/definitions", form); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, text(body))
	}
	if saved := one(t, h.page("/settings/definitions"), "#managed"); !strings.Contains(saved, "managed v1") || !strings.Contains(saved, previewed) {
		t.Errorf("saved is %s, previewed was %s", saved, previewed)
	}
	form.Add("category", "adopt")
	if page := text(h.page("/settings/definitions/edit?" + form.Encode())); !strings.Contains(page, "managed v2") || !strings.Contains(page, "managed v1") {
		t.Errorf("a change is not shown beside what it replaces: %s", page)
	}
	for _, wrong := range []url.Values{{"yaml": {"name: managed\nversion: 1\nnumerator: {categories: [build]}\n"}}, {"yaml": {"colour: red"}}, {"form": {"yes"}, "name": {"standard"}, "category": {"build"}}} {
		if status, _, _ := h.post("/settings/definitions", wrong); status != http.StatusBadRequest && status != http.StatusConflict {
			t.Errorf("%v is answered %d", wrong, status)
		}
	}
	if page := text(h.page("/settings/definitions/edit?yaml=colour%3A+red")); !strings.Contains(page, "colour") || strings.Contains(page, "What the multiplier would be") {
		t.Errorf("a wrong text is not told: %s", page)
	}
	if status, _, _ := h.post("/settings/definitions/managed/remove", nil); status != http.StatusSeeOther || strings.Contains(h.page("/settings/definitions"), "managed v1") {
		t.Errorf("it is not taken away: %d", status)
	}
	for _, want := range []string{"definition.save managed v1 ok", "definition.remove managed ok", "definition.save managed v1 definition.version_not_raised"} {
		if !strings.Contains(h.said(), want) {
			t.Errorf("%q is not in the audit log:\n%s", want, h.said())
		}
	}
}

// bring posts one file.
func (h *house) bring(path, name, content string) (int, string) {
	h.t.Helper()
	status, body, _ := h.upload(path, name, content)
	return status, body
}

// upload is bring with the whole answer.
func (h *house) upload(path, name, content string) (int, string, http.Header) {
	h.t.Helper()
	return h.uploadAs(path, "file", name, content)
}

// uploadAs is upload by a field of another name.
func (h *house) uploadAs(path, field, name, content string) (int, string, http.Header) {
	h.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		h.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		h.t.Fatal(err)
	}
	return h.do(http.MethodPost, path, http.Header{"Content-Type": {form.FormDataContentType()}}, b.String())
}

func TestReferencesAreReplacedAndReturnedTo(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	_, shipped, _ := h.get("/settings/references.csv")
	if !strings.Contains(shipped, "pem.class.expert,7.13") {
		t.Fatal(shipped)
	}
	if status, body := h.bring("/settings/references", "own.csv", strings.Replace(shipped, "pem.class.expert,7.13", "pem.class.expert,8.25", 1)); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, text(body))
	}
	if page := text(h.page("/settings/references")); !strings.Contains(page, "8.25") || !strings.Contains(page, "Your own") {
		t.Errorf("the own value is not shown: %s", page)
	}
	if !strings.Contains(text(h.page("/?period=all")), "8.25") {
		t.Error("the ladder has the shipped value")
	}
	for name, content := range map[string]string{"wrong.csv": "id,value\n", "empty.csv": shipped[:strings.Index(shipped, "\n")+1]} {
		if status, body := h.bring("/settings/references", name, content); status != http.StatusBadRequest {
			t.Errorf("%s is answered %d: %s", name, status, text(body))
		}
	}
	if !strings.Contains(h.page("/settings/references"), "8.25") {
		t.Error("a refused file took the good one away")
	}
	if status, _, _ := h.post("/settings/references/reset", nil); status != http.StatusSeeOther || strings.Contains(h.page("/settings/references"), "8.25") {
		t.Errorf("not returned to the shipped values: %d", status)
	}
	if _, again, _ := h.get("/settings/references.csv"); again != shipped {
		t.Error("the shipped values changed")
	}
}

// Every value that ships has a name in both languages.
func TestReferencesHaveNames(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range benchmark.Shipped() {
		for _, lang := range i18n.Languages() {
			if !bundle.Has(lang, "web.reference."+r.ID) || !bundle.Has(lang, "web.reference.unit."+strings.ReplaceAll(r.Unit, " ", "_")) {
				t.Errorf("%s or its unit %q has no name in %s", r.ID, r.Unit, lang)
			}
		}
	}
}

func TestAnOfferingIsAddedChangedAndRetired(t *testing.T) {
	h := team(t)
	h.as(access.RoleFinance)
	form := url.Values{"id": {"zone"}, "name_en": {"Landing zone"}, "name_zh": {"着陆区"}, "nature": {"service"}, "categories": {"design=0.3; build=0.7"}, "item_codes": {"LZ-1\r\n LZ-2 "}}
	save := func(form url.Values, want int) {
		t.Helper()
		if status, body, _ := h.post("/settings/offerings", form); status != want {
			t.Fatalf("%d %s", status, text(body))
		}
	}
	save(form, http.StatusSeeOther)
	save(url.Values{"id": {"care"}, "name_en": {"Care"}, "nature": {"service"}, "categories": {"manage"}}, http.StatusSeeOther)
	form.Set("name_en", "Secure landing zone")
	save(form, http.StatusSeeOther)
	save(url.Values{"id": {"bad"}, "name_en": {"Bad"}, "nature": {"paint"}}, http.StatusBadRequest)
	save(url.Values{"id": {"twice"}, "name_en": {"Twice"}, "nature": {"service"}, "item_codes": {"LZ-1"}}, http.StatusBadRequest)
	page := text(h.page("/settings/offerings"))
	for _, want := range []string{"Secure landing zone", "Care", "LZ-1"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in the catalogue: %s", want, page)
		}
	}
	if strings.Contains(page, "Bad") || strings.Contains(page, "Twice") {
		t.Errorf("what was refused is in the catalogue: %s", page)
	}
	_, file, _ := h.get("/settings/offerings.yaml")
	if status, _, _ := h.post("/settings/offerings/zone/retire", nil); status != http.StatusSeeOther || strings.Contains(h.page("/settings/offerings"), "landing zone") {
		t.Errorf("it is not taken out: %d", status)
	}
	if status, _, _ := h.post("/settings/offerings/care/retire", nil); status != http.StatusConflict {
		t.Errorf("the last one is taken out: %d", status)
	}
	if status, body := h.bring("/settings/offerings/import", "o.yaml", file); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, text(body))
	}
	if _, again, _ := h.get("/settings/offerings.yaml"); again != file {
		t.Errorf("what was downloaded came back as %s", again)
	}
	for _, want := range []string{"finance offering.save zone ok", "finance offering.retire zone ok", "finance offering.import o.yaml ok", "finance offering.save bad offering.nature"} {
		if !strings.Contains(h.said(), want) {
			t.Errorf("%q is not in the audit log:\n%s", want, h.said())
		}
	}
}
