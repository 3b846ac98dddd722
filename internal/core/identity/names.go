package identity

import (
	"strings"

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

	v[fBrandOther], v[fBrandMore] = against(left.brand, right.brand)
	v[fCommonOther], v[fCommonMore] = against(left.common, right.common)
	v[fPlaceOther], v[fPlaceMore] = against(left.place, right.place)
	numbers(v, &a.name, &b.name, c, left, right)
	if c.SameKey {
		v[fNameSame] = 1
	}
	switch c.Forms {
	case name.Agreeing:
		v[fFormSame] = 1
	case name.Opposed:
		v[fFormOther] = 1
	case name.Absent, name.OneSided, name.Related:
	}
	switch c.Branches {
	case name.OneSided:
		v[fBranchOne] = 1
	case name.Opposed:
		v[fBranchOther] = 1
	case name.Absent, name.Agreeing, name.Related:
	}
	if left.nothing() && right.nothing() && v[fNumberOther] == 0 && v[fNumberSeries] == 0 && c.Met > 0 {
		v[fNameWhole] = min(1, c.Met/fullBits)
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

// met is what the meetings say besides their own features: telling bits that
// met, and bits of words that stand opposite each other without meeting.
type met struct {
	brand                                          float64
	brandLeft, brandRight, commonLeft, commonRight float64
}

// metWords sets a feature per way of meeting.
func metWords(v *vector, a, b *named, c *name.Comparison) met {
	var m met
	var edits float64
	for _, meeting := range c.Meetings {
		bits := meeting.Weight / fullBits
		if meeting.Way == name.WayOtherNumber {
			continue // numbers
		}
		switch meeting.Kind {
		case name.KindBrand:
			m.brand += bits
			f := brandFeature(meeting)
			v[f] += bits * meeting.Likeness
			if meeting.Edits > 0 {
				edits += bits * severity(meeting)
			}
		case name.KindCommon:
			if meeting.Way == name.WaySpelling && knownBoth(&a.name, &b.name, meeting) {
				m.commonLeft += bits // railroad, railway: two words, however alike
				m.commonRight += bits
				continue
			}
			v[fCommonSame] += bits * meeting.Likeness
			if meeting.Edits > 0 {
				edits += bits * severity(meeting)
			}
		case name.KindCountry, name.KindPlace:
			v[fPlaceSame] += bits * meeting.Likeness
			if meeting.Edits > 0 {
				edits += bits * severity(meeting)
			}
		case name.KindNumber:
			v[fNumberSame] = 1
		case name.KindLink:
		}
	}
	for f := fBrandSame; f <= fPlaceSame; f++ {
		v[f] = min(v[f], maxBits)
	}
	v[fBrandEdits] = min(edits, maxBits)
	return m
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
	return min(1, 4*share*(0.5+0.5*float64(m.Edits)))
}

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
	brand, common, place float64
	number               bool
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
		case name.KindCountry, name.KindPlace:
			if wide(n.Words[i].Sense) {
				bits /= 2
			}
			r.place += bits
		case name.KindNumber:
			r.number = true
		case name.KindLink:
		}
	}
	return r
}

func (r rest) nothing() bool { return r == rest{} }

func (r *rest) add(brand, common float64) { r.brand += brand; r.common += common }

// wide reports parts of the world. "Acme Europe" is more often all of Acme in
// these books than "Acme France" is.
func wide(s name.Sense) bool {
	switch s.String() {
	case "europe", "african", "africa", "asia", "america", "latin america", "middle east", "scandinavia", "baltic", "greater china":
		return true
	}
	return false
}

// against splits what is left on both sides into what stands opposite each other
// and what only one side has.
func against(left, right float64) (other, more float64) {
	other = min(left, right)
	return min(other, maxBits), min(max(left, right)-other, maxBits)
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

// words gives the text of a run as it stands in the name.
func words(n *name.Name, r name.Run) string {
	var parts []string
	for _, w := range n.Words[r.From:r.Until] {
		parts = append(parts, w.Text)
	}
	return strings.Join(parts, " ")
}

// nameSides gives the words that a feature compared.
func nameSides(f feature, a, b *named) (left, right string) {
	return a.name.Raw, b.name.Raw
}
