package importing

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/source/pipeline"
	"github.com/sevenfold/sevenfold/internal/state"
)

// PipelineInput says which files of opportunities to import and how.
type PipelineInput struct {
	Paths []string
	// Only leaves out every file but these, by name as Preview gives it; nil takes
	// all.
	Only []string
	// Map is a mapping file, or the name of a preset; empty detects a preset.
	Map      string
	Currency money.Currency // of amounts that name none
	Source   string         // names the list that a later one replaces; empty: pipeline/<format>
	// Strict stops at the first unreadable row; otherwise MaxRejectShare does.
	Strict         bool
	MaxRejectShare money.Decimal
}

// Pipeline imports opportunities as one batch. A list replaces the list before
// it in its source; a change feed adds to what came before, and the last change
// of a record holds.
//
// Faults: those of pipeline.Read and pipeline.ParseMapping, pipeline.formats_mixed
// for files of several formats, pipeline.map_unreadable.
func (im *Importer) Pipeline(ctx context.Context, in PipelineInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Pipeline")
	unlock, err := im.lock(ctx)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	opts, err := pipelineOptions(in)
	if err != nil {
		return Result{}, err
	}
	bk, err := im.open(ctx, in.Paths, in.Only, batch.KindPipeline, in.Map, string(in.Currency), in.Source)
	if err != nil {
		return Result{}, err
	}
	r := &rejects{strict: in.Strict, maxShare: in.MaxRejectShare}
	var all []opportunity.Opportunity
	feed := false
	for i, e := range bk.entries {
		var got pipeline.Pipeline
		_, err := readEntry(ctx, e, batch.KindPipeline, func(text io.Reader, name string) (_ read, err error) {
			got, err = pipeline.Read(text, name, opts)
			return read{}, err
		})
		if err != nil {
			return Result{}, err
		}
		if bk.batch.Format != "" && bk.batch.Format != got.Format {
			return Result{}, fault.New(fault.KindInvalid, "pipeline.formats_mixed").With("first", bk.batch.Format).With("second", got.Format).
				At(fault.Place{File: e.Name()})
		}
		for _, rej := range got.Rejects {
			if err := r.add(rej); err != nil {
				return Result{}, r.refuse(err, im.RejectDir, bk.batch.ID)
			}
		}
		for _, o := range got.Opportunities {
			o.File = i + 1
			all = append(all, o)
		}
		bk.batch.Format, feed = got.Format, got.Feed
		bk.batch.Files[i].Rows = int64(len(got.Opportunities))
		bk.batch.Findings = append(bk.batch.Findings, got.Findings...)
	}
	bk.batch.Source = cmp.Or(in.Source, string(batch.KindPipeline)+"/"+bk.batch.Format)
	bk.batch.Sums = pipelineSums(all)
	if !feed {
		bk.batch.Findings = append(bk.batch.Findings, twice(all)...)
	}
	return im.settle(ctx, bk, r, int64(len(all)), state.Commit{Whole: !feed && !bk.mended, Opportunities: all})
}

// pipelineOptions reads the mapping, a file or a preset's name.
func pipelineOptions(in PipelineInput) (pipeline.Options, error) {
	opts := pipeline.Options{Currency: in.Currency}
	if in.Map == "" {
		return opts, nil
	}
	var m pipeline.Mapping
	text, err := os.ReadFile(in.Map)
	switch {
	case err == nil:
		m, err = pipeline.ParseMapping(bytes.NewReader(text), in.Map)
	case os.IsNotExist(err):
		m, err = pipeline.FindPreset(in.Map)
	default:
		err = fault.New(fault.KindUnavailable, "pipeline.map_unreadable").At(fault.Place{File: in.Map}).Because(err)
	}
	opts.Mapping = &m
	return opts, err
}

// pipelineSums ties what the rows say to what holds of them: of several records
// with one id only the last one does.
func pipelineSums(all []opportunity.Opportunity) []batch.SourceSum {
	var sums []batch.SourceSum
	at := func(name string, c money.Currency) *batch.SourceSum {
		i := slices.IndexFunc(sums, func(s batch.SourceSum) bool { return s.Name == name && s.Currency == c })
		if i < 0 {
			i = len(sums)
			sums = append(sums, batch.SourceSum{Name: name, Currency: c})
		}
		return &sums[i]
	}
	records := make([]opportunity.Record, len(all))
	for i, o := range all {
		records[i].Opportunity = o
		eachValue(o, func(name string, a money.Amount) {
			s := at(name, a.Currency)
			s.Rows, s.Source = s.Rows+1, s.Source.Add(a.Decimal)
		})
	}
	for _, r := range opportunity.Fold(records) {
		eachValue(r.Opportunity, func(name string, a money.Amount) {
			s := at(name, a.Currency)
			s.Lake = s.Lake.Add(a.Decimal)
		})
	}
	slices.SortFunc(sums, func(a, b batch.SourceSum) int {
		return cmp.Or(-cmp.Compare(a.Name, b.Name), cmp.Compare(a.Currency, b.Currency))
	})
	return sums
}

func eachValue(o opportunity.Opportunity, visit func(name string, a money.Amount)) {
	for _, v := range o.Spend {
		visit("expected_spend", v.Amount)
	}
	for _, v := range o.Deal {
		visit("deal_value", v.Amount)
	}
}

// twice finds ids that a list has several times: the last of them holds.
func twice(all []opportunity.Opportunity) []batch.Finding {
	f := batch.Finding{Rule: "pipeline.id_twice", Severity: batch.SeverityWarning, Column: "id"}
	seen := map[string]bool{}
	for _, o := range all {
		if seen[o.Key] {
			if f.Count++; f.Count == 1 {
				f.Example = o.ID
			}
		}
		seen[o.Key] = true
	}
	if f.Count == 0 {
		return nil
	}
	return []batch.Finding{f}
}
