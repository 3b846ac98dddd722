package explore

import (
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// menu is what can be done with the view as a whole.
type menu struct {
	Query    string // of the view
	Kept     []choice
	Days     []choice
	MayKeep  bool
	MayShare bool
}

// usualLife is how many days a link opens when nobody chooses.
const usualLife = 7

func newMenu(v *visit.Visit, kept []sharing.View) menu {
	m := menu{Query: v.URL.Query().Encode(), MayKeep: v.May(access.RightKeep), MayShare: v.May(access.RightShare)}
	for _, k := range kept {
		href := "/explore"
		if k.Query != "" {
			href += "?" + k.Query
		}
		m.Kept = append(m.Kept, choice{href, k.Name, k.Query == m.Query})
	}
	for _, n := range sharing.Lives() {
		m.Days = append(m.Days, choice{strconv.Itoa(n), v.Text("web.views.days."+strconv.Itoa(n), nil), n == usualLife})
	}
	return m
}

func current(c choice) string {
	if c.Chosen {
		return "true"
	}
	return "false"
}
