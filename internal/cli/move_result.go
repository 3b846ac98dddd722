package cli

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// moveEffects looks at what came of every move that was done.
func moveEffects(ctx context.Context, s *Session, m *moving.Mover, currency string) (measuring.Result, []moving.Effect, error) {
	in, err := questionOf(s, "all", currency)
	if err != nil {
		return measuring.Result{}, nil, err
	}
	in.Definitions = []string{multiplier.Standard().Name}
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionMonth}
	result, err := measure(ctx, s, in)
	if err != nil {
		return result, nil, err
	}
	effects, err := m.Effects(ctx, result.Figures[0])
	return result, effects, err
}

// moveResultCommand says what came of moves that were done.
type moveResultCommand struct {
	Currency string `placeholder:"CODE"`
}

// Run compares each customer with alike ones, three and six months on.
func (c *moveResultCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	result, effects, err := moveEffects(ctx, s, m, c.Currency)
	if err != nil {
		return err
	}
	currency := result.Figures[0].Currency
	t := report.Table{ID: "results", Title: s.L.Text("move.results", nil), Notes: []string{s.L.Text("move.results.note", nil)}, Columns: columns(s.L, "move.column",
		report.Column{Key: "id", Kind: report.KindText}, report.Column{Key: "title", Kind: report.KindText}, report.Column{Key: "subject", Kind: report.KindText},
		report.Column{Key: "months", Kind: report.KindInteger}, report.Column{Key: "finding", Kind: report.KindText})}
	for _, key := range []string{"before", "after", "expected", "expected_low", "expected_high"} {
		t.Columns = append(t.Columns, columns(s.L, "move.column", report.Column{Key: key, Kind: report.KindMoney, Currency: currency})...)
	}
	t.Columns = append(t.Columns, columns(s.L, "move.column", report.Column{Key: "alike", Kind: report.KindInteger})...)
	for _, key := range []string{"multiplier_before", "multiplier_after", "alike_before", "alike_after"} {
		t.Columns = append(t.Columns, columns(s.L, "move.column", report.Column{Key: key, Kind: report.KindRatio, Rank: 1})...)
	}
	for _, e := range effects {
		for _, f := range e.Effects {
			row := []report.Cell{report.Text(tail(string(e.Move.Move.ID))), report.Text(e.Move.Move.Title), report.Text(moveSubject(s.L, result.Names, e.Move.Move.Proposal)),
				report.Integer(int64(f.Horizon)), moveWord(s.L, "move.finding.", string(f.Finding))}
			if f.Finding != move.FindingEarly {
				row = append(row, report.Decimal(f.Before), report.Decimal(f.After))
				expected, alike := []report.Cell{report.Gap(), report.Gap(), report.Gap()}, []report.Cell{report.Gap(), report.Gap()}
				if f.Compared() {
					expected = []report.Cell{report.Decimal(f.Expected), report.Decimal(f.Low), report.Decimal(f.High)}
					alike = []report.Cell{ratioCell(multiplier.Ratio(f.AlikeBefore, f.AlikeCloudBefore)), ratioCell(multiplier.Ratio(f.AlikeAfter, f.AlikeCloudAfter))}
				}
				row = append(append(row, expected...), report.Integer(int64(f.Alike)), ratioCell(multiplier.Ratio(f.Before, f.CloudBefore)), ratioCell(multiplier.Ratio(f.After, f.CloudAfter)))
				row = append(row, alike...)
			}
			t.Rows = append(t.Rows, report.Row{Cells: row})
		}
	}
	if len(effects) == 0 {
		t.Notes = append(t.Notes, s.L.Text("move.results.none", nil))
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}

// moveStrategyCommand sums moves, and what came of them, by the strategy that
// they serve.
type moveStrategyCommand struct {
	Currency string `placeholder:"CODE"`
}

// Run prints the six strategies, those without a move as well.
func (c *moveStrategyCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	all, err := m.List(ctx, moving.Filter{})
	if err != nil {
		return err
	}
	result, effects, err := moveEffects(ctx, s, m, c.Currency)
	if err != nil {
		return err
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	references, err := a.Assessing().References(ctx)
	if err != nil {
		return err
	}
	t := strategyTable(s.L, moving.ProgressOf(all, effects), result.Figures[0].Currency)
	if study, ok := references.Table.Find("pem.strategies"); ok && study.Known() {
		t.Notes = append(t.Notes, s.L.Text("move.strategies.source", i18n.Args{"source": study.Source, "day": study.EffectiveFrom.Format(time.DateOnly), "url": study.URL}))
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}

func strategyTable(l *i18n.Localizer, progress []moving.Progress, currency money.Currency) report.Table {
	t := report.Table{ID: "strategies", Title: l.Text("move.strategies", nil), Notes: []string{l.Text("move.strategies.note", nil)},
		Columns: columns(l, "move.column", report.Column{Key: "strategy", Kind: report.KindText})}
	for _, state := range move.States() {
		t.Columns = append(t.Columns, report.Column{Key: string(state), Label: l.Text("move.state."+string(state), nil), Kind: report.KindInteger})
	}
	t.Columns = append(t.Columns, columns(l, "move.column", report.Column{Key: "expected_open", Kind: report.KindMoney})...)
	for _, f := range []move.Finding{move.FindingBetter, move.FindingNone, move.FindingWorse, move.FindingFew, move.FindingEarly} {
		t.Columns = append(t.Columns, report.Column{Key: string(f), Label: l.Text("move.finding."+string(f), nil), Kind: report.KindInteger, Rank: 2})
	}
	t.Columns = append(t.Columns, columns(l, "move.column", report.Column{Key: "change", Kind: report.KindMoney, Currency: currency, Rank: 1}, report.Column{Key: "alike_change", Kind: report.KindMoney, Currency: currency, Rank: 1})...)
	for _, p := range progress {
		row := []report.Cell{moveWord(l, "move.strategy.", string(p.Strategy))}
		for _, state := range move.States() {
			row = append(row, report.Integer(int64(p.Count[state])))
		}
		at := len(row)
		row, compared := append(row, report.Gap()), 0
		for _, f := range []move.Finding{move.FindingBetter, move.FindingNone, move.FindingWorse, move.FindingFew, move.FindingEarly} {
			row = append(row, report.Integer(int64(p.Findings[f])))
			if (move.Effect{Finding: f}).Compared() {
				compared += p.Findings[f]
			}
		}
		if compared > 0 {
			row = append(row, report.Decimal(p.Change), report.Decimal(p.Alike))
		} else {
			row = append(row, report.Gap(), report.Gap())
		}
		for i, e := range p.Expected {
			if i > 0 { // the counts stand once, each currency in a line of its own
				t.Rows = append(t.Rows, report.Row{Cells: row})
				row = make([]report.Cell, len(row))
				row[0] = moveWord(l, "move.strategy.", string(p.Strategy))
			}
			row[at] = rounded(report.Money(e)).Estimated()
		}
		t.Rows = append(t.Rows, report.Row{Cells: row})
	}
	return inOneCurrency(t)
}
