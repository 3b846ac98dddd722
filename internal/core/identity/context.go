package identity

import (
	"math"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// contextValues compares what stands beside names.
func contextValues(v *vector, a, b *Prepared) {
	if x, y := a.Record.Country, b.Record.Country; x != "" && y != "" {
		if strings.EqualFold(x, y) {
			v[fCountrySame] = 1
		} else {
			v[fCountryDiffers] = 1
		}
	}
	_, _, v[fDomainName] = domainNames(a, b)
}

// domainNames finds a domain of one that says a name of the other, and how
// telling it is, in sixteens of bits up to one.
func domainNames(a, b *Prepared) (left, right string, bits float64) {
	left, right, bits = domainName(a, b)
	if r, l, other := domainName(b, a); other > bits {
		return l, r, other
	}
	return left, right, bits
}

func domainName(a, b *Prepared) (dom, said string, best float64) {
	for i := range a.domains {
		for j := range b.names {
			if bits := saidBy(&a.domains[i].name, &b.names[j].name); bits > best {
				dom, said, best = a.domains[i].whole, b.names[j].name.Raw, bits
			}
		}
	}
	return dom, said, best
}

// saidBy is how far a short name says a whole one: its telling words must all
// be there, nearly to the letter.
func saidBy(short, whole *name.Name) float64 {
	c := name.Compare(short, whole)
	var met float64
	for _, m := range c.Meetings {
		if kindOf(short, whole, m) == name.KindBrand && m.Edits == 0 {
			met += m.Weight
		}
	}
	left, right := restOf(short, c.LeftOver), restOf(whole, c.RightOver)
	if left.brand > 0 || met == 0 {
		return 0
	}
	return min(1, met/fullBits) / (1 + right.brand)
}

// weakValues compares what may only suggest.
func weakValues(v *vector, a, b *Prepared) {
	if _, ok := shared(a.payers, b.payers); ok {
		v[fPayerSame] = 1
	} else if _, ok := shared(a.payers, b.accounts); ok {
		v[fPayerSame] = 1
	} else if _, ok := shared(a.accounts, b.payers); ok {
		v[fPayerSame] = 1
	}
	for _, source := range HintSources() {
		_, _, bits := hints(a, b, source)
		v[hintFeature(source)] = bits
	}
	v[fSpendAlike] = alike(a.Record.Spend, b.Record.Spend)
}

func hintFeature(s HintSource) feature {
	switch s {
	case HintTag:
		return fHintTag
	case HintResource:
		return fHintResource
	case HintEmail:
		return fHintEmail
	case HintPipeline:
		return fHintPipeline
	case HintOrg:
	}
	return fHintOrg
}

// hints finds the hint of one that says a name of the other best.
func hints(a, b *Prepared, source HintSource) (left, right string, best float64) {
	for i := range a.hints {
		if a.hints[i].Source != source {
			continue
		}
		for j := range b.names {
			if bits := saidBy(&a.hints[i].name, &b.names[j].name); bits > best {
				left, right, best = a.hints[i].Said(), b.names[j].name.Raw, bits
			}
		}
	}
	for i := range b.hints {
		if b.hints[i].Source != source {
			continue
		}
		for j := range a.names {
			if bits := saidBy(&b.hints[i].name, &a.names[j].name); bits > best {
				left, right, best = a.names[j].name.Raw, b.hints[i].Said(), bits
			}
		}
	}
	return left, right, best
}

// minMonths is how long two shapes of spend must be to say anything.
const minMonths = 6

// alike is the correlation of two shapes of spend, zero when it is low: only a
// close resemblance is worth a question.
func alike(a, b []float64) float64 {
	n := len(a)
	if n != len(b) || n < minMonths {
		return 0
	}
	var meanA, meanB float64
	for i := range a {
		meanA += a[i] / float64(n)
		meanB += b[i] / float64(n)
	}
	var ab, aa, bb float64
	for i := range a {
		x, y := a[i]-meanA, b[i]-meanB
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa <= 0 || bb <= 0 {
		return 0
	}
	const least = 0.9
	r := ab / math.Sqrt(aa*bb)
	return max(0, (r-least)/(1-least))
}
