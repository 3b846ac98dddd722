package state

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Roster gives the imported customers with their identifiers and places, in
// file order, whatever was decided about them since.
func (s *DB) Roster(ctx context.Context) (_ []customer.Customer, err error) {
	defer wrap(&err, "state.Roster")
	rows, err := s.q.ListCustomers(ctx)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	customers := make([]customer.Customer, len(rows))
	for i, r := range rows {
		customers[i] = customer.Customer{ID: customer.ID(r.ID), Name: r.Name, Segment: r.Segment, Industry: r.Industry,
			Country: r.Country, Internal: r.Internal}
		at[r.BatchID+"\x00"+r.ID] = i
	}
	identifiers, err := s.q.ListIdentifiers(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range identifiers {
		i := customer.Identifier{Kind: customer.IdentifierKind(r.Kind), Value: r.Value, Source: r.Source}
		if i.From, i.Until, err = parseDays(r.ValidFrom, r.ValidUntil); err != nil {
			return nil, err
		}
		if i.Confidence, err = money.ParseDecimal(r.Confidence); err != nil {
			return nil, err
		}
		c := &customers[at[r.BatchID+"\x00"+r.CustomerID]]
		c.Identifiers = append(c.Identifiers, i)
	}
	parents, err := s.q.ListCustomerParents(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range parents {
		p := customer.Parent{ID: customer.ID(r.ParentID), Role: customer.Role(r.Role)}
		if p.From, p.Until, err = parseDays(r.ValidFrom, r.ValidUntil); err != nil {
			return nil, err
		}
		c := &customers[at[r.BatchID+"\x00"+r.CustomerID]]
		c.Parents = append(c.Parents, p)
	}
	return customers, nil
}

func insertCustomers(ctx context.Context, q *statedb.Queries, batchID string, customers []customer.Customer) error {
	identifier, parent := int64(0), int64(0)
	for n, c := range customers {
		err := q.InsertCustomer(ctx, statedb.InsertCustomerParams{BatchID: batchID, Position: int64(n), ID: string(c.ID), Name: c.Name,
			Segment: c.Segment, Industry: c.Industry, Country: c.Country, Internal: c.Internal})
		if err != nil {
			return err
		}
		for _, i := range c.Identifiers {
			identifier++
			err := q.InsertIdentifier(ctx, statedb.InsertIdentifierParams{BatchID: batchID, Position: identifier, CustomerID: string(c.ID),
				Kind: string(i.Kind), Value: i.Value, ValidFrom: dayText(i.From), ValidUntil: dayText(i.Until),
				Source: i.Source, Confidence: i.Confidence.String()})
			if err != nil {
				return err
			}
		}
		for _, p := range c.Parents {
			parent++
			err := q.InsertCustomerParent(ctx, statedb.InsertCustomerParentParams{BatchID: batchID, Position: parent, CustomerID: string(c.ID),
				ParentID: string(p.ID), Role: string(p.Role), ValidFrom: dayText(p.From), ValidUntil: dayText(p.Until)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.UTC().Format(time.DateOnly)
}

func parseDays(from, until string) (f, u time.Time, err error) {
	if f, err = parseDay(from); err == nil {
		u, err = parseDay(until)
	}
	return f, u, err
}

// parseDay reads a day, or the month that workspaces of the first release have.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if len(s) == len("2006-01") {
		m, err := period.ParseMonth(s)
		return m.Start(), err
	}
	return time.Parse(time.DateOnly, s)
}
