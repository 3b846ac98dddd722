package triggering

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/focus"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Checked is what came of a rule's case.
type Checked struct {
	Case      trigger.Case
	Want, Got []string // in order
	Unread    []Unread
}

// Passed reports that exactly what the case says was found.
func (c Checked) Passed() bool { return slices.Equal(c.Want, c.Got) }

// Check reads a file with a rule and runs its cases through the engine, by the
// same questions that are asked of bills. Faults: those of Parse, and
// trigger.case.
func (f *Finder) Check(ctx context.Context, path string) (_ trigger.Rule, _ []Checked, err error) {
	defer fault.Wrap(&err, "triggering.Check(%s)", path)
	if _, err := f.Measurer.Guard.Allow(ctx, access.RightSee); err != nil {
		return trigger.Rule{}, nil, err
	}
	rule, err := ReadFile(path)
	if err != nil {
		return rule, nil, err
	}
	_, lives, err := f.rules()
	if err != nil {
		return rule, nil, err
	}
	checked, err := f.check(ctx, rule, lives)
	return rule, checked, err
}

func (f *Finder) check(ctx context.Context, rule trigger.Rule, lives []trigger.Life) ([]Checked, error) {
	var all []Checked
	for _, c := range rule.Cases {
		b, err := f.caseBooks(ctx, rule, c)
		if err != nil {
			return nil, err
		}
		s := &search{engine: f.Measurer.Engine, books: b, rules: []trigger.Rule{rule}, lives: lives}
		if err := s.run(ctx); err != nil {
			return nil, err
		}
		done := Checked{Case: c, Want: slices.Sorted(slices.Values(c.Finds)), Unread: s.unread}
		for _, found := range s.findings {
			k := found.Key
			short := strings.Trim(strings.TrimPrefix(k.String(), string(k.Rule)+"/"+string(k.Customer)), "/")
			if short == "" {
				short = "yes"
			}
			done.Got = append(done.Got, short)
		}
		slices.Sort(done.Got)
		all = append(all, done)
	}
	return all, nil
}

// A case is about one customer with one account, unless its rows name others.
const (
	caseCustomer = customer.ID("customer")
	caseOwner    = int64(2)
	caseFile     = "case"
)

// usual is what a row of a case has where it says nothing.
func usual() map[string]string {
	return map[string]string{"ProviderName": "AWS", "ServiceName": "AmazonEC2", "ServiceCategory": "Compute", "RegionId": "us-east-1", "BillingCurrency": "USD",
		"BillingAccountId": "900000000000", "SubAccountId": "100000000001", "ChargeCategory": "Usage", "ChargeFrequency": "Usage-Based", "EffectiveCost": "0", "BilledCost": "0"}
}

// caseBooks makes the relations of a case: its charges, and their roll-up by the
// same SQL as at import.
func (f *Finder) caseBooks(ctx context.Context, rule trigger.Rule, c trigger.Case) (books, error) {
	b := books{owners: ownerRelation(), names: map[customer.ID]string{caseCustomer: c.Name}, exchange: multiplier.NewExchange(rate.NewTable(nil), "USD", rate.PolicyAverage)}
	charge := relation{Name: "charge", Columns: append(enginesql.TriggerColumns(), engine.Column{Name: "filename", Type: engine.TypeText}, engine.Column{Name: "file_row_number", Type: engine.TypeInt})}
	accounts := map[[2]string]bool{}
	for i, row := range c.Rows {
		values := usual()
		maps.Copy(values, row)
		bad := func(column string) error {
			return fault.New(fault.KindInvalid, "trigger.case").With("rule", string(rule.ID)).With("case", c.Name).
				At(fault.Place{File: rule.File, Row: int64(i + 1), Column: column, Value: values[column]})
		}
		m, err := period.ParseMonth(values["month"])
		if err != nil {
			return b, bad("month")
		}
		if b.span.From == 0 || m < b.span.From {
			b.span.From = m
		}
		b.span.Until = max(b.span.Until, m+1)
		made, column := caseRow(charge.Columns, values, m, i)
		if column != "" {
			return b, bad(column)
		}
		charge.Rows = append(charge.Rows, made)
		accounts[[2]string{values["BillingAccountId"], values["SubAccountId"]}] = true
	}
	months := relation{Name: "account_month", Columns: []engine.Column{{Name: "billing_account_id", Type: engine.TypeText}, {Name: "sub_account_id", Type: engine.TypeText},
		{Name: "from_month", Type: engine.TypeDate}, {Name: "until_month", Type: engine.TypeDate}, {Name: "owner", Type: engine.TypeInt}}}
	for a := range accounts {
		months.Rows = append(months.Rows, []any{a[0], a[1], b.span.From.Start(), b.span.Until.Start(), caseOwner})
	}
	b.owners.Rows = [][]any{{caseOwner, string(caseCustomer)}}
	b.first = map[customer.ID]period.Month{caseCustomer: b.span.From}
	cost, price := relation{Name: "charge_cost", Columns: measuring.RollupColumns()}, relation{Name: "charge_price", Columns: measuring.RollupColumns()}
	rollup := engine.Query{Name: "case roll-up", SQL: caseRollup(cost.Columns), Relations: []relation{charge}}
	if _, err := f.Measurer.Engine.Each(ctx, rollup, func(row engine.Row) error {
		cost.Rows = append(cost.Rows, slices.Clone(row))
		return nil
	}); err != nil {
		return b, err
	}
	b.relations = []relation{cost, price, months}
	b.charges = func(context.Context, func(period.Month) bool) ([]relation, error) {
		return []relation{charge, caseFiles(), caseSlices(b.span)}, nil
	}
	b.bought = func(context.Context, func(period.Month) bool) ([]relation, error) {
		bought := charge
		bought.Columns = append(slices.Clone(charge.Columns), engine.Column{Name: "row_count", Type: engine.TypeInt})
		bought.Rows = make([][]any, len(charge.Rows))
		for i, row := range charge.Rows {
			bought.Rows[i] = append(slices.Clone(row), nil)
		}
		return []relation{bought, caseFiles(), caseSlices(b.span)}, nil
	}
	return b, nil
}

// caseRollup is the roll-up of an import with the columns that questions use.
func caseRollup(columns []engine.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM (" + enginesql.Rollup + ") summed"
}

func caseFiles() relation {
	return relation{Name: "charge_file", Columns: []engine.Column{{Name: "path", Type: engine.TypeText}, {Name: "batch_id", Type: engine.TypeText},
		{Name: "file_ordinal", Type: engine.TypeInt}, {Name: "is_price", Type: engine.TypeBool}}, Rows: [][]any{{caseFile, caseFile, int64(0), false}}}
}

func caseSlices(span period.Range) relation {
	live := relation{Name: "live_slice", Columns: []engine.Column{{Name: "batch_id", Type: engine.TypeText}, {Name: "source", Type: engine.TypeText},
		{Name: "month", Type: engine.TypeDate}, {Name: "last_day", Type: engine.TypeDate}, {Name: "currency", Type: engine.TypeText}}}
	for m := span.From; m < span.Until; m++ {
		live.Rows = append(live.Rows, []any{caseFile, nil, m.Start(), m.End().AddDate(0, 0, -1), "USD"})
	}
	return live
}

// caseRow gives the values in the order of the columns; the column that cannot
// be read, if any.
func caseRow(columns []engine.Column, values map[string]string, m period.Month, number int) (row []any, bad string) {
	byColumn := map[string]string{"filename": caseFile, "file_row_number": fmt.Sprint(number)}
	times := map[string]any{"billing_period_start": m.Start(), "billing_period_end": m.End(), "charge_period_start": m.Start(), "charge_period_end": m.End()}
	for name, v := range values {
		switch name {
		case "month":
		case "marketplace", "support":
			byColumn["sf_"+name] = v
		case "UsageType":
			byColumn["x_usage_type"] = v
		default:
			c, known := focus.Find(name)
			if !known || c.Type == focus.TypeTime {
				return nil, name
			}
			byColumn[c.Snake] = v
		}
	}
	for _, c := range columns {
		text, given := byColumn[c.Name]
		var v any
		switch {
		case times[c.Name] != nil:
			v = times[c.Name]
		case !given:
		case c.Type == engine.TypeText:
			v = text
		case c.Type == engine.TypeBool:
			v = text == "true"
		case c.Type == engine.TypeInt:
			v = int64(number)
		case c.Type == engine.TypeDecimal:
			d, err := money.ParseDecimal(text)
			if err != nil {
				return nil, c.Name
			}
			v = d
		}
		row = append(row, v)
	}
	return row, ""
}
