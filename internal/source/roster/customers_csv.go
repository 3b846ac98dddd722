package roster

import (
	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func customerColumns() []string {
	return []string{"customer_id", "name", "segment", "industry", "country", "internal", "kind", "value", "from", "until"}
}

// csv reads one row per identifier; a blank kind is a customer without one.
func (b *customersBuilder) csv(text []byte) error {
	return readTable(text, b.path, customerColumns(), []string{"customer_id"}, b.row)
}

func (b *customersBuilder) row(r row) error {
	c := customer.Customer{ID: customer.ID(r.get("customer_id")), Name: r.get("name"), Segment: r.get("segment"),
		Industry: r.get("industry"), Country: r.get("country")}
	if c.ID == "" {
		b.rejects = append(b.rejects, r.reject("customer_id", "roster.id_missing"))
		return nil
	}
	var ok bool
	if c.Internal, ok = parseYes(r.get("internal")); !ok {
		b.rejects = append(b.rejects, r.reject("internal", "roster.not_yes_or_no"))
		return nil
	}
	kind, value := r.get("kind"), r.get("value")
	if kind == "" && value == "" && r.get("from") == "" && r.get("until") == "" {
		_, err := b.customer(c, r.number)
		return err
	}
	id, column, code := parseIdentifier(kind, value, r.get("from"), r.get("until"))
	if code != "" {
		b.rejects = append(b.rejects, r.reject(column, code))
		return nil
	}
	i, err := b.customer(c, r.number)
	if err != nil {
		return err
	}
	return b.identifier(i, id, r.number)
}
