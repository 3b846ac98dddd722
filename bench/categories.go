package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// unseenLines were written after the examples and the lexicon were closed.
const unseenLines = "internal/core/category/testdata/unseen.csv"

// categories writes the part of the page about guessing them. The figures
// depend on the shipped examples alone, not on the machine.
func (b *bench) categories(context.Context) (err error) {
	b.page.categories, err = categoriesText()
	return err
}

func categoriesText() (string, error) {
	shipped := category.Shipped()
	model := category.Train(shipped, nil)
	f, err := os.Open(unseenLines)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return "", err
	}
	var unseen []category.Held
	for _, r := range rows[1:] {
		unseen = append(unseen, category.Held{Example: category.Example{Language: r[0], Label: category.Label(r[1]), Text: r[2]},
			Guesses: model.Predict(r[2], category.Hint{})})
	}
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("\n## Categories of lines\n")
	w("`go run ./bench -only categories` prints this part. *Held out*: every shipped example, guessed by a model that learned from the")
	w("other four fifths; texts whose n-grams agree by 0.4 share a fifth. *Unseen*: `%s`, lines written later and never", unseenLines)
	w("learned from. Twelve labels: six categories and six natures. The goal is 85 %% with the first guess and 95 %% within two.")
	w("*Accepted*: at least %s sure, the default of `categorise.accept`; the goal is that 95 %% of these are right.\n", category.DefaultAccept)
	w("| lines | language | number | first guess right | one of two right | accepted | of these right |")
	w("|---|---|---|---|---|---|---|")
	for _, set := range []struct {
		name string
		held []category.Held
	}{{"held out", category.HoldOut(shipped, nil)}, {"unseen", unseen}} {
		for _, lang := range []string{"en", "zh"} {
			w("%s", categoriesRow(set.name, lang, set.held))
		}
	}
	w("\nModel %s.", model.Version())
	return b.String(), nil
}

func categoriesRow(name, lang string, held []category.Held) string {
	var some []category.Held
	first, second := 0, 0
	for _, h := range held {
		if h.Example.Language != lang {
			continue
		}
		some = append(some, h)
		if h.Right(1) {
			first++
		}
		if h.Right(2) {
			second++
		}
	}
	p := category.At(some, money.MustParse(category.DefaultAccept))
	return fmt.Sprintf("| %s | %s | %d | %s | %s | %s | %s |", name, map[string]string{"en": "English", "zh": "Chinese"}[lang], len(some),
		percent(first, len(some)), percent(second, len(some)), percent(p.Answered, p.Of), percent(p.Right, p.Answered))
}
