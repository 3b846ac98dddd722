package invoicebook

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/source"
)

// Start is a sketch that begins with what a mapping says.
type Start struct {
	Sketch Sketch
	Known  int // columns of the table that the mapping gives a meaning
	// Missing are columns that the mapping needs and the table has not; Unknown are
	// those of the table that the mapping does not name. Neither has a meaning.
	Missing, Unknown []string
	// Beyond are keys of the mapping's file that a sketch cannot say: they are left
	// out.
	Beyond []string
}

// StartFrom puts what a mapping says on the columns of a sketch, in place of what
// was there. Name, sheet and header row stay those of the sketch.
func (s Sketch) StartFrom(m Mapping) Start {
	out := Start{Sketch: Sketch{Name: s.Name, Text: m.Text, Sheet: s.Sheet, HeaderRow: s.HeaderRow, Headers: s.Headers, Fields: make([]Field, len(s.Headers)),
		Dates: slices.Clone(m.Dates), Decimal: cmp.Or(m.Numbers.Decimal, source.DecimalPoint), Tax: cmp.Or(m.Amounts.Tax, TaxExcluded), Until: m.ServiceUntil,
		Currency: m.Constants[FieldCurrency]}}
	for _, f := range Fields() {
		if c := m.Columns[f]; !c.isZero() {
			out.column(f, c)
		}
	}
	for i, f := range out.Sketch.Fields {
		if f != "" {
			out.Known++
		} else if canon(s.Headers[i]) != "" {
			out.Unknown = append(out.Unknown, s.Headers[i])
		}
	}
	out.credit(m)
	out.skip(m.Skip)
	out.rest(m)
	out.Missing, out.Beyond = sorted(out.Missing), sorted(out.Beyond)
	return out
}

func sorted(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}

// at is the place of a header in the table, or -1.
func (out *Start) at(name string) int {
	return slices.IndexFunc(out.Sketch.Headers, func(h string) bool { return canon(h) == canon(name) })
}

// column gives a field its columns: all of a sum, of others those that are there.
func (out *Start) column(f Field, c Column) {
	names, missing, before := c.Sum, []string(nil), -1
	for _, t := range c.Terms {
		if t.Column == "" || t.Match != nil {
			out.Beyond = append(out.Beyond, "columns: "+string(f))
			continue
		}
		names = append(names, t.Column)
	}
	for _, name := range names {
		i := out.at(name)
		switch {
		case i < 0:
			missing = append(missing, name)
		case out.Sketch.Fields[i] != "" || len(c.Sum) == 0 && i < before:
			// One column with two meanings, or another order than the table's.
			out.Beyond = append(out.Beyond, "columns: "+string(f))
		default:
			out.Sketch.Fields[i], before = f, i
		}
	}
	if len(c.Sum) > 0 || before < 0 {
		out.Missing = append(out.Missing, missing...)
	}
}

// cell is what a condition says where it says no more than that a column is one
// of some texts. A column that is not there is missing.
func (out *Start) cell(c Condition) (Cell, bool) {
	if len(c.Equals) == 0 || len(c.Column) == 0 {
		return Cell{}, false
	}
	for _, name := range c.Column {
		if i := out.at(name); i >= 0 {
			return Cell{Column: out.Sketch.Headers[i], Texts: c.Equals}, true
		}
	}
	out.Missing = append(out.Missing, c.Column[0])
	return Cell{}, true
}

func (out *Start) credit(m Mapping) {
	out.Sketch.CreditPositive = m.Credit.Amounts == CreditPositive
	for i, c := range m.Credit.When {
		cell, plain := out.cell(c)
		if i > 0 || !plain {
			out.Beyond = append(out.Beyond, "credit")
			continue
		}
		out.Sketch.Credit = cell
	}
}

func (out *Start) skip(all []Skip) {
	for _, s := range all {
		if s.Reason != ReasonTotal || out.Sketch.Total.Column != "" {
			out.Beyond = append(out.Beyond, "skip")
			continue
		}
		cell, plain := out.cell(s.Condition)
		if !plain {
			out.Beyond = append(out.Beyond, "skip")
		}
		out.Sketch.Total = cell
	}
}

// rest names what a sketch has no word for.
func (out *Start) rest(m Mapping) {
	a := m.Amounts
	for key, said := range map[string]bool{
		"grain": m.Grain != "" && m.Grain != GrainLine, "fill_down": len(m.FillDown) > 0, "keep": len(m.Keep) > 0, "totals": m.Totals != nil,
		"service_until": m.ServiceUntil == UntilSameDay, "numbers: credit_positive": m.Numbers.CreditPositive, "amounts: tax": a.Tax == TaxByTotal,
		"amounts: tax_included_when": a.TaxIncludedWhen != nil, "amounts: rate": a.Rate != "" && a.Rate != RatePercent,
		"amounts: discount": a.Discount != "" && a.Discount != DiscountIncluded, "amounts: places": a.Places != nil, "amounts: tolerance": !a.Tolerance.IsZero(),
	} {
		if said {
			out.Beyond = append(out.Beyond, key)
		}
	}
	for f := range m.Constants {
		if f != FieldCurrency {
			out.Beyond = append(out.Beyond, "constants: "+string(f))
		}
	}
	if b := out.Sketch.basis(); b != "" && !slices.Contains(a.From, b) {
		out.Beyond = append(out.Beyond, "amounts: from")
	}
	if out.Sketch.Tax == TaxByTotal {
		out.Sketch.Tax = TaxExcluded
	}
	if out.Sketch.Until == UntilSameDay {
		out.Sketch.Until = UntilExclusive
	}
}
