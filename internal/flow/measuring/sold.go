package measuring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// soldKey names the sum of charges that a purchase is a part of.
type soldKey struct {
	owner                     int64
	month                     period.Month
	currency                  money.Currency
	support, price            bool
	provider, region, service string
	family, account, payer    string
}

// soldKeyOf is the key of a group; that of none for what is no purchase.
func soldKeyOf(g CloudGroup, f multiplier.CloudFact) soldKey {
	if !f.Marketplace || f.Tax || f.Credit {
		return soldKey{}
	}
	return soldKey{g.Owner, g.Month, g.Currency, f.Support, g.IsPrice, g.Provider, f.Region, f.Service, f.Family, g.Account, g.Payer}
}

// soldSum is what a purchase has of such a sum.
type soldSum struct {
	mark                    int64 // the place of its pair, from 1
	effective, billed, list money.Decimal
}

// bought names a purchase as the bill writes it: all that an account was charged
// for one thing in a month.
type bought struct {
	billing, sub      string
	month             period.Month
	currency          money.Currency
	sold, description string
}

// purchase is one, with its parts by what a figure keeps apart.
type purchase struct {
	bought
	seller string
	day    time.Time // the first
	owner  int64
	parts  []purchasePart
}

type purchasePart struct {
	key soldKey
	soldSum
}

// ref names the purchase so that it is found again when its bill is imported
// anew. It is worth what was billed, or where nothing was, what it cost.
func (p purchase) ref() attribution.LineRef {
	billed, effective := money.Zero, money.Zero
	for _, part := range p.parts {
		billed, effective = billed.Add(part.billed), effective.Add(part.effective)
	}
	if billed.IsZero() {
		billed = effective
	}
	text := p.sold
	if p.description != "" {
		text += " / " + p.description
	}
	return attribution.LineRef{Document: cmp.Or(p.sub, p.billing), Line: text, Currency: p.currency, Net: billed, Month: p.month}
}

// purchases reads what was bought through marketplaces in some months.
func (f *Facts) purchases(ctx context.Context, m *Measurer, wanted func(period.Month) bool) ([]purchase, error) {
	relations, err := f.ChargeFiles(ctx, m, wanted)
	if err != nil || len(relations[0].Files) == 0 {
		return nil, err
	}
	var found []purchase
	q := engine.Query{Name: "sold charges", SQL: enginesql.SoldCharges, Args: f.question.Kept(),
		Relations: append(relations, f.accounts.months, f.accounts.days, f.files.price)}
	err = f.each(ctx, m, q, func(row engine.Row) error {
		key := soldKey{row[0].(int64), row.Month(1), money.Currency(row.Text(2)), row.Bool(3), row.Bool(4), row.Text(5), row.Text(6), row.Text(7),
			row.Text(17), row.Text(18), row.Text(19)}
		b := bought{row.Text(11), row.Text(12), key.month, key.currency, row.Text(13), row.Text(14)}
		if n := len(found); n == 0 || found[n-1].bought != b {
			found = append(found, purchase{bought: b, seller: row.Text(15), owner: key.owner})
			found[n].day, _ = row[16].(time.Time)
		}
		last := &found[len(found)-1]
		last.parts = append(last.parts, purchasePart{key, soldSum{effective: row.Decimal(8), billed: row.Decimal(9), list: row.Decimal(10)}})
		return nil
	})
	return found, err
}

// readSold finds the charges that are in pairs, so that they are taken out of
// the cloud. Nothing is asked where no pair speaks of charges.
func (f *Facts) readSold(ctx context.Context, m *Measurer) error {
	text, whole := engine.TypeText, engine.TypeInt
	f.files.sold = engine.Relation{Name: "marked_charge", Columns: []engine.Column{{Name: "billing_account_id", Type: text}, {Name: "sub_account_id", Type: text},
		{Name: "month", Type: engine.TypeDate}, {Name: "currency", Type: text}, {Name: "sold", Type: text}, {Name: "description", Type: text}, {Name: "mark", Type: whole}}}
	f.attributed.sold = map[soldKey][]soldSum{}
	places, months := map[string]int{}, map[period.Month]bool{}
	for n, p := range f.attributed.pairs.All() {
		if p.Left.IsCharge() {
			if !f.attributed.lineOf[n] {
				f.attributed.stale++
			} else if f.question.Period.Contains(p.Left.Month) {
				places[p.Left.Key()], months[p.Left.Month] = n, true
			}
		}
	}
	if len(places) == 0 {
		return nil
	}
	found, err := f.purchases(ctx, m, func(month period.Month) bool { return months[month] })
	if err != nil {
		return err
	}
	asked := f.question.valued()
	for _, p := range found {
		key := p.ref().Key()
		n, paired := places[key]
		if !paired {
			continue
		}
		delete(places, key)
		mark := int64(n) + 1
		f.files.sold.Rows = append(f.files.sold.Rows, []any{p.billing, p.sub, p.month.Start(), string(p.currency), p.sold, p.description, mark})
		for _, part := range p.parts {
			part.mark = mark
			for i, cost := range []*money.Decimal{&part.effective, &part.billed, &part.list} {
				if asked[i] == false { // nor is it in the sum
					*cost = money.Zero
				}
			}
			f.attributed.sold[part.key] = append(f.attributed.sold[part.key], part.soldSum)
		}
	}
	f.attributed.stale += len(places)
	return nil
}

// MarksCharges reports that some charge is in a pair.
func (f *Facts) MarksCharges() bool { return len(f.files.sold.Rows) > 0 }

// Charges gives what bills say was bought through marketplaces, as pairing looks
// at it, and the batches of bills that were read. own says whether a seller is
// the firm itself.
func (m *Measurer) Charges(ctx context.Context, own func(seller string) bool) ([]attribution.Sale, []batch.ID, error) {
	f := &Facts{firstCharge: map[customer.ID]period.Month{}, billed: map[billed]bool{}}
	f.question.Period = period.Range{From: beginning, Until: end}
	var err error
	if f.book, err = m.State.CustomerBook(ctx); err != nil {
		return nil, nil, err
	}
	f.index = f.book.Index()
	for _, step := range []func(context.Context, *Measurer) error{f.findFiles, f.readAttribution, f.readAccounts} {
		if err := step(ctx, m); err != nil {
			return nil, nil, err
		}
	}
	found, err := f.purchases(ctx, m, func(period.Month) bool { return true })
	if err != nil {
		return nil, nil, err
	}
	var sales []attribution.Sale
	for _, p := range found {
		text := p.sold + " " + p.description
		sales = append(sales, attribution.Sale{Ref: p.ref(), Customer: f.accounts.owners[p.owner].customer, Date: p.day, Text: text, Own: own(p.seller)})
	}
	return slices.DeleteFunc(sales, func(s attribution.Sale) bool { return s.Customer == "" }), batchesOf(f.live), nil
}
