package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
)

// maxNesting bounds how deep a list of opportunities may stand in a JSON file.
const maxNesting = 8

// json reads values one after the other: an opportunity, a list of them, or an
// object with a list in it. Their number counts them from 1.
func (d *drafting) json(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	number := int64(0)
	for {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			if number == 0 {
				return fault.New(fault.KindInvalid, "pipeline.empty").At(fault.Place{File: d.file})
			}
			return nil
		}
		if err != nil {
			return fault.New(fault.KindInvalid, "pipeline.json").At(fault.Place{File: d.file, Row: number}).Because(err)
		}
		if err := d.walk(v, &number, 0); err != nil {
			return err
		}
	}
}

// walk finds opportunities in a JSON value.
func (d *drafting) walk(v any, number *int64, depth int) error {
	if depth > maxNesting {
		return d.unknown("JSON")
	}
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			if err := d.walk(e, number, depth+1); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		o := object(x)
		if o.isAPI() {
			*number++
			return d.format(FormatAPI, func() { d.api(o, *number) })
		}
		flat := o.flat(*number + 1)
		if m, fits := d.mapping(flat.header); fits {
			*number++
			first := d.out.Format == ""
			return d.format(m.Name, func() {
				if d.m = m; first {
					d.begin()
				}
				d.record(flat)
			})
		}
		inner := o.lists()
		if len(inner) == 0 {
			return d.unknown(strings.Join(o.keys(), ", "))
		}
		return d.walk(inner, number, depth+1)
	}
	return d.unknown("JSON")
}

// format refuses a file that mixes formats.
func (d *drafting) format(name string, read func()) error {
	if d.out.Format != "" && d.out.Format != name {
		return fault.New(fault.KindInvalid, "pipeline.formats_mixed").With("first", d.out.Format).With("second", name).At(fault.Place{File: d.file})
	}
	d.out.Format = name
	read()
	return nil
}

// object is a JSON object.
type object map[string]any

// isAPI recognises an opportunity of the Selling API.
func (o object) isAPI() bool {
	_, life := o["LifeCycle"].(map[string]any)
	_, customer := o["Customer"].(map[string]any)
	return life && customer
}

func (o object) keys() []string {
	var keys []string
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// lists gives the object's values that may hold opportunities, by key.
func (o object) lists() []any {
	var inner []any
	for _, k := range o.keys() {
		switch o[k].(type) {
		case []any, map[string]any:
			inner = append(inner, o[k])
		}
	}
	return inner
}

// flat makes a row of the object: its texts and numbers by key, lists with
// semicolons.
func (o object) flat(number int64) row {
	keys := o.keys()
	cells := make([]string, len(keys))
	for i, k := range keys {
		cells[i] = strings.Join(texts(o[k]), ";")
	}
	return row{header: newHeader(keys), cells: cells, number: number}
}

// texts gives a text or number, or those of a list.
func texts(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case json.Number:
		return []string{x.String()}
	case bool:
		return []string{strconv.FormatBool(x)}
	case []any:
		var all []string
		for _, e := range x {
			all = append(all, texts(e)...)
		}
		return all
	}
	return nil
}

// at follows a path of keys; nothing where it ends before.
func (o object) at(path ...string) any {
	var v any = map[string]any(o)
	for _, key := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

// api reads an opportunity as the Selling API gives and takes it: what
// GetOpportunity and ListOpportunities answer, and what UpdateOpportunity sends,
// which is the whole opportunity too. What CreateOpportunity sends has no id yet.
func (d *drafting) api(o object, number int64) {
	text := func(path ...string) string {
		return d.clean(strings.Join(texts(o.at(path...)), ";"), strings.Join(path, "."))
	}
	id := text("Id")
	if id == "" {
		id = text("Identifier")
	}
	out := opportunity.Opportunity{ID: id, Key: id, CRMID: text("PartnerOpportunityIdentifier"), Title: text("Project", "Title"),
		Customer: opportunity.Customer{Name: text("Customer", "Account", "CompanyName"), Website: text("Customer", "Account", "WebsiteUrl"),
			Industry: text("Customer", "Account", "Industry"), Country: text("Customer", "Account", "Address", "CountryCode")},
		Solutions: ids(texts(o.at("RelatedEntityIdentifiers", "Solutions"))),
		Offers:    texts(o.at("RelatedEntityIdentifiers", "AwsMarketplaceOffers")), Row: number}
	bad := func(path, code string) {
		keys := o.keys()
		d.reject(batch.Reject{Place: fault.Place{File: d.file, Row: number, Column: path, Value: text(strings.Split(path, ".")...)},
			Reason: code, Args: fault.Args{"most": opportunity.MaxMonths}}, keys, o.flat(number).cells)
	}
	if id == "" {
		bad("Id", "opportunity.id_missing")
		return
	}
	d.customer(&out, text("Customer", "Account", "AwsAccountId"), text("Customer", "Account", "Duns"))
	d.words(&out, text("LifeCycle", "Stage"), text("LifeCycle", "ReviewStatus"), texts(o.at("Project", "DeliveryModels")))
	var ok bool
	if out.Close, ok = d.moment(text("LifeCycle", "TargetCloseDate")); !ok {
		bad("LifeCycle.TargetCloseDate", "opportunity.date")
		return
	}
	if out.Accepted, ok = d.moment(text("CreatedDate")); !ok {
		bad("CreatedDate", "opportunity.date")
		return
	}
	if out.Modified, ok = d.moment(text("LastModifiedDate")); !ok {
		bad("LastModifiedDate", "opportunity.date")
		return
	}
	if path, code := d.spends(o, &out); code != "" {
		bad(path, code)
		return
	}
	if err := out.Validate(); err != nil {
		known, _ := fault.As(err)
		bad("Project.ExpectedContractDuration", known.Code)
		return
	}
	d.out.Opportunities = append(d.out.Opportunities, out)
}

// spends reads what the customer is expected to spend. An amount of the target
// AWS is per month; one of Self is the partner's own deal value, over the whole
// term of the contract, and only where that is stated.
func (d *drafting) spends(o object, out *opportunity.Opportunity) (path, code string) {
	months := 0
	if term := strings.Join(texts(o.at("Project", "ExpectedContractDuration", "Value")), ""); term != "" {
		n, err := strconv.Atoi(term)
		if err != nil || n < 1 || n > opportunity.MaxMonths {
			return "Project.ExpectedContractDuration.Value", "opportunity.months"
		}
		if unit := strings.Join(texts(o.at("Project", "ExpectedContractDuration", "Term")), ""); strings.EqualFold(unit, "Months") {
			months = n
		}
	}
	list, _ := o.at("Project", "ExpectedCustomerSpend").([]any)
	const here = "Project.ExpectedCustomerSpend"
	for _, e := range list {
		m, _ := e.(map[string]any)
		s := object(m)
		get := func(key string) string { return strings.TrimSpace(strings.Join(texts(s[key]), "")) }
		if get("Amount") == "" {
			continue
		}
		amount, err := money.ParseDecimal(get("Amount"))
		if err != nil {
			return here, "opportunity.amount"
		}
		currency, err := money.ParseCurrency(get("CurrencyCode"))
		if err != nil {
			return here, "opportunity.currency_missing"
		}
		own, over := strings.EqualFold(get("TargetCompany"), "Self"), 0
		switch monthly := strings.EqualFold(get("Frequency"), "Monthly"); {
		case monthly:
			over = 1
		case own && strings.EqualFold(get("Frequency"), "None"):
			over = months
		}
		switch {
		case own:
			values, _, code := d.stated(money.New(amount, currency), over, FieldDeal)
			if code != "" {
				return here, code
			}
			out.Deal = append(out.Deal, values...)
		case !strings.EqualFold(get("TargetCompany"), "AWS"):
			d.find(FoundOthers, batch.SeverityInfo, here, get("TargetCompany"))
		case over == 0:
			d.find(FoundFrequency, batch.SeverityWarning, here, get("Frequency"))
		default:
			values, _, code := d.stated(money.New(amount, currency), over, FieldSpend)
			if code != "" {
				return here, code
			}
			out.Spend = append(out.Spend, values...)
		}
	}
	return "", ""
}
