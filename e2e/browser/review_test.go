package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// answers is how many lines the journey answers.
const answers = 20

// questions makes a workspace of its own in which more is asked than the journey
// answers: answers must not reach the books of other journeys.
func questions(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	customers := "customer_id,name,segment,industry,country,internal,kind,value,from,until\nacme,Acme Robotics Ltd,Mid,Retail,US,,tax_id,TAX-A,,\nbeta,Beta Inc,Large,Banking,US,,name,Beta,,\n"
	var book strings.Builder
	book.WriteString("invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n")
	for i := range answers + 5 {
		fmt.Fprintf(&book, "I-%d,2025-01-10,Acme Robotics,TAX-A,Z%c,Zorbel %c%c,USD,%d,,,\n", i, 'a'+i, 'a'+i, 'b'+i, 10000-100*i)
	}
	book.WriteString("K-1,2025-01-12,Beta Logistics,,ZZ,Gathering,USD,4000,,,build\nK-2,2025-01-12,Beta Gardens,,ZY,Gathering,USD,3000,,,build\n")
	for name, text := range map[string]string{"customers.csv": customers, "book.csv": book.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init"}, {"import", "customers", "customers.csv"}, {"import", "services", "book.csv"}, {"match", "run"}, {"categorise", "run"}} {
		var out bytes.Buffer
		code := cli.Run(context.Background(), cli.Process{Args: args, Env: func(string) string { return "" }, Dir: dir,
			Now: time.Now, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out})
		if code != 0 {
			t.Fatalf("%v ends with %d: %s", args, code, out.String())
		}
	}
	return dir
}

// press sends a key to what has the focus.
func (b *tab) press(key string) {
	b.t.Helper()
	b.eval(pressing(key, `""`))
}

func pressing(key, then string) string {
	return `(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "` + key + `", bubbles: true, cancelable: true })), ` + then + `)`
}

// answer presses a key and waits until what it did is on the page.
func (b *tab) answer(key string) {
	b.t.Helper()
	b.eval(`new Promise((done, failed) => {
		document.addEventListener("htmx:afterSettle", () => setTimeout(() => done(""), 0), { once: true });
		setTimeout(() => failed(new Error("nothing came of the key ` + key + `")), 30000);
		` + pressing(key, "0") + `;
	})`)
}

// standing is the question that has the focus.
func (b *tab) standing() string {
	b.t.Helper()
	return b.eval(`(document.activeElement.closest("[data-question]") || { id: "" }).id`)
}

// left is how many questions the tab of the page counts.
func (b *tab) left() string {
	b.t.Helper()
	return b.eval(`document.querySelector(".tabs [aria-current=page] small").innerText`)
}

func (b *tab) money() string {
	b.t.Helper()
	return b.eval(`document.querySelector("#review-money").innerText`)
}

func (b *tab) review(queue string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+"/review/"+queue), chromedp.WaitVisible(chromedp.CSS("#review-count")))
}

func TestQuestionsAreAnsweredFromTheKeyboard(t *testing.T) {
	chromium(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			b := serve(t, questions(t)).open(lang, 1280, 900)
			b.enter()
			categoriesByKeyboard(t, b)
			acceptAndUndo(t, b)
			b.do(chromedp.EmulateViewport(390, 844))
			b.review("identity")
			if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide == "true" {
				t.Error("the page scrolls sideways on a phone")
			}
		})
	}
}

// Twenty lines are answered without the mouse; each answer makes the money left
// fall and leaves the focus on the next question.
func categoriesByKeyboard(t *testing.T, b *tab) {
	t.Helper()
	b.review("categories")
	if got := b.left(); got != fmt.Sprint(answers+5) {
		t.Fatalf("%s lines are asked about", got)
	}
	b.press("j")
	money := b.money()
	for i := range answers {
		at := b.standing()
		if at == "" {
			t.Fatalf("after %d answers nothing has the focus", i)
		}
		if i%5 == 4 { // another than the suggestion
			b.press("c")
			b.answer("3")
		} else {
			b.answer("a")
		}
		if again := b.eval(`String(!!document.getElementById("` + at + `"))`); again == "true" {
			t.Errorf("the question %s is answered and still there", at)
		}
		now := b.money()
		if now == money {
			t.Errorf("after an answer %s is left as before", now)
		}
		money = now
	}
	if got := b.left(); got != "5" {
		t.Errorf("%s are left, not 5", got)
	}
	if at := b.eval(`location.pathname`); at != "/review/categories" {
		t.Errorf("answers lead to %s", at)
	}
	b.press("k")
	b.press("k")
	first := b.standing()
	b.press("s")
	if next := b.standing(); next == first {
		t.Error("s does not go on")
	}
	b.press("x")
	if ticked := b.eval(`String(document.querySelectorAll("[name=pick]:checked").length)`); ticked != "1" {
		t.Errorf("x ticks %s questions", ticked)
	}
	b.press("?")
	if shown := b.eval(`String(document.getElementById("keys").open)`); shown != "true" {
		t.Error("? shows no keys")
	}
}

// A customer is accepted and the answer taken back: the same question is open
// again and has the focus.
func acceptAndUndo(t *testing.T, b *tab) {
	t.Helper()
	b.review("identity")
	before, money := b.left(), b.money()
	b.press("j")
	first := b.standing()
	b.answer("a")
	if now := b.left(); now == before {
		t.Errorf("after a yes %s questions are left as before", now)
	}
	b.answer("u")
	if now := b.left() + " " + b.money(); now != before+" "+money {
		t.Errorf("after the undo %s are left, not %s %s", now, before, money)
	}
	if at := b.standing(); at != first {
		t.Errorf("after the undo the focus is on %q, not on the question %s that is open again", at, first)
	}
}
