package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/name"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

const (
	handMade    = "internal/core/identity/testdata/evaluation.golden"
	noisyBooks  = "TestTheMoneyOfNoisyBooksLandsOnTheTrueCustomers"
	brandsOfZh  = "er/zh-company-brand-dev.txt"
	pairsOfOrgs = "er/organisation-name-pairs-dev.csv"
)

// quality writes the part of the page about how right matching is. Its figures
// depend on what is shipped, not on the machine.
func (b *bench) quality(ctx context.Context) error {
	var text strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	w("\n## How right matching is\n")
	w("`go run ./bench -only quality` prints this part. One cut says yes or no without a person (%.2f), another links without", identity.DefaultSame)
	w("asking (%.2f). *Labelled pairs* are the half of a public benchmark that the weights were also fitted on (the goals are F1 0.92", identity.DefaultAccept)
	w("and a precision of 0.95 when linking; ADR 11 has cross-validated figures); *brands* are labelled Chinese company names (95 %%).\n")
	w("| what | number | precision | recall | F1 | precision of links | recall of links |")
	w("|---|---|---|---|---|---|---|")
	corpus := os.Getenv("SEVENFOLD_CORPUS")
	if corpus == "" {
		corpus = filepath.Join("..", "shared", "data")
	}
	e, err := matching.Evaluate(ctx, filepath.Join(corpus, pairsOfOrgs))
	switch {
	case err == nil:
		w("| labelled pairs | %d | %.3f | %.3f | %.3f | %.3f | %.3f |", len(e.Pairs), e.Same.Precision(), e.Same.Recall(), e.Same.F1(), e.Accept.Precision(), e.Accept.Recall())
	case absent(filepath.Join(corpus, pairsOfOrgs)):
		w("| labelled pairs | not at hand | | | | | |")
	default:
		return err
	}
	found, labelled, err := brands(filepath.Join(corpus, brandsOfZh))
	switch {
	case err == nil:
		w("| brands | %d | | %s | | | |", labelled, percent(found, labelled))
	case errors.Is(err, fs.ErrNotExist):
		w("| brands | not at hand | | | | | |")
	default:
		return err
	}
	made, err := os.ReadFile(handMade)
	if err != nil {
		return err
	}
	w("\nPairs that partners meet, made by hand, by family (`internal/core/identity/testdata`); weights never saw the held half:\n\n```\n%s```", made)
	if err := noisy(ctx, w); err != nil {
		return err
	}
	b.page.quality = text.String()
	return nil
}

func absent(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// brands counts the lines whose labelled brand is found; some have none.
func brands(path string) (found, labelled int, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		company, brand, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		labelled++
		if n := name.Parse(company); n.Brand == brand {
			found++
		}
	}
	return found, labelled, nil
}

// noisy runs the test of the whole on invented books and shows what it measured.
func noisy(ctx context.Context, w func(string, ...any)) error {
	c, err := job(ctx, "go", "test", "-count=1", "-v", "-run", noisyBooks, "./e2e")
	if err != nil {
		return err
	}
	w("\nMoney of invented books with noisy names that is with the true customer, with the shipped thresholds and a person who is always")
	w("right (`go test -v -run %s ./e2e`, which also demands that nothing is linked wrongly without a person):\n\n```", noisyBooks)
	for line := range strings.Lines(c.output) {
		line = strings.TrimSpace(line)
		if _, said, ok := strings.Cut(line, "_test.go:"); ok {
			_, said, _ = strings.Cut(said, ": ")
			w("  %s", said)
		} else if _, seed, ok := strings.Cut(line, "=== RUN   "+noisyBooks+"/"); ok {
			w("%s", strings.ReplaceAll(seed, "_", " "))
		}
	}
	w("```")
	return nil
}
