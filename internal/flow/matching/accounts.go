package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// accounts decides on accounts. Those that come near nobody by their name are
// compared once more by what their charges say, and then by how their cost moves;
// that can only become a question.
func (r *running) accounts(ctx context.Context, ps []*Party) error {
	var silent []*Party
	var alone []judged
	settle := func(j judged) {
		if len(j.matches) == 0 {
			alone = append(alone, j)
			return
		}
		r.d.settleAccount(j)
	}
	judged := r.d.judgeAll(ps, "match.accounts")
	r.contestBy(judged)
	for _, j := range judged {
		if len(j.matches) == 0 && len(j.party.Hints) == 0 {
			silent = append(silent, j.party)
			continue
		}
		settle(j)
	}
	if err := r.hints(ctx, r.ps, silent); err != nil {
		return err
	}
	r.silent = silent
	for _, j := range r.d.judgeAll(silent, "match.suggest") {
		settle(j)
	}
	if err := r.suggestBySpend(ctx, alone); err != nil {
		return err
	}
	for _, j := range alone {
		r.d.settleAccount(j)
	}
	return nil
}

// settleAccount never makes a customer of an account, and links none that an
// open question may be about.
func (d *deciding) settleAccount(j judged) {
	switch {
	case j.verdict == identity.VerdictApart:
		j.verdict = identity.VerdictAsk
	case j.verdict == identity.VerdictAccept && !j.matches[0].Score.Exact && d.contested(j.party):
		j.verdict, j.why = identity.VerdictAsk, WhyCompeting
	}
	d.settle(j)
}

// contested reports whether somebody without a customer comes near, who may be a
// firm of the same brand that is on no list.
func (d *deciding) contested(p *Party) bool {
	label := identity.Prepare(p.record())
	return slices.ContainsFunc(d.rivals.Best(d.c.model, label, candidatesPerParty), func(m identity.Match) bool {
		if m.Record.Record.Kind == identity.KindAccount {
			return identity.SaysMore(label, m.Record)
		}
		return sharesBrand(label)(m)
	})
}

// contestBy adds the accounts that are not surely anybody's: where one is called
// quillgate-mutual, one that is called quillgate need not be the academy's of that
// brand.
func (r *running) contestBy(js []judged) {
	for _, j := range js {
		if j.verdict != identity.VerdictAccept && j.party.rivals() {
			r.rivals = append(r.rivals, j.party)
			r.d.rivals.Add(j.party.record())
		}
	}
}

// rivals reports a party that, while a question about it is open, an account may
// turn out to belong with.
func (p *Party) rivals() bool { return p.Kind == identity.KindBook || len(p.Names) > 0 }

// contest gathers those without a customer about whom a question is open, of this
// run and of earlier ones, for the accounts that are to be decided on: the parties of
// the books, and accounts that have a label.
func (r *running) contest(accounts []*Party) {
	asked := map[customer.PartyID]bool{}
	for _, q := range r.d.questions {
		asked[q.Party.ID] = true
	}
	for id := range r.earlier {
		asked[id] = true
	}
	r.rivals = nil
	for _, p := range r.ps.all {
		if r.memory != nil && !r.memory.again[p.ID] {
			if p.kept.rival && p.kept.owner == "" {
				r.rivals = append(r.rivals, p)
			}
			continue
		}
		if asked[p.ID] && p.rivals() && r.unowned(p) {
			r.rivals = append(r.rivals, p)
		}
	}
	if r.memory != nil {
		r.d.rivals = r.memory.rivals(r.rivals, accounts)
		return
	}
	records := make([]identity.Record, len(r.rivals))
	for i, p := range r.rivals {
		records[i] = p.record()
	}
	r.d.rivals = identity.NewIndex(records)
}

// unowned reports a party that had no customer when the run began.
func (r *running) unowned(p *Party) bool {
	if r.memory != nil {
		return p.kept.owner == ""
	}
	return p.ownerOn(r.d.g.exact, p.lastDay()).Outcome != customer.OutcomeMatched
}
