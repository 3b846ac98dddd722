package invoicebook

import (
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Mapping says how a table's rows become service lines.
type Mapping struct {
	Name  string            `yaml:"name"`
	Title map[string]string `yaml:"title"` // by language: en, zh-CN
	// Detect says when the mapping fits without being asked for.
	Detect Signature `yaml:"detect"`
	// Text says how a text file is written, where it does not tell by itself.
	Text Text `yaml:"text"`
	// Sheets of a workbook to read; empty reads every sheet whose header fits.
	Sheets []string `yaml:"sheets"`
	// HeaderRow is the number of the header's row; 0 finds the first row that has
	// the headers of Detect.
	HeaderRow int64 `yaml:"header_row"`
	Grain     Grain `yaml:"grain"`
	// Columns gives each field its column or columns.
	Columns map[Field]Column `yaml:"columns"`
	// FillDown: an invoice's own fields stand on its first row only.
	FillDown []Field `yaml:"fill_down"`
	// Dates are the patterns of source.ParseDateFormat. Where two of them disagree
	// about a cell, cells that only one of them can read decide for the table.
	Dates        []string         `yaml:"dates"`
	ServiceUntil Until            `yaml:"service_until"`
	Numbers      Numbers          `yaml:"numbers"`
	Amounts      Amounts          `yaml:"amounts"`
	Constants    map[Field]string `yaml:"constants"`
	Credit       Credit           `yaml:"credit"`
	// Keep: only rows that fulfil every condition are of this book. What it leaves
	// out (the other side of a ledger) is counted as a finding.
	Keep []Condition `yaml:"keep"`
	Skip []Skip      `yaml:"skip"`
	// Totals reads a second table that states the invoices' totals. It checks the
	// lines, and gives a line for each invoice that has none. Where it comes alone
	// it is a mapping of its own.
	Totals *Mapping `yaml:"totals"`
}

// Signature lists what a table must have. A header is one name or several that
// mean the same.
type Signature struct {
	Headers []Names `yaml:"headers"`
	// Without are headers that a table must not have: they tell a fuller export of
	// the same program from this one.
	Without []string `yaml:"without"`
}

// Text is how a text file is written. What is empty is found out from the file.
type Text struct {
	Encoding  source.Encoding `yaml:"encoding"`
	Delimiter string          `yaml:"delimiter"` // one character, or "tab"
}

// delimiter is the character; 0 where the file decides.
func (t Text) delimiter() byte {
	switch {
	case t.Delimiter == "tab":
		return '\t'
	case len(t.Delimiter) == 1:
		return t.Delimiter[0]
	}
	return 0
}

// Delimiters lists what a mapping may name.
func Delimiters() []string { return []string{",", ";", "tab", "|"} }

// Grain is what a row is.
type Grain string

const (
	// GrainLine: a row is a line of an invoice; it may repeat the invoice's totals.
	GrainLine Grain = "line"
	// GrainInvoice: a row is an invoice, and becomes one line.
	GrainInvoice Grain = "invoice"
	// GrainInvoiceRepeated: rows are lines, but only the invoice's total, repeated
	// on each, is an amount: it is taken once.
	GrainInvoiceRepeated Grain = "invoice_repeated"
)

// Until says what the column service_until holds.
type Until string

const (
	UntilExclusive Until = "exclusive" // the first day that is no longer covered
	UntilInclusive Until = "inclusive" // the last day
	UntilSameDay   Until = "same_day"  // there is no such column: service_from is the one day
)

// Numbers says how numbers are written.
type Numbers struct {
	Decimal        source.DecimalMark `yaml:"decimal"` // ".", "," or "either"; default "."
	CreditPositive bool               `yaml:"credit_positive"`
}

// Amounts says how a row's numbers make a net amount.
type Amounts struct {
	// From lists ways in order of preference; the first whose columns the table has
	// is used. Default: amount, then quantity_price.
	From []Basis `yaml:"from"`
	// Tax says whether line amounts include tax. Default excluded.
	Tax TaxMode `yaml:"tax"`
	// TaxIncludedWhen overrides Tax for the rows it holds for.
	TaxIncludedWhen *Condition `yaml:"tax_included_when"`
	// Rate is what a tax or discount rate without a percent sign means. Default percent.
	Rate RateUnit `yaml:"rate"`
	// Discount says whether amounts are after the row's own discount. Default
	// included; quantity_price always applies it.
	Discount DiscountMode `yaml:"discount"`
	// Places is how many decimals products, quotients and shares are rounded to,
	// half to even. Default: those of the currency.
	Places *int32 `yaml:"places"`
	// Tolerance is how far an invoice's lines may be from its stated total without
	// a finding, in the invoice's currency. Default 0.
	Tolerance money.Decimal `yaml:"tolerance"`
}

// Basis is a way to a line's amount.
type Basis string

const (
	BasisAmount        Basis = "amount"
	BasisQuantityPrice Basis = "quantity_price"
	BasisCreditDebit   Basis = "credit_minus_debit"
)

// TaxMode says whether line amounts include tax.
type TaxMode string

const (
	TaxExcluded TaxMode = "excluded"
	TaxIncluded TaxMode = "included"
	// TaxByTotal decides for each invoice by which reading meets its gross total.
	TaxByTotal TaxMode = "by_total"
)

// RateUnit is what "6" means as a rate.
type RateUnit string

const (
	RatePercent  RateUnit = "percent"
	RateFraction RateUnit = "fraction"
)

// DiscountMode says whether amounts are after the row's own discount.
type DiscountMode string

const (
	DiscountIncluded DiscountMode = "included"
	DiscountApply    DiscountMode = "apply"
)

// Credit says which rows are of credit notes, and how their amounts are written.
type Credit struct {
	When []Condition `yaml:"when"` // any of them
	// Amounts are as_is (written negative already) or positive (to be negated).
	Amounts CreditAmounts `yaml:"amounts"`
}

// CreditAmounts is how a source writes the amounts of credit notes.
type CreditAmounts string

const (
	CreditAsIs     CreditAmounts = "as_is"
	CreditPositive CreditAmounts = "positive"
)

// Skip leaves rows out for a reason that the finding names.
type Skip struct {
	Condition `yaml:",inline"`
	Reason    Reason `yaml:"reason"`
}

// Reason is why a row is no line. Each has a finding invoicebook.skipped_<reason>.
type Reason string

const (
	ReasonTotal    Reason = "total"
	ReasonVoid     Reason = "void"
	ReasonDraft    Reason = "draft"
	ReasonText     Reason = "text"     // a row with words and no amount
	ReasonPurchase Reason = "purchase" // a bill the partner received
	ReasonLedger   Reason = "ledger"   // the other side of an entry; what Keep leaves out
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{ReasonTotal, ReasonVoid, ReasonDraft, ReasonText, ReasonPurchase, ReasonLedger}
}

// ParseMapping reads a mapping file. A key it does not know, a field or value
// that does not exist, is invoicebook.mapping_invalid with the line where there
// is one.
func ParseMapping(r io.Reader, name string) (_ Mapping, err error) {
	defer fault.Wrap(&err, "invoicebook.ParseMapping(%s)", name)
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	var m Mapping
	if err := dec.Decode(&m); err != nil {
		return Mapping{}, syntaxFault(name, err)
	}
	if m.Name == "" {
		m.Name = name
	}
	m.inherit()
	if err := m.validate(name); err != nil {
		return Mapping{}, err
	}
	return m, nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func syntaxFault(name string, err error) error {
	if _, ok := fault.As(err); ok {
		return err
	}
	text := err.Error()
	var typeErr *yaml.TypeError
	if errors.As(err, &typeErr) && len(typeErr.Errors) > 0 {
		text = typeErr.Errors[0]
	}
	line := ""
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, text = m[1], m[2]
	}
	text, _, _ = strings.Cut(text, " in type ") // the name of a Go type tells a user nothing
	return mappingFault(name, line, strings.TrimSpace(strings.TrimPrefix(text, "yaml: "))).Because(err)
}

func mappingFault(name, line, reason string) *fault.Error {
	if line == "" {
		line = "?"
	}
	return fault.New(fault.KindInvalid, "invoicebook.mapping_invalid").With("file", name).With("line", line).With("reason", reason).
		At(fault.Place{File: name})
}

// inherit gives the totals table what it does not say itself.
func (m *Mapping) inherit() {
	if t := m.Totals; t != nil {
		if t.Name == "" {
			t.Name = m.Name + "-totals"
		}
		if t.Title == nil {
			t.Title = m.Title
		}
		if t.Dates == nil {
			t.Dates = m.Dates
		}
		if t.Constants == nil {
			t.Constants = m.Constants
		}
		if t.Numbers == (Numbers{}) {
			t.Numbers = m.Numbers
		}
		if t.Grain == "" {
			t.Grain = GrainInvoice
		}
	}
	if m.Grain == "" {
		m.Grain = GrainLine
	}
	if len(m.Amounts.From) == 0 {
		m.Amounts.From = []Basis{BasisAmount, BasisQuantityPrice}
	}
	if m.ServiceUntil == "" {
		m.ServiceUntil = UntilExclusive
	}
	if m.Totals != nil {
		m.Totals.inherit()
	}
}

func (m *Mapping) validate(file string) error {
	bad := func(reason string) error { return mappingFault(file, "", reason) }
	oneOf := func(key, value string, allowed ...string) error {
		if value == "" || slices.Contains(allowed, value) {
			return nil
		}
		return bad(key + ": " + value + " (" + strings.Join(allowed, ", ") + ")")
	}
	var problems []error
	check := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	check(oneOf("text: delimiter", m.Text.Delimiter, Delimiters()...))
	check(oneOf("text: encoding", string(m.Text.Encoding), encodingNames()...))
	check(oneOf("grain", string(m.Grain), string(GrainLine), string(GrainInvoice), string(GrainInvoiceRepeated)))
	check(oneOf("service_until", string(m.ServiceUntil), string(UntilExclusive), string(UntilInclusive), string(UntilSameDay)))
	check(oneOf("numbers: decimal", string(m.Numbers.Decimal), string(source.DecimalPoint), string(source.DecimalComma), string(source.DecimalEither)))
	check(oneOf("amounts: tax", string(m.Amounts.Tax), string(TaxExcluded), string(TaxIncluded), string(TaxByTotal)))
	check(oneOf("amounts: rate", string(m.Amounts.Rate), string(RatePercent), string(RateFraction)))
	check(oneOf("amounts: discount", string(m.Amounts.Discount), string(DiscountIncluded), string(DiscountApply)))
	check(oneOf("credit: amounts", string(m.Credit.Amounts), string(CreditAsIs), string(CreditPositive)))
	for _, b := range m.Amounts.From {
		check(oneOf("amounts: from", string(b), string(BasisAmount), string(BasisQuantityPrice), string(BasisCreditDebit)))
	}
	for _, s := range m.Skip {
		if !slices.Contains(Reasons(), s.Reason) {
			check(bad("skip: reason: " + string(s.Reason)))
		}
	}
	for _, c := range m.conditions() {
		check(c.validate(bad))
	}
	for _, f := range slices.Sorted(maps.Keys(m.Columns)) {
		check(m.Columns[f].validate(f, bad))
	}
	for f := range m.Constants {
		if !slices.Contains(textFields(), f) {
			check(bad("constants: " + string(f)))
		}
	}
	for _, f := range m.FillDown {
		if !slices.Contains(Fields(), f) {
			check(bad("fill_down: " + string(f)))
		}
	}
	if _, ok := m.Columns[FieldIssueDate]; !ok {
		check(bad("columns: issue_date"))
	}
	if len(m.Dates) == 0 {
		check(bad("dates"))
	}
	if _, err := source.ParseDateFormat(m.Dates...); err != nil {
		check(err)
	}
	if p := m.Amounts.Places; p != nil && (*p < 0 || *p > money.LakeScale) {
		check(bad("amounts: places"))
	}
	if m.Amounts.Tax == TaxByTotal && m.Columns[FieldInvoiceGross].isZero() {
		check(bad("amounts: tax: by_total (columns: invoice_gross)"))
	}
	if m.Totals != nil {
		if m.Totals.Totals != nil {
			check(bad("totals: totals"))
		}
		check(m.Totals.validate(file))
	}
	if len(problems) > 0 {
		return problems[0]
	}
	return nil
}

func encodingNames() []string {
	var names []string
	for _, e := range source.Encodings() {
		names = append(names, string(e))
	}
	return names
}

func (m *Mapping) conditions() []Condition {
	all := slices.Concat(m.Keep, m.Credit.When)
	for _, s := range m.Skip {
		all = append(all, s.Condition)
	}
	if m.Amounts.TaxIncludedWhen != nil {
		all = append(all, *m.Amounts.TaxIncludedWhen)
	}
	return all
}
