package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// fresh makes an empty workspace that forgives half of a book's rows.
func fresh(t *testing.T) string {
	t.Helper()
	dir := workspace(t)
	f, err := os.OpenFile(filepath.Join(dir, "sevenfold.yaml"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("\nrejects: { max_share: \"0.5\" }\n"); err != nil {
		t.Fatal(err)
	}
	return dir
}

// drop drags files from outside onto the place for them, as the system does.
func (b *tab) drop(paths ...string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS("form[data-drop]")))
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 640, Y: 170, Data: data})
			return err
		}))
	}
}

// A bill is dropped onto the page of an office with invoices, and the multiplier
// is another one afterwards.
func TestADroppedBillChangesTheMultiplier(t *testing.T) {
	chromium(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			books := filepath.Join(demo(t), "books")
			b := serve(t, fresh(t)).open(lang, 1280, 900)
			b.enter()
			b.do(chromedp.Navigate(b.site.url + "/imports"))
			b.drop(filepath.Join(books, "customers.csv"), filepath.Join(books, "invoices", "xero.csv"))
			b.do(chromedp.WaitVisible(chromedp.CSS(".set")), chromedp.Click(chromedp.CSS(".commit .primary")), chromedp.WaitVisible(chromedp.CSS("#table-imports")))
			if n := b.eval(`String(document.querySelectorAll("#table-imports tbody tr").length)`); n != "2" {
				t.Errorf("%s batches came in", n)
			}
			headline := func() string {
				b.do(chromedp.Navigate(b.site.url+"/?period=all"), chromedp.WaitVisible(chromedp.CSS(".hero")))
				return b.eval(`document.querySelector(".hero").innerText`)
			}
			before := headline()
			b.do(chromedp.Navigate(b.site.url + "/imports"))
			b.drop(oneOf(t, filepath.Join(books, "bills", "focus")))
			b.do(chromedp.WaitVisible(chromedp.CSS(".set")), chromedp.Click(chromedp.CSS(".commit .primary")), chromedp.WaitVisible(chromedp.CSS("#table-slices")))
			if after := headline(); after == before {
				t.Errorf("with the bill the headline still is %s", after)
			}
		})
	}
}

// A book that nobody knows is mapped in the editor, watched live, imported, and
// its one bad row is mended.
func TestAnUnknownBookFromTheEditorToTheFigures(t *testing.T) {
	chromium(t)
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for lang, text := range map[string]string{
		"en":    "Office register,,,,\nNo,Day,Who is it,Work,Fee USD\nA-1,15/01/2025,Acme Ltd,Migration,\"1,200.50\"\nA-2,20/02/2025,Beta Inc,Workshop,ten\n",
		"zh-CN": "登记簿,,,,\n单号,开票日期,甲方单位,服务内容,服务费（元）\nA-1,2025年1月15日,上海云帆科技有限公司,云迁移,\"1,200.50\"\nA-2,2025年2月20日,北京数联公司,培训,十\n",
	} {
		t.Run(lang, func(t *testing.T) {
			l := bundle.For(lang)
			path := filepath.Join(t.TempDir(), "register.csv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			b := serve(t, fresh(t)).open(lang, 1280, 900)
			b.enter()
			b.do(chromedp.Navigate(b.site.url + "/imports"))
			b.drop(path)
			b.do(chromedp.WaitVisible(chromedp.CSS("a[data-map]")), chromedp.Click(chromedp.CSS("a[data-map]")), chromedp.WaitVisible(chromedp.CSS("#table-lines")))
			// What is left out is missed at once, and read again at once.
			choose := func(value string) {
				b.eval(`(() => { const s = document.querySelector("[name=c2]"); s.value = "` + value + `"; s.dispatchEvent(new Event("change", { bubbles: true })); return "" })()`)
			}
			choose("-")
			b.do(chromedp.WaitNotPresent(chromedp.CSS("#table-lines")), chromedp.WaitVisible(chromedp.CSS("#wrong-columns")))
			if got := b.eval(`document.querySelector("#wrong-columns").innerText`); !strings.Contains(got, l.Text("fault.invoicebook.sketch_date", nil)) {
				t.Errorf("the fault is %q", got)
			}
			choose("issue_date")
			b.do(chromedp.WaitVisible(chromedp.CSS("#table-lines")))
			if got := b.eval(`document.querySelector("#reading").innerText`); !strings.Contains(got, "1,200.50") {
				t.Errorf("the preview is %s", got)
			}
			b.do(chromedp.Click(chromedp.CSS("#sketch .button.primary")), chromedp.WaitVisible(chromedp.CSS(".commit .primary")))
			if got := b.eval(`document.querySelector("main").innerText`); !strings.Contains(got, "register") || b.eval(`document.querySelector("#kind").value`) != "services" {
				t.Errorf("the files are not recognised: %s", got)
			}
			b.do(chromedp.Click(chromedp.CSS(".commit .primary")), chromedp.WaitVisible(chromedp.CSS("a[data-mend]")))
			b.do(chromedp.Click(chromedp.CSS("a[data-mend]")), chromedp.WaitVisible(chromedp.CSS("form.mend")))
			b.eval(`(() => { [...document.querySelectorAll(".cells input")].find((i) => i.value === "ten" || i.value === "十").value = "10"; return "" })()`)
			b.do(chromedp.Click(chromedp.CSS("form.mend .primary")), chromedp.WaitVisible(chromedp.CSS("#table-mended")))
			if got := b.eval(`document.querySelector("#table-slices").innerText`); !strings.Contains(got, "10.00") {
				t.Errorf("the amendment sums to %s", got)
			}
			b.do(chromedp.Navigate(b.site.url+"/explore?period=all&rows=customer"), chromedp.WaitVisible(chromedp.CSS("main table")))
			if got := b.eval(`document.querySelector("main").innerText`); !strings.Contains(got, "1,200") && !strings.Contains(got, "1,210") {
				t.Errorf("the figures do not have it: %.600s", got)
			}
		})
	}
}
