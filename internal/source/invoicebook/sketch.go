package invoicebook

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Sketch is a mapping as a person makes it before one table: what each of its
// columns means, and how the table writes what it says. It is less than a
// Mapping can say; YAML makes the file that holds the same.
type Sketch struct {
	Name      string
	Text      Text
	Sheet     string // empty for a text file
	HeaderRow int64  // its number as a spreadsheet shows it; 0 finds it by the columns
	Headers   []string
	Fields    []Field // of each header, in order; empty for a column that is left out
	Dates     []string
	Decimal   source.DecimalMark
	Tax       TaxMode
	Until     Until
	Currency  string // of every row that names none; empty for none
	Total     Cell   // rows to leave out
	Credit    Cell   // rows of credit notes
	// CreditPositive: credit notes are written with positive amounts.
	CreditPositive bool
}

// Cell is a column with texts, any of which is meant.
type Cell struct {
	Column string
	Texts  []string
}

func (c Cell) isZero() bool { return c.Column == "" || len(c.Texts) == 0 }

// column is what a sketch says of one field: a header, or several.
type column []string

// MarshalYAML writes a header as a text and several as a list.
func (c column) MarshalYAML() (any, error) {
	if len(c) == 1 {
		return c[0], nil
	}
	return []string(c), nil
}

// YAML is the mapping file. A fault says which part of the sketch is missing or
// wrong, in its argument part: name, issue_date, amount, currency, or a column's
// number from 1. Faults: invoicebook.sketch_*.
func (s Sketch) YAML() (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	file := yaml.Node{Kind: yaml.MappingNode}
	put := func(key string, value any) error {
		var v yaml.Node
		if err := v.Encode(value); err != nil {
			return err
		}
		v.Style |= flow(value)
		file.Content = append(file.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &v)
		return nil
	}
	columns, err := s.columns()
	if err != nil {
		return "", err
	}
	type entry struct {
		key   string
		value any
		here  bool
	}
	condition := func(c Cell) map[string]any { return map[string]any{"column": c.Column, "equals": c.Texts} }
	for _, e := range []entry{
		{"name", s.Name, true},
		{"text", text(s.Text), s.Text != Text{}},
		{"sheets", []string{s.Sheet}, s.Sheet != ""},
		{"header_row", s.HeaderRow, s.HeaderRow > 0},
		{"detect", map[string]any{"headers": s.telling()}, true},
		{"columns", columns, true},
		{"dates", s.Dates, true},
		{"service_until", s.Until, s.Until != "" && slices.Contains(s.Fields, FieldServiceUntil)},
		{"numbers", map[string]any{"decimal": s.Decimal}, s.Decimal != "" && s.Decimal != source.DecimalPoint},
		{"amounts", s.amounts(), true},
		{"constants", map[string]any{"currency": s.Currency}, s.Currency != ""},
		{"credit", map[string]any{"when": []any{condition(s.Credit)}, "amounts": s.creditAmounts()}, !s.Credit.isZero()},
		{"skip", []any{map[string]any{"column": s.Total.Column, "equals": s.Total.Texts, "reason": ReasonTotal}}, !s.Total.isZero()},
	} {
		if !e.here {
			continue
		}
		if err := put(e.key, e.value); err != nil {
			return "", err
		}
	}
	var out strings.Builder
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&file); err != nil {
		return "", err
	}
	_, err = ParseMapping(strings.NewReader(out.String()), s.Name)
	return out.String(), err
}

// flow keeps short lists and pairs on their line, as people write them.
func flow(value any) yaml.Style {
	switch value.(type) {
	case []string, []any, map[string]any, map[string]string:
		return yaml.FlowStyle
	}
	return 0
}

func text(t Text) map[string]string {
	m := map[string]string{}
	if t.Encoding != "" {
		m["encoding"] = string(t.Encoding)
	}
	if t.Delimiter != "" {
		m["delimiter"] = t.Delimiter
	}
	return m
}

func (s Sketch) creditAmounts() CreditAmounts {
	if s.CreditPositive {
		return CreditPositive
	}
	return CreditAsIs
}

func (s Sketch) amounts() map[string]any {
	m := map[string]any{"from": []Basis{s.basis()}}
	if s.Tax != "" && s.Tax != TaxExcluded {
		m["tax"] = s.Tax
	}
	return m
}

// basis is the way to an amount that the columns allow; empty for none.
func (s Sketch) basis() Basis {
	has := func(f Field) bool { return slices.Contains(s.Fields, f) }
	switch {
	case has(FieldAmount):
		return BasisAmount
	case has(FieldQuantity) && has(FieldUnitPrice):
		return BasisQuantityPrice
	case has(FieldCredit) && has(FieldDebit):
		return BasisCreditDebit
	}
	return ""
}

// of lists the headers that have a meaning.
func (s Sketch) of(f Field) (headers []string) {
	for i, field := range s.Fields {
		if field == f {
			headers = append(headers, s.Headers[i])
		}
	}
	return headers
}

// columns is each field with its header or headers, in the table's order.
// Several columns of one number are added up; of a text the first that is not
// blank counts.
func (s Sketch) columns() (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.MappingNode}
	done := map[Field]bool{}
	for _, f := range s.Fields {
		if f == "" || done[f] {
			continue
		}
		done[f] = true
		headers := s.of(f)
		var value any = column(headers)
		if len(headers) > 1 && slices.Contains(numberFields(), f) {
			value = map[string][]string{"sum": headers}
		}
		var v yaml.Node
		if err := v.Encode(value); err != nil {
			return nil, err
		}
		if len(headers) > 1 {
			v.Style |= yaml.FlowStyle
		}
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: string(f)}, &v)
	}
	return node, nil
}

// telling are the headers by which the next such file is recognised: those a
// book cannot do without, or all where these are few.
func (s Sketch) telling() []string {
	var some, all []string
	for i, f := range s.Fields {
		if f == "" {
			continue
		}
		all = append(all, s.Headers[i])
		switch f {
		case FieldDocument, FieldIssueDate, FieldCustomerName, FieldAmount, FieldQuantity, FieldUnitPrice, FieldDebit, FieldCredit:
			some = append(some, s.Headers[i])
		default: // a sheet is known without it
		}
	}
	if len(some) < 4 {
		return all
	}
	return some
}

// check finds what a person has still to say.
func (s Sketch) check() error {
	bad := func(code, part string) *fault.Error {
		return fault.New(fault.KindInvalid, code).With("part", part)
	}
	if !IsMappingName(s.Name) {
		return bad("invoicebook.sketch_name", "name").With("value", s.Name)
	}
	seen := map[string]bool{}
	for i, f := range s.Fields {
		part := "column." + strconv.Itoa(i+1)
		if f == "" {
			continue
		}
		if !slices.Contains(Fields(), f) {
			return bad("invoicebook.sketch_field", part).With("value", string(f))
		}
		name := canon(s.Headers[i])
		if name == "" {
			return bad("invoicebook.sketch_header_empty", part)
		}
		if seen[name] || slices.ContainsFunc(s.Headers[i+1:], func(h string) bool { return canon(h) == name }) {
			return bad("invoicebook.sketch_header_twice", part).With("column", s.Headers[i])
		}
		seen[name] = true
	}
	switch {
	case !slices.Contains(s.Fields, FieldIssueDate):
		return bad("invoicebook.sketch_date", "issue_date")
	case s.basis() == "":
		return bad("invoicebook.sketch_amount", "amount")
	case s.Currency == "" && !slices.Contains(s.Fields, FieldCurrency):
		return bad("invoicebook.sketch_currency", "currency")
	case len(s.Dates) == 0:
		return bad("invoicebook.sketch_dates", "dates")
	}
	if _, err := source.ParseDateFormat(s.Dates...); err != nil {
		return bad("invoicebook.sketch_dates", "dates").Because(err)
	}
	if s.Currency != "" {
		if _, err := money.ParseCurrency(s.Currency); err != nil {
			return bad("invoicebook.sketch_currency_unknown", "currency").With("value", s.Currency)
		}
	}
	return nil
}

// mostName is how long the name of a mapping may be, in characters.
const mostName = 60

// IsMappingName reports a name that is a file's name anywhere: letters of any
// script, digits, and single hyphens, underscores or points between them.
func IsMappingName(s string) bool {
	before := '-'
	n := 0
	for _, r := range s {
		plain := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !plain && (!strings.ContainsRune("-_.", r) || strings.ContainsRune("-_.", before)) {
			return false
		}
		before = r
		n++
	}
	return n > 0 && n <= mostName && !strings.ContainsRune("-_.", before)
}
