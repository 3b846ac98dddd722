package source

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// DecimalMark is the sign before the decimals.
type DecimalMark string

const (
	DecimalPoint DecimalMark = "."
	DecimalComma DecimalMark = ","
	// DecimalEither reads what can be read in one way only: "1,5" and "1.234,56"
	// are numbers, "1,234" is a fault.
	DecimalEither DecimalMark = "either"
)

// NumberFormat says how a source writes numbers. The zero value reads decimal
// points and thousands commas.
type NumberFormat struct {
	Decimal DecimalMark
	// CreditPositive makes "CR" mark positive and "DR" negative numbers, as an
	// income account does. The default is the other way round.
	CreditPositive bool
}

var hundredth = money.NewScaled(big.NewInt(1), 2)

// Number is a number as written.
type Number struct {
	Value money.Decimal
	// Symbol is the currency sign or code that stood beside it: "€", "US$", "CNY".
	Symbol string
	// Percent tells that a percent sign stood beside it; Value is divided already.
	Percent bool
}

// Parse reads an exact number: digits with thousands separators (the other mark,
// a space or an apostrophe, in groups of three, or Indian groups of two), a sign
// before or after, parentheses, CR or DR, a percent sign (which divides by 100),
// one currency sign or code, full-width digits. Text that fits two readings is
// source.number_ambiguous, text that fits none source.number_malformed.
func (f NumberFormat) Parse(text string) (Number, error) {
	if f.Decimal != DecimalComma && f.Decimal != DecimalEither && isPlain(text) {
		if value, err := money.ParseDecimal(text); err == nil {
			return Number{Value: value}, nil
		}
	}
	n := numeral{rest: Narrow(text), format: f}
	if err := n.read(); err != nil {
		return Number{}, err.With("value", shorten(text)).At(fault.Place{Value: shorten(text)})
	}
	value, err := money.ParseDecimal(n.digits)
	if err != nil {
		return Number{}, malformedNumber().With("value", shorten(text)).At(fault.Place{Value: shorten(text)}).Because(err)
	}
	if n.percent {
		value = value.Mul(hundredth)
	}
	if n.negative {
		value = value.Neg()
	}
	return Number{Value: value, Symbol: n.symbol, Percent: n.percent}, nil
}

// isPlain recognises what nearly every cell holds, digits with at most a sign
// and a point, so that it need not be taken apart.
func isPlain(s string) bool {
	s = strings.TrimPrefix(s, "-")
	points := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] >= '0' && s[i] <= '9':
		case s[i] == '.' && i > 0 && i < len(s)-1:
			points++
		default:
			return false
		}
	}
	return s != "" && points <= 1
}

func malformedNumber() *fault.Error { return fault.New(fault.KindInvalid, "source.number_malformed") }
func ambiguousNumber() *fault.Error { return fault.New(fault.KindInvalid, "source.number_ambiguous") }

// numeral takes a number apart from the outside in.
type numeral struct {
	rest     string
	format   NumberFormat
	digits   string
	symbol   string
	signs    int // how many things said which sign it has
	negative bool
	percent  bool
}

func (n *numeral) read() *fault.Error {
	for {
		before := len(n.rest)
		n.rest = strings.TrimSpace(n.rest)
		if !n.outer() {
			return malformedNumber()
		}
		if len(n.rest) == before {
			break
		}
	}
	if n.signs > 1 {
		return malformedNumber()
	}
	return n.number()
}

// outer takes one thing off either end; false when it contradicts what was there.
func (n *numeral) outer() bool {
	s := n.rest
	switch {
	case len(s) > 1 && s[0] == '(' && s[len(s)-1] == ')':
		n.rest = s[1 : len(s)-1]
		return n.sign(true)
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "+"):
		n.rest = s[1:]
		return n.sign(s[0] == '-')
	case len(s) > 1 && strings.HasSuffix(s, "-"):
		n.rest = s[:len(s)-1]
		return n.sign(true)
	case strings.HasSuffix(s, "%"):
		n.rest = s[:len(s)-1]
		again := n.percent
		n.percent = true
		return !again
	}
	upper := strings.ToUpper(s)
	if credit := strings.HasSuffix(upper, "CR"); credit || strings.HasSuffix(upper, "DR") {
		n.rest = s[:len(s)-2]
		return n.sign(credit != n.format.CreditPositive)
	}
	return n.currency()
}

func (n *numeral) sign(negative bool) bool {
	n.signs++
	n.negative = negative
	return n.signs == 1
}

// currency takes a sign or a three-letter code off either end.
func (n *numeral) currency() bool {
	s := n.rest
	digit := strings.IndexFunc(s, func(r rune) bool {
		return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '-' || r == '+' || r == '('
	})
	if digit < 0 {
		return true // nothing but letters: number says what is wrong with it
	}
	front := strings.TrimSpace(s[:digit])
	end := strings.LastIndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '-' || r == ')' }) + 1
	back := strings.TrimSpace(s[end:])
	if front == "" && back == "" {
		return true
	}
	if front != "" && back != "" || n.symbol != "" || !isCurrencyMark(front+back) {
		return false
	}
	n.symbol = front + back
	n.rest = s[digit:end]
	return true
}

// isCurrencyMark accepts a sign, a sign with the letters of a country before it
// ("US$", "CN¥"), and a code of three capitals.
func isCurrencyMark(s string) bool {
	if len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return true
	}
	switch s {
	case "元", "RMB", "Kč", "zł", "kr", "Fr", "R":
		return true
	}
	letters := strings.TrimRightFunc(s, func(r rune) bool { return unicode.Is(unicode.Sc, r) })
	sign := s[len(letters):]
	return len([]rune(sign)) == 1 && len(letters) <= 3 && strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// CurrencyOf is the currency a sign stands for beyond doubt; empty for signs
// that several countries use.
func CurrencyOf(symbol string) money.Currency {
	switch symbol {
	case "€":
		return "EUR"
	case "£":
		return "GBP"
	case "₹":
		return "INR"
	case "US$":
		return "USD"
	case "HK$":
		return "HKD"
	case "A$", "AU$":
		return "AUD"
	case "C$", "CA$":
		return "CAD"
	case "S$", "SG$":
		return "SGD"
	case "CN¥", "元", "RMB":
		return "CNY"
	case "JP¥":
		return "JPY"
	}
	if c, err := money.ParseCurrency(symbol); err == nil {
		return c
	}
	return ""
}

// number reads what is left: digits, marks, separators, perhaps an exponent.
func (n *numeral) number() *fault.Error {
	body, exponent := n.rest, ""
	if i := strings.IndexAny(body, "eE"); i >= 0 {
		body, exponent = body[:i], body[i:]
	}
	if body == "" || strings.Trim(body, "0123456789.,' ") != "" {
		return malformedNumber()
	}
	mark, err := n.mark(body)
	if err != nil {
		return err
	}
	whole, decimals := body, ""
	if mark != 0 {
		if strings.Count(body, string(mark)) > 1 {
			return malformedNumber()
		}
		if i := strings.IndexByte(body, mark); i >= 0 {
			whole, decimals = body[:i], body[i+1:]
		}
	}
	whole, ok := ungroup(whole)
	if !ok || strings.Trim(decimals, "0123456789") != "" || whole+decimals == "" {
		return malformedNumber()
	}
	if whole == "" {
		whole = "0"
	}
	n.digits = whole
	if decimals != "" {
		n.digits += "." + decimals
	}
	n.digits += exponent
	return nil
}

// mark decides which byte stands before the decimals; 0 when there are none.
func (n *numeral) mark(body string) (byte, *fault.Error) {
	switch n.format.Decimal {
	case DecimalComma:
		return ',', nil
	case DecimalEither:
	default:
		return '.', nil
	}
	point, comma := strings.LastIndexByte(body, '.'), strings.LastIndexByte(body, ',')
	switch {
	case point >= 0 && comma >= 0:
		return body[max(point, comma)], nil
	case point < 0 && comma < 0:
		return 0, nil
	}
	at := max(point, comma)
	mark := body[at]
	if strings.Count(body, string(mark)) > 1 {
		return 0, nil // a decimal mark stands once: these are separators
	}
	if _, grouped := ungroup(body); grouped && body[:at] != "0" && at > 0 {
		return 0, ambiguousNumber() // "1,234": a thousand and some, or one and some
	}
	return mark, nil
}

// ungroup removes thousands separators if they stand where they belong.
func ungroup(s string) (string, bool) {
	at := strings.IndexAny(s, ".,' ")
	if at < 0 {
		return s, true
	}
	separator := s[at]
	groups := strings.Split(s, string(separator))
	last := len(groups) - 1
	for i, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" {
			return "", false
		}
		switch {
		case i == 0 && len(g) > 3, i == last && len(g) != 3:
			return "", false
		case i > 0 && i < last && len(g) != len(groups[1]), i > 0 && len(g) < 2:
			return "", false
		}
	}
	// India: 1,00,00,000.
	if last > 1 && len(groups[1]) == 2 && (separator != ',' || len(groups[0]) > 2) || last > 1 && len(groups[1]) > 3 {
		return "", false
	}
	return strings.Join(groups, ""), true
}

// Narrow turns full-width characters, exotic spaces, minus signs and apostrophes
// into their plain forms.
func Narrow(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '￥':
			return '¥'
		case r == '＄':
			return '$'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\u2007':
			return ' '
		case r == '\u2212' || r == '\u2013' || r == '\u2012' || r == '\ufe63':
			return '-'
		case r == '\u2019' || r == '\u02bc':
			return '\''
		case r == '\ufeff' || r == '\u200b' || r == '\u200e' || r == '\u200f':
			return -1
		}
		return r
	}, s)
}

func shorten(s string) string {
	if len(s) <= 60 {
		return s
	}
	cut := 60
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
