// Package i18n says things in the user's language.
//
// It owns the message catalogs (locale/<language>/<area>.yaml, a flat map from
// key to text), the choice of a language, and how numbers and dates are
// written in it. It does not own what is said when: callers name a key and give
// arguments. It is the only home of the translation library.
//
// A text may use Go templates ({{.file}}). A text that depends on a number is a
// map of the plural forms one and other; the number is the argument "count".
package i18n

import (
	"fmt"
	"io/fs"
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Languages Sevenfold speaks, the default first.
const (
	English = "en"
	Chinese = "zh-CN"
)

// Languages lists them.
func Languages() []string { return []string{English, Chinese} }

// Bundle holds the messages of all languages. It is read-only after New and
// safe for concurrent use.
type Bundle struct {
	bundle   *goi18n.Bundle
	catalogs map[string]catalog
}

// New reads the embedded catalogs.
func New() (*Bundle, error) { return read(files) }

func read(fsys fs.FS) (*Bundle, error) {
	b := &Bundle{bundle: goi18n.NewBundle(language.English), catalogs: map[string]catalog{}}
	for _, lang := range Languages() {
		c, err := readCatalog(fsys, lang)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		tag := language.MustParse(lang)
		for key, t := range c {
			m := &goi18n.Message{ID: key, One: t.forms["one"], Other: t.forms["other"]}
			if err := b.bundle.AddMessages(tag, m); err != nil {
				return nil, fmt.Errorf("i18n: %s:%d: %w", t.file, t.line, err)
			}
		}
		b.catalogs[lang] = c
	}
	return b, nil
}

// For gives the localizer of a language; one that is not spoken gives English.
func (b *Bundle) For(lang string) *Localizer {
	if !slices.Contains(Languages(), lang) {
		lang = English
	}
	return &Localizer{lang: lang, localizer: goi18n.NewLocalizer(b.bundle, lang), catalog: b.catalogs[lang]}
}

// Has reports whether a key stands in a language's catalog.
func (b *Bundle) Has(lang, key string) bool {
	_, ok := b.catalogs[lang][key]
	return ok
}
