package prospecting_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func TestEverythingAboutWhitespaceHasWords(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range whitespace.Features() {
		keys = append(keys, "whitespace.feature."+string(f))
	}
	for _, s := range whitespace.States() {
		keys = append(keys, "whitespace.state."+string(s))
	}
	for _, r := range whitespace.Reasons() {
		keys = append(keys, "whitespace.reason."+string(r))
	}
	for _, r := range whitespace.Trusts() {
		keys = append(keys, "whitespace.trust."+string(r))
	}
	for _, lang := range i18n.Languages() {
		for _, key := range keys {
			if !bundle.Has(lang, key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

// Nobody has to take a size or an advice on trust: the customers that it rests on
// are named, in both languages.
func TestAnExplanationNamesWhatItRestsOn(t *testing.T) {
	p := trade(t)
	r, err := p.Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		said := ""
		for _, b := range r.Explain(bundle.For(lang), find(t, r, "C05/manage")) {
			switch b := b.(type) {
			case report.Paragraph:
				said += b.Text + "\n"
			case report.Table:
				said += b.Title + "\n"
				for _, row := range b.Rows {
					said += row.Cells[0].Value + "\n"
				}
			case report.KeyValues:
			}
		}
		if !strings.Contains(said, "Shop C06") || strings.Contains(said, "whitespace.") || strings.Contains(said, "<no value>") {
			t.Errorf("%s: %s", lang, said)
		}
		tested, err := p.BackTest(owner(), usd())
		if err != nil {
			t.Fatal(err)
		}
		if trust := prospecting.Trust(bundle.For(lang), tested); trust == "" || strings.Contains(trust, "<no value>") {
			t.Errorf("%s: %q", lang, trust)
		}
	}
}
