package roster

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// decodeYAML decodes one document strictly: a field that nobody knows is a
// fault, because it is mostly a known one misspelt.
func decodeYAML(text []byte, name string, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: name})
	}
	if err != nil {
		reason, line := yamlReason(err)
		return fault.New(fault.KindInvalid, "roster.yaml").With("reason", reason).
			At(fault.Place{File: name, Row: line}).Because(err)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "roster.yaml_documents").At(fault.Place{File: name})
	}
	return nil
}

var lineNumber = regexp.MustCompile(`line (\d+)`)

// yamlReason shortens what the library says and takes the line out of it.
func yamlReason(err error) (reason string, line int64) {
	reason = strings.TrimPrefix(err.Error(), "yaml: ")
	var types *yaml.TypeError
	if errors.As(err, &types) && len(types.Errors) > 0 {
		reason = types.Errors[0]
	}
	if m := lineNumber.FindStringSubmatch(reason); m != nil {
		line, _ = strconv.ParseInt(m[1], 10, 64)
	}
	return reason, line
}

type customersFile struct {
	Customers []customerEntry `yaml:"customers"`
}

type customerEntry struct {
	ID       scalar            `yaml:"id"`
	Name     scalar            `yaml:"name"`
	Segment  scalar            `yaml:"segment"`
	Industry scalar            `yaml:"industry"`
	Country  scalar            `yaml:"country"`
	Internal bool              `yaml:"internal"`
	Accounts []identifierEntry `yaml:"accounts"`
	TaxIDs   []identifierEntry `yaml:"tax_ids"`
	Refs     []identifierEntry `yaml:"refs"`
	Domains  []identifierEntry `yaml:"domains"`
	Names    []identifierEntry `yaml:"names"`
}

// scalar is text exactly as it stands in the file, with its line: YAML would
// make a number of an unquoted account id and lose its zeros.
type scalar struct {
	text string
	line int64
}

func (s *scalar) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return &yaml.TypeError{Errors: []string{"line " + strconv.Itoa(n.Line) + ": text expected"}}
	}
	s.line = int64(n.Line)
	if n.Tag != "!!null" {
		s.text = strings.TrimSpace(n.Value)
	}
	return nil
}

// identifierEntry is a value alone, or {value, from, until}.
type identifierEntry struct{ value, from, until scalar }

func (e *identifierEntry) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		return e.value.UnmarshalYAML(n)
	}
	e.value.line = int64(n.Line)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		into, known := map[string]*scalar{"value": &e.value, "from": &e.from, "until": &e.until}[key.Value]
		if !known {
			return &yaml.TypeError{Errors: []string{"line " + strconv.Itoa(key.Line) + ": field " + key.Value + " is not value, from or until"}}
		}
		if err := into.UnmarshalYAML(value); err != nil {
			return err
		}
	}
	return nil
}

func (b *customersBuilder) yaml(text []byte) error {
	var file customersFile
	if err := decodeYAML(text, b.path, &file); err != nil {
		return err
	}
	for _, e := range file.Customers {
		if err := b.entry(e); err != nil {
			return err
		}
	}
	return nil
}

func (b *customersBuilder) entry(e customerEntry) error {
	if e.ID.text == "" {
		return fault.New(fault.KindInvalid, "roster.id_missing").At(fault.Place{File: b.path, Row: e.Name.line, Column: "id"})
	}
	i, err := b.customer(customer.Customer{ID: customer.ID(e.ID.text), Name: e.Name.text, Segment: e.Segment.text,
		Industry: e.Industry.text, Country: e.Country.text, Internal: e.Internal}, e.ID.line)
	if err != nil {
		return err
	}
	for _, group := range []struct {
		kind customer.IdentifierKind
		list []identifierEntry
	}{{customer.KindAccount, e.Accounts}, {customer.KindTaxID, e.TaxIDs}, {customer.KindRef, e.Refs},
		{customer.KindDomain, e.Domains}, {customer.KindName, e.Names}} {
		for _, entry := range group.list {
			id, column, code := parseIdentifier(string(group.kind), entry.value.text, entry.from.text, entry.until.text)
			if code != "" {
				value := map[string]string{"from": entry.from.text, "until": entry.until.text}[column]
				if column == "value" {
					value = entry.value.text
				}
				return fault.New(fault.KindInvalid, code).With("value", value).
					At(fault.Place{File: b.path, Row: entry.value.line, Column: column, Value: value})
			}
			if err := b.identifier(i, id, entry.value.line); err != nil {
				return err
			}
		}
	}
	return nil
}
