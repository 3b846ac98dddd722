package pipeline

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Field is what a column can mean.
type Field string

const (
	FieldKey           Field = "key" // of a change feed, where it is not the id
	FieldID            Field = "id"
	FieldCRMID         Field = "crm_id" // the deal's id in the CRM, where the list is not the CRM's own
	FieldTitle         Field = "title"
	FieldCustomerName  Field = "customer_name"
	FieldCustomerRef   Field = "customer_ref" // the customer's id in the CRM
	FieldAccount       Field = "account"
	FieldDUNS          Field = "duns"
	FieldWebsite       Field = "website"
	FieldIndustry      Field = "industry"
	FieldCountry       Field = "country"
	FieldStage         Field = "stage"
	FieldStatus        Field = "status"
	FieldCloseDate     Field = "close_date"
	FieldAccepted      Field = "accepted" // when the deal began
	FieldModified      Field = "modified"
	FieldChange        Field = "change" // INSERT, UPDATE or DELETE: the list is a change feed
	FieldDelivery      Field = "delivery"
	FieldSpend         Field = "spend" // expected on the cloud
	FieldSpendCurrency Field = "spend_currency"
	FieldSpendMonths   Field = "spend_months"
	FieldDeal          Field = "deal" // the partner's own deal value
	FieldDealCurrency  Field = "deal_currency"
	FieldDealMonths    Field = "deal_months"
	FieldGenAI         Field = "gen_ai"
	FieldSolutions     Field = "solutions"
	FieldOffers        Field = "offers"
)

// Fields lists every field a mapping may name.
func Fields() []Field {
	return []Field{FieldKey, FieldID, FieldCRMID, FieldTitle, FieldCustomerName, FieldCustomerRef, FieldAccount, FieldDUNS, FieldWebsite,
		FieldIndustry, FieldCountry, FieldStage, FieldStatus, FieldCloseDate, FieldAccepted, FieldModified, FieldChange, FieldDelivery, FieldSpend,
		FieldSpendCurrency, FieldSpendMonths, FieldDeal, FieldDealCurrency, FieldDealMonths, FieldGenAI, FieldSolutions, FieldOffers}
}

// Names is one header or several, of which the first that is not blank counts.
// In YAML: a text or a list.
type Names []string

// UnmarshalYAML reads a text or a list of texts.
func (n *Names) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*n = Names{node.Value}
		return nil
	}
	return node.Decode((*[]string)(n))
}

// Mapping says how a table's rows become opportunities.
type Mapping struct {
	Name  string            `yaml:"name"`
	Title map[string]string `yaml:"title"` // by language: en, zh-CN
	// Detect says when the mapping fits without being asked for.
	Detect Signature `yaml:"detect"`
	// Columns gives each field its column or columns.
	Columns map[Field]Names `yaml:"columns"`
	// Constants give a field's value where the table has no column for it.
	Constants map[Field]string `yaml:"constants"`
	// Months says over how many months the amounts of a row go where no column
	// does: 1 for monthly ones, 12 for annual ones.
	Months Terms `yaml:"months"`
	// Stages explains the words of a CRM's stages; those of Partner Central need
	// no explaining.
	Stages map[string]string `yaml:"stages"`
	// Dates are the patterns of source.ParseDateFormat.
	Dates     []string `yaml:"dates"`
	Decimal   string   `yaml:"decimal"`   // ".", "," or "either"; default "."
	Separator string   `yaml:"separator"` // between several values in a cell; default ";"
}

// Signature lists the headers that a table must have.
type Signature struct {
	Headers []string `yaml:"headers"`
}

// Terms is over how many months amounts go; 0 is not stated.
type Terms struct {
	Spend int `yaml:"spend"`
	Deal  int `yaml:"deal"`
}

// isFeed reports that the table holds changes.
func (m Mapping) isFeed() bool { return len(m.Columns[FieldChange]) > 0 }

// ParseMapping reads a mapping file. A key it does not know, a field or value
// that does not exist, is pipeline.mapping_invalid.
func ParseMapping(r io.Reader, name string) (_ Mapping, err error) {
	defer fault.Wrap(&err, "pipeline.ParseMapping(%s)", name)
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	var m Mapping
	if err := dec.Decode(&m); err != nil {
		return Mapping{}, syntaxFault(name, err)
	}
	if m.Name == "" {
		m.Name = name
	}
	if m.Separator == "" {
		m.Separator = ";"
	}
	if reason := m.problem(); reason != "" {
		return Mapping{}, mappingFault(name, reason)
	}
	return m, nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func syntaxFault(name string, err error) error {
	text := err.Error()
	var typeErr *yaml.TypeError
	if errors.As(err, &typeErr) && len(typeErr.Errors) > 0 {
		text = typeErr.Errors[0]
	}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		text = m[1] + ": " + m[2]
	}
	text, _, _ = strings.Cut(text, " in type ") // the name of a Go type tells a user nothing
	return mappingFault(name, strings.TrimPrefix(text, "yaml: ")).Because(err)
}

func mappingFault(name, reason string) *fault.Error {
	return fault.New(fault.KindInvalid, "pipeline.mapping_invalid").With("reason", reason).At(fault.Place{File: name})
}

// problem names the key that is wrong; empty where none is.
func (m Mapping) problem() string {
	for _, f := range slices.Sorted(maps.Keys(m.Columns)) {
		if !slices.Contains(Fields(), f) || len(m.Columns[f]) == 0 {
			return "columns: " + string(f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(m.Constants)) {
		if !slices.Contains(Fields(), f) {
			return "constants: " + string(f)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(m.Stages)) {
		if _, known := opportunity.ParseStage(m.Stages[word]); !known {
			return "stages: " + word + ": " + m.Stages[word]
		}
	}
	for _, n := range []int{m.Months.Spend, m.Months.Deal} {
		if n < 0 || n > opportunity.MaxMonths {
			return "months"
		}
	}
	switch source.DecimalMark(m.Decimal) {
	case "", source.DecimalPoint, source.DecimalComma, source.DecimalEither:
	default:
		return "decimal: " + m.Decimal
	}
	if len(m.Columns[FieldID]) == 0 {
		return "columns: id"
	}
	if m.isFeed() && len(m.Columns[FieldModified]) == 0 {
		return "columns: modified"
	}
	if _, err := source.ParseDateFormat(m.Dates...); err != nil || len(m.Dates) == 0 {
		return "dates"
	}
	return ""
}

//go:embed presets/*.yaml
var presetFiles embed.FS

// Presets gives the mappings shipped with the product, by name.
func Presets() []Mapping {
	names, err := fs.Glob(presetFiles, "presets/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var all []Mapping
	for _, path := range names {
		text, err := presetFiles.ReadFile(path)
		if err != nil {
			panic(err) // embedded
		}
		m, err := ParseMapping(bytes.NewReader(text), path)
		if err != nil {
			panic(err) // a preset is as much code as the Go beside it; the tests read them all
		}
		all = append(all, m)
	}
	return all
}

// FindPreset gives a preset by name. Fault: pipeline.preset_unknown.
func FindPreset(name string) (Mapping, error) {
	var known []string
	for _, m := range Presets() {
		if m.Name == name {
			return m, nil
		}
		known = append(known, m.Name)
	}
	return Mapping{}, fault.New(fault.KindNotFound, "pipeline.preset_unknown").With("name", name).With("presets", strings.Join(known, ", "))
}
