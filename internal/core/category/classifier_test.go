package category

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

// Learning takes part of a second; what tests only look at is made once.
var (
	heldOut      = sync.OnceValue(func() []Held { return HoldOut(Shipped(), nil) })
	shippedModel = sync.OnceValue(func() *Model { return Train(Shipped(), nil) })
)

func inLanguage(held []Held, lang string) []Held {
	return slices.DeleteFunc(slices.Clone(held), func(h Held) bool { return h.Example.Language != lang })
}

func rightAmong(held []Held, n int) money.Decimal {
	right := 0
	for _, h := range held {
		if h.Right(n) {
			right++
		}
	}
	return share(right, len(held))
}

// The bar of the classifier: each fifth of the shipped examples, guessed by a
// model that saw neither it nor anything like it.
func TestTheClassifierMeetsItsBarOnHeldOutExamples(t *testing.T) {
	held := heldOut()
	for _, lang := range []string{"en", "zh"} {
		some := inLanguage(held, lang)
		if len(some) < 450 {
			t.Errorf("%s: only %d examples", lang, len(some))
		}
		first, second := rightAmong(some, 1), rightAmong(some, 2)
		t.Logf("%s: %d examples, top-1 %s, top-2 %s, log loss %.3f", lang, len(some), first, second, logLoss(some))
		if first.Cmp(money.MustParse("0.85")) < 0 || second.Cmp(money.MustParse("0.95")) < 0 {
			t.Errorf("%s: top-1 %s, top-2 %s; want 0.85 and 0.95", lang, first, second)
		}
		if p := At(some, money.MustParse(DefaultAccept)); p.Precision().Cmp(money.MustParse("0.95")) < 0 {
			t.Errorf("%s: of the answers at least %s sure, %s are right; want 0.95", lang, DefaultAccept, p.Precision())
		}
		for _, threshold := range []string{"0.5", "0.6", "0.7", "0.8", "0.85", "0.9", "0.95"} {
			p := At(some, money.MustParse(threshold))
			t.Logf("%s: from %s on: precision %s, answered %s", lang, threshold, p.Precision(), p.Recall())
		}
	}
	for _, b := range Calibration(held) {
		t.Logf("stated %s, right %s of %d", b.Stated, share(b.Right, b.Count), b.Count)
	}
}

func TestProbabilitiesAreAsTrueAsATemperatureCanMakeThem(t *testing.T) {
	held := heldOut()
	loss := func(temperature float64) float64 {
		sum := 0.0
		for _, h := range held {
			p, all := 0.0, 0.0
			for _, g := range h.Guesses {
				x := math.Pow(float64(g.Probability.Unscaled(4).Int64())/1e4+1e-5, 1/temperature)
				all += x
				if g.Label == h.Example.Label {
					p = x
				}
			}
			sum -= math.Log(p / all)
		}
		return sum / float64(len(held))
	}
	best := 1.0
	for _, c := range []float64{0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.5} {
		if loss(c) < loss(best) {
			best = c
		}
	}
	t.Logf("loss %.4f as shipped, %.4f at %g", loss(1), loss(best), best)
	if loss(1)-loss(best) > 0.02 {
		t.Errorf("a temperature of %g would be truer: %.4f instead of %.4f", best*temperature, loss(best), loss(1))
	}
}

func TestTheSameExamplesGiveTheSameModel(t *testing.T) {
	a, b := shippedModel(), Train(Shipped(), nil)
	if a.Version() != b.Version() || !slices.Equal(a.weights, b.weights) {
		t.Error("two models of the same examples differ")
	}
	if c := Train(Shipped()[1:], nil); c.Version() == a.Version() {
		t.Error("a model of other examples has the same version")
	}
}

func TestWhatPeopleDecidedOutweighsThePrior(t *testing.T) {
	const text = "Project Kranich, stage payment"
	before := shippedModel().Predict(text, Hint{})
	lesson := []Example{{Label: "advise", Text: "Project Kranich, first stage payment", Share: money.One},
		{Label: "advise", Text: "Kranich, stage payment two", Share: money.One}}
	after := Train(Shipped(), lesson).Predict(text, Hint{})
	if after[0].Label != "advise" || after[0].Probability.Cmp(money.MustParse("0.6")) < 0 {
		t.Errorf("before %v, after %v", before[:2], after[:2])
	}
	again := Train(Shipped(), lesson)
	if held := again.Predict("Implementation of landing zone, Terraform", Hint{}); held[0].Label != "build" {
		t.Errorf("two lessons spoilt what was known: %v", held[:2])
	}
}

func TestADeliveryModelTipsAndARejectionRules(t *testing.T) {
	m := shippedModel()
	of := func(h Hint, l Label) money.Decimal {
		for _, g := range m.Predict("Platform package", h) {
			if g.Label == l {
				return g.Probability
			}
		}
		return money.Zero
	}
	if with, without := of(Hint{Delivery: offering.DeliveryManaged}, "manage"), of(Hint{}, "manage"); with.Cmp(without) <= 0 {
		t.Errorf("managed services: %s instead of %s", with, without)
	}
	if p := of(Hint{Not: []Label{"manage"}}, "manage"); !p.IsZero() {
		t.Errorf("what a person rejected is guessed with %s", p)
	}
	sure := m.Predict("Training: AWS Technical Essentials", Hint{Delivery: offering.DeliveryResell})
	if sure[0].Label != "adopt" {
		t.Errorf("a weak hint beat clear words: %v", sure[:2])
	}
}

func TestGuessesAreProbabilities(t *testing.T) {
	m := shippedModel()
	for _, text := range []string{"", "x", "????", "日本語のサービス", strings.Repeat("operations ", 5000), "Обслуживание серверов"} {
		sum := money.Zero
		guesses := m.Predict(text, Hint{})
		for _, g := range guesses {
			sum = sum.Add(g.Probability)
		}
		if off := sum.Sub(money.One).Abs(); len(guesses) != len(Labels()) || off.Cmp(money.MustParse("0.001")) > 0 {
			t.Errorf("%.20q: %d labels, sum %s", text, len(guesses), sum)
		}
	}
}

func TestCuesNameTheWordsThatDecided(t *testing.T) {
	m := shippedModel()
	for _, c := range []struct {
		text  string
		label Label
		word  string
	}{
		{"Managed cloud operations", "manage", "managed"},
		{"数据库迁移方案设计", "design", "方案设计"},
		{"AWS 认证培训班", "adopt", "培训"},
	} {
		cues := m.Cues(c.text, c.label, 3)
		if !slices.ContainsFunc(cues, func(q Cue) bool { return q.Word == c.word && q.Weight.Sign() > 0 }) {
			t.Errorf("%s: %v, want %s", c.text, cues, c.word)
		}
	}
	if got := m.Cues("Training", "nothing", 3); got != nil {
		t.Errorf("an unknown label has cues: %v", got)
	}
}

func TestShippedExamplesAreTextsOfTheirOwn(t *testing.T) {
	seen := map[string]string{}
	counts := map[string]int{}
	for _, e := range Shipped() {
		key := Normalise(e.Text)
		if first, twice := seen[key]; twice {
			t.Errorf("%q stands twice: %q", e.Text, first)
		}
		seen[key] = e.Text
		counts[e.Language+" "+string(e.Label)]++
	}
	for _, lang := range []string{"en", "zh"} {
		for _, l := range Labels() {
			if n := counts[fmt.Sprintf("%s %s", lang, l)]; n < 30 {
				t.Errorf("%s %s: only %d examples", lang, l, n)
			}
		}
	}
}

func TestAlikeTextsShareAPart(t *testing.T) {
	examples := []Example{{Text: "Managed cloud operations January"}, {Text: "Managed cloud operations February"},
		{Text: "managed  CLOUD operations, 2025-03"}, {Text: "Office cleaning"}}
	p := parts(examples)
	if p[0] != p[1] || p[1] != p[2] {
		t.Errorf("parts %v", p)
	}
	spread := map[int]int{}
	for _, n := range parts(Shipped()) {
		spread[n]++
	}
	for n := range Folds {
		if of := len(Shipped()); spread[n] < of/Folds*3/4 || spread[n] > of/Folds*5/4 {
			t.Errorf("part %d has %d of %d", n, spread[n], of)
		}
	}
}
