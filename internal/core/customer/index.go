package customer

import (
	"slices"
	"time"
)

// Query is what a charge or a service line says of its customer. Empty fields
// ask nothing.
type Query struct {
	Accounts       []string
	TaxID          string
	DUNS           string
	LEI            string
	Ref            string
	CRM            string
	PartnerCentral string
	Marketplace    string
	Email          string // only its domain is asked
	Domain         string
	Name           string
}

// values gives what the query asks of a kind.
func (q Query) values(kind IdentifierKind) []string {
	switch kind {
	case KindParty:
		return []string{string(q.Party())}
	case KindAccount:
		return q.Accounts
	case KindTaxID:
		return []string{q.TaxID}
	case KindDUNS:
		return []string{q.DUNS}
	case KindLEI:
		return []string{q.LEI}
	case KindRef:
		return []string{q.Ref}
	case KindCRM:
		return []string{q.CRM}
	case KindPartnerCentral:
		return []string{q.PartnerCentral}
	case KindMarketplace:
		return []string{q.Marketplace}
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
	// OutcomeAmbiguous: identifiers of one kind name several customers on that
	// day. Kinds of less weight are not asked: they could only hide it.
	OutcomeAmbiguous Outcome = "ambiguous"
)

// Match is the answer to a query.
type Match struct {
	Outcome    Outcome
	ID         ID             // of the customer, when matched
	Kind       IdentifierKind // that decided, or that is ambiguous
	Origin     Origin         // whose word decided
	Candidates []ID           // when ambiguous, in the order found
}

// Index finds customers by exact identifiers, each in constant time. It is
// never changed once made and is safe for concurrent use.
type Index struct {
	tenures map[key][]Tenure
}

type key struct {
	kind  IdentifierKind
	value string // normalised
}

// NewIndex indexes customers. The name of a customer is an identifier of it,
// valid always.
func NewIndex(customers []Customer) *Index {
	claims := map[key][]Claim{}
	for _, c := range customers {
		claim(claims, c.ID, Identifier{Kind: KindName, Value: c.Name, Origin: c.Origin})
		for _, i := range c.Identifiers {
			claim(claims, c.ID, i)
		}
	}
	x := &Index{tenures: make(map[key][]Tenure, len(claims))}
	for k, list := range claims {
		x.tenures[k] = Timeline(list)
	}
	return x
}

func claim(claims map[key][]Claim, id ID, i Identifier) {
	if v := Normalise(i.Kind, i.Value); v != "" {
		k := key{i.Kind, v}
		claims[k] = append(claims[k], Claim{id, i.From, i.Until, i.Origin})
	}
}

// Tenures gives who holds an identifier when, as Timeline does.
func (x *Index) Tenures(kind IdentifierKind, value string) []Tenure {
	return x.tenures[key{kind, Normalise(kind, value)}]
}

// Find gives the customer and the kind of identifier that decided; false when
// nobody or more than one matches. Match says which of the two it was.
func (x *Index) Find(q Query, day time.Time) (ID, IdentifierKind, bool) {
	match := x.Match(q, day)
	return match.ID, match.Kind, match.Outcome == OutcomeMatched
}

// Match asks kind by kind, in the order of Kinds, first for what people said
// and then, where that names nobody, for what was concluded automatically. The
// first kind of which any identifier is known on that day decides.
func (x *Index) Match(q Query, day time.Time) Match {
	for _, auto := range []bool{false, true} {
		for _, kind := range Kinds() {
			var found []ID
			var origin Origin
			for _, value := range q.values(kind) {
				found, origin = x.collect(found, origin, key{kind, value}, day, auto)
			}
			switch len(found) {
			case 0:
			case 1:
				return Match{Outcome: OutcomeMatched, ID: found[0], Kind: kind, Origin: origin}
			default:
				return Match{Outcome: OutcomeAmbiguous, Kind: kind, Origin: origin, Candidates: found}
			}
		}
	}
	return Match{Outcome: OutcomeUnmatched}
}

// collect adds the customers that own a value on a day, each once.
func (x *Index) collect(found []ID, origin Origin, k key, day time.Time, auto bool) ([]ID, Origin) {
	if k.value == "" {
		return found, origin
	}
	for _, t := range x.Tenures(k.kind, k.value) {
		if !within(day, t.From, t.Until) || (t.Origin == OriginAuto) != auto {
			continue
		}
		owners := t.Rivals
		if t.Customer != "" {
			owners = []ID{t.Customer}
		}
		for _, id := range owners {
			if !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
		origin = t.Origin
	}
	return found, origin
}
