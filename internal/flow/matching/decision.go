package matching

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/state"
)

// kept is a decision as the log keeps it: with what is needed to tell later
// what is new, to learn from it, and to take it back.
type kept struct {
	customer.Decision
	// Title is what the party was called then.
	Title string `json:"title,omitempty"`
	// Marks are what spoke for the pair, each by itself.
	Marks []string `json:"marks,omitempty"`
	// Example is what the pair looked like to the model when a person answered.
	Example *identity.Example `json:"example,omitempty"`
	// Question is what was answered: an undo asks it again.
	Question *Question `json:"question,omitempty"`
	// With is the decision that this one follows from: it is undone with it.
	With string `json:"with,omitempty"`
}

// ground is what a piece of work stands on: the log and what it comes to.
type ground struct {
	log    []kept
	at     map[string]int // place in the log by id
	book   *customer.Book
	exact  *customer.Index
	names  map[customer.ID]string
	roster []customer.Customer  // as imported
	listed map[customer.ID]bool // those who have an imported one in them
	// held are the parties of which a person has taken back what was decided
	// automatically.
	held map[customer.PartyID]bool
}

// stand reads the ground: the imported customers and the log, once.
func (m *Matcher) stand(ctx context.Context) (*ground, error) {
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	roster, err := m.State.Roster(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := m.State.Decisions(ctx, state.AreaIdentity)
	if err != nil {
		return nil, err
	}
	g := &ground{roster: roster, names: map[customer.ID]string{}, listed: make(map[customer.ID]bool, len(roster)), log: make([]kept, len(rows)), at: make(map[string]int, len(rows))}
	log := make([]customer.Decision, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &g.log[i]); err != nil {
			return nil, err
		}
		g.log[i].ID, g.log[i].At, g.log[i].Actor = r.ID, r.At, r.Actor
		log[i], g.at[r.ID] = g.log[i].Decision, i
	}
	g.book = customer.Fold(roster, log)
	g.exact = g.book.Index()
	for _, c := range g.book.Customers() {
		g.names[c.ID] = c.Name
	}
	for _, c := range roster {
		g.listed[g.book.Survivor(c.ID)] = true
	}
	g.held = g.takenBack()
	return g, nil
}

// name is what a customer is called now, also one that was merged.
func (g *ground) name(id customer.ID) string {
	if c, known := g.book.Customer(id); known && c.Name != "" {
		return c.Name
	}
	return string(id)
}

// given finds a decision that the log keeps.
func (g *ground) given(id string) (kept, bool) {
	at, known := g.at[id]
	if !known {
		return kept{}, false
	}
	return g.log[at], true
}

// attempts is how often work is done again because somebody else decided
// meanwhile. People answer by seconds, so that more than one is rare.
const attempts = 5

// decide reads the ground, lets work say what is to be decided on it, and writes
// that in one transaction. When somebody else has decided in between, the work
// is done again on the new ground: nobody decides over another unseen.
func (m *Matcher) decide(ctx context.Context, work func(*ground) ([]kept, error)) (*ground, []kept, error) {
	for n := 1; ; n++ {
		g, err := m.stand(ctx)
		if err != nil {
			return nil, nil, err
		}
		made, err := work(g)
		if err != nil {
			return nil, nil, err
		}
		err = m.write(ctx, g, made)
		if err == nil {
			return g, made, nil
		}
		if fault.CodeOf(err) != "decision.outdated" || n == attempts {
			return nil, nil, err
		}
	}
}

// write keeps decisions; what the book does not permit is refused as a whole.
func (m *Matcher) write(ctx context.Context, g *ground, made []kept) error {
	if len(made) == 0 {
		return nil
	}
	if _, err := m.Guard.Allow(ctx, access.RightDecide); err != nil {
		return err
	}
	rows := make([]state.Decision, len(made))
	for i, k := range made {
		body, err := json.Marshal(k)
		if err != nil {
			return err
		}
		rows[i] = state.Decision{ID: k.ID, At: k.At, Actor: k.Actor, Body: body}
	}
	return m.State.DecideAfter(ctx, state.AreaIdentity, g.book.Last(), rows...)
}

// newDecision begins a decision of the person, or of the program itself.
func (m *Matcher) newDecision(actor string, d customer.Decision) (kept, error) {
	id, err := m.newID()
	if err != nil {
		return kept{}, err
	}
	d.ID, d.At, d.Actor = id, m.Now().UTC(), actor
	return kept{Decision: d}, nil
}
