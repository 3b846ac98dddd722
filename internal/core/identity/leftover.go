package identity

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// rest is the bits, in sixteens, of what met nothing on one side.
type rest struct {
	brand, common, place, country float64
	number                        bool
	// institution: a word left over makes it another kind of body than the firm of
	// that name: a foundation, a bank, a university.
	institution bool
	// bare: the name is a brand and nothing else, as people say it. What the other
	// name has more is only left out.
	bare bool
}

func restOf(n *name.Name, over []int) rest {
	r := rest{bare: len(n.Forms) == 0}
	for i := range n.Words {
		r.bare = r.bare && n.Words[i].Kind == name.KindBrand
	}
	for _, i := range over {
		bits := n.Words[i].Weight / fullBits
		switch n.Words[i].Kind {
		case name.KindBrand:
			r.brand += bits
		case name.KindCommon:
			r.common += bits
			r.institution = r.institution || institution(n.Words[i].Sense)
		case name.KindCountry:
			if wide(n.Words[i].Sense) {
				bits /= 3
			}
			r.country += bits
		case name.KindPlace:
			r.place += bits
		case name.KindNumber:
			r.number = true
		case name.KindLink:
		}
	}
	return r
}

func (r rest) nothing() bool {
	return r.brand+r.common+r.place+r.country == 0 && !r.number
}

func (r *rest) add(brand, common float64) { r.brand += brand; r.common += common }

func institution(s name.Sense) bool {
	switch s.String() {
	case "bank", "insurance", "trust", "foundation", "fund", "university", "college", "school", "hospital", "clinic",
		"association", "society", "union", "museum", "church", "securities", "leasing", "institute", "academy", "ministry":
		return true
	}
	return false
}

// wide reports parts of the world. "Acme Europe" is more often all of Acme in
// these books than "Acme France" is.
func wide(s name.Sense) bool {
	switch s.String() {
	case "europe", "african", "africa", "asia", "america", "latin america", "middle east", "scandinavia", "baltic", "greater china":
		return true
	}
	return false
}

// contained takes from both sides common words of which one is part of the other
// (金融 and 金融科技): they do not stand opposite each other. Something of them
// stays, as they are not the same.
func contained(a, b *name.Name, c *name.Comparison, left, right *rest) {
	const stays = 0.1
	if left.common == 0 || right.common == 0 {
		return
	}
	for _, i := range c.LeftOver {
		for _, k := range c.RightOver {
			l, r := &a.Words[i], &b.Words[k]
			if l.Kind != name.KindCommon || r.Kind != name.KindCommon || !strings.Contains(l.Text, r.Text) && !strings.Contains(r.Text, l.Text) {
				continue
			}
			left.common = max(left.common-l.Weight/fullBits, 0)
			right.common = max(right.common-r.Weight/fullBits, 0)
			if len(l.Text) > len(r.Text) {
				left.common += stays
			} else {
				right.common += stays
			}
		}
	}
}

// leftovers sets what stands opposite each other, and what only one side has.
// "Blue Harbor Yachts" has a word that no table knows where "Blue Harbor Dental"
// has a trade: they too stand opposite each other. Two countries are two, however
// common their names are, so places and trades count by being there.
func leftovers(v *vector, left, right rest) {
	brand := oppose(&left.brand, &right.brand)
	place := oppose(&left.place, &right.place) + oppose(&left.country, &right.country) +
		oppose(&left.place, &right.country) + oppose(&left.country, &right.place)
	common := oppose(&left.common, &right.common) + oppose(&left.brand, &right.common) + oppose(&left.common, &right.brand)
	brand += oppose(&left.brand, &right.place) + oppose(&left.place, &right.brand)
	if left.institution && !right.bare || right.institution && !left.bare {
		common = max(common, placeBits)
	}
	v[fBrandOther], v[fBrandMore] = min(brand, maxBits), min(left.brand+right.brand, maxBits)
	v[fCommonOther], v[fCommonMore] = there(common), there(left.common+right.common)
	v[fPlaceOther], v[fPlaceMore] = there(place), there(left.place+right.place)
	v[fCountryMore] = there(left.country + right.country)
}

// placeBits is what a common word says, in sixteens of bits; one that is there is
// there in full.
const placeBits = 0.4

func there(bits float64) float64 { return min(1, bits/placeBits) }

// oppose takes from both sides what they have against each other.
func oppose(left, right *float64) float64 {
	both := min(*left, *right)
	*left -= both
	*right -= both
	return both
}
