package measuring

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state"
)

// attributed is what shares, pairs and declared accounts say.
type attributed struct {
	shares     []attribution.Share
	ledger     *attribution.Ledger
	pairs      *attribution.Pairs
	influences []state.LiveInfluence
	apart      map[string]bool // accounts to keep apart, in normal form
	marks      []mark          // of service lines; the first is of all others
	// sold are charges in pairs, by the sum that they are a part of; lineOf are the
	// places of pairs with charges whose line is there.
	sold   map[soldKey][]soldSum
	lineOf map[int]bool // places of pairs with charges, whose line is there
	stale  int          // pairs of which a line is not there, or several times
}

// Pairs reads which service lines are one sale.
func Pairs(ctx context.Context, db *state.DB) (*attribution.Pairs, error) {
	log, err := db.Decisions(ctx, state.AreaAttribution)
	if err != nil {
		return nil, err
	}
	decisions := make([]attribution.Decision, len(log))
	for i, d := range log {
		if err := json.Unmarshal(d.Body, &decisions[i]); err != nil {
			return nil, err
		}
		decisions[i].ID, decisions[i].At, decisions[i].Actor = d.ID, d.At, d.Actor
	}
	return attribution.Fold(decisions), nil
}

// readAttribution reads what was imported and decided about shares.
func (f *Facts) readAttribution(ctx context.Context, m *Measurer) error {
	shares, err := m.State.Shares(ctx)
	if err != nil {
		return err
	}
	a := &f.attributed
	for _, s := range shares {
		a.shares = append(a.shares, s.Share)
	}
	a.ledger, a.apart, a.marks, a.lineOf = attribution.NewLedger(a.shares), map[string]bool{}, []mark{{}}, map[int]bool{}
	if a.pairs, err = Pairs(ctx, m.State); err != nil {
		return err
	}
	if a.influences, err = m.State.Influences(ctx); err != nil {
		return err
	}
	for _, s := range a.ledger.Subjects(attribution.SubjectAccount) {
		a.apart[s.Value] = true
	}
	for _, i := range a.influences {
		a.apart[customer.Normalise(customer.KindAccount, i.Influence.Account)] = true
	}
	return nil
}

// keptApart gives the account of a charge that something is said about: the sub
// account, else its payer; empty for most.
func (a *attributed) keptApart(of account) string {
	for _, id := range []string{of.sub, of.billing} {
		if id = customer.Normalise(customer.KindAccount, id); a.apart[id] {
			return id
		}
	}
	return ""
}

// named finds the customer that a share names, by id or else by name.
func (f *Facts) named(value string, m period.Month) customer.ID {
	if id := f.book.Survivor(customer.ID(strings.TrimSpace(value))); id != "" {
		return id
	}
	id, _, _ := f.index.Find(customer.Query{Name: value}, lastDay(m))
	return id
}

// shareCloud divides a fact as shares say. account is the one that was kept
// apart; empty where there is none.
func (f *Facts) shareCloud(fact multiplier.CloudFact, account string) ([]multiplier.CloudFact, []attribution.Part) {
	ledger, of := f.attributed.ledger, attribution.Subject{Kind: attribution.SubjectAccount, Value: account}
	d := division[multiplier.CloudFact]{facts: []multiplier.CloudFact{fact}, cut: cutCloud}
	d.by(func(c multiplier.CloudFact) ([]attribution.Part, bool) {
		return ledger.Split(attribution.TargetCustomer, c.Month, of)
	}, func(c *multiplier.CloudFact, p attribution.Part) {
		c.Customer = f.named(p.To.Value, c.Month)
		c.Unattributed = c.Customer == ""
	})
	d.by(func(c multiplier.CloudFact) ([]attribution.Part, bool) {
		// What AWS attributes to a deal is of the customer's own account; what the
		// firm resells is the firm's whatever deal it belongs to.
		counts := func(s attribution.Share) bool { return !c.Resold || s.Reason != attribution.ReasonRevenueAttribution }
		return ledger.SplitWhere(attribution.TargetPartner, c.Month, counts, of,
			attribution.Subject{Kind: attribution.SubjectCustomer, Value: string(c.Customer)})
	}, func(c *multiplier.CloudFact, p attribution.Part) { c.Out = outOf(p, c.Out) })
	return d.facts, d.parts
}

// shareServices divides a fact as shares say: among customers, partners and
// clouds, in that order.
func (f *Facts) shareServices(fact multiplier.ServiceFact, s Subject, on mark) ([]multiplier.ServiceFact, []attribution.Part) {
	ledger, subjects := f.attributed.ledger, on.subjects()
	if s.Project != "" {
		subjects = append(subjects, attribution.Subject{Kind: attribution.SubjectProject, Value: s.Project})
	}
	d := division[multiplier.ServiceFact]{facts: []multiplier.ServiceFact{fact}, cut: cutServices}
	d.by(func(n multiplier.ServiceFact) ([]attribution.Part, bool) {
		return ledger.Split(attribution.TargetCustomer, n.Month, subjects...)
	}, func(n *multiplier.ServiceFact, p attribution.Part) {
		n.Customer = f.named(p.To.Value, n.Month)
		n.Unattributed = n.Customer == ""
	})
	d.by(func(n multiplier.ServiceFact) ([]attribution.Part, bool) {
		return ledger.Split(attribution.TargetPartner, n.Month, subjects...)
	}, func(n *multiplier.ServiceFact, p attribution.Part) { n.Out = outOf(p, n.Out) })
	d.by(func(n multiplier.ServiceFact) ([]attribution.Part, bool) {
		of := slices.Clone(subjects)
		if n.Provider == "" { // a line's own word stands over what is said of its customer
			of = append(of, attribution.Subject{Kind: attribution.SubjectCustomer, Value: string(n.Customer)})
		}
		return ledger.Split(attribution.TargetProvider, n.Month, of...)
	}, func(n *multiplier.ServiceFact, p attribution.Part) {
		n.Provider, n.ProviderRest = canonicalProvider(p.To.Value), p.IsRest()
	})
	return d.facts, d.parts
}

// outOf says why a part of a partner split does not count.
func outOf(p attribution.Part, before multiplier.Reason) multiplier.Reason {
	switch {
	case before != "" || p.To.IsSelf():
		return before
	case p.IsRest():
		return multiplier.ReasonUnattributed
	}
	return multiplier.ReasonPartner
}

// division is a fact on its way to pieces.
type division[F any] struct {
	facts []F
	cut   func(F, []attribution.Part) []F
	parts []attribution.Part // all that were applied
}

// by divides every fact that is shared, and gives each piece what its part says.
func (d *division[F]) by(split func(F) ([]attribution.Part, bool), give func(*F, attribution.Part)) {
	var out []F
	for _, fact := range d.facts {
		parts, shared := split(fact)
		if !shared {
			out = append(out, fact)
			continue
		}
		for i, piece := range d.cut(fact, parts) {
			give(&piece, parts[i])
			out = append(out, piece)
		}
		d.parts = append(d.parts, parts...)
	}
	d.facts = out
}

func cutCloud(fact multiplier.CloudFact, parts []attribution.Part) []multiplier.CloudFact {
	pieces := make([]multiplier.CloudFact, len(parts))
	effective, billed, list := attribution.Divide(fact.Effective, parts), attribution.Divide(fact.Billed, parts), attribution.Divide(fact.List, parts)
	for i := range parts {
		pieces[i] = fact
		pieces[i].Effective, pieces[i].Billed, pieces[i].List = effective[i], billed[i], list[i]
	}
	return pieces
}

func cutServices(fact multiplier.ServiceFact, parts []attribution.Part) []multiplier.ServiceFact {
	pieces := make([]multiplier.ServiceFact, len(parts))
	for i, net := range attribution.Divide(fact.Net, parts) {
		pieces[i] = fact
		pieces[i].Net = net
	}
	return pieces
}
