package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseEvaluateCommand measures the classifier.
type categoriseEvaluateCommand struct{}

// Run prints how often it is right on what it never saw.
func (c *categoriseEvaluateCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	e, err := k.Evaluate(ctx)
	if err != nil {
		return err
	}
	return s.Print(categoriseEvaluateDocument(categorised{s.L}, e))
}

func categoriseEvaluateDocument(w categorised, e categorising.Evaluation) report.Document {
	percent := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindPercent} }
	count := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindInteger} }
	scores := report.Table{ID: "scores", Title: w.text("evaluate.scores", nil), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "examples", Kind: report.KindText}, count("count"), percent("first"), percent("second"), percent("precision"), percent("answered"))}
	for _, x := range e.Scores {
		scores.Rows = append(scores.Rows, report.Row{Cells: []report.Cell{report.Word(string(x.Origin), w.text("origin."+string(x.Origin), nil)),
			report.Integer(int64(x.Count)), ratio(x.First, x.Count), ratio(x.Second, x.Count),
			report.Decimal(x.Accepted.Precision()), report.Decimal(x.Accepted.Recall())}})
	}
	scores.Notes = []string{w.text("evaluate.how", i18n.Args{"folds": category.Folds, "threshold": w.l.Number(e.Threshold.Mul(hundred()).String(), 0)})}
	points := report.Table{ID: "thresholds", Title: w.text("evaluate.thresholds", nil), Columns: columns(w.l, "categorise.column",
		percent("threshold"), percent("precision"), percent("answered"))}
	for _, p := range e.Points {
		points.Rows = append(points.Rows, report.Row{Cells: []report.Cell{report.Decimal(p.Threshold), report.Decimal(p.Precision()), report.Decimal(p.Recall())}})
	}
	bins := report.Table{ID: "calibration", Title: w.text("evaluate.calibration", nil), Columns: columns(w.l, "categorise.column",
		percent("stated"), percent("right"), count("count"))}
	for _, b := range e.Calibration {
		bins.Rows = append(bins.Rows, report.Row{Cells: []report.Cell{report.Decimal(b.Stated), ratio(b.Right, b.Count), report.Integer(int64(b.Count))}})
	}
	mistakes := report.Table{ID: "mistakes", Title: w.text("evaluate.mistakes", nil), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "true", Kind: report.KindText}, report.Column{Key: "guess", Kind: report.KindText}, count("count"))}
	for i, m := range e.Confusions {
		if i == 10 {
			break
		}
		mistakes.Rows = append(mistakes.Rows, report.Row{Cells: []report.Cell{report.Word(string(m.True), w.label(m.True)), report.Word(string(m.Guessed), w.label(m.Guessed)),
			report.Integer(int64(m.Count))}})
	}
	return report.Document{Title: w.text("evaluate.title", i18n.Args{"model": e.Model}), Blocks: []report.Block{scores, points, bins, mistakes}}
}

func ratio(n, of int) report.Cell {
	if of == 0 {
		return report.Gap()
	}
	return report.Decimal(money.NewInt(int64(n)).Quo(money.NewInt(int64(of)), 4))
}
