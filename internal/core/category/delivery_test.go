package category

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

func leaning(d offering.DeliveryModel) Hint { return Hint{Pipeline: []Lean{{d, money.One}}} }

func TestEveryLineOfTheDeliveryFileIsKnown(t *testing.T) {
	for _, l := range lifts() {
		if !slices.Contains(offering.DeliveryModels(), l.delivery) || !l.label.Known() {
			t.Errorf("%s makes %s likelier: one of them does not exist", l.delivery, l.label)
		}
		if l.pipeline < 1 || l.pipeline > l.offering {
			t.Errorf("%s, %s: the pipeline (%g) says more than an offering (%g), or the contrary", l.delivery, l.label, l.pipeline, l.offering)
		}
	}
	for d, says := range map[offering.DeliveryModel]bool{offering.DeliveryManaged: true, offering.DeliveryProfessional: true, offering.DeliveryResell: true,
		offering.DeliverySaaS: false, offering.DeliveryBYOL: false, offering.DeliveryOther: false, "": false} {
		if Leans(d) != says {
			t.Errorf("%q says something: %v", d, !says)
		}
	}
}

func TestThePipelineGivesTheFirstGuessWhereTheWordsGiveNone(t *testing.T) {
	m := shippedModel()
	for d, want := range map[offering.DeliveryModel][]Label{offering.DeliveryManaged: {"manage"}, offering.DeliveryResell: {"procure"},
		offering.DeliveryProfessional: {"advise", "design", "build"}} {
		for _, text := range []string{"Qqxz", "甪鱻"} {
			if got := m.Predict(text, leaning(d)); !slices.Contains(want, got[0].Label) || got[0].Probability.Cmp(money.MustParse("0.5")) > 0 {
				t.Errorf("%s, %q: %v", d, text, got[:2])
			}
		}
	}
	plain, other := m.Predict("Qqxz", Hint{}), m.Predict("Qqxz", leaning(offering.DeliverySaaS))
	if !slices.EqualFunc(plain, other, func(a, b Guess) bool { return a.Label == b.Label && a.Probability.Cmp(b.Probability) == 0 }) {
		t.Errorf("software as a service is no category: %v", other[:2])
	}
}

func TestThePipelineShiftsAProbabilityByItsShareAndALittle(t *testing.T) {
	m := shippedModel()
	of := func(h Hint) money.Decimal {
		all := m.Predict("Platform package", h)
		return all[slices.IndexFunc(all, func(g Guess) bool { return g.Label == "manage" })].Probability
	}
	none, half, whole, offered := of(Hint{}), of(Hint{Pipeline: []Lean{{offering.DeliveryManaged, money.MustParse("0.5")}}}),
		of(leaning(offering.DeliveryManaged)), of(Hint{Delivery: offering.DeliveryManaged})
	if none.Cmp(half) >= 0 || half.Cmp(whole) >= 0 || whole.Cmp(offered) >= 0 {
		t.Errorf("without %s, half %s, whole %s, by the offering %s", none, half, whole, offered)
	}
	if d := whole.Sub(none); d.Cmp(money.MustParse("0.102")) > 0 { // what odds of 1.5 can do at most: from 0.449 to 0.551
		t.Errorf("the pipeline alone moved a probability by %s", d)
	}
}

// Held-out accuracy with hints: where the deal is the line's own, where every
// line of a book stands in the time of one deal of whatever kind, and where the
// deal always speaks for something else, which no book does.
func TestAHintOfThePipelineSpoilsNoHeldOutGuess(t *testing.T) {
	models := []offering.DeliveryModel{offering.DeliveryManaged, offering.DeliveryProfessional, offering.DeliveryResell}
	bare, own, wrong := heldOut(), hintedOut(func(e Example) []Lean { return favouring(models, e.Label, true) }),
		hintedOut(func(e Example) []Lean { return favouring(models, e.Label, false) })
	t.Logf("right: %s bare, %s with the line's own deal, %s with deals of something else", rightAmong(bare, 1), rightAmong(own, 1), rightAmong(wrong, 1))
	if rightAmong(own, 1).Cmp(rightAmong(bare, 1)) < 0 {
		t.Error("a true hint makes guesses worse")
	}
	if rightAmong(wrong, 1).Cmp(rightAmong(bare, 1).Sub(money.MustParse("0.03"))) < 0 {
		t.Error("a false hint beats words")
	}
	for _, d := range models {
		hinted := hintedOut(func(Example) []Lean { return leaning(d).Pipeline })
		p, was := At(hinted, money.MustParse(DefaultAccept)), At(bare, money.MustParse(DefaultAccept))
		t.Logf("%s over the whole book: %s right; at the threshold %s of %s, before %s of %s", d, rightAmong(hinted, 1), p.Precision(), p.Recall(), was.Precision(), was.Recall())
		if rightAmong(hinted, 1).Cmp(rightAmong(bare, 1).Sub(money.MustParse("0.01"))) < 0 {
			t.Errorf("a deal of %s in everybody's time costs more than one guess in a hundred", d)
		}
	}
}

// favouring gives the model that makes a label likelier, or one that makes only
// others so.
func favouring(models []offering.DeliveryModel, l Label, does bool) []Lean {
	for _, d := range models {
		if (leaning(d).push(l) > 0) == does {
			return leaning(d).Pipeline
		}
	}
	return nil
}

// hintedOut is HoldOut of the shipped examples with hints.
func hintedOut(hint func(Example) []Lean) []Held {
	all := Shipped()
	part := parts(all)
	held := make([]Held, len(all))
	for p := range Folds {
		var know []Example
		for i, e := range all {
			if part[i] != p {
				know = append(know, e)
			}
		}
		m := Train(know, nil)
		for i, e := range all {
			if part[i] == p {
				held[i] = Held{e, m.Predict(e.Text, Hint{Pipeline: hint(e)})}
			}
		}
	}
	return held
}
