package focus

import (
	"strconv"
	"strings"
	"unicode"
)

// ExtraNames gives columns that the specification does not know their names in
// the lake: x_ and snake case, no name twice. The zero value is ready to use.
type ExtraNames struct{ taken map[string]bool }

// Add names one more column. Names that differ only in what snake case drops
// are told apart by a number.
func (e *ExtraNames) Add(header string) string {
	if e.taken == nil {
		e.taken = map[string]bool{}
	}
	base := "x_" + Snake(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(header), "x_"), "X_"))
	if base == "x_" {
		base = "x_column"
	}
	name := base
	for n := 2; e.taken[name]; n++ {
		name = base + "_" + strconv.Itoa(n)
	}
	e.taken[name] = true
	return name
}

// Snake writes a header as lower_snake: "SkuMeterID" becomes sku_meter_id,
// "bill/PayerAccountId" bill_payer_account_id. Letters of any script stay.
func Snake(header string) string {
	var b strings.Builder
	runes := []rune(header)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			underscore(&b)
			continue
		}
		if unicode.IsUpper(r) && i > 0 {
			afterLower := unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1])
			startsWord := unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || startsWord {
				underscore(&b)
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimSuffix(b.String(), "_")
}

func underscore(b *strings.Builder) {
	if s := b.String(); s != "" && !strings.HasSuffix(s, "_") {
		b.WriteByte('_')
	}
}

// SameName reports whether a header is a name, whatever its case and underscores.
func SameName(header, name string) bool { return fold(header) == fold(name) }
