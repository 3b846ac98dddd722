package prose

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

//go:embed core.csv
var coreCSV string

// signs are words that say how a name in the same sentence is meant.
type signs struct {
	does     []string // something is done with it
	mentions []string // it is offered or pointed to
	compares []string // before the name: it is an example, or replaced
	lacks    []string // right before the name: it is compared with, or done without
	aside    []string // headings below which everything is by the way
	design   []string // headings below which stands what a solution is made of
	parts    []string // sentences that say what a solution is made of
	steps    []string // headings below which stands what the reader does
}

var coreSigns = sync.OnceValue(func() signs {
	var s signs
	rows, err := csv.NewReader(strings.NewReader(coreCSV)).ReadAll()
	if err != nil {
		panic("prose: core.csv: " + err.Error())
	}
	for _, r := range rows[1:] {
		list, known := map[string]*[]string{"does": &s.does, "mentions": &s.mentions, "compares": &s.compares, "lacks": &s.lacks,
			"aside": &s.aside, "design": &s.design, "parts": &s.parts, "steps": &s.steps}[r[0]]
		if !known {
			panic("prose: core.csv: " + r[0])
		}
		*list = append(*list, r[1])
	}
	return s
})

// coreWeight is what makes a service one that the solution cannot do without:
// a title or heading, a place among the parts of the solution, or two places where
// something is done with it.
const coreWeight = 4

// weighing adds up how a page uses each service.
type weighing struct {
	weight  map[region.ServiceID]int
	title   string
	section section
	level   int    // of the heading that began the section
	lead    string // the last paragraph: it may say that what a solution is made of follows
	parts   bool   // that lead says so, once it was asked
	asked   bool
	short   bool // too short for anything to stand twice
}

// section is what a part of a page is for.
type section int

const (
	sectionText   section = iota
	sectionAside          // related posts, authors
	sectionDesign         // what the solution is made of
	sectionSteps          // what the reader does
)

func newWeighing(p Page) *weighing {
	size := 0
	for _, b := range p.Blocks {
		size += len(b.Text)
	}
	return &weighing{weight: map[region.ServiceID]int{}, title: p.Title, short: size < 1500}
}

// enter notes the headings that say what a part of the page is for, and keeps to
// them below their smaller headings. The title of the page says it of no part.
func (w *weighing) enter(b Block) {
	switch b.Kind {
	case BlockParagraph:
		w.lead, w.asked = b.Text, false
	case BlockHeading:
		w.lead, w.asked = "", false
		w.head(b)
	}
}

func (w *weighing) head(b Block) {
	lower := strings.ToLower(b.Text)
	switch {
	case w.section != sectionText && b.Level > w.level && !containsAny(lower, coreSigns().aside): // a smaller one within
	default:
		w.section, w.level = sectionText, b.Level
		switch {
		case containsAny(lower, coreSigns().aside):
			w.section = sectionAside
		case b.Level > 1 && b.Text != w.title && containsAny(lower, coreSigns().design):
			w.section = sectionDesign
		case b.Level > 1 && b.Text != w.title && containsAny(lower, coreSigns().steps):
			w.section = sectionSteps
		}
	}
}

// listsParts asks the last paragraph once, and only where a name needs it: pages
// are long.
func (w *weighing) listsParts() bool {
	if !w.asked {
		w.parts, w.asked = containsAny(strings.ToLower(w.lead), coreSigns().parts), true
	}
	return w.parts
}

func (w *weighing) named(s region.ServiceID) { w.weight[s] += coreWeight }

func (w *weighing) add(s region.ServiceID, b Block, k candidate) {
	if w.section == sectionAside || w.core(s) { // it is decided; a page names a service hundreds of times
		return
	}
	before, after := sentence(b.Text, k)
	before, after = strings.ToLower(before), strings.ToLower(after)
	signs := coreSigns()
	switch does := containsAny(before, signs.does) || containsAny(after, signs.does); {
	case b.Kind == BlockHeading:
		w.weight[s] += coreWeight
	case containsAny(before, signs.mentions) || containsAny(after, signs.mentions) || containsAny(before, signs.compares) || lacks(before, signs.lacks) || comparedWith(before, after):
	case w.section == sectionDesign || b.Kind != BlockQuote && w.listsParts():
		w.weight[s] += coreWeight
	case does:
		w.weight[s] += 2
		if b.Ordered || w.short || w.section == sectionSteps {
			w.weight[s] += 2
		}
	default:
		w.weight[s]++
	}
}

func (w *weighing) core(s region.ServiceID) bool { return w.weight[s] >= coreWeight }

// nearby is how far before a name a word may stand that takes it away: "without
// having to manage", some Chinese characters.
const nearby = 28

// lacks reports a word that takes the name after it away. What stands before a
// comma belongs to something else: "无需管理服务器，Lambda 会自动扩展".
func lacks(before string, words []string) bool {
	near := before[max(0, len(before)-nearby):]
	for _, w := range words {
		if i := strings.LastIndex(near, w); i >= 0 && !strings.ContainsAny(near[i+len(w):], ",，、：:()（）") {
			return true
		}
	}
	return false
}

// comparedWith: Chinese puts the name between the two halves of the word: 与 X 相比,
// 和 X 类似.
func comparedWith(before, after string) bool {
	after = strings.TrimLeft(after, " ")
	if !strings.HasPrefix(after, "相比") && !strings.HasPrefix(after, "类似") && !strings.HasPrefix(after, "不同") && !strings.HasPrefix(after, "的替代") {
		return false
	}
	before = strings.TrimRight(before, " ")
	return strings.HasSuffix(before, "与") || strings.HasSuffix(before, "和") || strings.HasSuffix(before, "跟") || strings.HasSuffix(before, "作为")
}

// sentence is what stands before and after a name up to the sentence's ends, at
// most some words.
func sentence(text string, k candidate) (before, after string) {
	const reach = 240
	before, after = text[max(0, k.start-reach):k.start], text[k.end:min(len(text), k.end+reach)]
	for _, end := range []string{". ", "。", "！", "？", "! ", "? ", "；", "; "} {
		if i := strings.LastIndex(before, end); i >= 0 {
			before = before[i+len(end):]
		}
		if i := strings.Index(after, end); i >= 0 {
			after = after[:i]
		}
	}
	return before, after
}

func containsAny(s string, list []string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}
