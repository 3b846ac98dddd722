package measuring

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Profile is what is known of one customer beside figures.
type Profile struct {
	Customer customer.Customer
	Merged   []customer.ID
	// Parents and Children are the places in hierarchies of those customers that
	// the asker may see.
	Parents, Children []Relative
	// Words are the decisions that gave the customer its identifiers, by id.
	Words map[string]customer.Decision
}

// Relative is a customer above or below another; Place says in which role, and
// on which days.
type Relative struct {
	ID    customer.ID
	Name  string
	Place customer.Parent
}

// Profile gives a customer by its id or that of one merged into it. Who may not
// see it is told that there is none. Fault: customer.unknown.
func (m *Measurer) Profile(ctx context.Context, id customer.ID) (_ Profile, err error) {
	defer fault.Wrap(&err, "measuring.Profile(%s)", id)
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return Profile{}, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return Profile{}, err
	}
	if !viewer.Sees(book, id) {
		return Profile{}, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(id))
	}
	p := Profile{Merged: book.Merged(id), Words: map[string]customer.Decision{}}
	p.Customer, _ = book.Customer(id)
	for _, i := range p.Customer.Identifiers {
		if d, known := book.Decision(i.Source); known {
			p.Words[i.Source] = d
		}
	}
	for _, place := range p.Customer.Parents {
		if above, known := book.Customer(place.ID); known && viewer.Sees(book, above.ID) {
			p.Parents = append(p.Parents, Relative{above.ID, above.Name, place})
		}
	}
	for _, c := range book.Customers() {
		if !viewer.Sees(book, c.ID) {
			continue
		}
		at := slices.IndexFunc(c.Parents, func(place customer.Parent) bool { return place.ID != "" && book.Survivor(place.ID) == p.Customer.ID })
		if at >= 0 {
			p.Children = append(p.Children, Relative{c.ID, c.Name, c.Parents[at]})
		}
	}
	return p, nil
}
