package categorising

import (
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// parts is an item's money by label.
type parts struct {
	labels []category.Label
	stakes map[category.Label]multiplier.Stake
}

// parts divides an item among its categories, exactly; what has none is under
// its nature, and a service that nobody could place under no label.
func (i *Item) parts() parts {
	p := parts{stakes: map[category.Label]multiplier.Stake{}}
	add := func(l category.Label, s multiplier.Stake) { p.labels, p.stakes[l] = append(p.labels, l), s }
	switch {
	case len(i.Class.Weights) > 0:
		shares := make([]money.Decimal, len(i.Class.Weights))
		for n, w := range i.Class.Weights {
			shares[n] = w.Share
		}
		split := i.Stake.Split(shares)
		for n, w := range i.Class.Weights {
			add(category.Label(w.Category), split[n])
		}
	case !i.Class.Decided():
		add("", i.Stake)
	default:
		add(category.Label(i.Class.Nature), i.Stake)
	}
	return p
}
