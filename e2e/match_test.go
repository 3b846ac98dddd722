package e2e

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

// The goal: 98 % of the cloud and of the services are with whom they belong to
// after a person has answered about at most 5 % of the pairs, and nothing that was
// linked without a person is wrong.
var (
	cloudAtLeast    = money.MustParse("0.98")
	servicesAtLeast = money.MustParse("0.98")
)

// answersAtMost is the share of the pairs that a person is asked about, in percent.
// Pairs are those that the first run settles by an exact identifier, and those for
// which there is anything to say: a party or customer and a customer that it may
// be, from a probability of 0.01. What the blocking brings besides, many times as
// much, is not counted: nobody would ask about it. So there are about as many
// pairs as the books name parties.
const answersAtMost = 5

func TestTheMoneyOfNoisyBooksLandsOnTheTrueCustomers(t *testing.T) {
	for _, seed := range noisySeeds(t) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			f := newFirmOf(t, generating.Options{Seed: seed, RowsTotal: 24_000, Months: 6, Customers: 80, Noise: true})
			f.importAll()
			r := newReviewer(f)
			before, _ := r.landed()
			r.run()
			cloud, services := r.landed()
			if cloud.Cmp(before) <= 0 {
				t.Errorf("%s of the cloud is with the true customers after a run, %s was before", cloud, before)
			}
			t.Logf("%d parties, %d pairs; %s of the cloud and %s of the services are with the true customers after a run", r.parties, r.pairs, cloud, services)
			for r.answer() > 0 { // answers tell names, and a run is then sure of more
				r.run()
				cloud, services = r.landed()
				t.Logf("%d answers: %s, %s", r.answers, cloud, services)
			}
			for _, w := range r.wrong {
				t.Errorf("linked without a person, and wrongly: %s", w)
			}
			if cloud.Cmp(cloudAtLeast) < 0 || services.Cmp(servicesAtLeast) < 0 {
				t.Errorf("after %d answers %s of the cloud and %s of the services are with the true customers, want %s and %s", r.answers, cloud, services, cloudAtLeast, servicesAtLeast)
			}
			r.failing(seed)
		})
	}
}

// noisySeeds are the seeds of the books: those of the floor, or those that
// SEVENFOLD_NOISY_SEEDS names, such as 4,5,17, for whoever works on matching.
func noisySeeds(t *testing.T) []uint64 {
	t.Helper()
	named := os.Getenv("SEVENFOLD_NOISY_SEEDS")
	if named == "" {
		return []uint64{1, 2, 3}
	}
	var seeds []uint64
	for _, text := range strings.Split(named, ",") {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, seed)
	}
	return seeds
}

// reviewer is a person who knows the truth and answers rightly, the most money
// first, as the queue shows it.
type reviewer struct {
	f       *firm
	matcher *matching.Matcher
	truth   truth
	parties int
	pairs   int // of the first run
	answers int
	made    map[customer.ID]customer.ID // customers made of accounts by answers, and whose they truly are
	wrong   []string
}

// truth finds who somebody really is.
type truth struct {
	accounts map[customer.PartyID][]generating.TruthAccount
	parties  map[string]generating.TruthParty // by name
}

func newReviewer(f *firm) *reviewer {
	a := f.open()
	m, err := a.Matching(f.t.Context(), "reviewer", time.Now, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	r := &reviewer{f: f, matcher: m, made: map[customer.ID]customer.ID{}, truth: truth{map[customer.PartyID][]generating.TruthAccount{}, map[string]generating.TruthParty{}}}
	for _, x := range f.truth.Accounts {
		id := customer.AccountParty(x.Account)
		r.truth.accounts[id] = append(r.truth.accounts[id], x)
	}
	for _, x := range f.truth.Parties {
		if known, twice := r.truth.parties[x.Name]; twice && known.Customer != x.Customer {
			f.t.Fatalf("the books call two customers %q", x.Name)
		}
		r.truth.parties[x.Name] = x
	}
	return r
}

// of says who a party really is at its end, and whether customers.csv lists it.
func (r *reviewer) of(p matching.Party) (id customer.ID, listed bool) {
	if p.Kind == identity.KindAccount {
		list := r.truth.accounts[p.ID]
		if len(list) == 0 {
			r.f.t.Fatalf("the truth does not know account %s", p.Account)
		}
		last, day := list[len(list)-1], p.Last.End().AddDate(0, 0, -1).Format(time.DateOnly)
		for _, x := range list {
			if x.From <= day && day < x.Until {
				last = x
			}
		}
		return customer.ID(last.Customer), last.Listed
	}
	for _, name := range p.Names {
		if x, known := r.truth.parties[name]; known {
			return customer.ID(x.Customer), x.Listed
		}
	}
	r.f.t.Fatalf("the truth does not know %q", p.Names)
	return "", false
}

// run matches, and keeps what was linked wrongly.
func (r *reviewer) run() {
	r.f.t.Helper()
	result, err := r.matcher.Run(r.f.t.Context(), matching.RunInput{})
	if err != nil {
		r.f.t.Fatal(err)
	}
	if r.pairs == 0 {
		r.parties, r.pairs = result.Accounts+result.Books, result.Matched+result.Scored
	}
	_, who := r.customers()
	for _, l := range result.Linked {
		if id, _ := r.of(l.Party); who[l.Customer] != id {
			r.wrong = append(r.wrong, fmt.Sprintf("%s (%s, really %s) to %s (really %s), %s, %s", l.Party.Title(), l.Party.ID, r.name(id), l.Name, r.name(who[l.Customer]), l.Probability, codes(l.Evidence)))
		}
	}
}

// customers says whose every customer of the workspace is: those of the list are
// who they are, those that were made of parties are whom these name. Right are
// one of each; what else was made is with nobody, though its parties are one's.
func (r *reviewer) customers() (right, truly map[customer.ID]customer.ID) {
	r.f.t.Helper()
	book, err := r.matcher.State.CustomerBook(r.f.t.Context())
	if err != nil {
		r.f.t.Fatal(err)
	}
	right, truly = map[customer.ID]customer.ID{}, map[customer.ID]customer.ID{}
	taken := map[customer.ID]bool{}
	for _, x := range r.f.truth.Accounts {
		if x.Listed {
			id := customer.ID(x.Customer)
			right[id], truly[id], taken[id] = id, id, true
		}
	}
	for _, c := range book.Customers() {
		x, known := r.truth.parties[c.Name]
		id := customer.ID(x.Customer)
		if m, made := r.made[c.ID]; made {
			id, known = m, true
		}
		if known && truly[c.ID] == "" {
			truly[c.ID] = id
			if !taken[id] {
				right[c.ID], taken[id] = id, true
			}
		}
	}
	return right, truly
}

// answer answers questions until one whose answer may settle others: then a new run
// comes first, as when somebody goes through the queue in the terminal.
func (r *reviewer) answer() int {
	r.f.t.Helper()
	ctx := r.f.t.Context()
	queue, err := r.matcher.Queue(ctx, matching.QueueInput{Unknown: true})
	if err != nil {
		r.f.t.Fatal(err)
	}
	known := map[customer.ID]customer.ID{} // true customer to the workspace's
	right, firms := r.customers()
	for id, truly := range right {
		known[truly] = id
	}
	done, limit := 0, r.pairs*answersAtMost/100
	for n, q := range queue.Questions {
		if r.answers >= limit {
			break
		}
		r.answers, done = r.answers+1, done+1
		if subject, two := q.Customer(); two {
			r.answerTwo(q, firms, firms[subject])
			break
		}
		truly, _ := r.of(q.Party)
		in := matching.AcceptInput{Question: string(q.ID), Customer: known[truly], New: known[truly] == ""}
		a, err := r.matcher.Accept(ctx, in)
		if err != nil {
			r.f.t.Fatal(err)
		}
		if a.Made && q.Party.Kind == identity.KindAccount {
			r.made[a.Customer] = truly
		}
		if known[truly] = a.Customer; a.Made || slices.ContainsFunc(queue.Questions[n+1:], func(other matching.Question) bool {
			return slices.ContainsFunc(other.Candidates, func(c matching.Candidate) bool { return c.Customer == a.Customer })
		}) {
			break
		}
	}
	return done
}

// answerTwo says whether a customer is one of those that it may be.
func (r *reviewer) answerTwo(q matching.Question, firms map[customer.ID]customer.ID, truly customer.ID) {
	r.f.t.Helper()
	at := slices.IndexFunc(q.Candidates, func(c matching.Candidate) bool { return firms[c.Customer] == truly })
	var err error
	if at < 0 {
		_, err = r.matcher.Reject(r.f.t.Context(), matching.RejectInput{Question: string(q.ID)})
	} else {
		_, err = r.matcher.Accept(r.f.t.Context(), matching.AcceptInput{Question: string(q.ID), Customer: q.Candidates[at].Customer})
	}
	if err != nil {
		r.f.t.Fatal(err)
	}
}

// landed is the share of the cloud and of the services that is with whom it
// belongs to, by month and currency, weighed in US dollars.
func (r *reviewer) landed() (cloud, services money.Decimal) {
	r.f.t.Helper()
	who, _ := r.customers()
	figure := r.f.measure(r.f.open(), "invoiced", period.Range{}, multiplier.DimensionCustomer, multiplier.DimensionMonth, multiplier.DimensionCurrency).Figures[0]
	gotCloud, gotServices, wantCloud, wantServices := amounts{}, amounts{}, amounts{}, amounts{}
	for _, row := range natives(figure) {
		for _, n := range row.Native {
			id := who[customer.ID(row.Key[0])]
			gotCloud.add(n.Cloud, id, " ", row.Key[1], " ", n.Currency)
			for _, p := range multiplier.Parts() {
				gotServices.add(n.Services.Of(p), id, " ", row.Key[1], " ", n.Currency)
			}
		}
	}
	for _, c := range r.f.truth.Cloud {
		if !c.Internal {
			wantCloud.add(c.Effective, c.Customer, " ", c.Month, " ", c.Currency)
		}
	}
	for _, s := range r.f.truth.Services {
		if s.Basis == service.BasisInvoiced {
			wantServices.add(s.Net, s.Customer, " ", s.Month, " ", s.Currency)
		}
	}
	return share(gotCloud, wantCloud), share(gotServices, wantServices)
}

// share is how much of what is wanted is where it is wanted, in US dollars at
// rates that are near enough for weighing.
func share(got, want amounts) money.Decimal {
	rates := map[string]money.Decimal{"USD": money.One, "EUR": money.MustParse("1.1"), "GBP": money.MustParse("1.3"), "CNY": money.MustParse("0.14")}
	right, all := money.Zero, money.Zero
	for key, w := range want {
		rate := rates[key[len(key)-3:]]
		all = all.Add(w.Abs().Mul(rate))
		if g := got[key]; g.Sign() == w.Sign() {
			least := w.Abs()
			if g.Abs().Cmp(least) < 0 {
				least = g.Abs()
			}
			right = right.Add(least.Mul(rate))
		}
	}
	return right.Quo(all, 4)
}

// name says who somebody is in words.
func (r *reviewer) name(id customer.ID) string {
	for _, x := range r.f.truth.Parties {
		if customer.ID(x.Customer) == id {
			return string(id) + " " + x.Name
		}
	}
	return string(id)
}

func codes(list []matching.Evidence) string {
	var all []string
	for _, e := range list {
		all = append(all, string(e.Code)+" "+e.Left+"|"+e.Right+" "+e.Weight.String())
	}
	return strings.Join(all, "; ")
}

// failing writes down what stays open or apart, with the evidence, for whoever
// works on matching: into the file that SEVENFOLD_FAILING_PAIRS names.
func (r *reviewer) failing(seed uint64) {
	path := os.Getenv("SEVENFOLD_FAILING_PAIRS")
	if path == "" {
		return
	}
	queue, err := r.matcher.Queue(r.f.t.Context(), matching.QueueInput{Unknown: true})
	if err != nil {
		r.f.t.Fatal(err)
	}
	lines := slices.Clone(r.wrong)
	for i := range lines {
		lines[i] = "WRONG " + lines[i]
	}
	book, err := r.matcher.State.CustomerBook(r.f.t.Context())
	if err != nil {
		r.f.t.Fatal(err)
	}
	names := map[customer.ID]string{}
	for _, c := range book.Customers() {
		names[c.ID] = c.Name
	}
	for _, q := range queue.Questions {
		if _, two := q.Customer(); two {
			lines = append(lines, fmt.Sprintf("OPEN two customers %q, %q %s, stake %s: %s", q.Party.Title(), q.Candidates[0].Name, q.Candidates[0].Probability, q.Stake.Amount.Decimal.Round(0), codes(q.Candidates[0].Evidence)))
			continue
		}
		truly, listed := r.of(q.Party)
		lines = append(lines, fmt.Sprintf("OPEN %s %s %q tax %q mail %q = %s %q (listed %v), stake %s", q.Why, q.Party.Kind, q.Party.Title(), q.Party.TaxID, q.Party.Email, truly, names[truly], listed, q.Stake.Amount.Decimal.Round(0)))
		for _, c := range q.Candidates {
			lines = append(lines, fmt.Sprintf("     %s %s %q: %s", c.Probability, c.Customer, c.Name, codes(c.Evidence)))
		}
	}
	who, _ := r.customers()
	for _, c := range book.Customers() {
		if who[c.ID] == "" {
			x := r.truth.parties[c.Name]
			lines = append(lines, fmt.Sprintf("MADE A CUSTOMER %q although it is %s %q", c.Name, x.Customer, names[customer.ID(x.Customer)]))
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		r.f.t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintf(f, "== seed %d\n%s\n", seed, strings.Join(lines, "\n"))
}
