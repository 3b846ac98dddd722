package name

import (
	"strings"
	"unicode/utf8"
)

// readPlaces reads the places that a run begins with and gives the rest.
func (n *Name) readPlaces(t token) string {
	text := t.text
	var before *zhPlace
	var beforeName string
	for read := 0; len(text) > 3 && !wholeBrand(text); read++ {
		name, used, place := placeAt(text, t, before, beforeName, read > 0)
		if used == 0 || t.bracket == 0 && isBrandAfterAll(name, text[used:], used == len(name), place, read > 0) {
			break
		}
		e, known := lexicon().words[name]
		if !known || e.kind != KindPlace && e.kind != KindCountry {
			e = entry{kind: KindPlace, weight: placeWeight + 1}
		}
		n.add(name, t, e)
		text = text[used:]
		if place != nil {
			before, beforeName = place, name
		}
	}
	return text
}

// isBrandAfterAll gives a place back that leaves no good brand: 栖霞山 is no 栖霞,
// and 平安 no county where nothing else tells. bare says that the place came
// without its ending, second that another place stands before it.
func isBrandAfterAll(name, rest string, bare bool, place *zhPlace, second bool) bool {
	switch {
	case !bare:
		// only an ending told, nothing else is left, and it is long: 云上花溪小镇
		return rest == "" && place == nil && !second && utf8.RuneCountInString(name) > 3
	case utf8.RuneCountInString(rest) == 1:
		return true
	case place != nil && (place.ambiguous || second && place.level == "county") && !leavesBrand(rest):
		return true
	}
	return cutsWord(rest) || isLandform(rest)
}

// placeAt finds a place, of China or of the rest of the world.
func placeAt(text string, t token, before *zhPlace, beforeName string, after bool) (string, int, *zhPlace) {
	if t.script == ScriptHan {
		if after && before == nil {
			before = &zhPlace{level: "county"}
		}
		if name, used, place := chinesePlaces().read(text, before, beforeName); used > 0 {
			return name, used, place
		}
	}
	at := 0
	var name string
	for i := range text {
		if i > 24 {
			break
		}
		if e, ok := lexicon().words[text[:i]]; ok && (e.kind == KindPlace || e.kind == KindCountry) && !ambiguousPlace(text[:i]) && i >= 6 {
			name, at = text[:i], i
		}
	}
	return name, at, nil
}

// wholeBrand reports that text is a brand of the table and common words: 中国银行
// is not a bank in China.
func wholeBrand(text string) bool {
	s := newSplitter(text)
	if s.len() > maxRun {
		return false
	}
	known := s.knownBrand()
	if known == 0 {
		return false
	}
	s.coverable()
	return s.cover[known]
}

// leavesBrand reports that text begins with a brand of two characters or more.
func leavesBrand(text string) bool {
	if utf8.RuneCountInString(text) < 2 {
		return false
	}
	s := newSplitter(text)
	return s.brandEnd() >= 2
}

// isLandform reports that a place goes on as the name of a mountain or a water,
// and known words follow: 栖霞山|综合开发.
func isLandform(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	if !strings.ContainsRune("山湖江河岛岭峰泉溪湾", r) || size == len(rest) {
		return false
	}
	s := newSplitter(rest[size:])
	s.coverable()
	return s.cover[0]
}

// cutsWord reports that what is left after a place without ending is one
// character and then known words: the character belongs to the place.
func cutsWord(rest string) bool {
	if utf8.RuneCountInString(rest) < 3 {
		return false
	}
	s := newSplitter(rest)
	s.coverable()
	if s.cover[0] || !s.cover[1] {
		return false
	}
	for i := 2; i < s.len(); i++ {
		if s.cover[i] {
			return false
		}
	}
	return true
}
