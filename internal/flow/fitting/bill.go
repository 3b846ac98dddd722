package fitting

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/region"
)

// BillDimensions are what a figure must be cut by for a bill to be judged.
func BillDimensions() []multiplier.Dimension {
	return []multiplier.Dimension{multiplier.DimensionProvider, multiplier.DimensionRegion, multiplier.DimensionService}
}

// Move says what spend could do in a region.
type Move string

const (
	MoveReady   Move = "ready"   // the service is there
	MoveReplace Move = "replace" // it is not, and has an alternative there
	MoveBlocked Move = "blocked" // it is not, and has none
	MoveUnknown Move = "unknown" // no source decides, or the catalogue does not know the name
	MoveThere   Move = "there"   // it is spent in China already
	MoveForeign Move = "foreign" // another provider's, or not told apart by service
)

// Moves lists them in the order in which they are shown.
func Moves() []Move {
	return []Move{MoveReady, MoveReplace, MoveBlocked, MoveUnknown, MoveThere, MoveForeign}
}

// Spend is what a bill has of one service, and what it could do in each region.
type Spend struct {
	// Name is the catalogue's, or the bill's where the catalogue does not know it.
	Name    string           `json:"name"`
	Service region.ServiceID `json:"service,omitempty"`
	Amount  money.Decimal    `json:"amount"`
	Moves   []Move           `json:"moves"` // in the order of the regions
}

// Portion is how much of a bill could do something in a region.
type Portion struct {
	Region region.ID              `json:"region"`
	Sums   map[Move]money.Decimal `json:"sums"`
	// Base is the spend on AWS outside of China: what could move at all. Shares are of
	// it; a base that is not positive has none.
	Base money.Decimal `json:"base"`
}

// Share is the part of the base that has a move, to six places; false without a
// base.
func (p Portion) Share(m Move) (money.Decimal, bool) {
	if p.Base.Sign() <= 0 {
		return money.Decimal{}, false
	}
	return p.Sums[m].Quo(p.Base, 6), true
}

// Bill is a figure by service, judged for regions. The sum of its lines is the
// cloud of the figure, to the last digit.
type Bill struct {
	Currency money.Currency `json:"currency"`
	Lines    []Spend        `json:"lines"` // the largest first
	Portions []Portion      `json:"portions"`
	Total    money.Decimal  `json:"total"`
	// Unconverted are amounts without a rate, in their own currency; they are in no
	// sum.
	Unconverted []multiplier.Row `json:"unconverted,omitempty"`
}

// JudgeBill judges a figure that was cut by BillDimensions.
func (k Checker) JudgeBill(figure multiplier.Result) Bill {
	b := Bill{Currency: figure.Currency}
	for _, row := range figure.Unconverted {
		if !row.Cloud.IsZero() { // others are of services revenue alone
			b.Unconverted = append(b.Unconverted, row)
		}
	}
	at := map[string]int{}
	for _, row := range figure.Rows {
		if row.Cloud.IsZero() || row.Kind == multiplier.RowTotal {
			continue
		}
		line := k.spend(row)
		b.Total = b.Total.Add(row.Cloud)
		key := line.Name + "\x00" + joinMoves(line.Moves)
		i, known := at[key]
		if !known {
			at[key] = len(b.Lines)
			b.Lines = append(b.Lines, line)
			continue
		}
		b.Lines[i].Amount = b.Lines[i].Amount.Add(line.Amount)
	}
	slices.SortStableFunc(b.Lines, func(x, y Spend) int {
		if c := y.Amount.Cmp(x.Amount); c != 0 {
			return c
		}
		return strings.Compare(x.Name, y.Name)
	})
	for i, id := range k.Regions {
		p := Portion{Region: id, Sums: map[Move]money.Decimal{}}
		for _, l := range b.Lines {
			m := l.Moves[i]
			p.Sums[m] = p.Sums[m].Add(l.Amount)
			if m != MoveThere && m != MoveForeign {
				p.Base = p.Base.Add(l.Amount)
			}
		}
		b.Portions = append(b.Portions, p)
	}
	return b
}

func joinMoves(moves []Move) string {
	var b strings.Builder
	for _, m := range moves {
		b.WriteString(string(m) + ",")
	}
	return b.String()
}

// spend judges one row: provider, region, service.
func (k Checker) spend(row multiplier.Row) Spend {
	get := func(i int) string {
		if i < len(row.Key) {
			return row.Key[i]
		}
		return ""
	}
	provider, place, billed := get(0), get(1), get(2)
	line := Spend{Name: billed, Amount: row.Cloud, Moves: make([]Move, len(k.Regions))}
	s, known := k.Catalogue.Find(region.KindName, billed)
	if !known {
		s, known = k.Catalogue.Find(region.KindProduct, billed)
	}
	if known && isAWS(provider) {
		line.Service, line.Name = s.ID, s.Name
	}
	for i, id := range k.Regions {
		switch {
		case billed == "" || !isAWS(provider):
			line.Moves[i] = MoveForeign
		case strings.HasPrefix(place, "cn-"):
			line.Moves[i] = MoveThere
		case !known:
			line.Moves[i] = MoveUnknown
		default:
			line.Moves[i] = k.move(s.ID, id)
		}
	}
	return line
}

func (k Checker) move(id region.ServiceID, in region.ID) Move {
	switch k.Catalogue.Available(id, in).State {
	case region.StateAvailable:
		return MoveReady
	case region.StateUnavailable:
		if len(k.Catalogue.Alternatives(id, in)) > 0 {
			return MoveReplace
		}
		return MoveBlocked
	default:
		return MoveUnknown
	}
}

// isAWS tells the provider by the names that bills give it.
func isAWS(provider string) bool {
	p := strings.ToLower(provider)
	return p == "aws" || strings.HasPrefix(p, "amazon") || strings.Contains(p, "亚马逊") || strings.HasPrefix(p, "aws ")
}
