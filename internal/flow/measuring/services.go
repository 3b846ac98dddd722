package measuring

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Subject is everything that decides whose a line is and what it is.
type Subject struct {
	CustomerName, CustomerTaxID, CustomerRef, CustomerEmail string
	ItemCode, AccountCode, Project, Description             string
	CategoryCode, EngagementType, Provider                  string
}

func (s Subject) compare(o Subject) int {
	return cmp.Or(cmp.Compare(s.CustomerName, o.CustomerName), cmp.Compare(s.CustomerTaxID, o.CustomerTaxID),
		cmp.Compare(s.CustomerRef, o.CustomerRef), cmp.Compare(s.CustomerEmail, o.CustomerEmail),
		cmp.Compare(s.ItemCode, o.ItemCode), cmp.Compare(s.AccountCode, o.AccountCode), cmp.Compare(s.Project, o.Project),
		cmp.Compare(s.Description, o.Description), cmp.Compare(s.CategoryCode, o.CategoryCode), cmp.Compare(s.EngagementType, o.EngagementType), cmp.Compare(s.Provider, o.Provider))
}

// ServiceGroup is the lines of one subject that count in one month, and the
// facts they became.
type ServiceGroup struct {
	Subject  Subject
	Currency money.Currency
	Month    period.Month
	Basis    service.Basis
	// Day is the day of issue where that decides whose the lines are, else the
	// first of the month.
	Day   time.Time
	Mark  int64 // tells lines apart of which shares or pairs speak; 0 for most
	Class category.Classification
	// Shares divide the lines, in every direction; Pair is what one line is in.
	Shares []attribution.Part
	Pair   *attribution.Pair
	Billed *attribution.Pair // with a charge of a bill
	Facts  []multiplier.ServiceFact
}

// bases are the two to ask for; a question with one basis asks for it twice.
func (q Question) bases() (service.Basis, service.Basis) {
	first, second := service.Basis(""), service.Basis("")
	for _, d := range q.Definitions {
		b := d.Numerator.Basis
		if first == "" {
			first, second = b, b
		} else if b != first {
			second = b
		}
	}
	return first, second
}

// within gives the bounds of the period as service_facts.sql takes them.
func (q Question) within() (from, until string) {
	r := q.Period
	if r.IsZero() {
		r = period.Range{From: beginning, Until: end}
	}
	return r.From.Start().Format("2006-01-02"), r.Until.Start().Format("2006-01-02")
}

// readServices reads the lines and decides, once per subject and day, whose
// they are, and once per subject what they are.
func (f *Facts) readServices(ctx context.Context, m *Measurer) error {
	turning := f.turningMonths()
	f.files.turning = monthsRelation(turning)
	if len(f.files.lines.Files) == 0 {
		return nil
	}
	basis, err := m.State.CategoryBasis(ctx)
	if err != nil {
		return err
	}
	judge := category.NewJudge(basis)
	catalogue, err := m.State.Offerings(ctx)
	if err != nil {
		return err
	}
	type asked struct {
		subject Subject
		day     time.Time
	}
	type classed struct {
		subject Subject // kept once for all its groups
		class   category.Classification
	}
	owners, classes := map[asked]customer.ID{}, map[Subject]classed{}
	from, until := f.question.within()
	first, second := f.question.bases()
	q := engine.Query{Name: "service facts", SQL: enginesql.ServiceFacts, Args: []any{from, until, string(first), string(second)},
		Relations: f.LineRelations()}
	err = f.each(ctx, m, q, func(row engine.Row) error {
		s := Subject{CustomerName: row.Text(0), CustomerTaxID: row.Text(1), CustomerRef: row.Text(2), CustomerEmail: row.Text(3),
			ItemCode: row.Text(4), AccountCode: row.Text(5), Project: row.Text(6), Description: row.Text(7),
			CategoryCode: row.Text(8), Provider: row.Text(9), EngagementType: row.Text(16)}
		g := ServiceGroup{Subject: s, Currency: money.Currency(row.Text(10)), Month: row.Month(11), Basis: service.Basis(row.Text(12))}
		g.Day, _ = row[13].(time.Time)
		when := asked{s, g.decidingDay(turning)}
		owner, known := owners[when]
		if !known {
			owner, _, _ = f.index.Find(customer.Query{TaxID: s.CustomerTaxID, Ref: s.CustomerRef, Email: s.CustomerEmail, Name: s.CustomerName}, when.day)
			owners[when] = owner
		}
		of, known := classes[s]
		if !known {
			of = classed{s, judge.Classify(category.Subject{Description: s.Description, ItemCode: s.ItemCode, Project: s.Project,
				AccountCode: s.AccountCode, CategoryCode: s.CategoryCode, EngagementType: s.EngagementType})}
			classes[s] = of
		}
		g.Subject, g.Class = of.subject, of.class
		g.Mark = row[14].(int64)
		on := f.attributed.marks[g.Mark]
		whole := multiplier.ServiceFact{Customer: owner, Month: g.Month, Basis: g.Basis, Provider: canonicalProvider(s.Provider),
			Currency: g.Currency, Net: row.Decimal(15), Pricing: pricing(catalogue, g.Class.Offering)}
		class := pairedAs(on, &whole, g.Class.Service())
		var parts []multiplier.ServiceFact
		parts, g.Shares = f.shareServices(whole, s, on)
		for _, part := range parts {
			g.Facts = append(g.Facts, part.Split(class)...)
		}
		if on.role != roleNone {
			g.Pair = &f.attributed.pairs.All()[on.pair]
		}
		if on.billed > 0 {
			g.Billed = &f.attributed.pairs.All()[on.billed-1]
		}
		f.Services = append(f.Services, g)
		return nil
	})
	// Where cents are left over, the same line gets them each time.
	f.Services = inOrder(f.Services, slices.Collect(maps.Keys(classes)))
	return err
}

// pricing is what the price of an offering's lines depends on.
func pricing(catalogue *offering.Catalogue, id offering.ID) multiplier.Pricing {
	o, _ := catalogue.Get(id)
	switch o.Price {
	case offering.PriceOutcome:
		return multiplier.PricingOutcome
	case "":
		return multiplier.PricingUnknown
	case offering.PriceFixed, offering.PriceTime, offering.PriceSubscription, offering.PriceUsage, offering.PriceShareOfSpend, offering.PricePerUnit, offering.PriceIncluded:
	}
	return multiplier.PricingOther
}

// inOrder sorts groups. Their subjects, of which there are fewer, are compared
// once, and groups are large and moved once.
func inOrder(groups []ServiceGroup, subjects []Subject) []ServiceGroup {
	slices.SortFunc(subjects, Subject.compare)
	ranks := make(map[Subject]int, len(subjects))
	for rank, s := range subjects {
		ranks[s] = rank
	}
	type place struct{ rank, at int }
	places := make([]place, len(groups))
	for i, g := range groups {
		places[i] = place{ranks[g.Subject], i}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return groups[a.at].compare(&groups[b.at])
	})
	sorted := make([]ServiceGroup, len(groups))
	for i, p := range places {
		sorted[i] = groups[p.at]
	}
	return sorted
}

// decidingDay is the day whose owner has the lines: the day of issue for what
// counts as invoiced, the last day of the month for what is recognised in it.
func (g ServiceGroup) decidingDay(turning map[period.Month]bool) time.Time {
	if g.Basis == service.BasisInvoiced && turning[g.Month] {
		return g.Day
	}
	return lastDay(g.Month)
}

// turningMonths are those within which a name or number of a service line goes
// from one customer to another: only there does the day of issue matter.
func (f *Facts) turningMonths() map[period.Month]bool {
	months := map[period.Month]bool{}
	for _, c := range f.book.Customers() {
		for _, i := range c.Identifiers {
			for _, day := range []time.Time{i.From, i.Until} {
				if m := period.MonthOf(day); i.Kind != customer.KindAccount && !day.IsZero() && !day.Equal(m.Start()) {
					months[m] = true
				}
			}
		}
	}
	return months
}

func monthsRelation(months map[period.Month]bool) engine.Relation {
	r := engine.Relation{Name: "turning_month", Columns: []engine.Column{{Name: "month", Type: engine.TypeDate}}}
	for _, m := range slices.Sorted(maps.Keys(months)) {
		r.Rows = append(r.Rows, []any{m.Start()})
	}
	return r
}

// compare orders groups of one subject.
func (g *ServiceGroup) compare(o *ServiceGroup) int {
	return cmp.Or(cmp.Compare(g.Currency, o.Currency), cmp.Compare(g.Month, o.Month), cmp.Compare(g.Basis, o.Basis), g.Day.Compare(o.Day), cmp.Compare(g.Mark, o.Mark))
}
