package customer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// A small world, so that decisions meet: its days are ten from firstDay.
var firstDay = day("2025-01-01")

const worldDays = 10

// world is the names that a log is drawn from.
type world struct {
	roster  []customer.Customer
	ids     []customer.ID // of the roster and to be created
	parties []customer.PartyID
}

func makeWorld(prefix string) world {
	w := world{}
	for n := range 4 {
		id := customer.ID(fmt.Sprint(prefix, "c", n))
		c := customer.Customer{ID: id, Name: fmt.Sprint(prefix, "Customer ", n), Identifiers: []customer.Identifier{
			{Kind: customer.KindTaxID, Value: fmt.Sprint(prefix, "T", n)}, {Kind: customer.KindDomain, Value: fmt.Sprint(prefix, n, ".example")}}}
		if n < 3 {
			account := fmt.Sprint(prefix, "0000", n)
			c.Identifiers = append(c.Identifiers, customer.Identifier{Kind: customer.KindAccount, Value: account})
			w.parties = append(w.parties, customer.AccountParty(account))
		}
		w.roster, w.ids = append(w.roster, c), append(w.ids, id)
	}
	// One account changes hands by the roster's own word.
	handed := customer.Identifier{Kind: customer.KindAccount, Value: prefix + "handed", Until: firstDay.AddDate(0, 0, 4)}
	w.roster[0].Identifiers = append(w.roster[0].Identifiers, handed)
	handed.From, handed.Until = handed.Until, time.Time{}
	w.roster[1].Identifiers = append(w.roster[1].Identifiers, handed)
	w.parties = append(w.parties, customer.AccountParty(handed.Value))
	for n := range 3 {
		w.parties = append(w.parties, customer.PartyID(fmt.Sprint("book:", prefix, n)))
	}
	for n := range 3 {
		w.ids = append(w.ids, customer.ID(fmt.Sprint(prefix, "n", n)))
	}
	return w
}

func drawDay(t *rapid.T, label string) time.Time {
	if n := rapid.IntRange(-2, worldDays).Draw(t, label); n >= 0 {
		return firstDay.AddDate(0, 0, n)
	}
	return time.Time{}
}

// decision draws one of the verbs, often about things that do not fit.
func (w world) decision(t *rapid.T, n int, verbs ...customer.Verb) customer.Decision {
	id := rapid.SampledFrom(w.ids)
	d := customer.Decision{ID: fmt.Sprintf("%s%03d", w.ids[0], n), At: firstDay.Add(time.Duration(n) * time.Minute), Actor: rapid.SampledFrom([]string{"ana", "li", customer.ActorAuto}).Draw(t, "actor"),
		Verb: rapid.SampledFrom(verbs).Draw(t, "verb"), Customer: id.Draw(t, "customer"), Probability: money.MustParse("0.99")}
	party := rapid.SampledFrom(w.parties)
	made := func() *customer.Customer {
		return &customer.Customer{ID: rapid.SampledFrom(w.ids[4:]).Draw(t, "new"), Name: fmt.Sprint("New ", n)}
	}
	switch d.Verb {
	case customer.VerbCreate:
		d.New = made()
		if rapid.Bool().Draw(t, "with party") {
			d.Party = party.Draw(t, "party")
		}
	case customer.VerbLink:
		d.Party = party.Draw(t, "party")
		d.From, d.Until = drawDay(t, "from"), drawDay(t, "until")
		d.Identifiers = []customer.Identifier{{Kind: customer.KindName, Value: string(d.Party)}}
	case customer.VerbApart:
		d.Into = id.Draw(t, "into")
		if rapid.Bool().Draw(t, "of a party") {
			d.Party = party.Draw(t, "party")
		}
		d.EvidenceKey = fmt.Sprint("e", n)
	case customer.VerbMerge:
		d.Into = id.Draw(t, "into")
	case customer.VerbSplit:
		if rapid.Bool().Draw(t, "to a new one") {
			d.New = made()
		} else {
			d.Into = id.Draw(t, "into")
		}
		for _, c := range w.roster {
			for _, i := range c.Identifiers {
				if rapid.IntRange(0, 3).Draw(t, "take") == 0 {
					d.Identifiers = append(d.Identifiers, i)
				}
			}
		}
		d.Party = party.Draw(t, "party")
	case customer.VerbMove:
		d.Party, d.Into = party.Draw(t, "party"), id.Draw(t, "into")
		d.From, d.Until = drawDay(t, "from"), drawDay(t, "until")
		if rapid.Bool().Draw(t, "from anybody") {
			d.Customer = ""
		}
	case customer.VerbParent:
		d.Into, d.Role = id.Draw(t, "into"), rapid.SampledFrom(customer.Roles()).Draw(t, "role")
		d.From, d.Until = drawDay(t, "from"), drawDay(t, "until")
	case customer.VerbUndo:
		d.Undoes = fmt.Sprintf("%s%03d", w.ids[0], rapid.IntRange(0, max(n, 1)).Draw(t, "undoes"))
	}
	return d
}

func (w world) log(t *rapid.T, longest int, verbs ...customer.Verb) []customer.Decision {
	if len(verbs) == 0 {
		verbs = customer.Verbs()
	}
	log := make([]customer.Decision, rapid.IntRange(0, longest).Draw(t, "decisions"))
	for n := range log {
		log[n] = w.decision(t, n, verbs...)
	}
	return log
}

// said is all that a book answers about a world, to compare books by.
type said struct {
	Customers []customer.Customer
	Survivors map[customer.ID]customer.ID
	Tenures   map[customer.PartyID][]customer.Tenure
	Apart     map[string]customer.Apart
	Stale     []string
}

func (w world) ask(b *customer.Book) said {
	s := said{Customers: slices.Clone(b.Customers()), Survivors: map[customer.ID]customer.ID{}, Tenures: map[customer.PartyID][]customer.Tenure{}, Apart: map[string]customer.Apart{}}
	slices.SortFunc(s.Customers, func(a, b customer.Customer) int { return strings.Compare(string(a.ID), string(b.ID)) })
	subjects := []customer.Subject{}
	for _, id := range w.ids {
		s.Survivors[id] = b.Survivor(id)
		subjects = append(subjects, customer.OfCustomer(id))
	}
	for _, p := range w.parties {
		s.Tenures[p] = b.Tenures(p)
		subjects = append(subjects, customer.OfParty(p))
	}
	for i, x := range subjects {
		for j, y := range subjects {
			if a, is := b.Apart(x, y); is {
				s.Apart[fmt.Sprint(i, " ", j)] = a
			}
		}
	}
	for _, d := range b.Stale() {
		s.Stale = append(s.Stale, d.Decision.ID)
	}
	return s
}

var alike = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(money.Decimal.Equal)}

func same(t *rapid.T, what string, want, got any) {
	if diff := cmp.Diff(want, got, alike); diff != "" {
		t.Fatalf("%s:\n%s", what, diff)
	}
}

func TestUndoGivesTheFoldWithoutTheDecision(t *testing.T) {
	w := makeWorld("w")
	rapid.Check(t, func(t *rapid.T) {
		log := w.log(t, 12)
		if len(log) == 0 {
			return
		}
		n := rapid.IntRange(0, len(log)-1).Draw(t, "which")
		if customer.Fold(w.roster, log).Undone(log[n].ID) {
			return // an undo of what is undone already takes nothing back
		}
		undone := append(slices.Clone(log), customer.Decision{ID: "undo", At: firstDay, Actor: "ana", Verb: customer.VerbUndo, Undoes: log[n].ID})
		without := slices.Delete(slices.Clone(log), n, n+1)
		got := w.ask(customer.Fold(w.roster, undone))
		want := w.ask(customer.Fold(w.roster, without))
		// An undo of the missing decision has nothing to take back, and says so.
		dangling := func(id string) bool {
			return slices.ContainsFunc(without, func(d customer.Decision) bool {
				return d.ID == id && d.Verb == customer.VerbUndo && d.Undoes == log[n].ID
			})
		}
		want.Stale = slices.DeleteFunc(want.Stale, dangling)
		got.Stale = slices.DeleteFunc(got.Stale, dangling)
		same(t, "with its undo (+) and without it (-)", want, got)
	})
}

func TestIndependentDecisionsMayComeInAnyOrder(t *testing.T) {
	left, right := makeWorld("l"), makeWorld("r")
	roster := slices.Concat(left.roster, right.roster)
	rapid.Check(t, func(t *rapid.T) {
		a, b := left.log(t, 6), right.log(t, 6)
		mixed := make([]customer.Decision, 0, len(a)+len(b))
		for x, y := a, b; len(x)+len(y) > 0; {
			if len(y) == 0 || len(x) > 0 && rapid.Bool().Draw(t, "left first") {
				mixed, x = append(mixed, x[0]), x[1:]
			} else {
				mixed, y = append(mixed, y[0]), y[1:]
			}
		}
		one, other := customer.Fold(roster, slices.Concat(a, b)), customer.Fold(roster, mixed)
		for _, w := range []world{left, right} {
			x, y := w.ask(one), w.ask(other)
			slices.Sort(x.Stale)
			slices.Sort(y.Stale)
			same(t, "one after the other (-) and mixed (+)", x, y)
		}
	})
}

func TestAPartyHasOneOwnerADay(t *testing.T) {
	w := makeWorld("w")
	rapid.Check(t, func(t *rapid.T) {
		book := customer.Fold(w.roster, w.log(t, 14))
		for _, p := range w.parties {
			for n := range worldDays + 1 {
				on := firstDay.AddDate(0, 0, n)
				holders := map[customer.Origin]map[customer.ID]bool{}
				for _, c := range book.Customers() {
					for _, i := range c.Identifiers {
						if (i.Kind == customer.KindParty && i.Value == string(p) || i.Kind == customer.KindAccount && customer.AccountParty(i.Value) == p) && i.ValidOn(on) {
							if holders[i.Origin] == nil {
								holders[i.Origin] = map[customer.ID]bool{}
							}
							holders[i.Origin][c.ID] = true
						}
					}
				}
				for origin, ids := range holders {
					if len(ids) > 1 {
						t.Fatalf("%s belongs to %v on %s by one word (%q)", p, ids, on.Format(time.DateOnly), origin)
					}
				}
				if owner, ok := book.Owner(p, on); ok && !holders[customer.OriginPerson][owner] && !holders[customer.OriginRoster][owner] && !holders[customer.OriginAuto][owner] {
					t.Fatalf("%s is owned by %s, who does not hold it", p, owner)
				}
			}
		}
	})
}

// Whatever people merge, split and move, every identifier is held on as many
// days as before.
func TestNothingIsLostOrDoubled(t *testing.T) {
	w := makeWorld("w")
	census := func(b *customer.Book) map[string]int {
		held := map[string]int{}
		for _, c := range b.Customers() {
			for _, i := range c.Identifiers {
				if i.Kind == customer.KindName {
					continue // a merged customer's name is a name more
				}
				for n := -1; n <= worldDays+1; n++ {
					if on := firstDay.AddDate(0, 0, n); i.ValidOn(on) {
						held[fmt.Sprint(i.Kind, " ", i.Value, " ", on.Format(time.DateOnly))]++
					}
				}
			}
		}
		return held
	}
	before := census(customer.Fold(w.roster, nil))
	rapid.Check(t, func(t *rapid.T) {
		log := w.log(t, 12, customer.VerbMerge, customer.VerbSplit, customer.VerbMove, customer.VerbParent, customer.VerbUndo)
		same(t, "held in the roster (-) and after decisions (+)", before, census(customer.Fold(w.roster, log)))
	})
}

func TestSplittingAndMergingAgainChangesNothingButTheName(t *testing.T) {
	w := makeWorld("w")
	rapid.Check(t, func(t *rapid.T) {
		log := w.log(t, 6)
		split := w.decision(t, 100, customer.VerbSplit)
		split.Into, split.New = "", &customer.Customer{ID: "part", Name: "Part"}
		was := customer.Fold(w.roster, log)
		if was.Permits(split) != nil {
			return
		}
		merge := customer.Decision{ID: "merge", At: firstDay, Actor: "ana", Verb: customer.VerbMerge, Customer: "part", Into: split.Customer}
		is := customer.Fold(w.roster, append(slices.Clone(log), split, merge))
		want, got := was.Customers(), slices.Clone(is.Customers())
		for n := range got {
			got[n].Identifiers = slices.DeleteFunc(slices.Clone(got[n].Identifiers), func(i customer.Identifier) bool {
				return i.Kind == customer.KindName && i.Value == "Part"
			})
		}
		same(t, "before (-) and after (+)", want, got)
	})
}

// Where people have said whose a party is, nothing that the matcher says
// changes it, except by a merge that people do not forbid.
func TestPeopleBeatTheMatcher(t *testing.T) {
	w := makeWorld("w")
	rapid.Check(t, func(t *rapid.T) {
		log := w.log(t, 12, customer.VerbCreate, customer.VerbLink, customer.VerbApart, customer.VerbMove, customer.VerbMerge)
		var people []customer.Decision
		for n, d := range log {
			if d.Verb == customer.VerbCreate && d.Actor == customer.ActorAuto {
				log[n].New.ID = "auto" // people's decisions are about their own
			}
			if d.Actor != customer.ActorAuto {
				people = append(people, d)
			}
			if d.Verb == customer.VerbMerge && d.Actor == customer.ActorAuto {
				log[n].Actor = "ana" // both folds have the same merges
				people = append(people, log[n])
			}
		}
		all, said := customer.Fold(w.roster, log), customer.Fold(w.roster, people)
		for _, p := range w.parties {
			for _, want := range said.Tenures(p) {
				if want.Origin == customer.OriginAuto {
					t.Fatal("nobody automatic has spoken")
				}
				on := want.From
				if on.IsZero() {
					on = firstDay.AddDate(-1, 0, 0)
				}
				if got, ok := all.Owner(p, on); ok != (want.Customer != "") || got != want.Customer {
					t.Fatalf("%s on %s: %q, people say %q", p, on, got, want.Customer)
				}
			}
		}
		for _, p := range w.parties {
			for _, tenure := range all.Tenures(p) {
				a, kept := all.Apart(customer.OfParty(p), customer.OfCustomer(tenure.Customer))
				if kept && a.Origin == customer.OriginPerson && tenure.Origin == customer.OriginAuto {
					t.Fatalf("%s was linked automatically to %s, whom people keep apart from it", p, tenure.Customer)
				}
			}
		}
	})
}

func TestWhatIsPermittedApplies(t *testing.T) {
	w := makeWorld("w")
	rapid.Check(t, func(t *rapid.T) {
		log := w.log(t, 10)
		next := w.decision(t, 100, customer.Verbs()...)
		before := customer.Fold(w.roster, log)
		err := before.Permits(next)
		after := customer.Fold(w.roster, append(slices.Clone(log), next))
		stale := slices.ContainsFunc(after.Stale(), func(s customer.Stale) bool { return s.Decision.ID == next.ID })
		if err == nil && stale {
			t.Fatalf("%+v was permitted and does not apply", next)
		}
		if after.Last() != next.ID {
			t.Fatalf("last is %s", after.Last())
		}
		for _, s := range after.Stale() {
			if s.Because == nil || s.Because.Code == "" {
				t.Fatalf("%s is stale without a reason", s.Decision.ID)
			}
		}
		if next.Verb == customer.VerbParent && err == nil {
			for _, id := range w.ids {
				for _, line := range []customer.Line{customer.LineOwnership, customer.LineChannel} {
					if slices.Contains(after.Ancestors(id, line, firstDay), after.Survivor(id)) && after.Survivor(id) != "" {
						t.Fatalf("%s stands over itself", id)
					}
				}
			}
		}
	})
}
