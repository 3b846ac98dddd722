package identity

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// forms compares legal forms. Across scripts they are translated as somebody
// likes (株式会社 is a Co., Ltd. and an Inc.), so there only those of other bodies
// than firms tell.
func forms(a, b *name.Name, c *name.Comparison) (same, other float64) {
	const differ, quite = 0.8, 1
	switch c.Forms {
	case name.Agreeing:
		return 1, 0
	case name.Opposed:
		switch {
		case firm(a) != firm(b):
			return 0, quite
		case !c.CrossScript:
			return 0, differ // an Inc that somebody calls a Ltd, or another firm
		}
	case name.Related:
		if elsewhere(a, b) && !c.CrossScript {
			return 0, differ
		}
	case name.Absent, name.OneSided:
	}
	return 0, 0
}

// firm reports a form of business; associations, foundations, cooperatives and
// bodies of a state are none.
func firm(n *name.Name) bool {
	for _, f := range n.Forms {
		switch f.Class {
		case name.ClassNonProfit, name.ClassCooperative, name.ClassState:
			return false
		case name.ClassNone, name.ClassLimited, name.ClassStock, name.ClassPartnership, name.ClassSole, name.ClassFinance, name.ClassBranch:
		}
	}
	return true
}

// elsewhere reports forms of different countries: a GmbH and an SARL are two
// firms, of one group perhaps.
func elsewhere(a, b *name.Name) bool {
	apart := false
	for _, x := range a.Forms {
		for _, y := range b.Forms {
			if len(x.Countries) == 0 || len(y.Countries) == 0 || slices.ContainsFunc(x.Countries, func(c string) bool { return slices.Contains(y.Countries, c) }) {
				return false
			}
			apart = true
		}
	}
	return apart
}
