package measuring

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// scope is whose facts may be seen; nil holds nobody back.
type scope map[customer.ID]bool

// newScope follows merges: who was assigned a customer sees the one that it is
// now.
func newScope(book *customer.Book, only []customer.ID) scope {
	if only == nil {
		return nil
	}
	s := scope{}
	for _, id := range only {
		if is := book.Survivor(id); is != "" {
			s[is] = true
		}
	}
	return s
}

func (s scope) has(id customer.ID) bool { return s == nil || s[id] }

// Limited reports that only some customers' facts were kept.
func (f *Facts) Limited() bool { return f.scope != nil }

// customers are those that the asker may see.
func (f *Facts) customers() []customer.Customer {
	return f.scope.of(f.book)
}

func (s scope) of(book *customer.Book) []customer.Customer {
	if s == nil {
		return book.Customers()
	}
	var own []customer.Customer
	for _, c := range book.Customers() {
		if s.has(c.ID) {
			own = append(own, c)
		}
	}
	return own
}

// limit drops the facts of customers that the asker may not see, and what is
// nobody's with them. It is the one place: whatever is computed or explained
// comes from facts that went through here.
func (f *Facts) limit() {
	if f.scope == nil {
		return
	}
	// Others ask the same facts: what is dropped is dropped from copies.
	var cloud []CloudGroup
	payers := f.question.ownPayers()
	for _, g := range f.Cloud {
		g.Facts = f.ownAccounts(payers, g, own(g.Facts, func(c multiplier.CloudFact) bool { return f.scope.has(c.Customer) }))
		if len(g.Facts) > 0 {
			cloud = append(cloud, g)
		}
	}
	var services []ServiceGroup
	for _, g := range f.Services {
		g.Facts = own(g.Facts, func(s multiplier.ServiceFact) bool { return f.scope.has(s.Customer) })
		if len(g.Facts) > 0 {
			services = append(services, g)
		}
	}
	f.deals = own(f.deals, func(d Deal) bool { return f.scope.has(d.Customer) })
	f.Cloud, f.Services, f.Queries, f.firstCharge = cloud, services, slices.Clone(f.Queries), maps.Clone(f.firstCharge)
	maps.DeleteFunc(f.firstCharge, func(id customer.ID, _ period.Month) bool { return !f.scope.has(id) })
	// These count over all customers and would tell of others.
	f.unvalued, f.attributed.stale = 0, 0
	for i := range f.Queries {
		f.Queries[i].Rows = RowsUntold
	}
}

// own gives the facts that are one's own, without touching the others.
func own[F any](facts []F, keep func(F) bool) []F {
	if !slices.ContainsFunc(facts, func(f F) bool { return !keep(f) }) {
		return facts
	}
	var kept []F
	for _, f := range facts {
		if keep(f) {
			kept = append(kept, f)
		}
	}
	return kept
}

// ownAccounts takes the ids away that belong to others, in copies: of an account
// that is shared with them, and of a payer that is neither the partner's nor an
// own customer's.
func (f *Facts) ownAccounts(payers map[string]bool, g CloudGroup, facts []multiplier.CloudFact) []multiplier.CloudFact {
	if g.Account == "" && g.Payer == "" {
		return facts
	}
	named := slices.Clone(facts)
	for i := range named {
		fact := &named[i]
		if len(g.Shares) > 0 {
			fact.Account = ""
		}
		if fact.Payer == "" || payers[customer.Normalise(customer.KindAccount, fact.Payer)] {
			continue
		}
		if t, held := holding(f.index.Tenures(customer.KindAccount, fact.Payer), lastDay(fact.Month)); !held || !f.scope.has(t.Customer) {
			fact.Payer = ""
		}
	}
	return named
}

// permits lets a question be explained to who could have asked it: everybody's
// questions to who sees everybody, else only those of the same customers.
func (m *Measurer) permits(ctx context.Context, id QuestionID, q Question) error {
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return err
	}
	if scope := viewer.Scope(); scope != nil && (q.Only == nil || !slices.Equal(scope, q.Only)) {
		return fault.New(fault.KindNotFound, "figure.unknown").With("address", string(id))
	}
	return nil
}

// Customers gives the customers that the asker may see, as books and decisions
// have them.
func (m *Measurer) Customers(ctx context.Context) (_ []customer.Customer, err error) {
	defer fault.Wrap(&err, "measuring.Customers")
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	return newScope(book, viewer.Scope()).of(book), nil
}

// Scope gives the customers that the asker is held to, nil for none: who keeps
// answers keeps them apart by it.
func (m *Measurer) Scope(ctx context.Context) ([]customer.ID, error) {
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	return viewer.Scope(), err
}

// Version names the state of the books; it tells nothing of what is in them.
func (m *Measurer) Version(ctx context.Context) (_ string, err error) {
	defer fault.Wrap(&err, "measuring.Version")
	return m.version(ctx)
}
