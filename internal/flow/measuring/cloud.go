package measuring

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// CloudGroup is charges that are alike, under the words by which the engine
// finds them again, and the facts they became.
type CloudGroup struct {
	Owner    int64 // as account_month and account_day name it
	Month    period.Month
	Currency money.Currency
	IsPrice  bool
	Provider string // as the bill writes it
	// Account and Payer are set where the question asks for them.
	Account, Payer string
	// Estimate is the place of what was declared, from 1, where nobody has a bill:
	// there is no charge then.
	Estimate int
	Shares   []attribution.Part // that divide the charges, in every direction
	// Mark is of charges that are in a pair with a line of a book, its place among
	// the pairs from 1; Pair is that pair. 0 and nil for most.
	Mark  int64
	Pair  *attribution.Pair
	Facts []multiplier.CloudFact
}

// asks reports whether the question cuts or filters by a dimension.
func (q Question) asks(d multiplier.Dimension) bool {
	return slices.Contains(q.By, d) || slices.ContainsFunc(q.Where, func(f multiplier.Filter) bool { return f.Dimension == d })
}

// details are the dimensions that charges are summed over where nobody asks, in
// the order of the SQL.
func details() []multiplier.Dimension {
	return []multiplier.Dimension{multiplier.DimensionProvider, multiplier.DimensionRegion, multiplier.DimensionService,
		multiplier.DimensionFamily, multiplier.DimensionAccount, multiplier.DimensionPayer}
}

// Kept gives the arguments of cut_facts.sql and charge_rows.sql: which details to
// keep apart.
func (q Question) Kept() []any {
	var args []any
	for _, d := range details() {
		args = append(args, q.asks(d))
	}
	return args
}

// valued gives more arguments of cloud_facts.sql, which stand before the
// accounts in Kept: which costs any definition asks for. The others stay zero in
// the facts.
func (q Question) valued() []any {
	var args []any
	for _, v := range multiplier.Valuations() {
		args = append(args, slices.ContainsFunc(q.Definitions, func(d multiplier.Definition) bool { return d.Denominator.Valuation == v }))
	}
	return args
}

// readCloud sums the charges: whole months from the roll-up, and from the
// charges the months in which an account changes hands.
func (f *Facts) readCloud(ctx context.Context, m *Measurer) error {
	q := engine.Query{Name: "cloud facts", SQL: enginesql.CloudFacts, Args: slices.Insert(f.question.Kept(), 4, f.question.valued()...),
		Relations: []engine.Relation{f.files.cost, f.files.price, f.accounts.months}}
	if err := f.each(ctx, m, q, func(row engine.Row) error {
		for _, g := range f.cloudGroups(row) {
			f.addCloud(g)
		}
		return nil
	}); err != nil {
		return err
	}
	if err := f.readFirstCharges(ctx, m); err != nil {
		return err
	}
	return f.readCuts(ctx, m)
}

// readCuts reads the months in which an account changes hands, and outside of
// the period those that may hold a customer's first charge.
func (f *Facts) readCuts(ctx context.Context, m *Measurer) error {
	wanted := map[period.Month]bool{}
	for _, c := range f.accounts.cuts {
		within := f.question.Period.Contains(c.month)
		if within || slices.ContainsFunc(c.owners, func(id customer.ID) bool { return f.mayBegin(id, c.month) }) {
			wanted[c.month] = true
		}
	}
	if !slices.ContainsFunc(f.live, func(s state.LiveSlice) bool { return wanted[s.Slice.BillingPeriod] }) {
		return nil
	}
	relations, err := f.ChargeFiles(ctx, m, func(month period.Month) bool { return wanted[month] })
	if err != nil {
		return err
	}
	q := engine.Query{Name: "cut facts", SQL: enginesql.CutFacts, Args: f.question.Kept(),
		Relations: append(relations, f.accounts.months, f.accounts.days, f.files.price)}
	return f.each(ctx, m, q, func(row engine.Row) error {
		for _, g := range f.cloudGroups(row) {
			if f.question.Period.Contains(g.Month) {
				f.addCloud(g)
			} else if !row.Bool(3) {
				for _, fact := range g.Facts {
					f.began(fact.Customer, g.Month)
				}
			}
		}
		return nil
	})
}

// cloudGroups reads a row of cloud_facts.sql or cut_facts.sql, and takes out of
// it the charges that are in pairs.
func (f *Facts) cloudGroups(row engine.Row) []CloudGroup {
	g := CloudGroup{Owner: row[0].(int64), Month: row.Month(1), Currency: money.Currency(row.Text(2)), IsPrice: row.Bool(7), Provider: f.word(row.Text(8)),
		Account: f.word(row.Text(12)), Payer: f.word(row.Text(13))}
	of := f.accounts.owners[g.Owner]
	fact := multiplier.CloudFact{Customer: of.customer, Month: g.Month, Currency: g.Currency,
		Tax: row.Bool(3), Credit: row.Bool(4), Marketplace: row.Bool(5), Support: row.Bool(6), Resold: g.IsPrice || of.resold,
		Provider: canonicalProvider(g.Provider), Region: f.word(row.Text(9)), Service: f.word(row.Text(10)), Family: f.word(row.Text(11)), Account: g.Account, Payer: g.Payer,
		Effective: row.Decimal(14), Billed: row.Decimal(15), List: row.Decimal(16)}
	// Costs are often the same, and facts are many: such a number is kept once.
	if fact.Billed.Equal(fact.Effective) {
		fact.Billed = fact.Effective
	}
	if fact.List.Equal(fact.Effective) {
		fact.List = fact.Effective
	}
	fact.AtCost = fact.Resold && !g.IsPrice
	if of.account != "" {
		f.billed[billed{of.account, g.Month}] = true
	}
	groups := []CloudGroup{g}
	facts := []multiplier.CloudFact{fact}
	key := soldKeyOf(g, fact)
	parts := f.attributed.sold[key]
	delete(f.attributed.sold, key) // each is taken out once
	for _, s := range parts {
		part := fact
		part.Effective, part.Billed, part.List = s.effective, s.billed, s.list
		part.Out = multiplier.ReasonPaired
		facts[0].Effective, facts[0].Billed, facts[0].List = facts[0].Effective.Sub(s.effective), facts[0].Billed.Sub(s.billed), facts[0].List.Sub(s.list)
		paired := g
		paired.Mark, paired.Pair = s.mark, &f.attributed.pairs.All()[s.mark-1]
		groups, facts = append(groups, paired), append(facts, part)
	}
	for i := range groups {
		groups[i].Facts, groups[i].Shares = f.shareCloud(facts[i], of.account)
	}
	return groups
}

// word gives one text for all that are alike: facts are many, and clouds have few
// names.
func (f *Facts) word(s string) string {
	w, known := f.words[s]
	if !known {
		w, f.words[s] = s, s
	}
	return w
}

func (f *Facts) addCloud(g CloudGroup) {
	for _, fact := range g.Facts {
		if !fact.Tax {
			f.began(fact.Customer, g.Month)
		}
	}
	f.Cloud = append(f.Cloud, g)
}

// readFirstCharges finds when each customer's cloud began where nobody asked.
func (f *Facts) readFirstCharges(ctx context.Context, m *Measurer) error {
	if len(f.files.outside.Files) == 0 {
		return nil
	}
	q := engine.Query{Name: "first charges", SQL: enginesql.FirstCharge, Relations: []engine.Relation{f.files.outside, f.accounts.months}}
	return f.each(ctx, m, q, func(row engine.Row) error {
		of := f.accounts.owners[row[0].(int64)]
		facts, _ := f.shareCloud(multiplier.CloudFact{Customer: of.customer, Month: row.Month(1)}, of.account)
		for _, fact := range facts {
			f.began(fact.Customer, fact.Month)
		}
		return nil
	})
}

// began notes a month in which a customer had a charge.
func (f *Facts) began(id customer.ID, month period.Month) {
	if f.mayBegin(id, month) {
		f.firstCharge[id] = month
	}
}

func (f *Facts) mayBegin(id customer.ID, month period.Month) bool {
	first, known := f.firstCharge[id]
	return id != "" && (!known || month < first)
}
