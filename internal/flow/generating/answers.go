package generating

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// key is the customer's id as a reader of customers.csv can find it; with noise
// nobody can tell, so that it is the id of whoever it really is.
func (c *client) key() string {
	if !c.truthful {
		return ""
	}
	return c.id
}

// truth adds up what was written.
func (w *world) truth(results []*monthResult, ds []*document, rs []rate.Rate) Truth {
	t := Truth{Seed: w.options.Seed, Period: w.period().String()}
	for _, p := range w.payers {
		owner := ""
		if p.owner != nil {
			owner = p.owner.id
		}
		t.Payers = append(t.Payers, TruthPayer{p.id, p.name, owner, p.format, money.Currency(p.currency), "bills/" + p.folder + "/" + p.export})
	}
	w.addBills(&t, results)
	addBooks(&t, ds)
	t.Accounts, t.Parties = w.accountTruth(), partyTruth(ds)
	table := rate.NewTable(rs)
	for _, basis := range []service.Basis{service.BasisRecognised, service.BasisInvoiced} {
		if m, ok := w.multiplier(t, basis, table); ok {
			t.Multiplier = append(t.Multiplier, m)
		}
	}
	return t
}

func (w *world) addBills(t *Truth, results []*monthResult) {
	var cloud, excluded ledger[truthKey]
	for _, r := range results {
		month, currency := w.month(r.index), money.Currency(r.payer.currency)
		var whole costSums
		for _, c := range r.clients {
			for g := range c.sums {
				s := &c.sums[g]
				whole.merge(s)
				amounts := []money.Decimal{s.effective.decimal(), s.billed.decimal(), s.list.decimal()}
				switch {
				case group(g) == groupCloud:
					cloud.add(truthKey{customer: c.client.key(), internal: c.client.internal, month: month, currency: currency}, amounts...)
				case !amounts[1].IsZero() || !amounts[2].IsZero():
					reason := map[group]string{groupCredits: "credits", groupTax: "tax", groupMarketplace: "marketplace"}[group(g)]
					excluded.add(truthKey{label: reason, month: month, currency: currency}, amounts...)
				}
			}
		}
		t.Bills = append(t.Bills, TruthBill{r.payer.id, r.payer.format, month, currency, r.files, r.rows, r.charges,
			whole.billed.decimal(), whole.effective.decimal(), whole.list.decimal(), whole.contracted.decimal()})
	}
	cloud.each(compareKeys, func(k truthKey, d []money.Decimal) {
		t.Cloud = append(t.Cloud, TruthCloud{k.customer, k.internal, k.month, k.currency, d[0], d[1], d[2]})
	})
	excluded.each(compareKeys, func(k truthKey, d []money.Decimal) {
		t.Excluded = append(t.Excluded, TruthExcluded{k.label, k.month, k.currency, d[0], d[1], d[2]})
	})
}

func addBooks(t *Truth, ds []*document) {
	var services, natures ledger[truthKey]
	for _, d := range ds {
		for _, i := range d.lines {
			count := func(month period.Month, basis service.Basis, net money.Decimal) {
				k := truthKey{customer: d.client.key(), month: month, basis: basis, currency: money.Currency(d.currency)}
				if i.sold.nature != service.NatureService {
					k.label = string(i.sold.nature)
					natures.add(k, net)
					return
				}
				if len(i.sold.shares) == 0 {
					services.add(k, net)
				}
				for _, s := range i.sold.shares {
					k.label = string(s.category)
					services.add(k, net.Mul(s.share()))
				}
			}
			count(period.MonthOf(d.issued), service.BasisInvoiced, i.net.decimal())
			for _, p := range d.pieces(i) {
				count(p.month, service.BasisRecognised, p.net)
			}
		}
	}
	services.each(compareKeys, func(k truthKey, d []money.Decimal) {
		t.Services = append(t.Services, TruthService{k.customer, k.month, k.basis, service.Category(k.label), k.currency, d[0]})
	})
	natures.each(compareKeys, func(k truthKey, d []money.Decimal) {
		t.Natures = append(t.Natures, TruthNature{k.customer, k.month, k.basis, service.Nature(k.label), k.currency, d[0]})
	})
	for _, b := range books() {
		t.Books = append(t.Books, bookTotals(b, documentsIn(ds, b))...)
	}
}

// bookTotals gives a row per currency of a book.
func bookTotals(b book, ds []*document) []TruthBook {
	var rows []TruthBook
	at := map[string]int{}
	for _, d := range ds {
		i, ok := at[d.currency]
		if !ok {
			i = len(rows)
			at[d.currency] = i
			rows = append(rows, TruthBook{Path: b.path(), Preset: b.preset(), Currency: money.Currency(d.currency)})
		}
		row := &rows[i]
		row.Documents++
		row.Lines += len(d.lines)
		row.Net = row.Net.Add(d.net().decimal())
		row.Tax = row.Tax.Add(d.tax().decimal())
	}
	return rows
}

// multiplier adds up both sides in US dollars. It has no answer where a month
// has no rate, or where there is no cloud.
func (w *world) multiplier(t Truth, basis service.Basis, table *rate.Table) (TruthMultiplier, bool) {
	const report = money.Currency("USD")
	m := TruthMultiplier{Definition: "standard", Basis: basis, Currency: report, ByCategory: map[service.Category]money.Decimal{}}
	complete := true
	convert := func(d money.Decimal, month period.Month, c money.Currency) money.Decimal {
		r, err := table.Month(month, c, report, rate.PolicyAverage)
		if err != nil {
			complete = false
		}
		return d.Mul(r)
	}
	for _, s := range t.Services {
		if s.Basis != basis || !w.period().Contains(s.Month) {
			continue
		}
		net := convert(s.Net, s.Month, s.Currency)
		m.Services = m.Services.Add(net)
		if s.Customer == "" {
			m.Unmatched = m.Unmatched.Add(net)
		}
		if s.Category == "" {
			m.Uncategorised = m.Uncategorised.Add(net)
		} else {
			m.ByCategory[s.Category] = m.ByCategory[s.Category].Add(net)
		}
	}
	for _, c := range t.Cloud {
		if c.Internal {
			continue
		}
		amount := convert(c.Effective, c.Month, c.Currency)
		m.Cloud = m.Cloud.Add(amount)
		if c.Customer == "" {
			m.UnmatchedCloud = m.UnmatchedCloud.Add(amount)
		}
	}
	if !complete || m.Cloud.IsZero() {
		return m, false
	}
	m.Ratio = m.Services.Quo(m.Cloud, 6).String()
	return m, true
}
