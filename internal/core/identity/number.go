package identity

import (
	"github.com/sevenfold/sevenfold/internal/core/name"
)

// numbers tells apart the 23rd institute and the 24th.
func numbers(v *vector, a, b *name.Name, c *name.Comparison, left, right rest) {
	other := left.number && right.number
	for _, m := range c.Meetings {
		other = other || m.Way == name.WayOtherNumber
	}
	switch {
	case other && vehicle(a) && vehicle(b):
		v[fNumberSeries] = 1
	case other:
		v[fNumberOther] = 1
	case left.number || right.number:
		v[fNumberMore] = 1
	}
}

// vehicle reports the name of a fund or a trust. Such are legal entities of
// their own, but they buy nothing: their sponsor does, under the same name.
func vehicle(n *name.Name) bool {
	for _, w := range n.Words {
		switch w.Text {
		case "fund", "funds", "trust", "partners", "securities", "portfolio", "基金", "信托":
			return true
		}
	}
	for _, f := range n.Forms {
		if f.Class == name.ClassPartnership {
			return true
		}
	}
	return false
}
