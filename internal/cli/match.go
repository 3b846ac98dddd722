package cli

import (
	"cmp"
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchCommands are the commands about whose accounts and invoices are.
type matchCommands struct {
	Run     matchRunCommand     `cmd:""`
	Queue   matchQueueCommand   `cmd:""`
	Review  matchReviewCommand  `cmd:""`
	Accept  matchAcceptCommand  `cmd:""`
	Reject  matchRejectCommand  `cmd:""`
	Undo    matchUndoCommand    `cmd:""`
	Merge   matchMergeCommand   `cmd:""`
	Split   matchSplitCommand   `cmd:""`
	Move    matchMoveCommand    `cmd:""`
	Parent  matchParentCommand  `cmd:""`
	Explain matchExplainCommand `cmd:""`
	Show    matchShowCommand    `cmd:""`
	History matchHistoryCommand `cmd:""`

	Export   matchExportCommand   `cmd:""`
	Import   matchImportCommand   `cmd:""`
	Evaluate matchEvaluateCommand `cmd:""`
}

// matcher is the job in the session's workspace.
func matcher(ctx context.Context, s *Session) (*matching.Matcher, error) {
	a, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	return a.Matching(ctx, s.actor(), s.Now, s.Progress())
}

// actor is who decides: SEVENFOLD_ACTOR, else the user of the system.
func (s *Session) actor() string {
	name := strings.TrimSpace(cmp.Or(s.Env("SEVENFOLD_ACTOR"), s.Env("USER"), s.Env("LOGNAME"), s.Env("USERNAME")))
	if name == "" || name == matching.ActorAuto {
		return "user"
	}
	return name
}

// matched words what matching has to say.
type matched struct{ l *i18n.Localizer }

func (m matched) text(key string, args i18n.Args) string { return m.l.Text("match."+key, args) }

// party is what a party is called: an account with its name, an invoice's
// customer with its number.
func (m matched) party(p matching.Party) string {
	switch p.Kind {
	case identity.KindAccount:
	case identity.KindCustomer:
		return p.Title() + " (" + strings.TrimPrefix(string(p.ID), "customer:") + ")"
	default:
		return p.Title()
	}
	if name := p.Title(); name != p.Account {
		return p.Account + " " + name
	}
	return p.Account
}

// kind says what sort of party it is.
func (m matched) kind(p matching.Party) report.Cell {
	return report.Word(string(p.Kind), m.text("kind."+string(p.Kind), nil))
}

// evidence is the heaviest reasons in a line; the prior is none of them.
func (m matched) evidence(es []matching.Evidence, most int) string {
	var words []string
	for _, e := range es {
		if e.Code != identity.CodePrior && len(words) < most {
			words = append(words, m.reason(e))
		}
	}
	return strings.Join(words, m.text("evidence.separator", nil))
}

// reason is one piece of evidence in words, with a minus when it speaks against.
func (m matched) reason(e matching.Evidence) string {
	s := m.l.Text("identity.evidence."+string(e.Code), nil)
	if e.Weight.Sign() < 0 {
		return m.text("evidence.against", i18n.Args{"evidence": s})
	}
	return s
}

// stake is the money in the report currency; where none of it has a rate, the
// largest amount as it is.
func (m matched) stake(s multiplier.Stake) report.Cell {
	if s.Amount.Decimal.IsZero() && len(s.Unconverted) > 0 {
		return report.Money(s.Unconverted[0])
	}
	return report.Money(s.Amount)
}

// amounts are sums in several currencies, in a line.
func (m matched) amounts(as []money.Amount) string {
	var words []string
	for _, a := range as {
		words = append(words, m.l.Number(a.Decimal.String(), a.Currency.Places())+" "+string(a.Currency))
	}
	return strings.Join(words, ", ")
}

// probability is a share shown in percent, with one decimal.
func (m matched) probability(p money.Decimal) report.Cell {
	if p.IsZero() {
		return report.Gap()
	}
	return report.Decimal(p)
}

// next names the commands to go on with.
func (m matched) next(key string, args i18n.Args) report.Paragraph {
	return report.Paragraph{ID: "next", Text: m.text(key, args)}
}
