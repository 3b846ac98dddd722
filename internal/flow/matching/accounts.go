package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// accounts decides on accounts. Those that come near nobody by their name are
// compared once more by what their charges say, and then by how their cost moves;
// that can only become a question.
func (r *running) accounts(ctx context.Context, ps []*Party) error {
	for _, p := range ps {
		if was, asked := r.earlier[p.ID]; asked {
			p.Hints = was.Party.Hints
		}
	}
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
	r.d.contestBy(judged)
	for _, j := range judged {
		if len(j.matches) == 0 && len(j.party.Hints) == 0 {
			silent = append(silent, j.party)
			continue
		}
		settle(j)
	}
	if err := r.hints(ctx, silent, r.ps.hintBatches(r.all)); err != nil {
		return err
	}
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

// hintBatches are the batches whose charges are read for hints.
func (ps *parties) hintBatches(all bool) []batch.ID {
	if all {
		return ps.batches
	}
	return ps.unseen
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
func (d *deciding) contestBy(js []judged) {
	for _, j := range js {
		if j.verdict != identity.VerdictAccept && len(j.party.Names) > 0 {
			d.rivals.Add(j.party.record())
		}
	}
}

// contest gathers those without a customer about whom a question is open, of this
// run and of earlier ones: the parties of the books, and accounts that have a label.
func (r *running) contest(open []*Party) {
	asked := map[customer.PartyID]bool{}
	for _, q := range r.d.questions {
		asked[q.Party.ID] = true
	}
	for id := range r.earlier {
		asked[id] = true
	}
	var records []identity.Record
	for _, p := range open {
		if asked[p.ID] && (p.Kind == identity.KindBook || len(p.Names) > 0) {
			records = append(records, p.record())
		}
	}
	r.d.rivals = identity.NewIndex(records)
}
