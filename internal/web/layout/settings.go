package layout

import (
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Tab is a page below Settings.
type Tab string

const (
	TabGeneral     Tab = "general"
	TabDefinitions Tab = "definitions"
	TabReferences  Tab = "references"
	TabOfferings   Tab = "offerings"
	TabRates       Tab = "rates"
	TabRules       Tab = "rules"
	TabPeople      Tab = "people"
	TabAudit       Tab = "audit"
)

type tabEntry struct {
	tab         Tab
	href, label string
}

// settingsTabs are the pages below Settings that the visitor may open.
func settingsTabs(v *visit.Visit) []tabEntry {
	var all []tabEntry
	for _, t := range []struct {
		tab   Tab
		href  string
		right access.Right
	}{
		{TabGeneral, "/settings", access.RightBooks},
		{TabDefinitions, "/settings/definitions", access.RightBooks},
		{TabReferences, "/settings/references", access.RightBooks},
		{TabRates, "/settings/rates", access.RightBooks},
		{TabOfferings, "/settings/offerings", access.RightBooks},
		{TabRules, "/settings/rules", access.RightBooks},
		{TabPeople, "/people", access.RightPeople},
		{TabAudit, "/audit", access.RightAudit},
	} {
		if v.May(t.right) {
			all = append(all, tabEntry{t.tab, t.href, v.Text("web.settings.tab."+string(t.tab), nil)})
		}
	}
	return all
}

func (t tabEntry) current(tab Tab) string {
	if t.tab == tab {
		return "page"
	}
	return "false"
}
