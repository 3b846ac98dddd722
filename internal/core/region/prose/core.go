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
	mentions []string // it is compared, offered or pointed to
	aside    []string // headings below which everything is by the way
}

var coreSigns = sync.OnceValue(func() signs {
	var s signs
	rows, err := csv.NewReader(strings.NewReader(coreCSV)).ReadAll()
	if err != nil {
		panic("prose: core.csv: " + err.Error())
	}
	for _, r := range rows[1:] {
		switch r[0] {
		case "does":
			s.does = append(s.does, r[1])
		case "mentions":
			s.mentions = append(s.mentions, r[1])
		case "aside":
			s.aside = append(s.aside, r[1])
		}
	}
	return s
})

// coreWeight is what makes a service one that the solution cannot do without:
// a title or heading, or two places where something is done with it.
const coreWeight = 4

// weighing adds up how a page uses each service.
type weighing struct {
	weight map[region.ServiceID]int
	aside  bool
	short  bool // too short for anything to stand twice
}

func newWeighing(p Page) *weighing {
	size := 0
	for _, b := range p.Blocks {
		size += len(b.Text)
	}
	return &weighing{weight: map[region.ServiceID]int{}, short: size < 1500}
}

// section notes the headings that end what a page is about.
func (w *weighing) section(b Block) {
	if b.Kind == BlockHeading {
		w.aside = containsAny(strings.ToLower(b.Text), coreSigns().aside)
	}
}

func (w *weighing) title(s region.ServiceID) { w.weight[s] += coreWeight }

func (w *weighing) add(s region.ServiceID, b Block, k candidate) {
	if w.aside || w.core(s) { // it is decided; a page names a service hundreds of times
		return
	}
	before, after := sentence(b.Text, k)
	lower := strings.ToLower(before + " \u0000 " + after)
	switch {
	case b.Kind == BlockHeading:
		w.weight[s] += coreWeight
	case containsAny(lower, coreSigns().mentions):
	case containsAny(lower, coreSigns().does):
		w.weight[s] += 2
		if b.Ordered || w.short {
			w.weight[s] += 2
		}
	default:
		w.weight[s]++
	}
}

func (w *weighing) core(s region.ServiceID) bool { return w.weight[s] >= coreWeight }

// sentence is what stands before and after a name up to the sentence's ends, at
// most some words.
func sentence(text string, k candidate) (before, after string) {
	const reach = 160
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
