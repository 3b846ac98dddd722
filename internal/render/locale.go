// Package render is how results leave: a folder per format below, each turning
// a report.Document into bytes.
//
// It owns what the formats share: how a cell reads to people, and the contract
// that rendertest checks. It does not own words or number signs: they arrive in
// a Locale.
package render

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
)

// Locale is what a format must know about the reader's language.
type Locale struct {
	// Number writes a plain decimal with thousands, rounded half to even.
	Number   func(decimal string, places int32) string
	Yes, No  string
	Missing  string // stands for a value that is not known
	Currency string // label of a column of currency codes
	Exact    string // label of a column with every digit as text
	Remarks  string // name of the sheet beside the tables
	// Hidden says that columns were left out for lack of width.
	Hidden func(labels []string) string
}

// Show writes a cell for people, without its currency.
func (l Locale) Show(c report.Cell, col report.Column) string {
	if c.Gap {
		return l.Missing
	}
	if c.Value == "" {
		return ""
	}
	s := c.Value
	switch col.Kind {
	case report.KindInteger, report.KindMoney, report.KindRatio:
		s = l.Number(c.Value, c.PlacesIn(col))
	case report.KindPercent:
		if d, err := money.ParseDecimal(c.Value); err == nil {
			s = l.Number(d.Mul(money.NewInt(100)).String(), c.PlacesIn(col)) + "%"
		}
	case report.KindBool:
		s = l.No
		if c.Value == "true" {
			s = l.Yes
		}
	case report.KindText, report.KindDate, report.KindMonth:
	}
	if c.Estimate {
		return "~" + s
	}
	return s
}

// Header is the label of a column, with the currency its amounts share.
func Header(t report.Table, i int) string {
	col := t.Columns[i]
	if col.Kind == report.KindMoney && col.Currency != "" && !t.MixedCurrencies(i) && !strings.Contains(col.Label, string(col.Currency)) {
		return col.Label + " (" + string(col.Currency) + ")"
	}
	return col.Label
}

// ShowItem writes the value of one key value for people, currency included.
func (l Locale) ShowItem(item report.KeyValue) string {
	s := l.Show(item.Cell, report.Column{Kind: item.Kind})
	if item.Kind == report.KindMoney && item.Cell.Currency != "" && !item.Cell.Gap {
		s += " " + string(item.Cell.Currency)
	}
	return s
}
