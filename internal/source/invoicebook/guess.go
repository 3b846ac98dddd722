package invoicebook

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/source"
)

// Guess is what a table's columns may mean, by their names and by what stands
// in them. It is a beginning for a person and never read by unseen: what it
// cannot tell it leaves empty.
func Guess(s Sample) Sketch {
	at := s.header()
	g := Sketch{Name: nameOf(s.File), Sheet: s.Sheet}
	if len(s.Rows) == 0 {
		return g
	}
	g.Headers = newHeader(s.Rows[at]).names
	if at > 0 && at < len(s.Numbers) {
		g.HeaderRow = s.Numbers[at]
	}
	return g.guess(s.Rows[at+1:])
}

// GuessUnder does the same where a person says which row the header is; a number
// that no row has leaves it to Guess.
func GuessUnder(s Sample, row int64) Sketch {
	at := slices.Index(s.Numbers, row)
	if row <= 0 || at < 0 {
		return Guess(s)
	}
	g := Sketch{Name: nameOf(s.File), Sheet: s.Sheet, Headers: newHeader(s.Rows[at]).names, HeaderRow: row}
	return g.guess(s.Rows[at+1:])
}

// header is the place of the row that looks most like one: the widest of those
// that have words and no numbers, the first of equals.
func (s Sample) header() int {
	best, width := 0, 0
	for i, cells := range s.Rows[:min(len(s.Rows), 30)] {
		words, numbers := 0, 0
		for _, c := range cells {
			switch c = strings.TrimSpace(c); {
			case c == "":
			case looksLikeData(c):
				numbers++
			default:
				words++
			}
		}
		if numbers == 0 && words > width {
			best, width = i, words
		}
	}
	return best
}

// looksLikeData: a number or a day, which headers are not.
func looksLikeData(c string) bool {
	if _, err := (source.NumberFormat{Decimal: source.DecimalEither}).Parse(c); err == nil {
		return true
	}
	return len(patternsFor([]string{c})) > 0
}

func (g Sketch) guess(rows [][]string) Sketch {
	g.Fields = make([]Field, len(g.Headers))
	values := make([][]string, len(g.Headers))
	for _, cells := range rows {
		for i := range values {
			if i < len(cells) && !isBlank(cells[i]) {
				values[i] = append(values[i], strings.TrimSpace(cells[i]))
			}
		}
	}
	g.Decimal = decimalOf(values)
	g.name(values)
	g.byValues(values)
	g.Tax = g.taxOf()
	g.Dates = g.datesOf(values)
	g.Until = g.untilOf(values)
	g.Currency = g.currencyOf(values)
	g.Total = g.totalsOf(values)
	return g
}

// name gives columns the meaning of their header, exact names first.
func (g *Sketch) name(values [][]string) {
	taken := map[Field]bool{}
	give := func(fits func(w word, header string) bool) {
		for _, w := range words() {
			best := -1
			for i, h := range g.Headers {
				h = canon(h)
				if taken[w.field] || g.Fields[i] != "" || h == "" || !fits(w, h) || !g.holds(w.field, values[i]) {
					continue
				}
				if best < 0 || w.field == FieldAmount && prefersNet(h, canon(g.Headers[best])) {
					best = i
				}
			}
			if best >= 0 {
				g.Fields[best], taken[w.field] = w.field, true
			}
		}
	}
	give(func(w word, h string) bool { return slices.Contains(w.is, h) })
	give(func(w word, h string) bool { return hasAnyPart(h, w.has) })
	// An amount's product is read from the amount; a header that only looks like a
	// credit or debit without the other side is none.
	if taken[FieldCredit] != taken[FieldDebit] {
		for i, f := range g.Fields {
			if f == FieldCredit || f == FieldDebit {
				g.Fields[i] = ""
			}
		}
	}
}

// prefersNet: of two amounts the one without tax.
func prefersNet(h, best string) bool {
	return hasAnyPart(h, withoutTax()) && !hasAnyPart(best, withoutTax())
}

func hasAnyPart(h string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(h, p) })
}

// holds: a column of words is no number and no date, whatever it is called.
func (g *Sketch) holds(f Field, values []string) bool {
	if len(values) == 0 {
		return true
	}
	switch {
	case slices.Contains(dateFields(), f):
		return len(patternsFor(most(values))) > 0
	case slices.Contains(numberFields(), f):
		return g.numbers(most(values))
	}
	return true
}

// most leaves out the last value, which may be a total's.
func most(values []string) []string {
	if len(values) > 2 {
		return values[:len(values)-1]
	}
	return values
}

// numbers: most of them are. A cell with a mistake does not make another column of
// it.
func (g *Sketch) numbers(values []string) bool {
	format := source.NumberFormat{Decimal: g.Decimal}
	good := 0
	for _, v := range values {
		if _, err := format.Parse(v); err == nil {
			good++
		}
	}
	return 2*good >= len(values)
}

// byValues gives what cannot be mistaken its meaning without a name: the only
// column of days, of mail addresses, of currencies.
func (g *Sketch) byValues(values [][]string) {
	only := func(f Field, is func(string) bool) {
		found := -1
		for i := range g.Headers {
			if g.Fields[i] == f {
				return
			}
			if g.Fields[i] == "" && canon(g.Headers[i]) != "" && len(values[i]) > 0 && !slices.ContainsFunc(most(values[i]), func(v string) bool { return !is(v) }) {
				if found >= 0 {
					return
				}
				found = i
			}
		}
		if found >= 0 {
			g.Fields[found] = f
		}
	}
	only(FieldIssueDate, func(v string) bool { return len(patternsFor([]string{v})) > 0 })
	only(FieldCustomerEmail, func(v string) bool {
		name, domain, ok := strings.Cut(v, "@")
		return ok && name != "" && strings.Contains(domain, ".") && !strings.ContainsAny(v, " <>")
	})
	only(FieldCurrency, func(v string) bool {
		return slices.Contains([]string{"USD", "CNY", "RMB", "EUR", "GBP", "JPY", "HKD", "SGD", "CHF", "人民币", "美元", "欧元"}, strings.ToUpper(v))
	})
}

func decimalOf(values [][]string) source.DecimalMark {
	point, comma := 0, 0
	for _, column := range values {
		for _, v := range column {
			_, perr := source.NumberFormat{Decimal: source.DecimalPoint}.Parse(v)
			_, cerr := source.NumberFormat{Decimal: source.DecimalComma}.Parse(v)
			switch {
			case perr == nil && cerr != nil:
				point++
			case cerr == nil && perr != nil:
				comma++
			}
		}
	}
	if comma > point {
		return source.DecimalComma
	}
	return source.DecimalPoint
}

func (g *Sketch) taxOf() TaxMode {
	for _, h := range g.of(FieldAmount) {
		h = canon(h)
		if hasAnyPart(h, withTax()) && !hasAnyPart(h, withoutTax()) {
			return TaxIncluded
		}
	}
	return TaxExcluded
}

// patternsFor are the patterns that read as many values as any, and half of them
// at least.
func patternsFor(values []string) []string {
	var all []string
	most := max((len(values)+1)/2, 1)
	for _, p := range datePatterns() {
		f, err := source.ParseDateFormat(p)
		if err != nil {
			continue
		}
		good := 0
		for _, v := range values {
			if _, err := f.Parse(v); err == nil {
				good++
			}
		}
		if good > most {
			all, most = nil, good
		}
		if good == most {
			all = append(all, p)
		}
	}
	return all
}

// datesOf keeps every pattern that fits: of 02/01/2025 both orders, which the
// reader settles by the whole table or refuses.
func (g *Sketch) datesOf(values [][]string) []string {
	var all []string
	for i, f := range g.Fields {
		if !slices.Contains(dateFields(), f) {
			continue
		}
		for _, p := range patternsFor(most(values[i])) {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	if len(all) == 0 {
		all = []string{source.DateISO}
	}
	return all
}

// untilOf: periods that end on the last day of a month name their last day.
func (g *Sketch) untilOf(values [][]string) Until {
	format, err := source.ParseDateFormat(g.Dates...)
	if err != nil {
		return UntilExclusive
	}
	last, first := 0, 0
	for i, f := range g.Fields {
		if f != FieldServiceUntil {
			continue
		}
		for _, v := range values[i] {
			day, err := format.Parse(v)
			switch {
			case err != nil:
			case day.Day() == 1:
				first++
			case day.AddDate(0, 0, 1).Day() == 1:
				last++
			}
		}
	}
	if first > last {
		return UntilExclusive
	}
	return UntilInclusive
}

// currencyOf is the currency that stands beside amounts or in their header,
// where no column has it.
func (g *Sketch) currencyOf(values [][]string) string {
	if slices.Contains(g.Fields, FieldCurrency) {
		return ""
	}
	for i, f := range g.Fields {
		if !slices.Contains(numberFields(), f) {
			continue
		}
		for _, v := range values[i] {
			n, err := source.NumberFormat{Decimal: g.Decimal}.Parse(v)
			if c := source.CurrencyOf(n.Symbol); err == nil && c != "" {
				return string(c)
			}
		}
		header := strings.ToUpper(source.Narrow(g.Headers[i]))
		for _, c := range []string{"USD", "CNY", "EUR", "GBP", "JPY", "HKD", "SGD", "CHF"} {
			if strings.Contains(header, c) {
				return c
			}
		}
		if strings.Contains(header, "元") || strings.Contains(header, "RMB") {
			return "CNY"
		}
	}
	return ""
}

// totalsOf finds the column in which rows are called a total.
func (g *Sketch) totalsOf(values [][]string) Cell {
	for i, column := range values {
		var texts []string
		for _, v := range column {
			if slices.Contains(totalWords(), strings.ToLower(strings.TrimRight(source.Narrow(v), ": "))) && !slices.Contains(texts, v) {
				texts = append(texts, v)
			}
		}
		if len(texts) > 0 && canon(g.Headers[i]) != "" {
			return Cell{Column: g.Headers[i], Texts: texts}
		}
	}
	return Cell{}
}

// nameOf makes a mapping's name of a file's: "Revenue 2025 (Q1).csv" is
// revenue-2025-q1.
func nameOf(file string) string {
	file = path.Base(strings.ReplaceAll(file, `\`, "/"))
	if _, member, ok := strings.Cut(file, "!"); ok {
		file = member
	}
	for ext := path.Ext(file); ext != "" && len(ext) <= 5; ext = path.Ext(file) {
		file = strings.TrimSuffix(file, ext)
	}
	var b strings.Builder
	gap := false
	n := 0
	for _, r := range strings.ToLower(file) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if n++; n > mostName-10 {
			break
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "book"
	}
	return b.String()
}
