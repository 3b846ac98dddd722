package identity

import (
	"cmp"
	"math"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// explain gives the evidence of a pair in words of its records, heaviest first.
func (m *Model) explain(c *compared, a, b *Prepared) []Evidence {
	var names *name.Comparison
	if c.left >= 0 {
		names, _ = comparisons.Get().(*name.Comparison)
		defer comparisons.Put(names)
		names.Between(&a.names[c.left].name, &b.names[c.right].name)
	}
	out := make([]Evidence, 0, 12)
	for f := range featureCount {
		if c.values[f] == 0 {
			continue
		}
		e := Evidence{Code: features()[f].code, Value: c.values[f], Weight: c.values[f] * m.weights[f]}
		if f >= fNameFirst && f <= fNameLast {
			e.Left, e.Right = nameSides(f, &a.names[c.left], &b.names[c.right], names)
		} else {
			e.Left, e.Right = sides(f, a, b)
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(x, y Evidence) int {
		return cmp.Compare(math.Abs(y.Weight), math.Abs(x.Weight))
	})
	return out
}

// sides gives the values that a feature beside names compared.
func sides(f feature, a, b *Prepared) (left, right string) {
	both := func(x string, _ bool) (string, string) { return x, x }
	switch f {
	case fAccountSame:
		return both(shared(a.accounts, b.accounts))
	case fLEISame:
		return both(shared(a.leis, b.leis))
	case fDUNSSame:
		return both(shared(a.duns, b.duns))
	case fLEIDiffers:
		return a.leis[0], b.leis[0]
	case fDUNSDiffers:
		return a.duns[0], b.duns[0]
	case fTaxSame, fTaxDiffers, fTaxDiffersBranch, fTaxDiffersCountry:
		_, l, r, _ := taxes(a, b)
		return l.found, r.found
	case fRefSame, fRefDiffers:
		l, r, _ := refs(a, b)
		return l.System + " " + l.Value, r.System + " " + r.Value
	case fDomainSame, fDomainDiffers:
		l, r, _ := domains(a, b)
		return l.whole, r.whole
	case fCountrySame, fCountryDiffers:
		return a.Record.Country, b.Record.Country
	case fDomainName:
		l, r, _ := domainNames(a, b)
		return l, r
	case fPayerSame:
		return payers(a, b)
	case fHintTag, fHintResource, fHintEmail, fHintOrg, fHintPipeline:
		for _, s := range HintSources() {
			if hintFeature(s) == f {
				l, r, _ := hints(a, b, s)
				return l, r
			}
		}
	default: // the prior and the shape of spend have no words
	}
	return "", ""
}

func payers(a, b *Prepared) (string, string) {
	for _, lists := range [][2][]string{{a.payers, b.payers}, {a.payers, b.accounts}, {a.accounts, b.payers}} {
		if x, ok := shared(lists[0], lists[1]); ok {
			return x, x
		}
	}
	return "", ""
}
