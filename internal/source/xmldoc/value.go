package xmldoc

import (
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Values reads typed values out of elements and remembers the first fault, so
// that a reader of many elements needs one check at the end.
type Values struct {
	File string
	Row  int64 // ordinal of the line being read; 0 for the document itself
	err  error
}

// Err gives the first fault.
func (v *Values) Err() error { return v.err }

// Fail remembers a fault unless there already is one.
func (v *Values) Fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

func (v *Values) place(column, value string) fault.Place {
	return fault.Place{File: v.File, Row: v.Row, Column: column, Value: value}
}

// Required gives the text at a path, or remembers xml.element_missing.
func (v *Values) Required(e *Element, path string) string {
	s := e.Get(path)
	if s == "" {
		v.Missing(path)
	}
	return s
}

// Missing remembers that an element is not there.
func (v *Values) Missing(path string) {
	v.Fail(fault.New(fault.KindInvalid, "xml.element_missing").With("element", path).At(v.place(path, "")))
}

// Decimal gives the number at a path, zero when there is none; xml.number.
func (v *Values) Decimal(e *Element, path string) money.Decimal {
	if d := v.Optional(e, path); d != nil {
		return *d
	}
	return money.Zero
}

// Optional gives the number at a path, nil when there is none; xml.number.
func (v *Values) Optional(e *Element, path string) *money.Decimal {
	text := e.Get(path)
	if text == "" {
		return nil
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		v.Fail(fault.New(fault.KindInvalid, "xml.number").With("element", path).With("value", text).
			At(v.place(path, text)).Because(err))
		return nil
	}
	return &d
}

// RequiredDecimal gives the number at a path; xml.element_missing, xml.number.
func (v *Values) RequiredDecimal(e *Element, path string) money.Decimal {
	v.Required(e, path)
	return v.Decimal(e, path)
}

// Date gives the day at a path, zero when there is none. A time zone that XML
// allows after a date is dropped: the day is the one that is written. xml.date.
func (v *Values) Date(e *Element, path, layout string) time.Time {
	text := e.Get(path)
	if text == "" {
		return time.Time{}
	}
	day := text
	if len(day) > len(layout) && strings.ContainsAny(day[len(layout):len(layout)+1], "Z+-T") {
		day = day[:len(layout)]
	}
	t, err := time.Parse(layout, day)
	if err != nil {
		v.Fail(fault.New(fault.KindInvalid, "xml.date").With("element", path).With("value", text).
			At(v.place(path, text)).Because(err))
	}
	return t
}

// Currency gives the currency code at a path, empty when there is none.
func (v *Values) Currency(e *Element, path string) money.Currency {
	text := e.Get(path)
	if text == "" {
		return ""
	}
	c, err := money.ParseCurrency(text)
	if err != nil {
		v.Fail(fault.New(fault.KindInvalid, "currency.malformed").With("value", text).At(v.place(path, text)).Because(err))
	}
	return c
}

// SameCurrency checks that an amount is in the document's currency; an amount
// that names none is. xml.currency_conflict.
func (v *Values) SameCurrency(e *Element, path string, document money.Currency) {
	found := e.Find(path).Attr("currencyID")
	if found == "" || strings.EqualFold(found, string(document)) {
		return
	}
	v.Fail(fault.New(fault.KindInvalid, "xml.currency_conflict").With("element", path).With("found", found).
		With("document", string(document)).At(v.place(path, found)))
}
