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
	groups  map[key]int32
	tenures [][]Tenure // of every group
}

type key struct {
	kind  IdentifierKind
	value string // normalised
}

// NewIndex indexes customers. The name of a customer is an identifier of it,
// valid always.
func NewIndex(customers []Customer) *Index {
	size := len(customers)
	for _, c := range customers {
		size += len(c.Identifiers)
	}
	g := grouping{Index: &Index{groups: make(map[key]int32, size)}, claims: make([]Claim, 0, size), of: make([]int32, 0, size)}
	for _, c := range customers {
		g.claim(c.ID, Identifier{Kind: KindName, Value: c.Name, Origin: c.Origin})
		for _, i := range c.Identifiers {
			g.claim(c.ID, i)
		}
	}
	g.settle()
	return g.Index
}

// grouping is an index in the making: claims, and the group of each.
type grouping struct {
	*Index
	claims []Claim
	of     []int32
	counts []int
}

func (g *grouping) claim(id ID, i Identifier) {
	v := Normalise(i.Kind, i.Value)
	if v == "" {
		return
	}
	group, known := g.groups[key{i.Kind, v}]
	if !known {
		group = int32(len(g.counts))
		g.groups[key{i.Kind, v}], g.counts = group, append(g.counts, 0)
	}
	g.claims, g.of = append(g.claims, Claim{id, i.From, i.Until, i.Origin}), append(g.of, group)
	g.counts[group]++
}

// settle brings the claims of a group together and finds who holds what when.
func (g *grouping) settle() {
	starts := make([]int, len(g.counts)+1)
	for n, count := range g.counts {
		starts[n+1] = starts[n] + count
	}
	next, sorted := slices.Clone(starts), make([]Claim, len(g.claims))
	for n, group := range g.of {
		sorted[next[group]] = g.claims[n]
		next[group]++
	}
	g.tenures = make([][]Tenure, len(g.counts))
	for n := range g.tenures {
		g.tenures[n] = Timeline(sorted[starts[n]:starts[n+1]])
	}
}

// Tenures gives who holds an identifier when, as Timeline does.
func (x *Index) Tenures(kind IdentifierKind, value string) []Tenure {
	group, known := x.groups[key{kind, Normalise(kind, value)}]
	if !known {
		return nil
	}
	return x.tenures[group]
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
