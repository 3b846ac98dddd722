package prose

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed words.csv
var wordsCSV string

// treatment says what it takes for a word to be a name.
type treatment string

const (
	// treatName: it means nothing else on a page that speaks of AWS.
	treatName treatment = "name"
	// treatLikely: as written, with its capital, it is meant on such a page.
	treatLikely treatment = "likely"
	// treatHard: an ordinary word; a cue beside it or a list of names must say so.
	treatHard treatment = "hard"
	// treatBrand: only with Amazon, AWS or 亚马逊云科技 before it.
	treatBrand treatment = "brand"
	// treatNever: it is never taken, whatever stands around it.
	treatNever treatment = "never"
)

// word is what words.csv says of a name that is a word as well.
type word struct {
	treatment treatment
	cues      []string // lower case; one beside the word makes it a name
}

type lexicon struct {
	words map[string]word // by the name in lower case
	never []string        // phrases that hold such a word and mean none
}

var words = sync.OnceValue(func() lexicon {
	l := lexicon{words: map[string]word{}}
	rows, err := csv.NewReader(strings.NewReader(wordsCSV)).ReadAll()
	if err != nil {
		panic("prose: words.csv: " + err.Error())
	}
	for _, r := range rows[1:] {
		l.words[strings.ToLower(r[0])] = word{treatment(r[1]), list(r[2])}
		l.never = append(l.never, list(r[3])...)
	}
	return l
})

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}
