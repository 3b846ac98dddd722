package category

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

var (
	care  = Subject{Description: "Managed operations", ItemCode: "MNG"}
	other = Subject{Description: "Landing zone", ItemCode: "LZ"}
)

// log numbers decisions 1, 2, 3 ...
func log(ds ...Decision) []Decision {
	for i := range ds {
		ds[i].ID = fmt.Sprint(i + 1)
		if ds[i].Actor == "" {
			ds[i].Actor = "ann"
		}
	}
	return ds
}

func set(s Subject, scope Scope, l Label) Decision {
	return Decision{Verb: VerbSet, Scope: scope, Value: scope.Value(s), Subject: s, Answer: l.Answer()}
}

func auto(s Subject, l Label) Decision {
	d := set(s, ScopeSubject, l)
	d.Actor, d.Probability, d.Model = ActorAuto, money.MustParse("0.97"), "m"
	return d
}

func reject(s Subject, l Label) Decision {
	return Decision{Verb: VerbReject, Scope: ScopeSubject, Value: string(s.Key()), Subject: s, Label: l}
}

func undo(id string) Decision { return Decision{Verb: VerbUndo, Undoes: id} }

// is says what the judge makes of a subject: its label or nature, and whose
// word it is.
func is(b Basis, s Subject) string {
	c := NewJudge(b).Classify(s)
	what := service.FormatWeights(c.Weights)
	if c.Nature != service.NatureService {
		what = string(c.Nature)
	}
	return what + " " + string(c.Reason)
}

func TestTheLogComesToWhatPeopleLastSaid(t *testing.T) {
	byAuto := undo("1")
	byAuto.Actor = ActorAuto
	for name, c := range map[string]struct {
		log  []Decision
		want string
	}{
		"nothing":                              {nil, " none"},
		"a run":                                {log(auto(care, "manage")), "manage accepted"},
		"a later run":                          {log(auto(care, "manage"), auto(care, "build")), "build accepted"},
		"a person over a run":                  {log(auto(care, "manage"), set(care, ScopeSubject, "adopt")), "adopt reviewed"},
		"a run never over a person":            {log(set(care, ScopeSubject, "adopt"), auto(care, "manage")), "adopt reviewed"},
		"the wider scope":                      {log(set(care, ScopeItem, "adopt")), "adopt reviewed"},
		"the narrower scope wins":              {log(set(care, ScopeText, "build"), set(care, ScopeItem, "adopt")), "build reviewed"},
		"a person's wide word over a run":      {log(auto(care, "manage"), set(care, ScopeItem, "adopt")), "adopt reviewed"},
		"the latest of a person":               {log(set(care, ScopeSubject, "build"), set(care, ScopeSubject, "adopt")), "adopt reviewed"},
		"undone":                               {log(set(care, ScopeSubject, "build"), undo("1")), " none"},
		"undone, the older one again":          {log(set(care, ScopeSubject, "build"), set(care, ScopeSubject, "adopt"), undo("2")), "build reviewed"},
		"the undo undone":                      {log(set(care, ScopeSubject, "build"), undo("1"), undo("2")), "build reviewed"},
		"undone thrice":                        {log(set(care, ScopeSubject, "build"), undo("1"), undo("2"), undo("3")), " none"},
		"undo of what is not there":            {log(set(care, ScopeSubject, "build"), undo("9")), "build reviewed"},
		"undo of itself":                       {log(set(care, ScopeSubject, "build"), undo("2")), "build reviewed"},
		"a run rejected":                       {log(auto(care, "manage"), reject(care, "manage")), " none"},
		"a rejection undone":                   {log(auto(care, "manage"), reject(care, "manage"), undo("2")), "manage accepted"},
		"a person rejects an own answer":       {log(set(care, ScopeSubject, "build"), reject(care, "build")), " none"},
		"rejected and set after all":           {log(reject(care, "manage"), set(care, ScopeSubject, "manage")), "manage reviewed"},
		"rejected before a run":                {log(reject(care, "manage"), auto(care, "manage")), " none"},
		"another subject":                      {log(set(other, ScopeSubject, "build")), " none"},
		"the machine takes its own word back":  {log(auto(care, "manage"), byAuto, auto(care, "build")), "build accepted"},
		"a nature that keeps it out":           {log(set(care, ScopeSubject, "internal")), "internal reviewed"},
		"a rejection of something else is odd": {log(set(care, ScopeSubject, "build"), reject(care, "manage")), "build reviewed"},
	} {
		if got := is(Basis{Precedents: Fold(c.log)}, care); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatAPersonTookFromARunIsAskedAndNotDecidedAgain(t *testing.T) {
	byAuto := undo("1")
	byAuto.Actor = ActorAuto
	for name, c := range map[string]struct {
		log  []Decision
		held bool
	}{
		"taken back by a person":       {log(auto(care, "manage"), undo("1")), true},
		"taken back by the next run":   {log(auto(care, "manage"), byAuto), false},
		"rejected":                     {log(auto(care, "manage"), reject(care, "manage")), true},
		"a rejection taken back":       {log(auto(care, "manage"), reject(care, "manage"), undo("2")), false},
		"a person's own answer undone": {log(set(care, ScopeSubject, "build"), undo("1")), false},
		"nothing":                      {nil, false},
	} {
		if got := Fold(c.log).Held(care); got != c.held {
			t.Errorf("%s: held is %t", name, got)
		}
	}
}

func TestSourcesDecideInTheirOrder(t *testing.T) {
	manage := []service.Weight{{Category: service.CategoryManage, Share: money.One}}
	rules := service.Rules{{ID: "r", Field: service.FieldItemCode, Equals: "MNG", Nature: service.NatureHardware}}
	catalogue, err := offering.NewCatalogue([]offering.Offering{
		{ID: "care", Name: "Care package", Nature: service.NatureService, Weights: manage, ItemCodes: []string{"MNG"}},
		{ID: "bare", Name: "Bare package", Nature: service.NatureService, ItemCodes: []string{"BARE"}}})
	if err != nil {
		t.Fatal(err)
	}
	people := Fold(log(set(care, ScopeSubject, "adopt")))
	machine := Fold(log(auto(care, "build")))
	coded := care
	coded.CategoryCode = "设计"
	for _, c := range []struct {
		name    string
		basis   Basis
		subject Subject
		want    string
	}{
		{"everything", Basis{rules, people, catalogue}, coded, "design code"},
		{"without a code", Basis{rules, people, catalogue}, care, "hardware rule"},
		{"without rules", Basis{nil, people, catalogue}, care, "adopt reviewed"},
		{"without people", Basis{nil, machine, catalogue}, care, "manage offering"},
		{"without a catalogue", Basis{nil, machine, nil}, care, "build accepted"},
		{"with nothing", Basis{}, care, " none"},
		{"an offering without categories", Basis{nil, nil, catalogue}, Subject{ItemCode: "BARE"}, " none"},
		{"a rule that says only a service", Basis{service.Rules{{ID: "s", Field: service.FieldItemCode, Equals: "MNG", Nature: service.NatureService}}, machine, nil}, care, "build accepted"},
	} {
		if got := is(c.basis, c.subject); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if c := NewJudge(Basis{Offerings: catalogue}).Classify(Subject{ItemCode: "BARE"}); c.Offering != "bare" || c.Decided() {
		t.Errorf("a line of an offering without categories is %+v", c)
	}
	byOffering := set(care, ScopeSubject, "build")
	byOffering.Answer = Answer{Nature: service.NatureService, Offering: "care"}
	if c := NewJudge(Basis{nil, Fold(log(byOffering)), catalogue}).Classify(care); service.FormatWeights(c.Weights) != "manage" || c.Reason != ReasonReviewed || c.Offering != "care" {
		t.Errorf("a person who named an offering gets %+v", c)
	}
	if c := NewJudge(Basis{nil, machine, nil}).Classify(care); c.Probability.String() != "0.97" || c.Model != "m" || c.By != "1" {
		t.Errorf("an accepted guess is %+v", c)
	}
	if c := NewJudge(Basis{Precedents: people}).Classify(care); !c.Probability.Equal(money.One) || c.Scope != ScopeSubject || c.Service().Rule != "1" {
		t.Errorf("a person's answer is %+v", c)
	}
}

func decisions() *rapid.Generator[[]Decision] {
	subjects := []Subject{care, other, {Description: "Training"}}
	return rapid.Custom(func(t *rapid.T) []Decision {
		n := rapid.IntRange(0, 12).Draw(t, "n")
		var ds []Decision
		for i := range n {
			s := rapid.SampledFrom(subjects).Draw(t, "subject")
			l := rapid.SampledFrom(Labels()).Draw(t, "label")
			switch rapid.IntRange(0, 3).Draw(t, "verb") {
			case 0:
				ds = append(ds, set(s, rapid.SampledFrom([]Scope{ScopeSubject, ScopeText}).Draw(t, "scope"), l))
			case 1:
				ds = append(ds, auto(s, l))
			case 2:
				ds = append(ds, reject(s, l))
			case 3:
				ds = append(ds, undo(fmt.Sprint(rapid.IntRange(1, max(i, 1)).Draw(t, "undoes"))))
			}
		}
		return log(ds...)
	})
}

func state(p *Precedents) string {
	var out string
	for _, s := range []Subject{care, other, {Description: "Training"}} {
		out += is(Basis{Precedents: p}, s) + fmt.Sprint(p.Rejected(s)) + ";"
	}
	return out
}

func TestUndoingTheLastDecisionIsAsIfItNeverWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := decisions().Draw(t, "log")
		if len(ds) == 0 {
			return
		}
		before, with := Fold(slices.Clone(ds[:len(ds)-1])), append(slices.Clone(ds), undo(ds[len(ds)-1].ID))
		if got, want := state(Fold(log(with...))), state(before); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
		again := append(with, undo(fmt.Sprint(len(with))))
		if got, want := state(Fold(log(again...))), state(Fold(ds)); got != want {
			t.Fatalf("after undoing the undo: %q, want %q", got, want)
		}
	})
}

func TestFoldingIsTotalAndPersonsWordHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := decisions().Draw(t, "log")
		p := Fold(ds)
		entries := p.Log()
		if len(entries) != len(ds) {
			t.Fatalf("%d entries of %d", len(entries), len(ds))
		}
		for _, e := range entries {
			if e.Undone && e.Holds {
				t.Fatalf("%s is undone and holds", e.ID)
			}
		}
		last := set(care, ScopeSubject, "advise")
		p = Fold(log(append(slices.Clone(ds), last, auto(care, "build"))...))
		if got := is(Basis{Precedents: p}, care); got != "advise reviewed" {
			t.Fatalf("a person's last word came to %q", got)
		}
	})
}

func TestTheLogRefusesNonsense(t *testing.T) {
	p := Fold(log(set(care, ScopeSubject, "build"), undo("1"), auto(care, "manage")))
	half := set(care, ScopeSubject, "build")
	half.Answer.Weights = []service.Weight{{Category: "build", Share: money.MustParse("0.5")}}
	out := set(care, ScopeSubject, "hardware")
	out.Answer.Weights = []service.Weight{{Category: "build", Share: money.One}}
	for code, d := range map[string]Decision{
		"category.decision_verb":           {Verb: "paint"},
		"category.decision_scope":          {Verb: VerbSet, Scope: "world", Value: "x"},
		"category.decision_value":          set(Subject{Description: "x"}, ScopeItem, "build"),
		"category.nature_unknown":          {Verb: VerbSet, Scope: ScopeText, Value: "x", Answer: Answer{Nature: "paint"}},
		"category.answer_without_category": {Verb: VerbSet, Scope: ScopeText, Value: "x", Answer: Answer{Nature: service.NatureService}},
		"category.weights_on_excluded":     out,
		"category.weight_sum":              half,
		"category.label_unknown":           reject(care, "own_software"),
		"category.undo_nothing":            {Verb: VerbUndo},
		"category.decision_not_found":      undo("7"),
		"category.already_undone":          undo("1"),
	} {
		if err := p.Permits(d); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, d := range []Decision{set(care, ScopeText, "build"), reject(care, "manage"), undo("2"), undo("3"),
		{Verb: VerbSet, Scope: ScopeText, Value: "x", Answer: Answer{Nature: service.NatureService, Offering: "care"}}} {
		if err := p.Permits(d); err != nil {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

func TestOnlyPeopleTeach(t *testing.T) {
	split := set(other, ScopeSubject, "build")
	split.Answer.Weights = []service.Weight{{Category: "design", Share: money.MustParse("0.3")}, {Category: "build", Share: money.MustParse("0.7")}}
	silent := set(Subject{ItemCode: "X"}, ScopeSubject, "build")
	p := Fold(log(auto(care, "manage"), split, set(care, ScopeText, "adopt"), set(care, ScopeText, "internal"), silent, reject(care, "build")))
	want := []Example{
		{Label: "design", Text: "Landing zone", Share: money.MustParse("0.3")},
		{Label: "build", Text: "Landing zone", Share: money.MustParse("0.7")},
		{Label: "internal", Text: "Managed operations", Share: money.One},
	}
	if diff := cmp.Diff(want, p.Lessons()); diff != "" {
		t.Error(diff)
	}
}
