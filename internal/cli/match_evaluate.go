package cli

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchEvaluateCommand measures the matcher on labelled pairs.
type matchEvaluateCommand struct {
	File  string `arg:"" name:"file"`
	Wrong bool
}

// Run prints precision, recall and F1, whole and by family. It needs no workspace.
func (c *matchEvaluateCommand) Run(ctx context.Context, s *Session) error {
	e, err := matching.Evaluate(ctx, s.Path(c.File))
	if err != nil {
		return err
	}
	m := matched{s.L}
	d := report.Document{Title: m.text("evaluate.title", i18n.Args{"count": len(e.Pairs), "model": e.Model}), Blocks: []report.Block{m.measured(e)}}
	if len(e.Same.Families) > 1 {
		d.Blocks = append(d.Blocks, m.families(e))
	}
	if c.Wrong {
		d.Blocks = append(d.Blocks, m.wrong(e))
	}
	return s.Print(d)
}

func measureColumns(first report.Column) []report.Column {
	return []report.Column{first, {Key: "pairs", Kind: report.KindInteger}, {Key: "precision", Kind: report.KindPercent}, {Key: "recall", Kind: report.KindPercent},
		{Key: "f1", Kind: report.KindRatio, Places: places(3)}, {Key: "true_positive", Kind: report.KindInteger, Rank: 1},
		{Key: "false_positive", Kind: report.KindInteger}, {Key: "false_negative", Kind: report.KindInteger}, {Key: "true_negative", Kind: report.KindInteger, Rank: 1}}
}

func places(n int32) *int32 { return &n }

// counted is the cells of one line of outcomes.
func counted(c identity.Counts) []report.Cell {
	n := func(n int) money.Decimal { return money.NewInt(int64(n)) }
	ratio := func(part, whole money.Decimal) report.Cell {
		if whole.IsZero() {
			return report.Gap()
		}
		return report.Decimal(part.Quo(whole, 6))
	}
	tp, fp, fn := n(c.TruePositive), n(c.FalsePositive), n(c.FalseNegative)
	return []report.Cell{report.Integer(int64(c.TruePositive + c.FalsePositive + c.FalseNegative + c.TrueNegative)),
		ratio(tp, tp.Add(fp)), ratio(tp, tp.Add(fn)), ratio(tp.Add(tp), tp.Add(tp).Add(fp).Add(fn)),
		report.Integer(int64(c.TruePositive)), report.Integer(int64(c.FalsePositive)), report.Integer(int64(c.FalseNegative)), report.Integer(int64(c.TrueNegative))}
}

// measured is all pairs at both cuts.
func (m matched) measured(e matching.Evaluation) report.Table {
	t := report.Table{ID: "measured", Columns: columns(m.l, "match.column", measureColumns(report.Column{Key: "cut", Kind: report.KindText})...)}
	for _, at := range []struct {
		key string
		m   identity.Measured
	}{{"same", e.Same}, {"accept", e.Accept}} {
		cut := report.Word(at.key, m.text("evaluate."+at.key, i18n.Args{"threshold": at.m.Threshold}))
		t.Rows = append(t.Rows, report.Row{Cells: append([]report.Cell{cut}, counted(at.m.Counts)...)})
	}
	return t
}

// families is each family at both cuts.
func (m matched) families(e matching.Evaluation) report.Table {
	t := report.Table{ID: "families", Title: m.text("evaluate.families", nil),
		Columns: columns(m.l, "match.column", slices.Insert(measureColumns(report.Column{Key: "family", Kind: report.KindText}), 1, report.Column{Key: "cut", Kind: report.KindText})...)}
	for _, family := range slices.Sorted(maps.Keys(e.Same.Families)) {
		for _, at := range []struct {
			key string
			m   identity.Measured
		}{{"same", e.Same}, {"accept", e.Accept}} {
			cut := report.Word(at.key, m.text("evaluate."+at.key, i18n.Args{"threshold": at.m.Threshold}))
			t.Rows = append(t.Rows, report.Row{Cells: append([]report.Cell{report.Text(family), cut}, counted(at.m.Families[family])...)})
		}
	}
	return t
}

// wrong lists the pairs that were answered wrongly without a person.
func (m matched) wrong(e matching.Evaluation) report.Table {
	t := report.Table{ID: "wrong", Title: m.text("evaluate.wrong", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "row", Kind: report.KindInteger}, report.Column{Key: "left", Kind: report.KindText}, report.Column{Key: "right", Kind: report.KindText},
		report.Column{Key: "is", Kind: report.KindText}, report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "family", Kind: report.KindText})}
	for _, at := range e.Same.Wrong {
		p := e.Pairs[at]
		is := "two"
		if p.Same {
			is = "one"
		}
		x := matching.Compare(identity.DefaultThresholds(), p.Name1, p.Name2)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(p.Row), report.Text(p.Name1), report.Text(p.Name2),
			report.Word(is, m.text("evaluate."+is, nil)), report.Decimal(x.Probability), report.Text(p.Family)}})
	}
	return t
}
