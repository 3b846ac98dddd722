package generating

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNoiseChangesNamesAndNoMoney(t *testing.T) {
	o := Options{Seed: 3, Customers: 60, Months: 6, RowsTotal: 6_000}
	_, _, clean := generated(t, o)
	o.Noise, o.withoutStrangers = true, true
	root, _, noisy := generated(t, o)
	if diff := cmp.Diff(clean.Bills, noisy.Bills, sameDecimal()); diff != "" {
		t.Errorf("the bills came to something else (-clean +noisy):\n%s", diff)
	}
	if diff := cmp.Diff(clean.Books, noisy.Books, sameDecimal()); diff != "" {
		t.Errorf("the invoices came to something else (-clean +noisy):\n%s", diff)
	}

	// A name on an invoice is one customer's only, and many customers have several.
	owner, names := map[string]string{}, map[string]map[string]bool{}
	for _, p := range noisy.Parties {
		if other := owner[p.Name]; other != "" && other != p.Customer {
			t.Errorf("%q is %s and %s", p.Name, other, p.Customer)
		}
		owner[p.Name] = p.Customer
		if names[p.Customer] == nil {
			names[p.Customer] = map[string]bool{}
		}
		names[p.Customer][p.Name] = true
	}
	several, brands, alike := 0, map[string]string{}, 0
	for id, list := range names {
		if len(list) > 1 {
			several++
		}
		for name := range list {
			brand, _, _ := strings.Cut(name, " ")
			if other := brands[brand]; other != "" && other != id {
				alike++
			}
			brands[brand] = id
		}
	}
	if several < 20 || alike == 0 {
		t.Errorf("%d customers have several names and %d names look like another customer's", several, alike)
	}

	// Some accounts have no name, and the list does not have them all.
	known := identifiers(t, root)
	silent, missing, moved := 0, 0, 0
	for _, a := range noisy.Accounts {
		if a.Name == "" {
			silent++
		}
		if !strings.HasSuffix(a.From, "-01") {
			moved++
			if listed := known("account", a.Account, a.From); listed != a.Customer {
				t.Errorf("on %s account %s is %s's, the list says %q", a.From, a.Account, a.Customer, listed)
			}
		}
		if a.Listed && known("account", a.Account, "2025-12") == "" {
			missing++
		}
	}
	if silent == 0 || moved != 1 || missing < len(noisy.Accounts)/5 || missing > len(noisy.Accounts)*3/4 {
		t.Errorf("of %d accounts %d have no name, %d move within a month, %d are not in the list", len(noisy.Accounts), silent, moved, missing)
	}
}

func TestStrangersShareABrandAndStandOnNoListAndNoInvoice(t *testing.T) {
	o := Options{Seed: 3, Customers: 60, Months: 6, RowsTotal: 6_000, Noise: true}
	root, _, with := generated(t, o)
	o.withoutStrangers = true
	_, _, without := generated(t, o)
	if diff := cmp.Diff(without.Parties, with.Parties); diff != "" {
		t.Errorf("invoices name others (-without +with strangers):\n%s", diff)
	}
	cloud := func(truth Truth, of func(string) bool) (rows []TruthCloud) {
		for _, c := range truth.Cloud {
			if of(c.Customer) {
				rows = append(rows, c)
			}
		}
		return rows
	}
	stranger := func(id string) bool { return strings.HasPrefix(id, "S") }
	known := func(id string) bool { return !stranger(id) }
	if diff := cmp.Diff(cloud(without, known), cloud(with, known), sameDecimal()); diff != "" {
		t.Errorf("others' cloud came to something else (-without +with strangers):\n%s", diff)
	}
	if n := len(cloud(with, stranger)); n < 2*6 {
		t.Errorf("strangers have %d months of cloud", n)
	}
	list, alone, whole := identifiers(t, root), map[string]bool{}, map[string]bool{}
	for _, a := range with.Accounts {
		if !stranger(a.Customer) {
			continue
		}
		if got := list("account", a.Account, a.From[:7]); got != "" || a.Listed {
			t.Errorf("account %s of a stranger is %q's in the list", a.Account, got)
		}
		switch strings.Count(a.Name, "-") {
		case 1:
			alone[a.Customer] = true
		case 2:
			whole[a.Customer] = true
		}
	}
	if len(alone) < 2 || len(whole) < 2 {
		t.Errorf("%d strangers have an account that says the brand alone, %d one that says more", len(alone), len(whole))
	}
}

func TestTruthSaysWhoseEveryAccountAndNameIs(t *testing.T) {
	root, s, truth := generated(t, Options{Seed: 2, Customers: 12, Months: 6, RowsTotal: 3_000})
	known := identifiers(t, root)
	accounts := map[string]bool{}
	for _, a := range truth.Accounts {
		accounts[a.Account] = true
		want := a.Customer
		if !a.Listed {
			want = ""
		}
		if got := known("account", a.Account, a.From[:7]); got != want {
			t.Errorf("account %s is %q in the truth and %q in the list", a.Account, want, got)
		}
	}
	if len(accounts) != s.Accounts {
		t.Errorf("the truth knows %d accounts of %d", len(accounts), s.Accounts)
	}
	for _, p := range truth.Parties {
		if got := known("name", strings.ToLower(p.Name), ""); got != "" && got != p.Customer {
			t.Errorf("%q is %s in the truth and %s in the list", p.Name, p.Customer, got)
		}
	}
}
