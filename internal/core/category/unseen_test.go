package category

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Lines written after the lexicon and the examples were closed, and never
// learned from: what a new workspace may expect.
func TestTheClassifierDoesWellOnLinesWrittenLater(t *testing.T) {
	f, err := os.Open("testdata/unseen.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	m := shippedModel()
	var held []Held
	for _, r := range rows[1:] {
		held = append(held, Held{Example{Language: r[0], Label: Label(r[1]), Text: r[2]}, m.Predict(r[2], Hint{})})
	}
	for _, lang := range []string{"en", "zh"} {
		some := inLanguage(held, lang)
		p := At(some, money.MustParse(DefaultAccept))
		t.Logf("%s: %d lines, top-1 %s, top-2 %s; from %s on: precision %s, answered %s", lang, len(some), rightAmong(some, 1),
			rightAmong(some, 2), DefaultAccept, p.Precision(), p.Recall())
		if rightAmong(some, 1).Cmp(money.MustParse("0.85")) < 0 || rightAmong(some, 2).Cmp(money.MustParse("0.95")) < 0 ||
			p.Precision().Cmp(money.MustParse("0.95")) < 0 {
			t.Errorf("%s: below the bar", lang)
		}
		for _, h := range some {
			if !h.Right(1) {
				t.Logf("%s guessed %s %s: %s", h.Example.Label, h.Guesses[0].Label, h.Guesses[0].Probability, h.Example.Text)
			}
		}
	}
}
