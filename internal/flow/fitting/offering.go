package fitting

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Books is what the partner's books say of those to whom an offering could be
// sold, as far as the asker may see them.
type Books struct {
	Offerings []offering.Offering
	Cloud     []Cloud
	// Chances are the white cells of offerings and the open moves of all customers.
	Chances []Chance
}

// Cloud is that a customer had charges in a region in a month.
type Cloud struct {
	Customer customer.ID
	Provider string // as the bill writes it
	Region   string // empty where the bill names none
	Month    period.Month
}

// ChanceKind is what a chance is.
type ChanceKind string

const (
	ChanceCell ChanceKind = "cell" // a white cell of whitespace
	ChanceMove ChanceKind = "move" // a move that is open
)

// Chance is work for a customer that an offering could do.
type Chance struct {
	Kind     ChanceKind       `json:"kind"`
	Ref      string           `json:"ref"` // address of the cell, id of the move
	Customer customer.ID      `json:"customer"`
	Name     string           `json:"name"`            // of the customer
	Title    string           `json:"title,omitempty"` // of the move
	Offering offering.ID      `json:"offering,omitempty"`
	Category service.Category `json:"category,omitempty"`
	Size     *estimate.Range  `json:"size"` // nil is unsized
	Chance   *money.Decimal   `json:"chance,omitempty"`
	// China is where the customer's cloud runs there: regions, or who runs it.
	China []string `json:"china"`
}

// Effect is what an offering's verdict does to chances in a region.
type Effect string

const (
	EffectOpens  Effect = "opens"  // it can be delivered there
	EffectBlocks Effect = "blocks" // it cannot
	EffectUnsaid Effect = "unsaid" // nobody has said what it needs
)

// Tally counts chances and adds up what is sized of them.
type Tally struct {
	Count   int              `json:"count"`
	Unsized int              `json:"unsized"`
	Sums    []estimate.Total `json:"sums,omitempty"` // by currency
}

// Prospect is what an offering opens or blocks in one region.
type Prospect struct {
	Region region.ID    `json:"region"`
	Grade  region.Grade `json:"feasibility,omitempty"` // empty where the effect is unsaid
	Effect Effect       `json:"effect"`
	// Cells and moves are the same work seen twice: they are never added up.
	Cells Tally `json:"cells"`
	Moves Tally `json:"moves"`
}

// Outlook is an offering of the catalogue with its verdicts, and what they open or
// block with customers whose cloud runs in China.
type Outlook struct {
	Offering  offering.Offering `json:"offering"`
	Report    *Report           `json:"report,omitempty"` // nil where nobody has said what it needs
	Prospects []Prospect        `json:"prospects"`        // in the order of the regions
	Chances   []Chance          `json:"chances"`          // the largest first
}

// Customers counts those who have a chance.
func (o Outlook) Customers() int {
	seen := map[customer.ID]bool{}
	for _, c := range o.Chances {
		seen[c.Customer] = true
	}
	return len(seen)
}

// Offering judges what an offering says that it needs; false where it says
// nothing.
func (k Checker) Offering(o offering.Offering, chinese bool) (Report, bool) {
	if len(o.Needs)+len(o.Optional) == 0 {
		return Report{}, false
	}
	thing := Recognised{Reading: region.Reading{Format: region.FormatOffering}, Title: o.Title(chinese)}
	for _, part := range []struct {
		ids  []region.ServiceID
		core bool
	}{{o.Needs, true}, {o.Optional, false}} {
		for _, id := range part.ids {
			s, known := k.Catalogue.Get(id)
			find := region.Find{Service: id, Evidence: s.Name, Kind: region.KindName, Strength: region.StrengthStructure, Core: part.core}
			if !known {
				find.Evidence = string(id)
				thing.Unresolved = append(thing.Unresolved, find)
				continue
			}
			thing.Finds = append(thing.Finds, find)
		}
	}
	return k.judge(string(o.ID), thing), true
}

// Outlooks judges offerings and says what their verdicts open and block. Named
// are ids, all of the catalogue where there are none.
//
// Fault: offering.unknown.
func (k Checker) Outlooks(b Books, chinese bool, named ...offering.ID) ([]Outlook, error) {
	china := InChina(b.Cloud)
	for _, id := range named {
		if !slices.ContainsFunc(b.Offerings, func(o offering.Offering) bool { return o.ID == id }) {
			return nil, fault.New(fault.KindNotFound, "offering.unknown").With("offering", string(id))
		}
	}
	var all []Outlook
	for _, o := range b.Offerings {
		if len(named) > 0 && !slices.Contains(named, o.ID) {
			continue
		}
		all = append(all, k.outlook(o, b.Chances, china, chinese))
	}
	return all, nil
}

func (k Checker) outlook(o offering.Offering, chances []Chance, china map[customer.ID][]string, chinese bool) Outlook {
	out := Outlook{Offering: o}
	if r, said := k.Offering(o, chinese); said {
		out.Report = &r
	}
	for _, c := range chances {
		if where := china[c.Customer]; where != nil && serves(o, c) {
			c.China = where
			out.Chances = append(out.Chances, c)
		}
	}
	slices.SortStableFunc(out.Chances, func(a, b Chance) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), largest(a.Size, b.Size), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Ref, b.Ref))
	})
	for i, id := range k.Regions {
		p := Prospect{Region: id, Effect: EffectUnsaid}
		if out.Report != nil {
			p.Grade = out.Report.Verdicts[i].Grade
			p.Effect = EffectOf(p.Grade)
		}
		var cells, moves []*estimate.Range
		for _, c := range out.Chances {
			switch {
			case !Affects(o, c, p.Effect):
			case c.Kind == ChanceCell:
				cells = append(cells, c.Size)
			default:
				moves = append(moves, c.Size)
			}
		}
		p.Cells, p.Moves = tallyOf(cells), tallyOf(moves)
		out.Prospects = append(out.Prospects, p)
	}
	return out
}

// EffectOf is what a verdict does.
func EffectOf(g region.Grade) Effect {
	if g == region.GradeLow {
		return EffectBlocks
	}
	return EffectOpens
}

// serves reports that a chance is an offering's: it names it, or as a move it
// names no offering and a category that the offering stands for.
func serves(o offering.Offering, c Chance) bool {
	if c.Offering != "" {
		return c.Offering == o.ID
	}
	return c.Kind == ChanceMove && slices.ContainsFunc(o.Weights, func(w service.Weight) bool { return w.Category == c.Category })
}

// Affects reports that an effect reaches a chance. What only shares a category
// with an offering is opened by it, and not blocked: another offering may do it.
func Affects(o offering.Offering, c Chance, e Effect) bool {
	return e != EffectBlocks || c.Offering == o.ID
}

func tallyOf(sizes []*estimate.Range) Tally {
	sums, unsized := estimate.Add(sizes...)
	return Tally{Count: len(sizes), Unsized: unsized, Sums: sums}
}

// largest orders sizes of one currency by their middle, the unsized last.
func largest(a, b *estimate.Range) int {
	switch {
	case a == nil || b == nil:
		return cmp.Compare(map[bool]int{true: 1}[a == nil], map[bool]int{true: 1}[b == nil])
	case a.Currency != b.Currency:
		return cmp.Compare(a.Currency, b.Currency)
	}
	return b.Mid.Cmp(a.Mid)
}

// lookBack is how many of the last months of the books say where cloud runs.
const lookBack = 12

// InChina gives the customers whose cloud ran in China within the last twelve
// months of the books, and where: the regions, or who runs the cloud there where
// a bill names no region.
func InChina(cloud []Cloud) map[customer.ID][]string {
	var last period.Month
	for _, c := range cloud {
		last = max(last, c.Month)
	}
	found := map[customer.ID]map[string]bool{}
	for _, c := range cloud {
		where := placeInChina(c)
		if where == "" || c.Customer == "" || c.Month <= last-lookBack {
			continue
		}
		if found[c.Customer] == nil {
			found[c.Customer] = map[string]bool{}
		}
		found[c.Customer][where] = true
	}
	out := map[customer.ID][]string{}
	for id, places := range found {
		out[id] = slices.Sorted(maps.Keys(places))
	}
	return out
}

// operators are how bills name who runs the China regions: AWS China, Sinnet,
// NWCD.
var operators = []string{"aws china", "amazon web services china", "amazon china", "sinnet", "光环新网", "nwcd", "western cloud data", "西云数据", "亚马逊云科技中国", "亚马逊云科技（中国）"}

func placeInChina(c Cloud) string {
	provider := strings.ToLower(c.Provider)
	operated := slices.ContainsFunc(operators, func(name string) bool { return strings.Contains(provider, name) })
	switch {
	case strings.HasPrefix(c.Region, "cn-") && (operated || isAWS(c.Provider)):
		return c.Region
	case operated:
		return c.Provider
	}
	return ""
}
