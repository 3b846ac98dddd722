package roster

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Findings about customers; each is a message key finding.<rule>.
const (
	RuleAccountPadded = "roster.account_padded" // leading zeros that a tool ate were restored
	RuleAccountDigits = "roster.account_digits" // thirteen digits: kept, not guessed
	RuleNameShared    = "roster.name_shared"    // customers of one name are never matched by it
	RuleFreeMail      = "roster.free_mail"      // a domain that identifies nobody
)

// Customers is what a file of customers says, in file order. A row that cannot
// be read is a reject; what would make matching ambiguous is a fault.
type Customers struct {
	Customers []customer.Customer
	Findings  []batch.Finding
	Rejects   []batch.Reject
}

// ReadCustomers reads a CSV with the columns customer_id, name, segment,
// industry, country, internal, kind, value, from, until, or YAML where path
// ends in .yaml or .yml.
//
// Faults: roster.empty, roster.too_large, roster.column_*, roster.yaml,
// roster.identifier_taken (two customers, one identifier, the same month),
// roster.customer_differs (two rows disagree on a customer), and for YAML also
// what a CSV rejects.
func ReadCustomers(r io.Reader, path string) (Customers, error) {
	text, err := readAll(r, path)
	if err != nil {
		return Customers{}, err
	}
	b := &customersBuilder{path: path, at: map[customer.ID]int{}, taken: map[takenKey][]claim{}}
	if isYAML(path) {
		err = b.yaml(text)
	} else {
		err = b.csv(text)
	}
	if err != nil {
		return Customers{}, err
	}
	b.sharedNames()
	return Customers{b.customers, b.findings, b.rejects}, nil
}

// customersBuilder gathers customers from rows or YAML nodes.
type customersBuilder struct {
	path      string
	customers []customer.Customer
	at        map[customer.ID]int
	rows      []int64 // where each customer was first named
	taken     map[takenKey][]claim
	findings  findings
	rejects   []batch.Reject
}

type takenKey struct {
	kind  customer.IdentifierKind
	value string
}

// claim is a customer's hold on an identifier.
type claim struct {
	id       customer.ID
	row      int64
	validity customer.Identifier
}

// customer adds a customer, or fills in one that earlier rows began. Rows may
// leave blank what an earlier one said, but not say otherwise.
func (b *customersBuilder) customer(c customer.Customer, row int64) (int, error) {
	i, known := b.at[c.ID]
	if !known {
		b.at[c.ID] = len(b.customers)
		b.customers, b.rows = append(b.customers, c), append(b.rows, row)
		return len(b.customers) - 1, nil
	}
	was := &b.customers[i]
	for _, f := range []struct {
		column   string
		was, new *string
	}{{"name", &was.Name, &c.Name}, {"segment", &was.Segment, &c.Segment}, {"industry", &was.Industry, &c.Industry},
		{"country", &was.Country, &c.Country}} {
		if *f.new == "" || *f.new == *f.was {
			continue
		}
		if *f.was != "" {
			return 0, fault.New(fault.KindInvalid, "roster.customer_differs").With("customer", string(c.ID)).
				With("column", f.column).With("was", *f.was).With("first", b.rows[i]).
				At(fault.Place{File: b.path, Row: row, Column: f.column, Value: *f.new})
		}
		*f.was = *f.new
	}
	was.Internal = was.Internal || c.Internal
	return i, nil
}

// identifier adds an identifier after mending and checking it.
func (b *customersBuilder) identifier(i int, id customer.Identifier, row int64) error {
	id.Value = b.mend(id)
	c := &b.customers[i]
	if id.Kind == customer.KindDomain && customer.NormaliseDomain(id.Value) == "" {
		b.findings.add(RuleFreeMail, batch.SeverityWarning, string(id.Kind), id.Value, b.path)
		return nil
	}
	key := takenKey{id.Kind, customer.Normalise(id.Kind, id.Value)}
	for _, held := range b.taken[key] {
		if held.id != c.ID && overlap(held.validity, id) {
			return fault.New(fault.KindInvalid, "roster.identifier_taken").With("kind", string(id.Kind)).
				With("customer", string(c.ID)).With("other", string(held.id)).With("first", held.row).With("row", row).
				At(fault.Place{File: b.path, Row: row, Column: string(id.Kind), Value: id.Value})
		}
	}
	b.taken[key] = append(b.taken[key], claim{c.ID, row, id})
	if !slices.ContainsFunc(c.Identifiers, id.Equal) {
		c.Identifiers = append(c.Identifiers, id)
	}
	return nil
}

// overlap reports a day on which both hold; zero bounds are open.
func overlap(a, b customer.Identifier) bool {
	return (a.Until.IsZero() || b.From.Before(a.Until)) && (b.Until.IsZero() || a.From.Before(b.Until))
}

// AWS account ids have twelve digits. Eight to eleven are what a spreadsheet
// leaves of one with leading zeros; fewer belong to other clouds.
const (
	accountDigits    = 12
	minAccountDigits = 8
)

func (b *customersBuilder) mend(id customer.Identifier) string {
	if id.Kind != customer.KindAccount || strings.Trim(id.Value, "0123456789") != "" {
		return id.Value
	}
	switch n := len(id.Value); {
	case n >= minAccountDigits && n < accountDigits:
		padded := strings.Repeat("0", accountDigits-n) + id.Value
		b.findings.add(RuleAccountPadded, batch.SeverityInfo, "value", id.Value+" → "+padded, b.path)
		return padded
	case n == accountDigits+1:
		b.findings.add(RuleAccountDigits, batch.SeverityWarning, "value", id.Value, b.path)
	}
	return id.Value
}

// sharedNames reports customers that have one name once it is normalised: legal
// entities of one group, mostly. They are matched by their other identifiers.
func (b *customersBuilder) sharedNames() {
	first := map[string]customer.Customer{}
	for _, c := range b.customers {
		name := customer.Normalise(customer.KindName, c.Name)
		if other, shared := first[name]; shared && name != "" {
			b.findings.add(RuleNameShared, batch.SeverityWarning, "name",
				string(other.ID)+", "+string(c.ID)+": "+c.Name, b.path)
			continue
		}
		first[name] = c
	}
}

// parseIdentifier checks an identifier as written; code names what is wrong and
// column where.
func parseIdentifier(kind, value, from, until string) (id customer.Identifier, column, code string) {
	id = customer.Identifier{Kind: customer.IdentifierKind(kind), Value: value}
	if !slices.Contains(customer.WrittenKinds(), id.Kind) {
		return id, "kind", "roster.kind"
	}
	if value == "" {
		return id, "value", "roster.value_missing"
	}
	if id.Kind == customer.KindAccount && isScientific(value) {
		return id, "value", "roster.account_scientific"
	}
	if customer.Normalise(id.Kind, value) == "" && id.Kind != customer.KindDomain {
		return id, "value", "roster.value_empty"
	}
	var ok bool
	if id.From, ok = parseDay(from); !ok {
		return id, "from", "period.malformed"
	}
	if id.Until, ok = parseDay(until); !ok {
		return id, "until", "period.malformed"
	}
	if !id.Until.IsZero() && !id.From.Before(id.Until) {
		return id, "until", "roster.validity_empty"
	}
	return id, "", ""
}

// isScientific sees 1.23457E+11: the digits are gone and cannot be restored.
func isScientific(value string) bool {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(value), "E")
	return found && mantissa != "" && exponent != "" &&
		strings.Trim(mantissa, "0123456789.,") == "" && strings.Trim(exponent, "+0123456789") == "" &&
		strings.ContainsAny(mantissa+exponent, ".,+")
}

// parseDay reads an optional day, or a month as its first day.
func parseDay(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, true
	}
	if m, err := period.ParseMonth(s); err == nil {
		return m.Start(), true
	}
	day, err := time.Parse(time.DateOnly, s)
	return day, err == nil
}

// parseYes reads a yes or no as people write it in a spreadsheet; blank is no.
func parseYes(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "", "false", "no", "n", "0", "否":
		return false, true
	case "true", "yes", "y", "1", "是":
		return true, true
	}
	return false, false
}
