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
	PlaceOverview   Place = "overview"
	PlaceExplore    Place = "explore"
	PlaceCustomers  Place = "customers"
	PlaceStanding   Place = "standing"
	PlaceTrends     Place = "trends"
	PlaceQuartiles  Place = "quartiles"
	PlaceWhitespace Place = "whitespace"
	PlaceTriggers   Place = "triggers"
	PlaceMoves      Place = "moves"
	PlaceStrategies Place = "strategies"
	PlaceRegions    Place = "regions"
	PlaceImports    Place = "imports"
	PlaceReview     Place = "review"
	PlaceSettings   Place = "settings"
	PlaceAccount    Place = "account"
	PlaceNone       Place = "" // a page that the navigation does not name
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

// group is entries that belong together under a word.
type group struct {
	label   string
	entries []entry
}

// navigation is the way to every place that the visitor may open, by what they
// come for: to see figures, to do what is next, to see to the books, to set things.
func navigation(v *visit.Visit) []group {
	type line struct {
		place Place
		href  string
		shown bool
	}
	books, tabs := v.May(access.RightBooks), settingsTabs(v)
	settings := ""
	if len(tabs) > 0 {
		settings = tabs[0].href
	}
	var all []group
	for _, g := range []struct {
		id    string
		lines []line
	}{
		{"figures", []line{{PlaceOverview, "/", true}, {PlaceExplore, "/explore", true}, {PlaceCustomers, "/customers", true}, {PlaceStanding, "/standing", true}, {PlaceTrends, "/trends", true}, {PlaceQuartiles, "/quartiles", true}}},
		{"next", []line{{PlaceWhitespace, "/whitespace", true}, {PlaceTriggers, "/triggers", true}, {PlaceMoves, "/moves", true}, {PlaceStrategies, "/strategies", true}, {PlaceRegions, "/regions", true}}},
		{"books", []line{{PlaceImports, "/imports", books}, {PlaceReview, "/review", books}}},
		{"workspace", []line{{PlaceSettings, settings, settings != ""}, {PlaceAccount, "/account", v.Team && v.Inside}}},
	} {
		one := group{label: v.Text("web.nav.group."+g.id, nil)}
		for _, l := range g.lines {
			if l.shown {
				one.entries = append(one.entries, entry{l.place, l.href, v.Text("web.nav."+string(l.place), nil)})
			}
		}
		if len(one.entries) > 0 {
			all = append(all, one)
		}
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
