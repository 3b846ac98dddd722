package identity

import (
	"math"

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

	contained(&a.name, &b.name, c, &left, &right)
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
		f := featureOfMeeting(&a.name, &b.name, meeting)
		switch f {
		case featureCount:
			continue
		case fBrandOther:
			m.brandLeft += bits
			m.brandRight += bits
			continue
		case fCommonOther:
			m.commonLeft += bits
			m.commonRight += bits
			continue
		default:
		}
		sure := meeting.Likeness * sureness(&a.name, &b.name, meeting)
		m.plain = m.plain && sure == 1 && (meeting.Way == name.WaySame || meeting.Way == name.WayNumber || meeting.Way == name.WayJoined)
		m.all += bits
		m.sure += bits * sure
		if slipped(meeting) {
			edits += bits * max(severity(meeting), 1-meeting.Likeness)
		}
		switch f {
		case fNumberSame:
			v[f] = 1
		case fCommonSame, fPlaceSame:
			v[f] += bits * sure
		default:
			m.brand += bits
			v[f] += bits * meeting.Likeness
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

// featureOfMeeting says what a meeting counts as; featureCount for nothing. Two
// words of the tables are two, however alike they are spelt, and so are two
// telling words of which a quarter differs.
func featureOfMeeting(a, b *name.Name, m name.Meeting) feature {
	if m.Way == name.WayOtherNumber {
		return featureCount
	}
	switch kindOf(a, b, m) {
	case name.KindBrand:
		if m.Way == name.WaySpelling && severity(m) >= anotherWord {
			return fBrandOther
		}
		return brandFeature(m)
	case name.KindCommon:
		if m.Way == name.WaySpelling && knownBoth(a, b, m) {
			return fCommonOther
		}
		return fCommonSame
	case name.KindCountry, name.KindPlace:
		return fPlaceSame
	case name.KindNumber:
		return fNumberSame
	case name.KindLink:
	}
	return featureCount
}

// slipped reports letters that differ though the words are taken for one.
func slipped(m name.Meeting) bool { return m.Likeness < 1 && m.Way != name.WayAbbreviation }

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
