package roster

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Findings about customers; each is a message key finding.<rule>. So is
// "roster." before every customer.Flaw.
const (
	RuleAccountPadded  = "roster.account_padded" // leading zeros that a tool ate were restored
	RuleNameShared     = "roster.name_shared"    // customers of one name are never matched by it
	RuleFreeMail       = "roster.free_mail"      // a domain that identifies nobody
	RuleParentUnknown  = "roster.parent_unknown" // stands under somebody who is in no file
	RuleParentInCircle = "roster.parent_circle"  // stands, over others, under itself
)

// Customers gathers the customers of one or several files, which are one list,
// in the order in which they are read. A row that cannot be read is a reject;
// what would make matching ambiguous is a fault.
type Customers struct {
	list  []customer.Customer
	at    map[customer.ID]int
	first []line // where each customer was first named
	taken map[takenKey][]claim
	files [][]string // of every identifier of every customer, to name one in a finding

	// Of the file that is being read.
	path     string
	findings findings
	rejects  []batch.Reject
}

// NewCustomers begins a list.
func NewCustomers() *Customers {
	return &Customers{at: map[customer.ID]int{}, taken: map[takenKey][]claim{}}
}

// line is a row of a file.
type line struct {
	file string
	row  int64
}

// in writes a line as seen from a file: the row alone where it is the same one.
func (l line) in(file string) string {
	if l.file == file {
		return strconv.FormatInt(l.row, 10)
	}
	return strconv.FormatInt(l.row, 10) + " (" + l.file + ")"
}

type takenKey struct {
	kind  customer.IdentifierKind
	value string
}

// claim is a customer's hold on an identifier.
type claim struct {
	id       customer.ID
	line     line
	validity customer.Identifier
}

// CustomersFile is what one file said.
type CustomersFile struct {
	Customers int64 // named in it for the first time
	Findings  []batch.Finding
	Rejects   []batch.Reject
}

// Read reads a CSV with the columns customer_id, name, segment, industry,
// country, internal, kind, value, from, until, source, confidence, parent, role,
// or YAML where path ends in .yaml or .yml.
//
// Faults: roster.empty, roster.too_large, roster.column_*, roster.yaml*,
// source.csv_ragged, roster.identifier_taken (two customers, one identifier, the
// same day), roster.parent_twice, roster.customer_differs (two rows disagree on
// a customer), and for YAML also what a CSV rejects.
func (l *Customers) Read(r io.Reader, path string) (CustomersFile, error) {
	text, err := readAll(r, path)
	if err != nil {
		return CustomersFile{}, err
	}
	before := len(l.list)
	l.path, l.findings, l.rejects = path, nil, nil
	if isYAML(path) {
		err = l.yaml(text)
	} else {
		err = l.csv(text)
	}
	if err != nil {
		return CustomersFile{}, err
	}
	return CustomersFile{int64(len(l.list) - before), l.findings, l.rejects}, nil
}

// End gives all customers, and the findings that only the whole list shows.
func (l *Customers) End() ([]customer.Customer, []batch.Finding) {
	l.findings = nil
	l.flaws()
	l.sharedNames()
	l.lonelyParents()
	return l.list, l.findings
}

// customer adds a customer, or fills in one that earlier rows began. Rows may
// leave blank what an earlier one said, but not say otherwise.
func (l *Customers) customer(c customer.Customer, row int64) (int, error) {
	i, known := l.at[c.ID]
	if !known {
		l.at[c.ID] = len(l.list)
		l.list, l.first, l.files = append(l.list, c), append(l.first, line{l.path, row}), append(l.files, nil)
		return len(l.list) - 1, nil
	}
	was := &l.list[i]
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
				With("column", f.column).With("was", *f.was).With("first", l.first[i].in(l.path)).
				At(fault.Place{File: l.path, Row: row, Column: f.column, Value: *f.new})
		}
		*f.was = *f.new
	}
	was.Internal = was.Internal || c.Internal
	return i, nil
}

// identifier adds an identifier after mending it.
func (l *Customers) identifier(i int, id customer.Identifier, row int64) error {
	id.Value = l.mend(id)
	c := &l.list[i]
	if id.Kind == customer.KindDomain && customer.NormaliseDomain(id.Value) == "" {
		l.findings.add(RuleFreeMail, batch.SeverityWarning, string(id.Kind), id.Value, l.path)
		return nil
	}
	key := takenKey{id.Kind, customer.Normalise(id.Kind, id.Value)}
	for _, held := range l.taken[key] {
		if held.id != c.ID && overlap(held.validity, id) {
			return fault.New(fault.KindInvalid, "roster.identifier_taken").With("kind", string(id.Kind)).
				With("customer", string(c.ID)).With("other", string(held.id)).With("first", held.line.in(l.path)).With("row", row).
				At(fault.Place{File: l.path, Row: row, Column: string(id.Kind), Value: id.Value})
		}
	}
	if slices.ContainsFunc(c.Identifiers, id.Equal) {
		return nil
	}
	l.taken[key] = append(l.taken[key], claim{c.ID, line{l.path, row}, id})
	c.Identifiers, l.files[i] = append(c.Identifiers, id), append(l.files[i], l.path)
	return nil
}

// overlap reports a day on which both hold; zero bounds are open.
func overlap(a, b customer.Identifier) bool {
	return (a.Until.IsZero() || b.From.Before(a.Until)) && (b.Until.IsZero() || a.From.Before(b.Until))
}

// mend gives an account id of AWS back the zeros that a spreadsheet has eaten.
func (l *Customers) mend(id customer.Identifier) string {
	if id.Kind != customer.KindAccount || strings.Trim(id.Value, "0123456789") != "" {
		return id.Value
	}
	mended := customer.Normalise(id.Kind, id.Value)
	if mended != id.Value {
		l.findings.add(RuleAccountPadded, batch.SeverityInfo, "value", id.Value+" → "+mended, l.path)
	}
	return mended
}

// parent adds a place in a hierarchy. A customer has one a line and day.
func (l *Customers) parent(i int, p customer.Parent, row int64) error {
	c := &l.list[i]
	if slices.Contains(c.Parents, p) {
		return nil
	}
	for _, q := range c.Parents {
		if q.Role.Line() == p.Role.Line() && overlap(customer.Identifier{From: q.From, Until: q.Until}, customer.Identifier{From: p.From, Until: p.Until}) {
			return fault.New(fault.KindInvalid, "roster.parent_twice").With("customer", string(c.ID)).With("was", string(q.ID)).
				At(fault.Place{File: l.path, Row: row, Column: "parent", Value: string(p.ID)})
		}
	}
	c.Parents = append(c.Parents, p)
	return nil
}
