package generating

import (
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// writeCustomers writes customers.csv: a row per identifier. The name a
// customer has here, in the invoice books and on its accounts are three
// different spellings; identifiers tie them together.
func (w *world) writeCustomers() error {
	rows := [][]string{{"customer_id", "name", "segment", "industry", "country", "internal", "kind", "value", "from", "until"}}
	for _, c := range w.clients {
		if !c.listed {
			continue
		}
		add := func(kind, value, from, until string) {
			rows = append(rows, []string{c.id, c.name, c.segment, c.industry.id, c.place.country, strconv.FormatBool(c.internal), kind, value, from, until})
		}
		before := len(rows)
		for i, h := range c.holdings {
			if !c.known.accounts[i] {
				continue
			}
			from, until := "", ""
			if h.from > 0 {
				from = w.since(h.account, h.from)
			}
			if h.until < w.options.Months {
				until = w.since(h.account, h.until)
			}
			add("account", h.account.id, from, until)
		}
		if c.known.taxID {
			add("tax_id", c.taxID, "", "")
		}
		if c.known.domain {
			add("domain", c.domain, "", "")
		}
		for _, name := range c.known.names {
			add("name", name, "", "")
		}
		if len(rows) == before { // a row for each customer, whatever is known of it
			add("name", c.name, "", "")
		}
	}
	if w.options.Distributor {
		rows = w.withResellers(rows)
	}
	return writeCSV(w.options.Out, "customers.csv", rows)
}

// since is when an account changes hands, as the list writes it: a month, or a
// day where it is none's first.
func (w *world) since(a *account, month int) string {
	if h := w.handover; h != nil && h.account == a && h.month == month {
		return w.dayOf(a, month)
	}
	return w.month(month).String()
}

// writeCategories writes categories.csv: a row per rule and category.
func writeCategories(root string) error {
	rows := [][]string{{"id", "field", "equals", "contains", "pattern", "nature", "category", "share"}}
	for _, r := range rules() {
		nature := string(r.nature)
		if r.nature == service.NatureService {
			nature = ""
		}
		match := []string{r.id, r.field, r.equals, r.contains, r.pattern, nature}
		if len(r.shares) == 0 {
			rows = append(rows, concat(match, []string{"", ""}))
		}
		for _, s := range r.shares {
			rows = append(rows, concat(match, []string{string(s.category), s.share().String()}))
		}
	}
	return writeCSV(root, "categories.csv", rows)
}

func (s categoryShare) share() money.Decimal {
	return money.NewInt(s.percent).Quo(money.NewInt(100), 2)
}
