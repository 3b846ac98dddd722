package selfassessment_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// rule is the shape of the shipped one.
func rule() maturity.Rule {
	need := func(pairs ...string) (ns []maturity.Need) {
		for i := 0; i < len(pairs); i += 2 {
			ns = append(ns, maturity.Need{Criterion: maturity.Criterion(pairs[i]), AtLeast: money.MustParse(pairs[i+1])})
		}
		return ns
	}
	return maturity.Rule{Name: "test", Version: 1, MaterialShare: money.MustParse("0.05"), MaterialCustomers: 2,
		HighConfidence: money.MustParse("0.95"), MediumConfidence: money.MustParse("0.8"),
		Needs: map[maturity.Class][]maturity.Need{
			maturity.ClassFocused:       need("breadth", "1", "multiplier", "0.25"),
			maturity.ClassMultiCategory: need("breadth", "3", "lifecycle", "1.5", "multiplier", "1"),
			maturity.ClassProgressive:   need("breadth", "4", "lifecycle", "2", "multiplier", "2", "confidence", "0.7"),
			maturity.ClassExpert:        need("breadth", "5", "lifecycle", "3", "outcome", "0.2", "multiplier", "4", "confidence", "0.9"),
		}}
}

func amount(low, high string) selfassessment.Answer {
	l, h := money.MustParse(low), money.MustParse(high)
	return selfassessment.Answer{Low: &l, High: &h}
}

func chosen(id string) selfassessment.Answer { return selfassessment.Answer{Choice: id} }

// small is a firm that resells and does projects.
func small() selfassessment.Answers {
	return selfassessment.Answers{selfassessment.Cloud: amount("1000000", "1000000"), selfassessment.Services: amount("1200000", "1500000"),
		selfassessment.Growth: chosen("slow"), selfassessment.Depth: chosen("two"), selfassessment.Outcome: chosen("none"),
		"advise": chosen("rare"), "design": chosen("regular"), "procure": chosen("never"), "build": chosen("major"), "adopt": chosen("never"), "manage": chosen("regular"),
		selfassessment.Marketplace: chosen("no"), selfassessment.AI: chosen("some")}
}

func assess(a selfassessment.Answers) selfassessment.Result {
	return selfassessment.Assess(rule(), a, benchmark.Shipped(), "USD")
}

func TestThereAreTenToFifteenQuestions(t *testing.T) {
	if n := len(selfassessment.Questions()); n < 10 || n > 15 {
		t.Errorf("%d questions", n)
	}
}

func TestAnswersComeToARange(t *testing.T) {
	r := assess(small())
	if r.Low.Class != maturity.ClassMultiCategory || r.High.Class != maturity.ClassMultiCategory || r.Answered != 13 || r.Measured != 0 {
		t.Errorf("%s to %s, %d answered", r.Low.Class, r.High.Class, r.Answered)
	}
	if r.Multiplier.Low.String() != "1.2" || r.Multiplier.High.String() != "1.5" {
		t.Errorf("multiplier %s to %s", r.Multiplier.Low, r.Multiplier.High)
	}
	var aims []string
	for _, s := range r.Scenarios {
		line := string(s.Aim) + " " + string(s.Class) + " " + s.Services.Low.String() + " " + s.Services.High.String()
		if s.More != nil {
			line += " " + s.More.Low.String() + " " + s.More.High.String() + " " + s.Cost.Low.String() + " " + s.Cost.High.String()
			for _, err := range []error{s.More.Validate(), s.Cost.Validate()} {
				if err != nil {
					t.Error(err)
				}
			}
		}
		aims = append(aims, line)
	}
	// Cloud grows by 5 % or 15 %: 1.05 + 1.1025 + 1.157625 and 1.15 + 1.3225 +
	// 1.520875 million. The gains fall on thirds of the way to the target.
	if d := cmp.Diff([]string{"stay  3972150 5990062.5",
		"rule progressive 5766250 7383000 1121312.5 2228700 672787.5 1560090",
		"study progressive 14243372.5 17913607.5 9598435 12759307.5 5759061 8931515.25"}, aims); d != "" {
		t.Error(d)
	}
	var advice []string
	for _, a := range r.Advice {
		advice = append(advice, string(a.Step)+" "+string(a.Category))
	}
	if d := cmp.Diff([]string{"measure ", "widen advise", "widen procure", "widen adopt", "deepen "}, advice); d != "" {
		t.Error(d)
	}
}

func TestWhatIsNotKnownIsNeitherNothingNorEverything(t *testing.T) {
	r := assess(selfassessment.Answers{})
	if r.Multiplier != nil || r.Low.Class != maturity.ClassResaleLed || r.High.Class != maturity.ClassResaleLed || r.Scenarios != nil || r.Answered != 0 {
		t.Errorf("nothing answered: %+v", r)
	}
	a := small()
	a["adopt"], a["procure"], a["advise"] = chosen(selfassessment.Unknown), chosen(selfassessment.Unknown), chosen(selfassessment.Unknown)
	delete(a, selfassessment.Depth)
	a[selfassessment.Services] = amount("1200000", "4000000")
	r = assess(a)
	if r.Low.Class != maturity.ClassFocused || r.High.Class != maturity.ClassProgressive {
		t.Errorf("%s to %s", r.Low.Class, r.High.Class)
	}
}

func TestAnswersMustMeanSomething(t *testing.T) {
	for code, a := range map[string]selfassessment.Answers{
		"selfassessment.question": {"mood": chosen("good")},
		"selfassessment.choice":   {"build": chosen("often")},
		"selfassessment.amount":   {selfassessment.Cloud: amount("5", "4")},
	} {
		if err := a.Validate(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	if err := small().Validate(); err != nil {
		t.Error(err)
	}
}

func TestBooksReplaceAnswers(t *testing.T) {
	row := multiplier.Row{Cloud: money.NewInt(600), Customers: 1}
	row.Services[3] = money.NewInt(300)
	figure := multiplier.Result{Total: row, Rows: []multiplier.Row{row}}
	figure.Total.Buyers[3] = 2
	a := small().Measured(figure, maturity.Gather(rule(), maturity.Books{ByCustomer: figure}), 6)
	if err := a.Validate(); err != nil {
		t.Fatal(err)
	}
	r := assess(a)
	if r.Multiplier.Low.String() != "0.5" || r.Multiplier.High.String() != "0.5" || r.Cloud.Low.String() != "1200" {
		t.Errorf("multiplier %v of cloud %v", r.Multiplier, r.Cloud)
	}
	if r.Low.Class != maturity.ClassFocused || r.High.Class != maturity.ClassFocused || r.Measured != 9 {
		t.Errorf("%s to %s, %d measured", r.Low.Class, r.High.Class, r.Measured)
	}
	if a[selfassessment.Growth].Measured || !a["manage"].Measured || small()["manage"].Measured {
		t.Error("what the books do not say stays as answered, and the answers themselves stay")
	}
	if advice := r.Advice; slices.ContainsFunc(advice, func(a selfassessment.Advice) bool { return a.Step == selfassessment.StepMeasure }) {
		t.Error("who has imported books is told to import them")
	}
}

func anyAnswers(t *rapid.T) selfassessment.Answers {
	a := selfassessment.Answers{}
	for _, q := range selfassessment.Questions() {
		if !rapid.Bool().Draw(t, "answers "+string(q.ID)) {
			continue
		}
		if len(q.Choices) > 0 {
			a[q.ID] = chosen(rapid.SampledFrom(q.Choices).Draw(t, string(q.ID)).ID)
			continue
		}
		low := rapid.Int64Range(0, 1000).Draw(t, "low")
		a[q.ID] = amount(money.NewInt(low).String(), money.NewInt(low+rapid.Int64Range(0, 1000).Draw(t, "width")).String())
	}
	return a
}

func TestRangesAreInOrderWhateverIsAnswered(t *testing.T) {
	rank := func(c maturity.Class) int { return slices.Index(maturity.Classes(), c) }
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(t)
		if err := a.Validate(); err != nil {
			t.Fatal(err)
		}
		r := assess(a)
		if rank(r.Low.Class) > rank(r.High.Class) {
			t.Fatalf("%s to %s", r.Low.Class, r.High.Class)
		}
		if r.Multiplier != nil && r.Multiplier.Low.Cmp(r.Multiplier.High) > 0 {
			t.Fatalf("multiplier %v", r.Multiplier)
		}
		for _, s := range r.Scenarios {
			if s.Services.Low.Cmp(s.Services.High) > 0 {
				t.Fatalf("%s: %v", s.Aim, s.Services)
			}
			if s.More != nil && (s.More.Validate() != nil || s.Cost.Validate() != nil || s.Cost.High.Cmp(s.More.High) > 0) {
				t.Fatalf("%s: more %v at %v", s.Aim, s.More, s.Cost)
			}
		}
		// To say more exactly what one could have said never widens the class.
		for _, c := range service.Categories() {
			if a[selfassessment.ID(c)].Choice == selfassessment.Unknown {
				a[selfassessment.ID(c)] = chosen(selfassessment.Regular)
				after := assess(a)
				if rank(after.Low.Class) < rank(r.Low.Class) || rank(after.High.Class) > rank(r.High.Class) {
					t.Fatalf("%s to %s became %s to %s", r.Low.Class, r.High.Class, after.Low.Class, after.High.Class)
				}
			}
		}
	})
}
