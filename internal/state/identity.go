package state

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

// CustomerBook gives who the customers are: the imported ones after everything
// that was decided. Its Last is what DecideAfter takes.
func (s *DB) CustomerBook(ctx context.Context) (_ *customer.Book, err error) {
	defer wrap(&err, "state.CustomerBook")
	roster, err := s.Roster(ctx)
	if err != nil {
		return nil, err
	}
	log, err := s.customerDecisions(ctx)
	if err != nil {
		return nil, err
	}
	return customer.Fold(roster, log), nil
}

// Customers gives the customers as they are now, see customer.Book.
func (s *DB) Customers(ctx context.Context) (_ []customer.Customer, err error) {
	book, err := s.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	return book.Customers(), nil
}

// customerDecisions gives the log of decisions about customers, oldest first:
// bodies are customer.Decision in JSON, and may have more beside it.
func (s *DB) customerDecisions(ctx context.Context) ([]customer.Decision, error) {
	entries, err := s.Decisions(ctx, AreaIdentity)
	if err != nil {
		return nil, err
	}
	log := make([]customer.Decision, len(entries))
	for i, e := range entries {
		if err := json.Unmarshal(e.Body, &log[i]); err != nil {
			return nil, err
		}
		log[i].ID, log[i].At, log[i].Actor = e.ID, e.At, e.Actor
	}
	return log, nil
}

// DecideCustomers is DecideAfter for decisions about customers that have
// nothing beside them. Ask Book.Permits first.
func (s *DB) DecideCustomers(ctx context.Context, last string, ds ...customer.Decision) error {
	entries := make([]Decision, len(ds))
	for i, d := range ds {
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		entries[i] = Decision{ID: d.ID, At: d.At, Actor: d.Actor, Body: body}
	}
	return s.DecideAfter(ctx, AreaIdentity, last, entries...)
}
