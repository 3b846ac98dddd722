package assessing

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/move"
)

// Proposed is a step towards the next class as something to set out to do.
type Proposed struct {
	move.Proposal
	Step maturity.Step
}

// Proposals gives the result's steps that work with customers can take. Money to
// be matched or categorised is no move: the queues of questions ask for it. A
// step says what is needed and not what it would bring, so none has a size.
func (r Result) Proposals() []Proposed {
	var proposed []Proposed
	for _, step := range r.Steps {
		if step.Criterion == maturity.CriterionConfidence {
			continue
		}
		strategy := move.StrategyPortfolio
		if step.Criterion == maturity.CriterionOutcome {
			strategy = move.StrategyOutcomePricing
		}
		ref := []string{string(r.Verdict.Up[0].Class), string(step.Criterion)}
		if step.Category != "" {
			ref = append(ref, string(step.Category))
		}
		proposed = append(proposed, Proposed{Step: step, Proposal: move.Proposal{Origin: move.Origin{Kind: move.OriginStanding, Ref: strings.Join(ref, "/")},
			Practice: move.PracticeFirm, Category: step.Category, Strategy: strategy}})
	}
	return proposed
}
