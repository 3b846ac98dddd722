package name

import (
	"slices"
)

// finish derives from the meetings what the names as wholes have in common.
func (m *matcher) finish(a, b *Name) {
	c := m.c
	slices.SortFunc(c.Meetings, func(x, y Meeting) int { return x.Left.From - y.Left.From })
	for i := range c.Meetings {
		if c.Meetings[i].Way != WayOtherNumber {
			c.Met += c.Meetings[i].Weight * c.Meetings[i].Likeness
		}
		for k := range i {
			if c.Meetings[k].Right.From > c.Meetings[i].Right.From {
				c.Crossed++
			}
		}
	}
	for i := range m.left {
		if !m.freeLeft(i) && i < maxWords {
			continue
		}
		c.LeftOver = append(c.LeftOver, i)
		c.LeftRest += m.left[i].Weight
	}
	for j := range m.right {
		if !m.freeRight(j) && j < maxWords {
			continue
		}
		c.RightOver = append(c.RightOver, j)
		c.RightRest += m.right[j].Weight
	}
	c.Forms = relateForms(a.Forms, b.Forms)
	c.Numbers = m.numbers()
	c.Places = m.places()
	c.Industry = m.relate(KindCommon)
	c.Brands = m.relate(KindBrand)
	c.Branches = branches(a, b)
	c.Whole = m.whole(a, b)
}

// relate says how the words of a kind stand. A word that met one of another
// kind counts as met.
func (m *matcher) relate(kind Kind) Relationship {
	left, leftMet := count(m.left, m.freeLeft, kind)
	right, rightMet := count(m.right, m.freeRight, kind)
	switch {
	case left+right+leftMet+rightMet == 0:
		return Absent
	case left == 0 && right == 0:
		return Agreeing
	case leftMet+rightMet > 0 && kind == KindBrand:
		return Related
	case left > 0 && right > 0:
		return Opposed
	}
	return OneSided
}

// count gives how many words of a kind are left over and how many met.
func count(words []Word, free func(int) bool, kind Kind) (over, met int) {
	for i := range words {
		switch {
		case words[i].Kind != kind:
		case i >= maxWords || free(i):
			over++
		default:
			met++
		}
	}
	return over, met
}

func (m *matcher) numbers() Relationship {
	for _, meeting := range m.c.Meetings {
		if meeting.Way == WayOtherNumber {
			return Opposed
		}
	}
	return m.relate(KindNumber)
}

// places treats countries and places as one kind, and a place as related to
// what it lies in: Munich, Germany.
func (m *matcher) places() Relationship {
	left, leftMet := m.placeCount(m.left, m.freeLeft)
	right, rightMet := m.placeCount(m.right, m.freeRight)
	switch {
	case left+right+leftMet+rightMet == 0:
		return Absent
	case left == 0 && right == 0:
		return Agreeing
	case left == 0 || right == 0:
		return OneSided
	}
	for _, i := range m.c.LeftOver {
		for _, j := range m.c.RightOver {
			if liesIn(m.left[i].Sense, m.right[j].Sense) || liesIn(m.right[j].Sense, m.left[i].Sense) {
				return Related
			}
		}
	}
	return Opposed
}

func (m *matcher) placeCount(words []Word, free func(int) bool) (over, met int) {
	over, met = count(words, free, KindPlace)
	over2, met2 := count(words, free, KindCountry)
	return over + over2, met + met2
}

func liesIn(inner, outer Sense) bool {
	return inner != 0 && outer != 0 && lexicon().inside[inner] == outer
}

// relateForms compares forms by class; forms that say no class agree with any.
func relateForms(a, b []Form) Relationship {
	switch {
	case len(a) == 0 && len(b) == 0:
		return Absent
	case len(a) == 0 || len(b) == 0:
		return OneSided
	}
	if slices.EqualFunc(a, b, func(x, y Form) bool { return x.Text == y.Text }) {
		return Agreeing
	}
	x, y := mainClass(a), mainClass(b)
	if x == ClassNone || y == ClassNone || x == y {
		return Related
	}
	return Opposed
}

// mainClass gives the class of a name's forms: the last that says one, so that a
// GmbH & Co. KG is a partnership.
func mainClass(forms []Form) Class {
	for _, f := range slices.Backward(forms) {
		if f.Class != ClassNone {
			return f.Class
		}
	}
	return ClassNone
}

func branches(a, b *Name) Relationship {
	switch {
	case !a.BranchOf && !b.BranchOf:
		return Absent
	case a.BranchOf != b.BranchOf:
		return OneSided
	case a.Branch == b.Branch || latin(a.Branch, scriptOfText(a.Branch)) == latin(b.Branch, scriptOfText(b.Branch)):
		return Agreeing
	}
	return Opposed
}

func scriptOfText(text string) Script {
	for _, r := range text {
		return scriptOf(r)
	}
	return ScriptOther
}

// whole compares all letters, without forms and gaps: as they are in one script,
// in Latin letters across two.
func (m *matcher) whole(a, b *Name) float64 {
	if m.c.SameKey {
		return 1
	}
	s := &m.c.scratch
	s.left, s.right = wholeLetters(s.left[:0], a.Words, m.c.CrossScript), wholeLetters(s.right[:0], b.Words, m.c.CrossScript)
	if len(s.left) == 0 || len(s.right) == 0 {
		return 0
	}
	left, right := string(s.left), string(s.right)
	letters := max(runeCount(left), runeCount(right))
	most := letters / 2
	changed := edits(left, right, most)
	if changed > most {
		return 0
	}
	return 1 - float64(changed)/float64(letters)
}

func wholeLetters(into []byte, words []Word, inLatin bool) []byte {
	for i := range words {
		if words[i].Kind == KindLink {
			continue
		}
		text := words[i].Text
		if inLatin {
			text = words[i].Latin
		}
		for k := 0; k < len(text); k++ {
			if text[k] != ' ' {
				into = append(into, text[k])
			}
		}
	}
	return into
}

func runeCount(text string) int {
	n := 0
	for range text {
		n++
	}
	return n
}
