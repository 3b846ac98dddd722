package maturity_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

func TestTheOutcomeShareIsMeasuredWhereEnoughIsPriced(t *testing.T) {
	for name, c := range map[string]struct {
		priced, onOutcome, declared, coverage string
		want, measured                        string
	}{
		"enough is priced":           {"80", "25", "", "0.8", "0.25", "0.25"},
		"a little too little":        {"79.99", "25", "", "0.8", "", ""},
		"nothing is priced":          {"0", "0", "", "0.8", "", ""},
		"all is priced by the day":   {"100", "0", "", "0.8", "0", "0"},
		"a rule that never measures": {"100", "25", "", "0", "", ""},
		"the own word goes before":   {"100", "25", "0.1", "0.8", "0.1", "0.25"},
		"the own word alone":         {"0", "0", "0.1", "0.8", "0.1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := rule()
			r.OutcomeCoverage = money.MustParse(c.coverage)
			if err := r.Validate(); err != nil {
				t.Fatal(err)
			}
			b := books(row("", "50", map[multiplier.Part]string{"build": "60", "manage": "40"}))
			b.ByCustomer.Total.Priced, b.ByCustomer.Total.OnOutcome = money.MustParse(c.priced), money.MustParse(c.onOutcome)
			if c.declared != "" {
				d := money.MustParse(c.declared)
				b.OutcomeShare = &d
			}
			e := maturity.Gather(r, b)
			got, known := e.Values[maturity.CriterionOutcome]
			if known != (c.want != "") || known && !got.Equal(money.MustParse(c.want)) {
				t.Errorf("the share is %s, %v, not %q", got, known, c.want)
			}
			if m := e.Outcome.Measured; (m != nil) != (c.measured != "") || m != nil && !m.Equal(money.MustParse(c.measured)) {
				t.Errorf("the books say %v, not %q", m, c.measured)
			}
		})
	}
	r := rule()
	r.OutcomeCoverage = money.MustParse("1.1")
	if err := r.Validate(); fault.CodeOf(err) != "maturity.coverage" {
		t.Error(err)
	}
	if e := maturity.Gather(rule(), maturity.Books{}); e.Outcome.Coverage != nil {
		t.Errorf("without services there is a coverage of %s", e.Outcome.Coverage)
	}
}

func TestTheStepToAnOutcomeShareStartsWhereTheBooksAre(t *testing.T) {
	r := rule()
	r.OutcomeCoverage = money.MustParse("0.8")
	parts := map[multiplier.Part]string{"advise": "100", "design": "100", "build": "100", "adopt": "100", "manage": "100"}
	b := books(row("", "50", parts), row("", "50", parts))
	b.ByCustomer.Total.Priced, b.ByCustomer.Total.OnOutcome = money.NewInt(900), money.NewInt(150)
	v := maturity.Assess(r, maturity.Gather(r, b))
	steps := maturity.Steps(v, b)
	if v.Class != maturity.ClassProgressive || len(steps) != 1 || steps[0].Criterion != maturity.CriterionOutcome || steps[0].Amount.Fixed(2) != "50.00" {
		t.Fatalf("%s, %+v", v.Class, steps)
	}
	b.ByCustomer.Total.OnOutcome = money.NewInt(200)
	if v = maturity.Assess(r, maturity.Gather(r, b)); v.Class != maturity.ClassExpert {
		t.Errorf("with a fifth priced on outcomes the class is %s", v.Class)
	}
}
