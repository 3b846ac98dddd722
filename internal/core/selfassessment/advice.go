package selfassessment

import (
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Advice is a first step, and which of the study's six strategies it serves.
type Advice struct {
	Step     Step
	Strategy move.Strategy
	Category service.Category // of StepWiden
}

// Step is a kind of first step.
type Step string

const (
	StepWiden       Step = "widen"       // sell a category that is rare or missing
	StepDeepen      Step = "deepen"      // sell more categories to the same customers
	StepOutcome     Step = "outcome"     // price a part on outcomes
	StepMarketplace Step = "marketplace" // sell through a marketplace
	StepAI          Step = "ai"          // bring artificial intelligence into delivery
	StepMeasure     Step = "measure"     // import the books, so that words become figures
)

// Steps lists every kind.
func Steps() []Step {
	return []Step{StepMeasure, StepWiden, StepDeepen, StepOutcome, StepMarketplace, StepAI}
}

// most first steps that are worth reading.
const mostAdvice = 5

// advice is what the answers lack, what the next class asks for first.
func advice(r Result, a Answers) []Advice {
	var all []Advice
	if r.Measured == 0 {
		all = append(all, Advice{Step: StepMeasure, Strategy: move.StrategyLeadership})
	}
	for _, c := range r.Low.Up {
		switch c.Criterion {
		case maturity.CriterionBreadth:
			// What is sold now and then is nearer than what nobody has bought.
			for _, choice := range []string{Rare, Never} {
				for _, k := range service.Categories() {
					if a[ID(k)].Choice == choice {
						all = append(all, Advice{StepWiden, move.StrategyPortfolio, k})
					}
				}
			}
		case maturity.CriterionLifecycle:
			all = append(all, Advice{Step: StepDeepen, Strategy: move.StrategyPortfolio})
		case maturity.CriterionOutcome:
			all = append(all, Advice{Step: StepOutcome, Strategy: move.StrategyOutcomePricing})
		case maturity.CriterionMultiplier, maturity.CriterionConfidence:
		}
	}
	if a[Marketplace].Choice == "no" {
		all = append(all, Advice{Step: StepMarketplace, Strategy: move.StrategyMarketplace})
	}
	if a[AI].Choice == "no" {
		all = append(all, Advice{Step: StepAI, Strategy: move.StrategyPortfolio})
	}
	return all[:min(len(all), mostAdvice)]
}
