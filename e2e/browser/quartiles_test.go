package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// distributor is a workspace with the books of a firm that sells through
// resellers, and who sells to whom.
func distributor(t *testing.T) (string, map[string][]string) {
	t.Helper()
	dir := workspace(t)
	books := filepath.Join(dir, "books")
	run(t, dir, "generate", books, "--distributor", "--customers", "90", "--months", "12", "--rows", "8000")
	for _, b := range generating.Books(books) {
		kind := string(b.Kind)
		if b.Kind == batch.KindPipeline {
			continue
		}
		run(t, dir, "import", kind, b.Path)
	}
	text, err := os.ReadFile(filepath.Join(books, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth generating.Truth
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	return dir, truth.Resellers
}

// The distributor sees every partner and the groups; an account manager of one
// partner sees this one and the same groups, and reads no other partner out of
// them: no small group, no least or most, nothing that is not rounded.
func TestNoPartnerCanBeReadOutOfAGroup(t *testing.T) {
	chromium(t)
	dir, resellers := distributor(t)
	s := serveAs(t, dir, true)
	mine := []customer.ID{"R001"}
	for _, id := range resellers["R001"] {
		mine = append(mine, customer.ID(id))
	}
	s.join(admitting.InviteInput{Name: "lin.wei", Role: access.RoleOwner})
	s.join(admitting.InviteInput{Name: "bo.andersson", Role: access.RoleAccountManager, Customers: mine})
	bundle := words(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l, width := bundle.For(lang), int64(1280)
			if lang == "zh-CN" {
				width = 390
			}
			o := s.in(t).open(lang, width, 900)
			o.signIn("lin.wei", "", "nav [href='/customers'], header")
			o.visit("/quartiles?measure=services", "#table-quartiles-services tbody tr")
			partners := o.texts("#table-partners tbody th")
			if len(partners) < 20 {
				t.Fatalf("the distributor sees %d partners", len(partners))
			}
			o.click("#table-partners tbody tr:first-child a[href^='/explain/']", "#explained")
			if o.text("#explained") == "" {
				t.Error("a partner's figure does not open")
			}

			b := s.in(t).open(lang, width, 900)
			b.signIn("bo.andersson", "", "nav [href='/customers'], header")
			for _, measure := range []string{"services", "multiplier", "class"} {
				path := "/quartiles?measure=" + measure
				table := "#table-quartiles-" + measure
				o.visit(path, table+" tbody tr")
				b.visit(path, table+" tbody tr")
				if got, want := b.text(table), o.text(table); got != want {
					t.Errorf("%s is told differently:\n%s\n%s", measure, got, want)
				}
				if !strings.Contains(b.text(table), l.Text("quartile.hidden.few", nil)) {
					t.Errorf("no small group of %s says why it is not told: %s", measure, b.text(table))
				}
			}
			own := b.texts("#table-partners tbody th")
			if len(own) != 1 || !slices.Contains(partners, own[0]) {
				t.Fatalf("the account manager sees %q", own)
			}
			page := b.text("main") + b.eval(`fetch("/quartiles.csv").then((r) => r.text())`)
			for _, other := range partners {
				if other != own[0] && strings.Contains(page, other) {
					t.Errorf("the account manager reads of %s", other)
				}
			}
			amounts := o.amounts()
			if len(amounts) < 20 {
				t.Errorf("the distributor sees amounts %q", amounts)
			}
			for _, amount := range amounts {
				if !slices.Contains(b.texts("#table-partners tbody td"), amount) && strings.Contains(page, amount) {
					t.Errorf("the account manager reads %s, which is one partner's", amount)
				}
			}
		})
	}
	t.Run("everybody", func(t *testing.T) {
		b := s.in(t).open("en", 1280, 900)
		b.inject(axe(t))
		b.signIn("lin.wei", "", "nav [href='/customers']")
		b.accessible(true, page{"quartiles", "/quartiles", ""}, page{"quartiles-services", "/quartiles?measure=services", ""})
	})
}

// texts are those of all elements of a kind.
func (b *tab) texts(selector string) []string {
	b.t.Helper()
	return strings.Split(b.eval(fmt.Sprintf(`Array.from(document.querySelectorAll(%q)).map((e) => e.innerText.trim()).join("\u0001")`, selector)), "\u0001")
}

// amounts are the money of the partners on the page, to the cent.
func (b *tab) amounts() []string {
	b.t.Helper()
	return slices.DeleteFunc(b.texts("#table-partners tbody td a[href^='/explain/']"), func(s string) bool { return len(s) < 9 })
}
