package customer

import (
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Query is what a charge or a service line says of its customer. Empty fields
// ask nothing.
type Query struct {
	Accounts []string
	TaxID    string
	Ref      string
	Email    string // only its domain is asked
	Domain   string
	Name     string
}

// values gives what the query asks of a kind.
func (q Query) values(kind IdentifierKind) []string {
	switch kind {
	case KindAccount:
		return q.Accounts
	case KindTaxID:
		return []string{q.TaxID}
	case KindRef:
		return []string{q.Ref}
	case KindDomain:
		return []string{q.Domain, q.Email}
	default:
		return []string{q.Name}
	}
}

// Outcome is why a match is what it is.
type Outcome string

const (
	OutcomeMatched   Outcome = "matched"
	OutcomeUnmatched Outcome = "unmatched" // no identifier is known
	// OutcomeAmbiguous: identifiers of one kind name several customers in that
	// month. Kinds of less weight are not asked: they could only hide it.
	OutcomeAmbiguous Outcome = "ambiguous"
)

// Match is the answer to a query.
type Match struct {
	Outcome    Outcome
	ID         ID             // of the customer, when matched
	Kind       IdentifierKind // that decided, or that is ambiguous
	Candidates []ID           // when ambiguous, in the order found
}

// Index finds customers by exact identifiers, each in constant time. It is
// never changed once made and is safe for concurrent use.
type Index struct {
	owners map[key][]owner
}

type key struct {
	kind  IdentifierKind
	value string // normalised
}

type owner struct {
	id       ID
	validity Identifier
}

// NewIndex indexes customers. The name of a customer is an identifier of it,
// valid always.
func NewIndex(customers []Customer) *Index {
	x := &Index{owners: map[key][]owner{}}
	for _, c := range customers {
		x.add(c.ID, Identifier{Kind: KindName, Value: c.Name})
		for _, i := range c.Identifiers {
			x.add(c.ID, i)
		}
	}
	return x
}

func (x *Index) add(id ID, i Identifier) {
	if v := Normalise(i.Kind, i.Value); v != "" {
		k := key{i.Kind, v}
		x.owners[k] = append(x.owners[k], owner{id, i})
	}
}

// Find gives the customer and the kind of identifier that decided; false when
// nobody or more than one matches. Match says which of the two it was.
func (x *Index) Find(q Query, m period.Month) (ID, IdentifierKind, bool) {
	match := x.Match(q, m)
	return match.ID, match.Kind, match.Outcome == OutcomeMatched
}

// Match asks kind by kind, in the order of Kinds. The first kind of which any
// identifier is known in that month decides.
func (x *Index) Match(q Query, m period.Month) Match {
	for _, kind := range Kinds() {
		var found []ID
		for _, value := range q.values(kind) {
			found = x.collect(found, kind, value, m)
		}
		switch len(found) {
		case 0:
		case 1:
			return Match{Outcome: OutcomeMatched, ID: found[0], Kind: kind}
		default:
			return Match{Outcome: OutcomeAmbiguous, Kind: kind, Candidates: found}
		}
	}
	return Match{Outcome: OutcomeUnmatched}
}

// collect adds the customers that own a value in a month, each once.
func (x *Index) collect(found []ID, kind IdentifierKind, value string, m period.Month) []ID {
	if value == "" {
		return found
	}
owners:
	for _, o := range x.owners[key{kind, Normalise(kind, value)}] {
		if !o.validity.ValidIn(m) {
			continue
		}
		for _, id := range found {
			if id == o.id {
				continue owners
			}
		}
		found = append(found, o.id)
	}
	return found
}
