package identity

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// nameSides gives the words that a feature of two names compared. Features about
// names as wholes give the names as found.
func nameSides(f feature, a, b *named, c *name.Comparison) (left, right string) {
	var l, r []string
	switch f {
	case fBrandOther, fCommonOther, fPlaceOther, fBrandMore, fCommonMore, fPlaceMore, fCountryMore, fNumberMore:
		for _, m := range c.Meetings {
			if featureOfMeeting(&a.name, &b.name, m) == f {
				l, r = append(l, run(&a.name, m.Left)), append(r, run(&b.name, m.Right))
			}
		}
		l, r = append(l, overOf(f, &a.name, c.LeftOver)...), append(r, overOf(f, &b.name, c.RightOver)...)
	case fNumberOther, fNumberSeries:
		l, r = numbersOf(&a.name), numbersOf(&b.name)
	case fFormSame, fFormOther:
		l, r = formsOf(&a.name), formsOf(&b.name)
	case fBranchOne, fBranchOther:
		return a.name.Branch, b.name.Branch
	case fNameSame, fNameWhole, fBrandNone, fOrder, fAlias:
		return a.name.Raw, b.name.Raw
	default:
		for _, m := range c.Meetings {
			if featureOfMeeting(&a.name, &b.name, m) == f || f == fBrandEdits && slipped(m) {
				l, r = append(l, run(&a.name, m.Left)), append(r, run(&b.name, m.Right))
			}
		}
	}
	return strings.Join(l, " "), strings.Join(r, " ")
}

// overOf gives the words left over that a feature is about. What stands opposite
// each other may be of different kinds, so there all of them are shown.
func overOf(f feature, n *name.Name, over []int) []string {
	var out []string
	for _, i := range over {
		kind := n.Words[i].Kind
		switch f {
		case fCountryMore:
			if kind != name.KindCountry {
				continue
			}
		case fPlaceMore:
			if kind != name.KindPlace {
				continue
			}
		case fNumberMore:
			if kind != name.KindNumber {
				continue
			}
		default:
		}
		if kind != name.KindLink {
			out = append(out, n.Words[i].Text)
		}
	}
	return out
}

// run gives the words of a run.
func run(n *name.Name, r name.Run) string {
	if r.Until == r.From+1 {
		return n.Words[r.From].Text
	}
	var words []string
	for _, w := range n.Words[r.From:r.Until] {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func numbersOf(n *name.Name) []string {
	var out []string
	for _, w := range n.Words {
		if w.Kind == name.KindNumber {
			out = append(out, w.Text)
		}
	}
	return out
}

func formsOf(n *name.Name) []string {
	var out []string
	for _, f := range n.Forms {
		out = append(out, f.Text)
	}
	return out
}
