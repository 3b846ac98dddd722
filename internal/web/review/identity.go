package review

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// identityQueue asks whose an account or an invoice's customer is.
type identityQueue struct {
	actor    string
	matcher  *matching.Matcher
	measurer *measuring.Measurer
}

func (q *identityQueue) count(ctx context.Context) (int, error) {
	all, err := q.matcher.Queue(ctx, matching.QueueInput{Unknown: true, Limit: 1})
	return all.Open + all.Unknown, err
}

func (q *identityQueue) lastRun(ctx context.Context) (batch.LastRun, error) {
	return q.matcher.LastRun(ctx)
}

func (q *identityQueue) load(ctx context.Context, v *visit.Visit, from int) (pile, error) {
	all, err := q.matcher.Queue(ctx, matching.QueueInput{Unknown: true})
	if err != nil {
		return pile{}, err
	}
	customers, err := q.measurer.Customers(ctx)
	if err != nil {
		return pile{}, err
	}
	known := make(map[customer.ID]customer.Customer, len(customers))
	for _, c := range customers {
		known[c.ID] = c
	}
	p := pile{count: all.Open + all.Unknown, words: v.Text("web.review.identity.words", nil)}
	for _, s := range []multiplier.Stake{all.OpenStake, all.UnknownStake} {
		p.stake.add(s.Amount)
		for _, a := range s.Unconverted {
			p.stake.add(a)
		}
	}
	for _, one := range window(all.Questions, from) {
		p.cards = append(p.cards, identityCard(v, one, known))
	}
	log, err := q.matcher.History(ctx, matching.HistoryInput{People: true})
	if err != nil {
		return pile{}, err
	}
	for _, e := range log {
		if e.Actor != q.actor || e.Undone || e.Verb == customer.VerbUndo {
			continue
		}
		if p.answered = append(p.answered, answered{Decision: e.ID, Text: said(v, e)}); len(p.answered) == shownAnswers {
			break
		}
	}
	return p, nil
}

// said is a decision in a line.
func said(v *visit.Visit, e matching.Entry) string {
	name := e.Names[e.Customer]
	switch {
	case e.Verb == customer.VerbApart || e.Verb == customer.VerbMerge:
		name = e.Names[e.Into]
	case e.New != nil:
		name = e.New.Name
	}
	if e.Party != "" && (e.Verb == customer.VerbLink || e.Verb == customer.VerbCreate || e.Verb == customer.VerbApart || e.Verb == customer.VerbMerge) {
		return v.Text("web.review.said."+string(e.Verb), i18n.Args{"party": e.Party, "customer": name})
	}
	return v.Text("match.verb."+string(e.Verb), nil) + " " + name
}

func identityCard(v *visit.Visit, q matching.Question, known map[customer.ID]customer.Customer) card {
	c := newCard(v, string(q.ID), q.Party.Title())
	c.stake(v, q.Stake.Amount, q.Stake.Unconverted)
	c.Why = v.Text("match.why."+string(q.Why), nil)
	if q.Settles > 0 {
		worth := amountText(v, money.New(q.Worth, q.Stake.Amount.Currency))
		c.Settles = v.Text("match.settles", i18n.Args{"count": q.Settles, "money": worth})
	}
	c.Left = side{Label: v.Text("match.kind."+string(q.Party.Kind), nil), Name: q.Party.Title(), Facts: partyFacts(v, q.Party)}
	if double, is := q.Customer(); is { // two customers that may be one: none of them is new
		c.Left.Href, c.Left.Facts = "/customers/"+string(double), append(c.Left.Facts, customerFacts(v, known[double])...)
	} else {
		c.NewLabel, c.NewPick = v.Text("web.review.identity.new", nil), string(q.ID)
	}
	c.Right = side{Label: v.Text("match.kind.customer", nil), Name: v.Text("match.why.unknown", nil)}
	for i, k := range q.Candidates {
		label := k.Name + " (" + string(k.Customer) + ")"
		if i > 0 {
			c.choose(pick{Question: string(q.ID), Candidate: string(k.Customer)}, label, percent(v, k.Probability))
			continue
		}
		c.Right = side{Label: v.Text("match.kind.customer", nil), Name: k.Name, Href: "/customers/" + string(k.Customer), Facts: customerFacts(v, known[k.Customer])}
		c.suggest(pick{Question: string(q.ID), Candidate: string(k.Customer)}, v.Text("web.review.identity.accept", i18n.Args{"customer": k.Name}), percent(v, k.Probability))
		for _, e := range k.Evidence {
			if e.Code == identity.CodePrior || e.Weight.IsZero() {
				continue
			}
			c.weigh(reason(v, e), e.Weight.Sign() > 0)
		}
	}
	return c
}

// Weights are log-odds: e to the power of 4 is 55 to 1, of 1.5 about 4 to 1.
var strongWeight, clearWeight = money.MustParse("4"), money.MustParse("1.5")

// reason is a piece of evidence as a sentence: how much it says, what it is, and
// on what.
func reason(v *visit.Visit, e matching.Evidence) string {
	strength := "slight"
	switch weight := e.Weight.Abs(); {
	case weight.Cmp(strongWeight) >= 0:
		strength = "strong"
	case weight.Cmp(clearWeight) >= 0:
		strength = "clear"
	}
	args := i18n.Args{"strength": v.Text("web.review.strength."+strength, nil), "evidence": v.Text("identity.evidence."+string(e.Code), nil)}
	switch {
	case e.Left != "" && e.Right != "" && e.Left != e.Right:
		args["values"] = e.Left + " | " + e.Right
	case e.Left != "" || e.Right != "":
		args["values"] = max(e.Left, e.Right)
	default:
		return v.Text("web.review.reason", args)
	}
	return v.Text("web.review.reason.values", args)
}

func partyFacts(v *visit.Visit, p matching.Party) []component.Fact {
	var facts facts
	facts.add(v, "account", p.Account)
	facts.add(v, "provider", p.Provider)
	facts.add(v, "names", strings.Join(p.Names, v.Text("match.evidence.separator", nil)))
	facts.add(v, "payer", strings.TrimSpace(p.Payer+" "+p.PayerName))
	facts.add(v, "tax_id", p.TaxID)
	facts.add(v, "email", p.Email)
	facts.add(v, "ref", p.Ref)
	var hints []string
	for _, h := range slices.Concat(p.Hints, p.Deals) {
		hints = append(hints, h.Said())
	}
	facts.add(v, "hints", strings.Join(hints, v.Text("match.evidence.separator", nil)))
	if p.First != 0 {
		facts.add(v, "months", p.First.String()+" – "+p.Last.String())
	}
	return facts
}

// shownIdentifiers is how many identifiers of a kind stand beside a question.
const shownIdentifiers = 4

func customerFacts(v *visit.Visit, c customer.Customer) []component.Fact {
	var facts facts
	facts.add(v, "customer", string(c.ID))
	facts.add(v, "country", c.Country)
	facts.add(v, "industry", c.Industry)
	facts.add(v, "segment", c.Segment)
	for _, kind := range customer.WrittenKinds() {
		var values []string
		for _, i := range c.Identifiers {
			if i.Kind == kind {
				values = append(values, i.Value)
			}
		}
		if more := len(values) - shownIdentifiers; more > 0 {
			values = append(values[:shownIdentifiers], v.Text("web.review.more_values", i18n.Args{"count": more}))
		}
		facts.add(v, string(kind), strings.Join(values, v.Text("match.evidence.separator", nil)))
	}
	return facts
}

func (q *identityQueue) accept(ctx context.Context, picks []pick) error {
	for _, p := range picks {
		if _, err := q.matcher.Accept(ctx, matching.AcceptInput{Question: p.Question, Customer: customer.ID(p.Candidate), New: p.New}); err != nil {
			return err
		}
	}
	return nil
}

func (q *identityQueue) reject(ctx context.Context, picks []pick) error {
	for _, p := range picks {
		if _, err := q.matcher.Reject(ctx, matching.RejectInput{Question: p.Question, Customer: customer.ID(p.Candidate)}); err != nil {
			return err
		}
	}
	return nil
}

func (q *identityQueue) undo(ctx context.Context, decision string) (string, error) {
	u, err := q.matcher.Undo(ctx, decision, "")
	if err != nil || u.Again == nil {
		return "", err
	}
	return string(u.Again.ID), nil
}
