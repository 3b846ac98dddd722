package roster

import (
	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

type customersFile struct {
	Customers []customerEntry `yaml:"customers"`
}

type customerEntry struct {
	ID             scalar            `yaml:"id"`
	Name           scalar            `yaml:"name"`
	Segment        scalar            `yaml:"segment"`
	Industry       scalar            `yaml:"industry"`
	Country        scalar            `yaml:"country"`
	Internal       scalar            `yaml:"internal"`
	Accounts       []identifierEntry `yaml:"accounts"`
	TaxIDs         []identifierEntry `yaml:"tax_ids"`
	DUNS           []identifierEntry `yaml:"duns"`
	LEIs           []identifierEntry `yaml:"leis"`
	Refs           []identifierEntry `yaml:"refs"`
	CRM            []identifierEntry `yaml:"crm"`
	PartnerCentral []identifierEntry `yaml:"partner_central"`
	Marketplace    []identifierEntry `yaml:"marketplace"`
	Domains        []identifierEntry `yaml:"domains"`
	Names          []identifierEntry `yaml:"names"`
	Parents        []parentEntry     `yaml:"parents"`
}

// identifiers gives the lists of identifiers in the order of their kinds.
func (e customerEntry) identifiers() map[customer.IdentifierKind][]identifierEntry {
	return map[customer.IdentifierKind][]identifierEntry{customer.KindAccount: e.Accounts, customer.KindTaxID: e.TaxIDs,
		customer.KindDUNS: e.DUNS, customer.KindLEI: e.LEIs, customer.KindRef: e.Refs, customer.KindCRM: e.CRM,
		customer.KindPartnerCentral: e.PartnerCentral, customer.KindMarketplace: e.Marketplace,
		customer.KindDomain: e.Domains, customer.KindName: e.Names}
}

// identifierEntry is a value alone, or {value, from, until, source, confidence}.
type identifierEntry struct {
	draft
	line int64
}

func (e *identifierEntry) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	e.line = int64(n.Line)
	if n.Kind == yaml.MappingNode {
		return fields(n, map[string]*string{"value": &e.value, "from": &e.from, "until": &e.until, "source": &e.source, "confidence": &e.confidence})
	}
	var s scalar
	err := s.UnmarshalYAML(n)
	e.value = s.text
	return err
}

// parentEntry is {parent, role, from, until}.
type parentEntry struct {
	draft
	line int64
}

func (e *parentEntry) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		return misshapen(n)
	}
	e.line = int64(n.Line)
	return fields(n, map[string]*string{"parent": &e.parent, "role": &e.role, "from": &e.from, "until": &e.until})
}

func (l *Customers) yaml(text []byte) error {
	var file customersFile
	if err := decodeYAML(text, l.path, &file); err != nil {
		return err
	}
	for _, e := range file.Customers {
		if err := l.entry(e); err != nil {
			return err
		}
	}
	return nil
}

func (l *Customers) entry(e customerEntry) error {
	if e.ID.text == "" {
		return fault.New(fault.KindInvalid, "roster.id_missing").At(fault.Place{File: l.path, Row: e.Name.line, Column: "id"})
	}
	internal, ok := parseYes(e.Internal.text)
	if !ok {
		return fault.New(fault.KindInvalid, "roster.not_yes_or_no").
			At(fault.Place{File: l.path, Row: e.Internal.line, Column: "internal", Value: e.Internal.text})
	}
	i, err := l.customer(customer.Customer{ID: customer.ID(e.ID.text), Name: e.Name.text, Segment: e.Segment.text,
		Industry: e.Industry.text, Country: e.Country.text, Internal: internal}, e.ID.line)
	if err != nil {
		return err
	}
	lists := e.identifiers()
	for _, kind := range customer.WrittenKinds() {
		for _, entry := range lists[kind] {
			entry.kind = string(kind)
			id, column, code := entry.identifier()
			if code != "" {
				return l.wrong(entry.draft, entry.line, column, code)
			}
			if err := l.identifier(i, id, entry.line); err != nil {
				return err
			}
		}
	}
	for _, entry := range e.Parents {
		p, column, code := entry.place(l.list[i].ID)
		if code != "" {
			return l.wrong(entry.draft, entry.line, column, code)
		}
		if err := l.parent(i, p, entry.line); err != nil {
			return err
		}
	}
	return nil
}

func (l *Customers) wrong(d draft, row int64, column, code string) error {
	value := d.cell(column)
	return fault.New(fault.KindInvalid, code).With("value", value).At(fault.Place{File: l.path, Row: row, Column: column, Value: value})
}
