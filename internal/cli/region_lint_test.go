package cli

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func TestEveryRuleOfTheLintHasItsWords(t *testing.T) {
	for _, lang := range i18n.Languages() {
		l := localizer(t, lang)
		for _, r := range lint.Rules() {
			for _, part := range []string{"title", "why", "fix"} {
				if key := "region.lint.rule." + r.ID + "." + part; !l.Has(key) {
					t.Errorf("%s: %s is missing", lang, key)
				}
			}
			if !l.Has("region.lint.severity." + string(r.Severity)) {
				t.Errorf("%s: no word for %s", lang, r.Severity)
			}
		}
	}
}
