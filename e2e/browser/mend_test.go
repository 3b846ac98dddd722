package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// office makes a workspace with two customers and their invoices, before any run.
func office(t *testing.T) string {
	t.Helper()
	dir := workspace(t)
	for name, text := range map[string]string{
		"customers.csv": "customer_id,name,segment,industry,country,internal,kind,value,from,until\nacme,Acme Robotics Ltd,Mid,Retail,US,,tax_id,TAX-A,,\nbeta,Beta Inc,Large,Banking,US,,tax_id,TAX-B,,\n",
		"book.csv":      "invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\nI-1,2025-01-10,Acme Robotics,TAX-A,Z1,Gathering,USD,1000,,,build\nI-2,2025-01-10,Beta,TAX-B,Z1,Gathering,USD,500,,,build\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "import", "customers", "customers.csv")
	run(t, dir, "import", "services", "book.csv")
	return dir
}

// A run is started from the page; then two customers are merged, the figures
// follow, and the undo brings them back.
func TestARunAMergeAndItsUndo(t *testing.T) {
	chromium(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			b := serve(t, office(t)).open(lang, 1280, 900)
			b.enter()
			b.visit("/review/identity", ".run")
			b.do(chromedp.Click(chromedp.CSS(".run .button")), chromedp.WaitNotPresent(chromedp.CSS(".run[data-urgent]")), chromedp.WaitVisible(chromedp.CSS(".run")))
			figures := func() string {
				b.visit("/explore?by=customer&measure=services&period=all", "#table-explore")
				return b.text("#table-explore tbody")
			}
			before := figures()
			b.visit("/customers/acme/change?q=Beta", "button[value=merge]")
			b.eval(`(document.querySelector("form:has([value=merge]) [name=into]").value = "beta")`)
			b.follow("button[value=merge]", "main")
			merged := figures()
			if merged == before {
				t.Errorf("after the merge the figures are as before: %s", merged)
			}
			b.visit("/customers/beta/change", "button[name=undo]")
			b.follow("button[name=undo]", "main")
			if after := figures(); after != before {
				t.Errorf("after the undo the figures are %s, before %s", after, before)
			}
		})
	}
}

// Who knows only what they are answers the questions, reads the outcome and
// prints it.
func TestSelfAssessmentFromNothingToPaper(t *testing.T) {
	chromium(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			b := serve(t, workspace(t)).open(lang, 1280, 900)
			b.enter()
			b.visit("/self-assessment", ".questions")
			before := b.text("#outcome ~ .hero-line") + b.text(".tile dl, .tile .facts")
			b.eval(`(document.querySelectorAll(".questions fieldset").forEach((f) => {
				const choices = f.querySelectorAll("[type=radio]");
				if (choices.length) choices[choices.length - 1].checked = true;
				else f.querySelector("input").value = "1000000";
			}), "")`)
			b.follow(".questions .primary", ".class-name")
			if after := b.text("#outcome ~ .hero-line") + b.text(".tile dl, .tile .facts"); after == before {
				t.Errorf("the answers change nothing: %s", after)
			}
			pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
			if err != nil {
				t.Fatal(err)
			}
			// Glyphs that are mapped to characters are text, not a picture.
			if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf, []byte("/ToUnicode")) {
				t.Errorf("%d bytes are no PDF with text", len(pdf))
			}
		})
	}
}

// The report currency is changed in the settings and the overview follows.
func TestTheReportCurrencyReachesTheFigures(t *testing.T) {
	chromium(t)
	s := serve(t, copied(t))
	for i, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			currency := []string{"CNY", "EUR"}[i]
			b := s.in(t).open(lang, 1280, 900)
			b.enter()
			b.visit("/", ".hero")
			before := b.text("main")
			b.visit("/settings", "#set-currency")
			b.fill("#set-currency", currency)
			b.follow("form.settings .primary", "main")
			b.visit("/", ".hero")
			if after := b.text("main"); after == before {
				t.Errorf("in %s the overview is as before: %.400s", currency, after)
			}
		})
	}
}
