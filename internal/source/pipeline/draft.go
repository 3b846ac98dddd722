package pipeline

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Findings about opportunities.
const (
	FoundMasked    = "pipeline.masked"             // AWS shows the value only to who accepts the deal
	FoundStage     = "pipeline.stage_unknown"      // a stage that nobody explains
	FoundStatus    = "pipeline.status_unknown"     // likewise
	FoundDelivery  = "pipeline.delivery_unknown"   // likewise
	FoundAccount   = "pipeline.account_unreadable" // no AWS account id
	FoundDUNS      = "pipeline.duns_unreadable"    // not nine digits
	FoundZero      = "pipeline.amount_zero"        // an amount of nothing is not stated
	FoundMonths    = "pipeline.months_missing"     // an amount of which nobody knows over how many months
	FoundOthers    = "pipeline.spend_of_others"    // expected of a company that is neither AWS nor the partner
	FoundFrequency = "pipeline.frequency_unknown"  // an amount that is not per month
	FoundNoAmounts = "pipeline.amounts_not_read"   // the mapping names no column of amounts
)

// masks are what AWS writes in place of what a partner may not see yet.
const mask = "accept to view"

// drafting makes opportunities of rows and objects.
type drafting struct {
	file  string
	opts  Options
	m     Mapping
	dates source.DateFormat
	out   Pipeline

	presets []Mapping // read when first needed
}

// begin takes the mapping that was found.
func (d *drafting) begin() {
	d.dates, _ = source.ParseDateFormat(d.m.Dates...) // a mapping is checked when it is read
	d.out.Format, d.out.Feed = d.m.Name, d.m.isFeed()
	if len(d.m.Columns[FieldSpend]) == 0 && len(d.m.Columns[FieldDeal]) == 0 {
		d.find(FoundNoAmounts, batch.SeverityWarning, "", d.m.Name)
	}
}

// find counts by rule, with the first example.
func (d *drafting) find(rule string, severity batch.Severity, column, example string) {
	for i := range d.out.Findings {
		if d.out.Findings[i].Rule == rule {
			d.out.Findings[i].Count++
			return
		}
	}
	d.out.Findings = append(d.out.Findings, batch.Finding{Rule: rule, Severity: severity, Column: column, Count: 1, Example: example, File: d.file})
}

func (d *drafting) reject(r batch.Reject, header, record []string) {
	r.Header, r.Record = header, record
	d.out.Rejects = append(d.out.Rejects, r)
}

// clean takes masks away.
func (d *drafting) clean(text, column string) string {
	text = strings.TrimSpace(text)
	if strings.EqualFold(text, mask) {
		d.find(FoundMasked, batch.SeverityInfo, column, text)
		return ""
	}
	return text
}

// text gives a field: the first of its columns that is not blank, or the
// mapping's constant.
func (d *drafting) text(r row, f Field) string {
	for _, name := range d.m.Columns[f] {
		if text := d.clean(r.cell(name), name); text != "" {
			return text
		}
	}
	return strings.TrimSpace(d.m.Constants[f])
}

func (d *drafting) column(f Field) string { return strings.Join(d.m.Columns[f], ", ") }

// list gives the values of a field that may have several.
func (d *drafting) list(r row, f Field) []string {
	var values []string
	for _, v := range strings.Split(d.text(r, f), d.m.Separator) {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// record makes an opportunity of a row, or rejects it.
func (d *drafting) record(r row) {
	o, f, code := d.opportunity(r)
	if code == "" {
		if err := o.Validate(); err != nil {
			known, _ := fault.As(err)
			code = known.Code
			f = map[string]Field{"opportunity.id_missing": FieldID, "opportunity.months": FieldDealMonths}[code]
		}
	}
	if code != "" {
		value := ""
		for _, name := range d.m.Columns[f] {
			value += r.cell(name)
		}
		d.reject(batch.Reject{Place: fault.Place{File: d.file, Row: r.number, Column: d.column(f), Value: value}, Reason: code,
			Args: fault.Args{"most": opportunity.MaxMonths}}, r.names, r.cells)
		return
	}
	d.out.Opportunities = append(d.out.Opportunities, o)
}

// opportunity reads a row; code says what is wrong, and f where.
func (d *drafting) opportunity(r row) (o opportunity.Opportunity, f Field, code string) {
	o = opportunity.Opportunity{ID: d.text(r, FieldID), Key: d.text(r, FieldKey), CRMID: d.text(r, FieldCRMID), Title: d.text(r, FieldTitle),
		Customer: opportunity.Customer{Name: d.text(r, FieldCustomerName), Website: d.text(r, FieldWebsite), CRM: d.text(r, FieldCustomerRef),
			Industry: d.text(r, FieldIndustry), Country: d.text(r, FieldCountry)},
		Solutions: ids(d.list(r, FieldSolutions)), Offers: d.list(r, FieldOffers), GenAI: answer(d.text(r, FieldGenAI)), Row: r.number}
	if o.Key == "" {
		o.Key = o.ID
	}
	d.customer(&o, d.text(r, FieldAccount), d.text(r, FieldDUNS))
	d.words(&o, d.text(r, FieldStage), d.text(r, FieldStatus), d.list(r, FieldDelivery))
	var ok bool
	if o.Modified, ok = d.moment(d.text(r, FieldModified)); !ok {
		return o, FieldModified, "opportunity.date"
	}
	if d.m.isFeed() {
		switch strings.ToUpper(d.text(r, FieldChange)) {
		case "INSERT", "UPDATE":
		case "DELETE":
			o.Deleted = true
		default:
			return o, FieldChange, "opportunity.change"
		}
		if o.Modified.IsZero() {
			return o, FieldModified, "opportunity.modified_missing"
		}
		if o.Deleted {
			return o, "", ""
		}
	}
	if o.Close, ok = d.moment(d.text(r, FieldCloseDate)); !ok {
		return o, FieldCloseDate, "opportunity.date"
	}
	o.Close = o.Close.Truncate(24 * time.Hour)
	if o.Accepted, ok = d.moment(d.text(r, FieldAccepted)); !ok {
		return o, FieldAccepted, "opportunity.date"
	}
	if o.Spend, f, code = d.value(r, FieldSpend, FieldSpendCurrency, FieldSpendMonths, d.m.Months.Spend); code != "" {
		return o, f, code
	}
	o.Deal, f, code = d.value(r, FieldDeal, FieldDealCurrency, FieldDealMonths, d.m.Months.Deal)
	return o, f, code
}

// customer takes numbers that tell a customer, where they can be ones.
func (d *drafting) customer(o *opportunity.Opportunity, account, duns string) {
	if account != "" {
		digits := strings.NewReplacer("-", "", " ", "").Replace(account)
		if id, ok := opportunity.ParseAccount(digits); ok {
			o.Customer.Account = id
		} else {
			d.find(FoundAccount, batch.SeverityWarning, d.column(FieldAccount), account)
		}
	}
	if duns != "" {
		digits := strings.NewReplacer("-", "", " ", "").Replace(duns)
		if len(digits) == 9 && strings.Trim(digits, "0123456789") == "" {
			o.Customer.DUNS = digits
		} else {
			d.find(FoundDUNS, batch.SeverityWarning, d.column(FieldDUNS), duns)
		}
	}
}

// words takes what stands for something, where anybody knows for what.
func (d *drafting) words(o *opportunity.Opportunity, stage, status string, delivery []string) {
	if stage != "" {
		word := stage
		for from, to := range d.m.Stages {
			if canon(from) == canon(stage) {
				word = to
			}
		}
		var known bool
		if o.Stage, known = opportunity.ParseStage(word); !known {
			o.Stage = ""
			d.find(FoundStage, batch.SeverityWarning, d.column(FieldStage), stage)
		}
	}
	if status != "" {
		var known bool
		if o.Status, known = opportunity.ParseStatus(status); !known {
			o.Status = ""
			d.find(FoundStatus, batch.SeverityInfo, d.column(FieldStatus), status)
		}
	}
	for _, word := range delivery {
		model, known := opportunity.ParseDelivery(word)
		if !known {
			d.find(FoundDelivery, batch.SeverityInfo, d.column(FieldDelivery), word)
		} else if !slices.Contains(o.Delivery, model) {
			o.Delivery = append(o.Delivery, model)
		}
	}
}

// moment reads a day or an instant; blank is unknown.
func (d *drafting) moment(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	if at, err := period.ParseInstant(text); err == nil {
		return at, true
	}
	day, err := d.dates.Parse(text)
	return day, err == nil
}

// value reads an amount, its currency and its months.
func (d *drafting) value(r row, amount, currency, months Field, over int) (_ []opportunity.Value, f Field, code string) {
	text := d.text(r, amount)
	if text == "" {
		return nil, "", ""
	}
	n, err := source.NumberFormat{Decimal: source.DecimalMark(d.m.Decimal)}.Parse(text)
	if err != nil || n.Percent {
		return nil, amount, "opportunity.amount"
	}
	in := d.opts.Currency
	if symbol := source.CurrencyOf(n.Symbol); symbol != "" {
		in = symbol
	}
	if named := d.text(r, currency); named != "" {
		if in, err = money.ParseCurrency(named); err != nil {
			return nil, currency, "currency.malformed"
		}
	}
	if text := d.text(r, months); text != "" {
		if over, err = strconv.Atoi(text); err != nil || over < 1 || over > opportunity.MaxMonths {
			return nil, months, "opportunity.months"
		}
	}
	return d.stated(money.New(n.Value, in), over, amount)
}

// stated keeps an amount that says something.
func (d *drafting) stated(a money.Amount, months int, f Field) (_ []opportunity.Value, at Field, code string) {
	switch {
	case a.Decimal.IsZero():
		d.find(FoundZero, batch.SeverityInfo, string(f), "0")
		return nil, "", ""
	case a.Decimal.Sign() < 0:
		return nil, f, "opportunity.amount_negative"
	case a.Currency == "":
		return nil, f, "opportunity.currency_missing"
	case months == 0:
		d.find(FoundMonths, batch.SeverityWarning, string(f), a.String())
	}
	return []opportunity.Value{{Amount: a, Months: months}}, "", ""
}

// ids leaves out "Other", which names no solution.
func ids(values []string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return strings.EqualFold(v, "other") })
}

func answer(text string) opportunity.Answer {
	switch strings.ToLower(text) {
	case "yes", "true", "y", "1", "是":
		return opportunity.AnswerYes
	case "no", "false", "n", "0", "否":
		return opportunity.AnswerNo
	}
	return ""
}
