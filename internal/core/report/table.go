package report

import (
	"strconv"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Kind says what the cells of a column hold, and so how they are written,
// aligned and typed.
type Kind string

const (
	KindText    Kind = "text"
	KindInteger Kind = "integer"
	KindMoney   Kind = "money"   // of Cell.Currency, else Column.Currency
	KindRatio   Kind = "ratio"   // a plain decimal such as the multiplier, 2.71
	KindPercent Kind = "percent" // the share as a decimal: 0.125 is shown as 12.5 %
	KindDate    Kind = "date"    // 2006-01-02
	KindMonth   Kind = "month"   // 2006-01
	KindBool    Kind = "bool"    // true or false
)

// Kinds lists every kind, so that tables over them can be checked complete.
func Kinds() []Kind {
	return []Kind{KindText, KindInteger, KindMoney, KindRatio, KindPercent, KindDate, KindMonth, KindBool}
}

// Numeric kinds are right-aligned and typed as numbers.
func (k Kind) Numeric() bool {
	return k == KindInteger || k == KindMoney || k == KindRatio || k == KindPercent
}

// Column is a column of a table.
type Column struct {
	Key      string // stable, lower_snake, for machines
	Label    string // in the user's language
	Kind     Kind
	Currency money.Currency // of a money column whose cells do not say otherwise
	// Places is how many decimals people see; nil means the kind's usual
	// number: the currency's for money, 2 for ratios, 1 for percents. Exact
	// formats ignore it.
	Places *int32
	// Rank says what a narrow terminal may leave out: 0 always stays, the
	// highest goes first. Every other format shows all columns.
	Rank int
}

// Style says what a row is.
type Style string

const (
	StyleNormal   Style = "normal"
	StyleTotal    Style = "total"    // the sum of the rows above
	StyleResidual Style = "residual" // unmatched, unmapped, unconverted: visible, never spread
	StyleHeading  Style = "heading"  // a line that names the rows below
)

// Row is a row; its cells stand in the order of the columns.
type Row struct {
	Cells []Cell
	Style Style // empty means StyleNormal
}

// Tone colours a cell where colour exists; it never carries meaning alone.
type Tone string

const (
	ToneNeutral Tone = ""
	ToneGood    Tone = "good"
	ToneWarning Tone = "warning"
	ToneBad     Tone = "bad"
)

// Cell is one exact value as text: a plain decimal for numbers, ISO for dates
// and months, true or false. The zero Cell is an empty text.
type Cell struct {
	Value string
	// Code is what programs read in place of Value, where Value is a word in the
	// user's language; empty when Value is the same in every language.
	Code     string
	Gap      bool           // not known: never zero, never empty
	Currency money.Currency // of this amount, when it differs from the column's
	Estimate bool           // not measured: shown as an estimate
	Tone     Tone
}

// Text is a cell of words.
func Text(s string) Cell { return Cell{Value: s} }

// Word is a cell of a word that programs know by a code.
func Word(code, text string) Cell { return Cell{Value: text, Code: code} }

// Integer is a cell of a whole number.
func Integer(n int64) Cell { return Cell{Value: strconv.FormatInt(n, 10)} }

// Decimal is a cell of an exact number: an amount in the column's currency, a
// ratio or a percent.
func Decimal(d money.Decimal) Cell { return Cell{Value: d.String()} }

// Money is a cell of an amount with its own currency.
func Money(a money.Amount) Cell { return Cell{Value: a.Decimal.String(), Currency: a.Currency} }

// Date is a cell of a day.
func Date(t time.Time) Cell { return Cell{Value: t.UTC().Format(time.DateOnly)} }

// Month is a cell of a calendar month; no month is a gap.
func Month(m period.Month) Cell {
	if m == 0 {
		return Gap()
	}
	return Cell{Value: m.String()}
}

// Bool is a cell of yes or no.
func Bool(b bool) Cell { return Cell{Value: strconv.FormatBool(b)} }

// Gap is a cell whose value is not known.
func Gap() Cell { return Cell{Gap: true} }

// WithTone gives the cell a tone.
func (c Cell) WithTone(t Tone) Cell { c.Tone = t; return c }

// Estimated marks the cell as an estimate.
func (c Cell) Estimated() Cell { c.Estimate = true; return c }

// CurrencyIn is the currency of an amount in a column.
func (c Cell) CurrencyIn(col Column) money.Currency {
	if c.Currency != "" {
		return c.Currency
	}
	return col.Currency
}

// PlacesIn is how many decimals people see of a cell in a column.
func (c Cell) PlacesIn(col Column) int32 {
	switch {
	case col.Places != nil:
		return *col.Places
	case col.Kind == KindMoney:
		return c.CurrencyIn(col).Places()
	case col.Kind == KindPercent:
		return 1
	case col.Kind == KindRatio:
		return 2
	default:
		return 0
	}
}

// MixedCurrencies reports whether the amounts of column i need their currency
// beside each of them: the column has none, or a cell disagrees with it.
func (t Table) MixedCurrencies(i int) bool {
	col := t.Columns[i]
	if col.Kind != KindMoney {
		return false
	}
	for _, r := range t.Rows {
		if i < len(r.Cells) && !r.Cells[i].Gap && r.Cells[i].Value != "" && r.Cells[i].CurrencyIn(col) != col.Currency {
			return true
		}
	}
	return false
}

// Cell gives cell i of a row; a row that is too short has empty cells, so that
// a heading needs just its first.
func (r Row) Cell(i int) Cell {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return Cell{}
}
