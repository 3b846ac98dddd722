package matching

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/progress"
)

// deciding finds out, on one ground, what is certain and what is to be asked.
type deciding struct {
	*Matcher
	g         *ground
	ps        *parties
	x         *multiplier.Exchange
	c         *comparing
	owned     map[customer.ID][]*Party // before the run
	links     []link
	created   []creation
	madeNames map[customer.ID]string
	questions []Question
	// rivals are those without a customer whose an account may yet turn out to be:
	// see contest.
	rivals *identity.Index
	// doubled are the pairs of customers that may be one.
	doubled [][2]customer.ID
	// scored counts by party or customer the pairs for which there is anything to say.
	scored map[customer.PartyID]int
}

// link is a party that is surely a customer's.
type link struct {
	party    *Party
	customer customer.ID
	score    identity.Score
}

// creation is a party of the books that becomes a customer of its own.
type creation struct {
	party *Party
	made  customer.Customer
}

// takenBack finds the parties whose automatic decisions people have undone: nothing
// is decided about them without a person again. Those that only went with another
// are free to be decided again.
func (g *ground) takenBack() map[customer.PartyID]bool {
	held := map[customer.PartyID]bool{}
	for _, k := range g.log {
		if k.Verb != customer.VerbUndo || k.With != "" || g.book.Undone(k.ID) {
			continue
		}
		if undone, known := g.given(k.Undoes); known && undone.Actor == ActorAuto && undone.Party != "" {
			held[undone.Party] = true
		}
	}
	return held
}

// judged is a party with what follows for it.
type judged struct {
	party   *Party
	verdict identity.Verdict
	why     Why
	matches []identity.Match // best first, without those a person has ruled out
	fresh   map[customer.ID][]identity.Evidence
	scored  int // candidates from leastScored
}

// leastScored is the probability from which a pair counts as one that was scored:
// what the blocking brings besides is nobody's question.
const leastScored = 0.01

// judge says what follows for a party from the customers that it comes near.
func (d *deciding) judge(p *Party, matches []identity.Match) judged {
	j := judged{party: p, fresh: map[customer.ID][]identity.Evidence{}}
	var open []identity.Match
	for _, m := range matches {
		if m.Score.Probability >= leastScored {
			j.scored++
		}
		id := customerOf(m)
		apart, said := d.g.book.Apart(customer.OfParty(p.ID), customer.OfCustomer(id))
		if said {
			fresh := d.g.freshSince(apart, m.Score)
			if len(fresh) == 0 {
				continue
			}
			j.fresh[id] = fresh
		}
		open = append(open, m)
	}
	mine := identity.Prepare(p.record())
	choice := d.Thresholds.Choose(mine, open)
	j.verdict, j.matches = choice.Verdict, choice.Matches
	if len(j.matches) == 0 {
		j.why = WhyUnknown
		if d.g.held[p.ID] {
			j.verdict, j.why = identity.VerdictAsk, WhyTakenBack
		}
		return j
	}
	best := j.matches[0]
	switch {
	case len(j.fresh[customerOf(best)]) > 0:
		j.verdict, j.why = identity.VerdictAsk, WhyEvidence
	case d.g.held[p.ID]:
		j.verdict, j.why = identity.VerdictAsk, WhyTakenBack
	case choice.Competing:
		j.why = WhyCompeting
	case j.verdict == identity.VerdictAccept && p.Kind == identity.KindAccount && !best.Score.Exact && slices.ContainsFunc(open[1:], sharesBrand(mine)):
		// A label says a brand and little else, and two customers may have it.
		j.verdict, j.why = identity.VerdictAsk, WhyCompeting
	case j.verdict == identity.VerdictAsk && d.namedAlone(mine, open):
		j.verdict = identity.VerdictAccept
	case best.Score.Veto != "":
		j.why = WhyVeto
	case best.Score.OnlyWeak:
		j.why = WhyWeak
	default:
		j.why = WhyUnsure
	}
	return j
}

// namedAlone reports that the label of an account is the brand of its best
// candidate, and of no other customer. A customer that matching has made must be
// known by the brand alone; an imported one must not be known otherwise. Whether
// somebody who is no customer has the brand too is asked after: see contest.
func (d *deciding) namedAlone(p *identity.Prepared, matches []identity.Match) bool {
	best := matches[0]
	if p.Record.Kind != identity.KindAccount || best.Score.Veto != "" || slices.ContainsFunc(matches[1:], sharesBrand(p)) {
		return false
	}
	says, agrees := identity.NamedAlone(p, best.Record)
	return agrees || says && d.g.listed[customerOf(best)]
}

// sharesBrand reports a match whose name has the label's brand and contradicts
// nothing that the label says, however likely it is.
func sharesBrand(label *identity.Prepared) func(identity.Match) bool {
	return func(m identity.Match) bool {
		return identity.SharesBrand(label, m.Record) || hasBrand(m.Score)
	}
}

func hasBrand(s identity.Score) bool {
	shares := false
	for _, e := range s.Evidence {
		switch e.Code {
		case identity.CodeBrandSame, identity.CodeBrandJoined, identity.CodeNameSame:
			shares = true
		case identity.CodeBrandOther, identity.CodeCommonOther, identity.CodePlaceOther, identity.CodeNumberOther:
			if e.Left != "" && e.Right != "" { // words of the name alone contradict nothing
				return false
			}
		default: // says nothing of the brand
		}
	}
	return shares
}

// freshSince gives the evidence for a pair that was not there when it was kept
// apart; none when a person ruled it out whatever the evidence.
func (g *ground) freshSince(a customer.Apart, s identity.Score) []identity.Evidence {
	if a.EvidenceKey == "" || a.EvidenceKey == s.Key() {
		return nil
	}
	k, _ := g.given(a.Decision)
	return s.Fresh(k.Marks)
}

// judgeAll judges parties side by side.
func (d *deciding) judgeAll(ps []*Party, stage string) []judged {
	out := make([]judged, len(ps))
	const step = 4096
	for from := 0; from < len(ps); from += step {
		until := min(from+step, len(ps))
		parallel(until-from, func(i int) { out[from+i] = d.judge(ps[from+i], d.c.best(ps[from+i])) })
		for _, j := range out[from:until] {
			d.scored[j.party.ID] = j.scored
		}
		d.Progress.Send(progress.Event{Stage: stage, Unit: progress.UnitRows, Done: int64(until), Total: int64(len(ps)), Finished: until == len(ps)})
	}
	return out
}

// books decides on parties of service lines. What is certain comes first: a
// party that says two names (X, formerly Y) tells whose the invoices of Y are.
// One that comes near nobody becomes a customer, and a candidate for those after
// it: so the richest come first.
func (d *deciding) books(ps []*Party) {
	slices.SortFunc(ps, func(a, b *Party) int {
		return cmp.Or(byBool(a.TaxID != "", b.TaxID != ""), b.stake(d.x).Amount.Decimal.Cmp(a.stake(d.x).Amount.Decimal), cmp.Compare(a.ID, b.ID))
	})
	all := d.certain(ps)
	var near []*Party
	for _, j := range all {
		if j.verdict == identity.VerdictApart && len(d.created) > 0 {
			j = d.judge(j.party, d.c.best(j.party))
		}
		switch j.verdict {
		case identity.VerdictApart:
			d.create(j.party)
		default:
			near = append(near, j.party)
		}
	}
	if len(d.created) > 0 {
		d.c.seen = len(d.c.told)
		all = d.judgeAll(near, "match.again") // new customers may compete
	} else {
		all = slices.DeleteFunc(all, func(j judged) bool { return j.verdict == identity.VerdictApart })
	}
	for _, j := range all {
		d.settle(j)
	}
	d.conflicts()
	d.tell(d.links)
}

// rounds bounds how often what has become certain makes more so.
const rounds = 3

// certain links what is certain, tells the customers what they are called
// besides, and judges the others in view of that.
func (d *deciding) certain(ps []*Party) []judged {
	for n := 1; ; n++ {
		d.c.seen = len(d.c.told)
		all := d.judgeAll(ps, "match.books")
		linked := len(d.links)
		for _, j := range all {
			if j.verdict == identity.VerdictAccept {
				d.settle(j)
			}
		}
		if len(d.links) == linked || n == rounds {
			return slices.DeleteFunc(all, func(j judged) bool { return j.verdict == identity.VerdictAccept })
		}
		settled := map[customer.PartyID]bool{}
		for _, l := range d.links[linked:] {
			settled[l.party.ID] = true
		}
		d.conflicts()
		d.tell(d.links[min(linked, len(d.links)):])
		ps = slices.DeleteFunc(ps, func(p *Party) bool { return settled[p.ID] })
	}
}

// tell lets customers be known by what was just linked to them.
func (d *deciding) tell(links []link) {
	linked := map[customer.ID][]*Party{}
	for _, l := range d.links {
		linked[l.customer] = append(linked[l.customer], l.party)
	}
	told := map[customer.ID]bool{}
	for _, l := range links {
		if c, known := d.g.book.Customer(l.customer); known && !told[l.customer] {
			told[l.customer] = true
			d.c.add(c, slices.Concat(d.ps.load(d.owned[l.customer]...), linked[l.customer])...)
		}
	}
}

func byBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// create makes a customer of a party.
func (d *deciding) create(p *Party) {
	made := newCustomer(p, "")
	d.created, d.madeNames[made.ID] = append(d.created, creation{p, made}), made.Name
	d.c.add(made, p)
}

// newCustomer is a customer made of a party. Its id follows from the party's, so
// that two runs at once make the same one.
func newCustomer(p *Party, name string) customer.Customer {
	c := customer.Customer{ID: customer.ID("c-" + hash(string(p.ID), 5)), Name: name}
	if c.Name == "" {
		c.Name = p.Title()
	}
	if p.TaxID != "" {
		c.Identifiers = []customer.Identifier{{Kind: customer.KindTaxID, Value: p.TaxID}}
	}
	return c
}

// settle keeps what follows for a party.
func (d *deciding) settle(j judged) {
	if j.verdict == identity.VerdictAccept {
		d.links = append(d.links, link{j.party, customerOf(j.matches[0]), j.matches[0].Score})
		return
	}
	d.ask(j)
}

// ask makes a question of a party.
func (d *deciding) ask(j judged) {
	d.questionOf(j, identity.Prepare(j.party.record()))
}

// questionOf makes a question of what was compared.
func (d *deciding) questionOf(j judged, mine *identity.Prepared) {
	q := Question{ID: questionID(j.party.ID), Why: j.why, Party: *j.party, Stake: j.party.stake(d.x), Model: d.c.model.Version()}
	for _, m := range j.matches {
		id := customerOf(m)
		example := identity.NewExample(mine, m.Record, false)
		q.Candidates = append(q.Candidates, Candidate{Customer: id, Name: d.nameOf(id), Probability: probabilityOf(m.Score),
			Evidence: evidenceOf(m.Score.Evidence), Veto: m.Score.Veto, Key: m.Score.Key(), Marks: m.Score.Marks(),
			Fresh: evidenceOf(j.fresh[id]), Example: &example})
	}
	d.questions = append(d.questions, q)
}

// nameOf is a customer's name, also of one that this run has made.
func (d *deciding) nameOf(id customer.ID) string {
	if name, made := d.madeNames[id]; made {
		return name
	}
	return d.g.name(id)
}

// ambiguous asks about parties of which an exact identifier names several
// customers.
func (d *deciding) ambiguous(ps []*Party) {
	for _, p := range ps {
		j := d.judge(p, d.c.best(p))
		j.why = WhyAmbiguous
		d.ask(j)
	}
}
