package name

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed common.csv
var commonCSV string

//go:embed brands.csv
var brandsCSV string

//go:embed ordinary.csv
var ordinaryCSV string

//go:embed countries.csv
var countriesCSV string

//go:embed places.csv
var placesCSV string

//go:embed zhindustry.csv
var zhIndustryCSV string

// Sense is a meaning that words of several languages share. Its number is the
// same within one build of the program and must not be kept.
type Sense int32

// String gives the word for the meaning, mostly English; empty for none.
func (s Sense) String() string { return lexicon().senses[s] }

// entry is what the tables know of a word.
type entry struct {
	kind   Kind
	sense  Sense
	weight float64
}

type lexiconTable struct {
	words  map[string]entry // folded; several words with a space between
	starts map[string]uint8 // first word of several: how many the longest has
	senses []string
	// scripts holds, for senses, the scripts of their words as bits.
	scripts []uint8
	// inside holds, for places, the sense of what they lie in: munich in germany.
	inside map[Sense]Sense
}

// Weights, in bits, of kinds that have none of their own in a table.
const (
	countryWeight  = 6.5
	placeWeight    = 8.5
	brandWeight    = 15
	industryWeight = 8
	genericWeight  = 6.5
	linkWeight     = 0.5
	numberWeight   = 9
	maxWeight      = 16
	shortWeight    = 10
)

// lexicon holds every word that a table knows. What stands first holds: a brand
// before a place, a place before a common word.
var lexicon = sync.OnceValue(buildLexicon)

func buildLexicon() *lexiconTable {
	t := &lexiconTable{
		words: make(map[string]entry, 12000), starts: map[string]uint8{}, senses: []string{""}, scripts: []uint8{0}, inside: map[Sense]Sense{},
	}
	for _, r := range mustRows(brandsCSV) {
		t.add(KindBrand, brandWeight, r[0], r[1])
	}
	t.add(KindLink, linkWeight, "and", "and und et y och og i и")
	for _, w := range strings.Fields(`of the for de la le les los las des du der die das den dem e ja von vom van zu
		zum zur di del della delle dei degli dello do dos da das en het een il lo el al an a fur pour para per por with mit avec in im
		в на та com dr prof mr mrs herr dipl`) {
		t.words[w] = entry{kind: KindLink, weight: linkWeight}
	}
	countries := map[string]Sense{}
	for _, r := range mustRows(countriesCSV) {
		name, _, _ := strings.Cut(r[1], " ")
		countries[r[0]] = t.add(KindCountry, countryWeight, name, r[1])
	}
	for _, r := range mustRows(placesCSV) {
		name, _, _ := strings.Cut(r[1], " ")
		t.inside[t.add(KindPlace, placeWeight, name, r[1])] = countries[r[0]]
	}
	t.addChinesePlaces(countries["cn"])
	for _, r := range mustRows(commonCSV) {
		kind := KindCommon
		if r[1] == "brand" {
			kind = KindBrand
		}
		t.add(kind, mustBits(r[2]), r[0], r[3])
	}
	for _, r := range mustRows(ordinaryCSV) {
		for _, w := range strings.Fields(r[1]) {
			t.word(w, entry{kind: KindBrand, weight: mustBits(r[0])})
		}
	}
	for _, r := range mustRows(zhIndustryCSV) {
		if r[0] == "weak" {
			continue // they are in the table as what else they are
		}
		weight := float64(industryWeight)
		if r[0] != "industry" {
			weight = genericWeight
		}
		for _, w := range strings.Fields(r[1]) {
			t.word(foldRun(w), entry{kind: KindCommon, weight: weight})
		}
	}
	return t
}

// add gives all words one sense of that name.
func (t *lexiconTable) add(kind Kind, weight float64, name, words string) Sense {
	sense := Sense(len(t.senses))
	t.senses = append(t.senses, strings.ReplaceAll(name, "_", " "))
	t.scripts = append(t.scripts, 0)
	for _, w := range strings.Fields(words) {
		e := entry{kind, sense, weight}
		if kind == KindBrand && len(w) == 2 {
			e.weight = min(weight, shortWeight) // two letters may be anybody
		}
		t.word(foldTable(w), e)
		t.scripts[sense] |= 1 << scriptOfText(w)
	}
	return sense
}

func (t *lexiconTable) word(w string, e entry) {
	if _, known := t.words[w]; known || w == "" {
		return
	}
	t.words[w] = e
	if first, _, several := strings.Cut(w, " "); several {
		t.starts[first] = max(t.starts[first], uint8(1+strings.Count(w, " ")))
	}
}

// addChinesePlaces adds the places of the Chinese table under their pinyin,
// where no other table gave them a Latin name.
func (t *lexiconTable) addChinesePlaces(china Sense) {
	for _, place := range chinesePlaces().all {
		e, known := t.words[place]
		if known && e.kind != KindPlace || chinesePlaces().places[place].ambiguous {
			continue // read as a place with its ending only
		}
		latin := toPinyin(place)
		l, taken := t.words[latin]
		switch {
		case known: // a Latin name of its own; its pinyin means it too
			t.word(latin, e)
		case taken && l.kind == KindPlace && chinesePlaces().places[place].level != "county":
			t.word(place, l) // another place of the same sound: Suzhou twice
		default:
			sense := t.add(KindPlace, placeWeight, latin, place)
			t.inside[sense] = china
			if chinesePlaces().places[place].level != "county" { // Nanshan is more often a brand than a district
				t.word(latin, entry{KindPlace, sense, placeWeight + 1})
			}
		}
	}
}

// foldTable folds a word of a table, where _ stands for a gap.
func foldTable(w string) string {
	if strings.IndexByte(w, '_') < 0 {
		return foldRun(w)
	}
	parts := strings.Split(w, "_")
	for i, p := range parts {
		parts[i] = foldRun(p)
	}
	return strings.Join(parts, " ")
}

// foldRun folds a word without gaps: kana and Chinese characters stay together.
// Most words of the tables are folded already.
func foldRun(w string) string {
	if isFolded(w) {
		return w
	}
	return strings.ReplaceAll(foldWord(w), " ", "")
}

func isFolded(w string) bool {
	for _, r := range w {
		switch {
		case r >= 'a' && r <= 'z', r >= 0x430 && r <= 0x44F: // Latin, Russian
		case r >= 0x4E00 && r <= 0x9FFF && simplified()[r] == 0: // simplified characters
		default:
			return false
		}
	}
	return true
}

// wordWeight says how telling a word is that no table knows: the longer, the
// fewer names have it by chance.
func wordWeight(text string, script Script) float64 {
	n := float64(utf8.RuneCountInString(text))
	switch script {
	case ScriptHan:
		return min(maxWeight, 1.5+4.5*n)
	case ScriptHangul:
		return min(maxWeight, 3+4*n)
	case ScriptKana:
		return min(maxWeight, 4+2.5*n)
	default:
		return min(maxWeight, 5+1.4*n)
	}
}
