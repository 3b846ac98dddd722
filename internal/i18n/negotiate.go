package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// Negotiate gives the first of the wishes that a spoken language answers, else
// English. A wish is a language tag ("zh-Hans"), a locale as Unix writes it
// ("zh_CN.UTF-8") or a list of them ("zh:en"); empty ones and "C" say nothing.
func Negotiate(wishes ...string) string {
	for _, wish := range wishes {
		for one := range strings.SplitSeq(wish, ":") {
			if lang, ok := Match(one); ok {
				return lang
			}
		}
	}
	return English
}

// Match gives the spoken language that answers one wish. A reader of any
// Chinese is better served by ours than by English.
func Match(wish string) (string, bool) {
	wish, _, _ = strings.Cut(strings.TrimSpace(wish), ".")
	wish, _, _ = strings.Cut(wish, "@")
	if wish == "" || wish == "C" || wish == "POSIX" {
		return "", false
	}
	tag, err := language.Parse(strings.ReplaceAll(wish, "_", "-"))
	if err != nil {
		return "", false
	}
	if base, _ := tag.Base(); base.String() == "zh" {
		return Chinese, true
	} else if base.String() == "en" {
		return English, true
	}
	return "", false
}

// FromEnv gives the wishes of an environment in their order of weight.
func FromEnv(get func(string) string) []string {
	return []string{get("LC_ALL"), get("LC_MESSAGES"), get("LANG")}
}
