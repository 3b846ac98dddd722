package roster

import (
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// draft is an identifier or a place in a hierarchy as text.
type draft struct {
	kind, value, from, until, source, confidence string
	parent, role                                 string
}

// identifier checks an identifier; code names what is wrong and column where.
func (d draft) identifier() (id customer.Identifier, column, code string) {
	id = customer.Identifier{Kind: customer.IdentifierKind(strings.ToLower(d.kind)), Value: d.value, Source: d.source}
	if !slices.Contains(customer.WrittenKinds(), id.Kind) {
		return id, "kind", "roster.kind"
	}
	if d.value == "" {
		return id, "value", "roster.value_missing"
	}
	if id.Kind == customer.KindAccount && isScientific(d.value) {
		return id, "value", "roster.account_scientific"
	}
	if customer.Normalise(id.Kind, d.value) == "" && id.Kind != customer.KindDomain {
		return id, "value", "roster.value_empty"
	}
	if id.From, id.Until, column, code = d.days(); code != "" {
		return id, column, code
	}
	var ok bool
	if id.Confidence, ok = parseConfidence(d.confidence); !ok {
		return id, "confidence", "roster.confidence"
	}
	return id, "", ""
}

// place checks a place in a hierarchy of the customer named.
func (d draft) place(of customer.ID) (p customer.Parent, column, code string) {
	p = customer.Parent{ID: customer.ID(d.parent), Role: customer.Role(strings.ToLower(d.role))}
	if p.Role.Line() == "" {
		return p, "role", "roster.role"
	}
	if p.ID == of {
		return p, "parent", "roster.parent_self"
	}
	p.From, p.Until, column, code = d.days()
	return p, column, code
}

func (d draft) days() (from, until time.Time, column, code string) {
	var ok bool
	if from, ok = parseDay(d.from); !ok {
		return from, until, "from", "roster.day"
	}
	if until, ok = parseDay(d.until); !ok {
		return from, until, "until", "roster.day"
	}
	if !until.IsZero() && !from.Before(until) {
		return from, until, "until", "roster.validity_empty"
	}
	return from, until, "", ""
}

// cell gives what stands in a column, to show beside what is wrong with it.
func (d draft) cell(column string) string {
	return map[string]string{"kind": d.kind, "value": d.value, "from": d.from, "until": d.until,
		"confidence": d.confidence, "parent": d.parent, "role": d.role}[column]
}

// isScientific sees 1.23457E+11: the digits are gone and cannot be restored.
func isScientific(value string) bool {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(value), "E")
	return found && mantissa != "" && exponent != "" &&
		strings.Trim(mantissa, "0123456789.,") == "" && strings.Trim(exponent, "+0123456789") == "" &&
		strings.ContainsAny(mantissa+exponent, ".,+")
}

// parseDay reads an optional day, or a month as its first day. Slashes are what
// a spreadsheet makes of the dashes.
func parseDay(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, true
	}
	if m, err := period.ParseMonth(s); err == nil {
		return m.Start(), true
	}
	if day, err := time.Parse("2006/1", s); err == nil {
		return day, true
	}
	day, err := period.ParseInstant(s)
	return day, err == nil && day.Equal(day.Truncate(24*time.Hour)) && !day.IsZero()
}

// parseConfidence reads 0.9 or 90 %; blank is not stated.
func parseConfidence(s string) (money.Decimal, bool) {
	if s == "" {
		return money.Zero, true
	}
	d, err := parseShare(s)
	return d, err == nil && d.Sign() > 0 && d.Cmp(money.One) <= 0
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
