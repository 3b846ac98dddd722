package measuring

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Subject is everything that decides whose a line is and what it is.
type Subject struct {
	CustomerName, CustomerTaxID, CustomerRef, CustomerEmail string
	ItemCode, AccountCode, Project, Description             string
	CategoryCode, Provider                                  string
}

func (s Subject) compare(o Subject) int {
	return cmp.Or(cmp.Compare(s.CustomerName, o.CustomerName), cmp.Compare(s.CustomerTaxID, o.CustomerTaxID),
		cmp.Compare(s.CustomerRef, o.CustomerRef), cmp.Compare(s.CustomerEmail, o.CustomerEmail),
		cmp.Compare(s.ItemCode, o.ItemCode), cmp.Compare(s.AccountCode, o.AccountCode), cmp.Compare(s.Project, o.Project),
		cmp.Compare(s.Description, o.Description), cmp.Compare(s.CategoryCode, o.CategoryCode), cmp.Compare(s.Provider, o.Provider))
}

// ServiceGroup is the lines of one subject that count in one month, and the
// facts they became: one per category of the rule that placed them.
type ServiceGroup struct {
	Subject  Subject
	Currency money.Currency
	Month    period.Month
	Basis    service.Basis
	Rule     string // that decided; empty when none did
	Facts    []multiplier.ServiceFact
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

// readServices reads the lines and decides, once per subject and month, whose
// they are, and once per subject what they are.
func (f *Facts) readServices(ctx context.Context, m *Measurer) error {
	if len(f.files.lines.Files) == 0 {
		return nil
	}
	rules, err := m.State.CategoryRules(ctx)
	if err != nil {
		return err
	}
	index := customer.NewIndex(f.customers)
	type asked struct {
		subject Subject
		month   period.Month
	}
	owners, classes := map[asked]customer.ID{}, map[Subject]service.Classification{}
	from, until := f.question.within()
	first, second := f.question.bases()
	q := engine.Query{Name: "service facts", SQL: enginesql.ServiceFacts, Args: []any{from, until, string(first), string(second)},
		Relations: []engine.Relation{f.files.lines, f.files.months}}
	err = f.each(ctx, m, q, func(row engine.Row) error {
		s := Subject{CustomerName: text(row[0]), CustomerTaxID: text(row[1]), CustomerRef: text(row[2]), CustomerEmail: text(row[3]),
			ItemCode: text(row[4]), AccountCode: text(row[5]), Project: text(row[6]), Description: text(row[7]),
			CategoryCode: text(row[8]), Provider: text(row[9])}
		g := ServiceGroup{Subject: s, Currency: money.Currency(text(row[10])), Month: monthOf(row[11]), Basis: service.Basis(text(row[12]))}
		owner, known := owners[asked{s, g.Month}]
		if !known {
			owner, _, _ = index.Find(customer.Query{TaxID: s.CustomerTaxID, Ref: s.CustomerRef, Email: s.CustomerEmail, Name: s.CustomerName}, g.Month.Start())
			owners[asked{s, g.Month}] = owner
		}
		class, known := classes[s]
		if !known {
			class = rules.Classify(service.Line{CategoryCode: s.CategoryCode, ItemCode: s.ItemCode, AccountCode: s.AccountCode,
				Project: s.Project, Description: s.Description})
			classes[s] = class
		}
		g.Rule = class.Rule
		g.Facts = multiplier.ServiceFact{Customer: owner, Month: g.Month, Basis: g.Basis, Provider: canonicalProvider(s.Provider),
			Currency: g.Currency, Net: decimal(row[13])}.Split(class)
		f.Services = append(f.Services, g)
		return nil
	})
	// Where cents are left over, the same line gets them each time.
	slices.SortFunc(f.Services, ServiceGroup.compare)
	return err
}

func (g ServiceGroup) compare(o ServiceGroup) int {
	return cmp.Or(g.Subject.compare(o.Subject), cmp.Compare(g.Currency, o.Currency), cmp.Compare(g.Month, o.Month), cmp.Compare(g.Basis, o.Basis))
}
