// Package pipeline reads opportunities: what Partner Central gives (its API's
// JSON, the CRM integration's JSON, the Pipeline Manager's columns, the data
// subscription's change feed) and a CRM's list in any layout, by a mapping.
//
// It owns the layouts and what in them is unknown: a mask, an amount without its
// months, a word that nobody explains. It does not own which of several changes
// holds, or what a figure makes of a deal (core/opportunity, core/multiplier).
package pipeline

import (
	"bytes"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/source"
)

// FormatAPI is the format of the Selling API's JSON; others are mappings.
const FormatAPI = "partner-central-api"

// maxBytes bounds a file: a hundred thousand opportunities take less.
const maxBytes = 256 << 20

// Options say what a user decides about a file.
type Options struct {
	// Mapping reads tables; nil detects a preset.
	Mapping *Mapping
	// Currency of amounts that name none.
	Currency money.Currency
}

// Pipeline is what a file says, in file order.
type Pipeline struct {
	Format string
	// Feed: the file holds changes, which add to what came before them; otherwise
	// it is the whole list.
	Feed          bool
	Opportunities []opportunity.Opportunity
	Rejects       []batch.Reject
	Findings      []batch.Finding
}

// Read reads a file: JSON by what stands in it, else a table in any usual
// encoding and dialect. A row that cannot be read is a reject.
//
// Faults: pipeline.too_large, pipeline.empty, pipeline.json, pipeline.format_unknown,
// pipeline.column_missing, and those of source.CSV.
func Read(r io.Reader, name string, opts Options) (_ Pipeline, err error) {
	defer fault.Wrap(&err, "pipeline.Read(%s)", name)
	text, err := io.ReadAll(io.LimitReader(source.NewText(r), maxBytes+1))
	if err != nil {
		return Pipeline{}, err
	}
	if len(text) > maxBytes {
		return Pipeline{}, fault.New(fault.KindLimit, "pipeline.too_large").With("limit", maxBytes).At(fault.Place{File: name})
	}
	d := &drafting{file: name, opts: opts}
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		err = d.json(text)
	} else {
		err = d.table(text)
	}
	return d.out, err
}
