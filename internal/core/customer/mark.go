package customer

import "slices"

// Marks name, by hashes, the identifiers that an Index would find a customer by or
// that a query asks for: where a query and a customer have no mark in common, the
// one does not find the other, on any day. The same mark is no proof.
type Marks []uint64

// Marks gives the marks of a customer.
func (c Customer) Marks() Marks {
	marks := Marks{}.with(KindName, c.Name)
	for _, i := range c.Identifiers {
		marks = marks.with(i.Kind, i.Value)
	}
	return marks
}

// Marks gives the marks of a query.
func (q Query) Marks() Marks {
	var marks Marks
	for _, kind := range Kinds() {
		for _, v := range q.values(kind) {
			marks = marks.with(kind, v)
		}
	}
	return marks
}

// Marks gives the mark of a party as it stands among a customer's identifiers.
func (p PartyID) Marks() Marks {
	i, ok := p.identifier()
	if !ok {
		return nil
	}
	return Marks{}.with(i.Kind, i.Value)
}

func (m Marks) with(kind IdentifierKind, value string) Marks {
	if value = Normalise(kind, value); value == "" {
		return m
	}
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h := uint64(offset)
	for _, text := range [...]string{string(kind), value} {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * prime
		}
		h = (h ^ 0xFF) * prime
	}
	if slices.Contains(m, h) {
		return m
	}
	return append(m, h)
}
