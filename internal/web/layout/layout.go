// Package layout is the frame around every page: navigation, preferences, the
// side sheet.
//
// It owns what all pages share and the order of the navigation. A page gives
// its title and its content.
package layout

import (
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// htmxConfig keeps htmx from writing inline style and from evaluating text as
// code, which the content security policy would refuse; pages of faults are
// swapped in like others.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"[45]..","swap":true,"error":true}]}`

// Place is an entry of the navigation.
type Place string

const (
	PlaceOverview  Place = "overview"
	PlaceExplore   Place = "explore"
	PlaceCustomers Place = "customers"
	PlaceStanding  Place = "standing"
	PlaceImports   Place = "imports"
	PlaceReview    Place = "review"
	PlaceSettings  Place = "settings"
	PlaceAccount   Place = "account"
	PlaceNone      Place = "" // a page that the navigation does not name
)

// Frame is what a page tells its frame.
type Frame struct {
	Title  string
	Place  Place
	Charts bool // loads the chart library
	Guest  bool // of somebody without an account: not to be found
}

type entry struct {
	place Place
	href  string
	label string
}

func navigation(v *visit.Visit) []entry {
	all := []entry{
		{PlaceOverview, "/", v.Text("web.nav.overview", nil)},
		{PlaceExplore, "/explore", v.Text("web.nav.explore", nil)},
		{PlaceCustomers, "/customers", v.Text("web.nav.customers", nil)},
		{PlaceStanding, "/standing", v.Text("web.nav.standing", nil)},
	}
	if v.May(access.RightBooks) {
		all = append(all, entry{PlaceImports, "/imports", v.Text("web.nav.imports", nil)}, entry{PlaceReview, "/review", v.Text("web.nav.review", nil)})
	}
	if tabs := settingsTabs(v); len(tabs) > 0 {
		all = append(all, entry{PlaceSettings, tabs[0].href, v.Text("web.nav.settings", nil)})
	}
	if v.Team && v.Inside {
		all = append(all, entry{PlaceAccount, "/account", v.Text("web.nav.account", nil)})
	}
	return all
}

func (e entry) current(f Frame) string {
	if e.place == f.Place {
		return "page"
	}
	return "false"
}

type choice struct {
	value, label string
	chosen       bool
}

// languages are named in themselves: who needs the other one reads it.
func languages(v *visit.Visit) []choice {
	return []choice{
		{"en", "English", v.L.Lang() == "en"},
		{"zh-CN", "中文", v.L.Lang() == "zh-CN"},
	}
}

func themes(v *visit.Visit) []choice {
	var all []choice
	for _, t := range visit.Themes() {
		all = append(all, choice{string(t), v.Text("web.theme."+string(t), nil), t == v.Theme})
	}
	return all
}

func pressed(c choice) string {
	if c.chosen {
		return "true"
	}
	return "false"
}

func title(v *visit.Visit, f Frame) string {
	return v.Text("web.title", map[string]any{"title": f.Title})
}
