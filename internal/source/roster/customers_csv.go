package roster

import (
	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func customerColumns() []string {
	return []string{"customer_id", "name", "segment", "industry", "country", "internal",
		"kind", "value", "from", "until", "source", "confidence", "parent", "role"}
}

// csv reads one row per identifier or place; a row with neither is a customer
// alone.
func (l *Customers) csv(text []byte) error {
	return readTable(text, l.path, customerColumns(), []string{"customer_id"}, l.row)
}

func (l *Customers) row(r row) error {
	c := customer.Customer{ID: customer.ID(r.get("customer_id")), Name: r.get("name"), Segment: r.get("segment"),
		Industry: r.get("industry"), Country: r.get("country")}
	reject := func(column, code string) error {
		l.rejects = append(l.rejects, r.reject(column, code))
		return nil
	}
	if c.ID == "" {
		return reject("customer_id", "roster.id_missing")
	}
	var ok bool
	if c.Internal, ok = parseYes(r.get("internal")); !ok {
		return reject("internal", "roster.not_yes_or_no")
	}
	d := draft{kind: r.get("kind"), value: r.get("value"), from: r.get("from"), until: r.get("until"), source: r.get("source"),
		confidence: r.get("confidence")}
	over := draft{parent: r.get("parent"), role: r.get("role")}
	hasPlace := over != draft{}
	if hasPlace && d.kind == "" && d.value == "" {
		// The days of a row are those of its identifier, if it has one.
		over.from, over.until, d = d.from, d.until, draft{}
	}
	var id customer.Identifier
	var place customer.Parent
	hasIdentifier := d != draft{}
	if hasIdentifier {
		var column, code string
		if id, column, code = d.identifier(); code != "" {
			return reject(column, code)
		}
	}
	if hasPlace {
		var column, code string
		if place, column, code = over.place(c.ID); code != "" {
			return reject(column, code)
		}
	}
	i, err := l.customer(c, r.number)
	if err == nil && hasIdentifier {
		err = l.identifier(i, id, r.number)
	}
	if err == nil && hasPlace {
		err = l.parent(i, place, r.number)
	}
	return err
}
