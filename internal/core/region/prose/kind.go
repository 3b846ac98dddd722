package prose

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// Kind is what kind of document a page is.
type Kind string

const (
	KindTechnical    Kind = "technical"     // shows how something is built or run
	KindLaunch       Kind = "launch"        // a service or feature is new: what it does, where it is
	KindAnnouncement Kind = "announcement"  // of people, programs, awards, offices
	KindEvent        Kind = "event"         // a date, a place, a registration, or what happened there
	KindCaseStudy    Kind = "case_study"    // a customer's story, told by results
	KindMarketing    Kind = "marketing"     // why to buy
	KindMarketReport Kind = "market_report" // what analysts or a survey say
)

// Kinds lists every kind, so that tables over them can be checked complete.
func Kinds() []Kind {
	return []Kind{KindTechnical, KindLaunch, KindAnnouncement, KindEvent, KindCaseStudy, KindMarketing, KindMarketReport}
}

// Deployable reports whether a region matters to such a page. Where it does not,
// the verdict is NOT_APPLICABLE.
func (k Kind) Deployable() bool { return k == KindTechnical || k == KindLaunch }

// Reason is one feature that told the kind.
type Reason struct {
	Kind    Kind   `json:"kind"`
	Feature string `json:"feature"` // a phrase as the rule has it, or the id of a feature of structure
	Where   Where  `json:"where"`
	Count   int    `json:"count"`  // how often, as far as it was counted
	Weight  int    `json:"weight"` // what it added; below zero it spoke against the kind
}

// Where says in which part of a page a feature was seen.
type Where string

const (
	WhereTitle     Where = "title"
	WhereHeading   Where = "heading"
	WhereText      Where = "text"
	WhereStructure Where = "structure"
)

//go:embed kinds.csv
var kindsCSV string

// kindRule is one row of the rule file.
type kindRule struct {
	kind    Kind
	where   Where
	feature string
	weight  int
	most    int // how often it counts
}

var kindRules = sync.OnceValue(func() []kindRule {
	rows, err := csv.NewReader(strings.NewReader(kindsCSV)).ReadAll()
	if err != nil {
		panic("prose: kinds.csv: " + err.Error())
	}
	var rules []kindRule
	for _, r := range rows[1:] {
		weight, err := strconv.Atoi(r[2])
		if err != nil {
			panic("prose: kinds.csv: " + err.Error())
		}
		most, err := strconv.Atoi(r[3])
		if err != nil {
			panic("prose: kinds.csv: " + err.Error())
		}
		for feature := range strings.SplitSeq(r[4], "|") {
			rules = append(rules, kindRule{Kind(r[0]), Where(r[1]), feature, weight, most})
		}
	}
	return rules
})

// kindReader finds the phrases of all rules in one pass.
type kindReader struct {
	rules   []kindRule
	phrases *automaton
	of      [][]int // rules of a phrase
}

func newKindReader() *kindReader {
	k := &kindReader{rules: kindRules()}
	var texts []string
	at := map[string]int{}
	for i, r := range k.rules {
		if r.where == WhereStructure {
			continue
		}
		phrase := strings.ReplaceAll(r.feature, "-", " ")
		n, known := at[phrase]
		if !known {
			n = len(texts)
			at[phrase] = n
			texts = append(texts, phrase)
			k.of = append(k.of, nil)
		}
		k.of[n] = append(k.of[n], i)
	}
	k.phrases = newAutomaton(texts)
	return k
}

// Another kind is said of a page from so much evidence on, of so many features: one
// word that is repeated is a subject and no kind.
const (
	leastEvidence = 8
	leastFeatures = 2
	decisive      = 10 // a feature that says it by itself: a weekly roundup
)

// judge adds up features. Where it is not clear, or little speaks for another
// kind, a page counts as technical: then the question of regions is answered.
func (k *kindReader) judge(p Page, finds []region.Find) (Kind, []Reason) {
	counts := make([]int, len(k.rules))
	k.count(counts, p.Title, WhereTitle)
	for i, b := range p.Blocks {
		switch {
		case b.Kind == BlockCode:
		case b.Kind == BlockHeading && (i > 0 || b.Text != p.Title):
			k.count(counts, b.Text, WhereHeading)
		case b.Kind != BlockHeading:
			k.count(counts, b.Text, WhereText)
		}
	}
	shape := structure(p, finds)
	score, features := map[Kind]int{}, map[Kind]int{}
	var reasons []Reason
	spoken := map[Kind]bool{KindTechnical: true} // quotes and percentages alone tell no story
	for i, r := range k.rules {
		spoken[r.kind] = spoken[r.kind] || counts[i] > 0
	}
	for i, r := range k.rules {
		n := counts[i]
		if r.where == WhereStructure && spoken[r.kind] {
			n = shape[r.feature]
		}
		if n = min(n, r.most); n > 0 {
			score[r.kind] += n * r.weight
			features[r.kind]++
			if r.weight >= decisive {
				features[r.kind] = max(features[r.kind], leastFeatures)
			}
			reasons = append(reasons, Reason{r.kind, r.feature, r.where, n, n * r.weight})
		}
	}
	best := KindTechnical
	for _, kind := range Kinds() {
		if score[kind] > score[best] && score[kind] >= leastEvidence && features[kind] >= leastFeatures {
			best = kind
		}
	}
	reasons = slices.DeleteFunc(reasons, func(r Reason) bool { return r.Kind != best || r.Weight <= 0 })
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Compare(b.Weight, a.Weight) })
	return best, reasons
}

func (k *kindReader) count(counts []int, text string, where Where) {
	k.phrases.each(text, func(phrase, start, end int) {
		if isInside(text, start, end) {
			return
		}
		for _, i := range k.of[phrase] {
			if k.rules[i].where == where {
				counts[i]++
			}
		}
	})
}

// isInside reports a phrase that begins or ends inside a word.
func isInside(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return isLatin(before) && isLatin(first) || isLatin(last) && isLatin(after)
}

// structure counts what is no phrase.
func structure(p Page, finds []region.Find) map[string]int {
	shape := map[string]int{}
	services, core := map[region.ServiceID]bool{}, map[region.ServiceID]bool{}
	for _, f := range finds {
		services[f.Service] = true
		core[f.Service] = core[f.Service] || f.Core
	}
	for _, inCore := range core {
		if inCore {
			shape["core_services"]++
		}
	}
	if len(services) == 0 {
		shape["no_service"] = 1
	}
	for _, b := range p.Blocks {
		switch {
		case b.Kind == BlockCode:
			shape["code_blocks"]++
		case b.Kind == BlockItem && b.Ordered:
			shape["steps"]++
		case b.Kind == BlockQuote:
			shape["quotes"]++
		}
		if b.Kind != BlockCode {
			shape["percentages"] += strings.Count(b.Text, "%")
		}
	}
	return shape
}
