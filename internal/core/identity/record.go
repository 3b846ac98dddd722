// Package identity answers whether two records are one customer: which pairs
// are worth comparing (blocking), how likely each is (an explainable score with
// vetoes), what follows (accept, ask, leave apart), and how answers make the
// weights better.
//
// It does not own what a name is (core/name), who the customers are and what was
// decided about them (core/customer), or where records come from. It keeps
// nothing: the same records and the same model give the same answer, always.
package identity

// Kind is where a record was met.
type Kind string

const (
	KindCustomer Kind = "customer" // a customer as it stands now, with all that is known of it
	KindAccount  Kind = "account"  // a cloud account of the bills
	KindBook     Kind = "book"     // the customer fields of service lines
	KindOther    Kind = "other"    // anything else: pipeline, marketplace
)

// Record is one way in which the books name somebody. All of it is optional but
// Key; values are as found, Prepare normalises them.
type Record struct {
	Key  string // unique among the records that are compared, e.g. "account:123456789012"
	Kind Kind
	// Names are names in any language: legal, trading, former. The order has no
	// meaning; more than maxNames are not compared.
	Names []string
	// Aliases are names that people gave to accounts and projects ("acme-prod").
	// Words of environments and technology are taken off before they count as a
	// name; they count for less than a name.
	Aliases []string

	Accounts []string // cloud accounts and tenants
	TaxIDs   []string // USCC, VAT, EIN ..., with or without prefix
	DUNS     []string
	LEI      []string
	Refs     []Ref    // ids in other systems
	Domains  []string // domains, addresses on the web, e-mail addresses
	Country  string   // ISO 3166 alpha-2; empty when not known

	// Weak evidence: it may suggest, it never decides.
	Payers []string // payer accounts of the record's accounts
	Hints  []Hint
	// Spend is how the record's spend moves, over months that are the same for both
	// that are compared.
	Spend Shape
}

// Ref is an id in one system: accounting, CRM, Partner Central, Marketplace.
// Ids of different systems are never compared.
type Ref struct{ System, Value string }

// HintSource is where a hint was read.
type HintSource string

const (
	HintTag      HintSource = "tag"      // value of a tag such as customer=acme
	HintResource HintSource = "resource" // name of a resource
	HintEmail    HintSource = "email"    // root e-mail address of an account
	HintOrg      HintSource = "org"      // organisation, organisational unit, cost category
	HintPipeline HintSource = "pipeline" // customer of an opportunity that names the account
)

// Hint is a word that may come from a customer's name.
type Hint struct {
	Source HintSource
	Value  string
	// From is where the hint stands, for people; empty where its source says enough.
	From string `json:",omitempty"`
}

// Said is the hint with where it stands.
func (h Hint) Said() string {
	if h.From == "" {
		return h.Value
	}
	return h.Value + " (" + h.From + ")"
}

// HintSources lists every source of hints.
func HintSources() []HintSource {
	return []HintSource{HintTag, HintResource, HintEmail, HintOrg, HintPipeline}
}

// Pair is two records by key, in either order.
type Pair struct{ A, B string }

// ordered gives the pair with the smaller key first, so that it can be a map key.
func (p Pair) ordered() Pair {
	if p.B < p.A {
		return Pair{p.B, p.A}
	}
	return p
}
