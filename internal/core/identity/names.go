package identity

import (
	"math"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// fullBits is how telling a long rare word is: values of name features are in
// this unit, so that a weight reads as "for one such word".
const fullBits = 16

// maxBits bounds one feature: three rare words say hardly more than two.
const maxBits = 2

// nameValues sets the features of two names. It is symmetric in a and b.
func nameValues(v *vector, a, b *named, c *name.Comparison) {
	c.Between(&a.name, &b.name)
	m := metWords(v, a, b, c)
	left, right := restOf(&a.name, c.LeftOver), restOf(&b.name, c.RightOver)
	left.add(m.brandLeft, m.commonLeft)
	right.add(m.brandRight, m.commonRight)

	leftovers(v, left, right)
	numbers(v, &a.name, &b.name, c, left, right)
	v[fFormSame], v[fFormOther] = forms(&a.name, &b.name, c)
	switch c.Branches {
	case name.OneSided:
		v[fBranchOne] = 1
	case name.Opposed:
		v[fBranchOther] = 1
	case name.Absent, name.Agreeing, name.Related:
	}
	if left.nothing() && right.nothing() && v[fNumberOther]+v[fNumberSeries] == 0 && m.all > 0 {
		v[fNameWhole] = min(1, m.all) * m.sure / m.all
		if (c.SameKey || m.plain) && v[fFormOther] == 0 {
			v[fNameSame] = 1
		}
	} else if m.brand == 0 {
		v[fBrandNone] = 1
	}
	if c.Crossed > 0 {
		v[fOrder] = 1
	}
	if a.alias || b.alias {
		v[fAlias] = 1
	}
}

// forms compares legal forms. Across scripts they are translated as somebody
// likes (株式会社 is a Co., Ltd. and an Inc.), so there only those of other bodies
// than firms tell.
func forms(a, b *name.Name, c *name.Comparison) (same, other float64) {
	const differ, quite = 0.8, 1
	switch c.Forms {
	case name.Agreeing:
		return 1, 0
	case name.Opposed:
		switch {
		case firm(a) != firm(b):
			return 0, quite
		case !c.CrossScript:
			return 0, differ // an Inc that somebody calls a Ltd, or another firm
		}
	case name.Related:
		if elsewhere(a, b) && !c.CrossScript {
			return 0, differ
		}
	case name.Absent, name.OneSided:
	}
	return 0, 0
}

// firm reports a form of business; associations, foundations, cooperatives and
// bodies of a state are none.
func firm(n *name.Name) bool {
	for _, f := range n.Forms {
		switch f.Class {
		case name.ClassNonProfit, name.ClassCooperative, name.ClassState:
			return false
		case name.ClassNone, name.ClassLimited, name.ClassStock, name.ClassPartnership, name.ClassSole, name.ClassFinance, name.ClassBranch:
		}
	}
	return true
}

// elsewhere reports forms of different countries: a GmbH and an SARL are two
// firms, of one group perhaps.
func elsewhere(a, b *name.Name) bool {
	apart := false
	for _, x := range a.Forms {
		for _, y := range b.Forms {
			if len(x.Countries) == 0 || len(y.Countries) == 0 || slices.ContainsFunc(x.Countries, func(c string) bool { return slices.Contains(y.Countries, c) }) {
				return false
			}
			apart = true
		}
	}
	return apart
}

// met is what the meetings say besides their own features, in sixteens of bits.
type met struct {
	brand float64
	// all is every word that met; sure is less by what an edit, a sound or another
	// form of the word leaves open.
	all, sure float64
	plain     bool // every word met itself
	// Words that stand opposite each other without meeting.
	brandLeft, brandRight, commonLeft, commonRight float64
}

// metWords sets a feature per way of meeting.
func metWords(v *vector, a, b *named, c *name.Comparison) met {
	m := met{plain: true}
	var edits float64
	for _, meeting := range c.Meetings {
		bits := meeting.Weight / fullBits
		kind := kindOf(&a.name, &b.name, meeting)
		if meeting.Way == name.WayOtherNumber || kind == name.KindLink {
			continue
		}
		if kind == name.KindCommon && meeting.Way == name.WaySpelling && knownBoth(&a.name, &b.name, meeting) {
			m.commonLeft += bits // two words of the tables, however alike
			m.commonRight += bits
			continue
		}
		if kind == name.KindBrand && meeting.Way == name.WaySpelling && severity(meeting) >= anotherWord {
			m.brandLeft += bits
			m.brandRight += bits
			continue
		}
		sure := meeting.Likeness * sureness(&a.name, &b.name, meeting)
		m.plain = m.plain && sure == 1 && (meeting.Way == name.WaySame || meeting.Way == name.WayNumber || meeting.Way == name.WayJoined)
		m.all += bits
		m.sure += bits * sure
		if meeting.Likeness < 1 && meeting.Way != name.WayAbbreviation {
			edits += bits * max(severity(meeting), 1-meeting.Likeness)
		}
		switch kind {
		case name.KindBrand:
			m.brand += bits
			v[brandFeature(meeting)] += bits * meeting.Likeness
		case name.KindCommon:
			v[fCommonSame] += bits * sure
		case name.KindCountry, name.KindPlace:
			v[fPlaceSame] += bits * sure
		case name.KindNumber:
			v[fNumberSame] = 1
		case name.KindLink:
		}
	}
	for f := fBrandSame; f <= fPlaceSame; f++ {
		v[f] = min(v[f], maxBits)
	}
	if edits > 0 {
		v[fBrandEdits] = min(max(edits, leastEdits), maxBits)
	}
	return m
}

// kindOf is the kind of a meeting, but a run that holds a telling word is telling:
// "pinecrestlogistics" met "pinecrest logistics".
func kindOf(a, b *name.Name, m name.Meeting) name.Kind {
	if m.Way != name.WayJoined && m.Way != name.WayInitials {
		return m.Kind
	}
	for _, w := range a.Words[m.Left.From:m.Left.Until] {
		if w.Kind == name.KindBrand {
			return name.KindBrand
		}
	}
	for _, w := range b.Words[m.Right.From:m.Right.Until] {
		if w.Kind == name.KindBrand {
			return name.KindBrand
		}
	}
	return m.Kind
}

// sureness is how far a meeting leaves no doubt: an edit, a sound, or another
// form of the word in the same script (construction, constructors) leave some.
func sureness(a, b *name.Name, m name.Meeting) float64 {
	switch {
	case m.Edits > 0:
		return 1 - severity(m)
	case m.Way == name.WaySound:
		return 0.5
	case m.Way == name.WayPinyin:
		return 0.6 // 华为 and 华威 are both huawei
	case m.Way == name.WayTranslation && a.Script == b.Script:
		return 0.6
	}
	return 1
}

func brandFeature(m name.Meeting) feature {
	switch m.Way {
	case name.WaySpelling:
		return fBrandSpelling
	case name.WayJoined:
		return fBrandJoined
	case name.WayAbbreviation:
		return fBrandShort
	case name.WayInitials:
		return fBrandInitials
	case name.WayPinyin:
		return fBrandPinyin
	case name.WaySound:
		return fBrandSound
	case name.WayTranslation:
		return fBrandTranslation
	case name.WaySame, name.WayNumber, name.WayOtherNumber:
	}
	return fBrandSame
}

// severity is how much of a word differs: one letter of eight is a slip, two of
// eight is another word.
func severity(m name.Meeting) float64 {
	share := float64(m.Edits) / float64(max(m.Letters, 1))
	return min(1, 2.5*share*math.Sqrt(float64(m.Edits)))
}

// leastEdits is what the smallest slip counts: with enough firms there is always
// one a letter away, so a slip alone is a question.
const leastEdits = 0.5

// anotherWord is the severity from which a telling word is not misspelt but
// another: about a quarter of its letters.
const anotherWord = 0.85

// knownBoth reports two words of the tables with two meanings.
func knownBoth(a, b *name.Name, m name.Meeting) bool {
	if m.Left.Until-m.Left.From != 1 || m.Right.Until-m.Right.From != 1 {
		return false
	}
	l, r := a.Words[m.Left.From].Sense, b.Words[m.Right.From].Sense
	return l != 0 && r != 0 && l != r
}

// rest is the bits, in sixteens, of what met nothing on one side.
type rest struct {
	brand, common, place, country float64
	number                        bool
	// institution: a word left over makes it another kind of body than the firm of
	// that name: a foundation, a bank, a university.
	institution bool
}

func restOf(n *name.Name, over []int) rest {
	var r rest
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
	if left.institution != right.institution {
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

// numbers tells apart the 23rd institute and the 24th.
func numbers(v *vector, a, b *name.Name, c *name.Comparison, left, right rest) {
	other := left.number && right.number
	for _, m := range c.Meetings {
		other = other || m.Way == name.WayOtherNumber
	}
	switch {
	case other && vehicle(a) && vehicle(b):
		v[fNumberSeries] = 1
	case other:
		v[fNumberOther] = 1
	case left.number || right.number:
		v[fNumberMore] = 1
	}
}

// vehicle reports the name of a fund or a trust. Such are legal entities of
// their own, but they buy nothing: their sponsor does, under the same name.
func vehicle(n *name.Name) bool {
	for _, w := range n.Words {
		switch w.Text {
		case "fund", "funds", "trust", "partners", "securities", "portfolio", "基金", "信托":
			return true
		}
	}
	for _, f := range n.Forms {
		if f.Class == name.ClassPartnership {
			return true
		}
	}
	return false
}

// nameSides gives the words that a feature compared.
func nameSides(f feature, a, b *named) (left, right string) {
	return a.name.Raw, b.name.Raw
}
