package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseCommands are the commands about what lines of services revenue are.
type categoriseCommands struct {
	Run      categoriseRunCommand      `cmd:""`
	Queue    categoriseQueueCommand    `cmd:""`
	Review   categoriseReviewCommand   `cmd:""`
	Accept   categoriseAcceptCommand   `cmd:""`
	Set      categoriseSetCommand      `cmd:""`
	Reject   categoriseRejectCommand   `cmd:""`
	Undo     categoriseUndoCommand     `cmd:""`
	Explain  categoriseExplainCommand  `cmd:""`
	History  categoriseHistoryCommand  `cmd:""`
	Export   categoriseExportCommand   `cmd:""`
	Import   categoriseImportCommand   `cmd:""`
	Evaluate categoriseEvaluateCommand `cmd:""`
}

// categoriser is the job in the session's workspace.
func categoriser(ctx context.Context, s *Session) (*categorising.Categoriser, error) {
	a, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	return a.Categorising(ctx, s.actor(), s.Now, s.Progress())
}

// asMany is how many questions --top asks for; none asks for all.
func asMany(top int) int {
	if top <= 0 {
		return 1<<31 - 1
	}
	return top
}

// categorised words what categorising has to say.
type categorised struct{ l *i18n.Localizer }

func (w categorised) text(key string, args i18n.Args) string {
	return w.l.Text("categorise."+key, args)
}

// label is a category or nature in words; none is what nobody could place.
func (w categorised) label(l category.Label) string {
	if l == "" {
		return w.text("uncategorised", nil)
	}
	return w.l.Text("category.label."+string(l), nil)
}

func (w categorised) reason(r category.Reason) report.Cell {
	return report.Word(string(r), w.l.Text("category.reason."+string(r), nil))
}

// answer is what a line is: one label, or several with their shares.
func (w categorised) answer(nature service.Nature, weights []service.Weight) string {
	if len(weights) == 1 && nature == service.NatureService {
		return w.label(category.Label(weights[0].Category))
	}
	var parts []string
	for _, x := range weights {
		percent := w.l.Number(x.Share.Mul(money.NewInt(100)).String(), 0)
		parts = append(parts, w.text("share", i18n.Args{"category": w.label(category.Label(x.Category)), "percent": percent}))
	}
	text := strings.Join(parts, w.text("separator", nil))
	if nature == service.NatureService {
		return text
	}
	return strings.TrimSpace(w.label(category.Label(nature)) + " " + text)
}

// class is what a classification says, as a code for programs and in words.
func (w categorised) class(c category.Classification) report.Cell {
	if !c.Decided() {
		return report.Word("uncategorised", w.label("")).WithTone(report.ToneWarning)
	}
	if len(c.Weights) == 0 && c.Nature == service.NatureService { // an offering without categories
		return report.Word(string(c.Nature), w.label(""))
	}
	cell := report.Word(categorising.FormatAnswer(category.Answer{Nature: c.Nature, Weights: c.Weights}), w.answer(c.Nature, c.Weights))
	if !c.Nature.TakesWeights() {
		return cell.WithTone(report.ToneNeutral)
	}
	return cell
}

// said is a decision's answer with the offering it names.
func (w categorised) said(d category.Decision) string {
	text := w.answer(d.Answer.Nature, d.Answer.Weights)
	if o := d.Answer.Offering; o != "" {
		text = strings.TrimSpace(text + " " + w.text("of_offering", i18n.Args{"offering": string(o)}))
	}
	return text
}

// stake is money in the report currency, or the largest amount as it is.
func (w categorised) stake(s multiplier.Stake) report.Cell { return report.Money(s.Size()) }

// stakeText is money in a sentence: what is converted, and what is not beside it.
func (w categorised) stakeText(s multiplier.Stake) string {
	amount := func(a money.Amount) string {
		return w.l.Number(a.Decimal.String(), a.Currency.Places()) + " " + string(a.Currency)
	}
	parts := []string{amount(s.Amount)}
	for _, u := range s.Unconverted {
		parts = append(parts, amount(u))
	}
	if s.Amount.Decimal.IsZero() && len(s.Unconverted) > 0 {
		parts = parts[1:]
	}
	return strings.Join(parts, " + ")
}

// guess is the likeliest label; a gap where nothing can be said.
func (w categorised) guess(guesses []category.Guess) (label, probability report.Cell) {
	if len(guesses) == 0 || guesses[0].Label == "" {
		return report.Gap(), report.Gap()
	}
	return report.Word(string(guesses[0].Label), w.label(guesses[0].Label)), report.Decimal(guesses[0].Probability).Estimated()
}

// next names the command to go on with.
func (w categorised) next(key string, args i18n.Args) report.Paragraph {
	return report.Paragraph{ID: "next", Text: w.text(key, args)}
}

// shortKey is as much of a key as people copy.
func shortKey(k category.Key) string { return string(k)[:min(9, len(k))] }
