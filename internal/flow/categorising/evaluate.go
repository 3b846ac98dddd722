package categorising

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Origin says whose examples were guessed.
type Origin string

const (
	OriginEnglish Origin = "en"        // shipped, English
	OriginChinese Origin = "zh"        // shipped, Chinese
	OriginOwn     Origin = "workspace" // what people decided here
)

// Origins lists whose examples there are.
func Origins() []Origin { return []Origin{OriginEnglish, OriginChinese, OriginOwn} }

// Evaluation is how the classifier does on examples it did not learn from.
type Evaluation struct {
	Model       string
	Threshold   money.Decimal
	Scores      []Score
	Points      []category.Point // of all examples, for thresholds around the one that holds
	Calibration []category.Bin
	Confusions  []category.Confusion
}

// Score is how the examples of one origin did.
type Score struct {
	Origin        Origin
	Count         int
	First, Second int            // right with the first guess, with one of two
	Accepted      category.Point // at the threshold that holds
}

// Evaluate guesses every shipped example and every answer of this workspace by
// models that learned from the others, in five parts; texts that are alike
// share a part. It decides nothing.
func (c *Categoriser) Evaluate(ctx context.Context) (_ Evaluation, err error) {
	defer fault.Wrap(&err, "categorising.Evaluate")
	g, err := c.stand(ctx)
	if err != nil {
		return Evaluation{}, err
	}
	held := category.HoldOut(category.Shipped(), g.Precedents.Lessons())
	e := Evaluation{Model: c.model(g).Version(), Threshold: c.Threshold, Calibration: category.Calibration(held), Confusions: category.Confusions(held)}
	by := map[Origin][]category.Held{}
	for _, h := range held {
		origin := Origin(h.Example.Language)
		if origin == "" {
			origin = OriginOwn
		}
		by[origin] = append(by[origin], h)
	}
	for _, o := range Origins() {
		if len(by[o]) == 0 {
			continue
		}
		s := Score{Origin: o, Count: len(by[o]), Accepted: category.At(by[o], c.Threshold)}
		for _, h := range by[o] {
			if h.Right(1) {
				s.First++
			}
			if h.Right(2) {
				s.Second++
			}
		}
		e.Scores = append(e.Scores, s)
	}
	for _, at := range []string{"0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "0.99"} {
		e.Points = append(e.Points, category.At(held, money.MustParse(at)))
	}
	return e, nil
}
