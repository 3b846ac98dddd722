package categorising_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
)

func (w *workspace) about(title string) categorising.Question {
	w.t.Helper()
	e, err := w.k.Explain(context.Background(), w.key(title))
	if err != nil {
		w.t.Fatal(err)
	}
	return e.Question
}

func first(q categorising.Question) category.Guess { return q.Guesses[0] }

func likely(q categorising.Question, l category.Label) money.Decimal {
	return q.Guesses[slices.IndexFunc(q.Guesses, func(g category.Guess) bool { return g.Label == l })].Probability
}

// dealsOf is a pipeline of one deal with Acme.
func dealsOf(accepted, closes, stage, delivery string) string {
	return "id,customer_name,stage,close_date,accepted,delivery\nD1,Acme,prospect,2026-09-01,,Resell\n" + // begins long after the lines
		"D2,Acme," + stage + "," + closes + "," + accepted + "," + delivery + "\nD3,Nobody,committed,2025-01-01,,Resell\n"
}

func TestADealOfTheCustomerInItsTimeShiftsAGuess(t *testing.T) {
	w := open(t)
	w.Customers("customer_id,name\na,Acme\n")
	bare := w.about("Package Borealis")
	if len(bare.Deals) != 0 {
		t.Fatalf("there is no pipeline: %+v", bare.Deals)
	}
	w.Pipeline(dealsOf("2024-12-03", "2025-06-30", "committed", "Managed Services"))
	q := w.about("Package Borealis")
	if len(q.Deals) != 1 || q.Deals[0].Delivery != offering.DeliveryManaged || q.Deals[0].Lines != 1 || !q.Deals[0].Share.Equal(money.One) {
		t.Fatalf("%+v", q.Deals)
	}
	if d := q.Deals[0].Deals; len(d) != 1 || d[0].ID != "D2" || d[0].Customer != "Acme" || d[0].Row != 3 || !strings.HasSuffix(d[0].File, ".csv") {
		t.Errorf("the opportunity is named with its place: %+v", d)
	}
	if likely(q, "manage").Cmp(likely(bare, "manage")) <= 0 || likely(q, "build").Cmp(likely(bare, "build")) >= 0 {
		t.Errorf("before %v, after %v", bare.Guesses, q.Guesses)
	}
	w.run(categorising.RunInput{})
	kept := w.queue()
	if at := slices.IndexFunc(kept, func(k categorising.Question) bool { return k.Key == q.Key }); at < 0 || len(kept[at].Deals) != 1 {
		t.Errorf("the queue says why: %+v", kept)
	}
	if strings.Contains(w.classes(), "Package Borealis: manage") {
		t.Error("the pipeline decided alone")
	}
}

func TestADealSaysNothingOutsideItsTimeOrWhenItCameToNothing(t *testing.T) {
	for name, pipeline := range map[string]string{
		"lost":                   dealsOf("2024-12-03", "2025-06-30", "closed_lost", "Managed Services"),
		"closed years ago":       dealsOf("2023-01-03", "2023-12-31", "launched", "Managed Services"),
		"begins at its close":    dealsOf("", "2025-06-30", "committed", "Managed Services"),
		"software":               dealsOf("2024-12-03", "2025-06-30", "committed", "SaaS or PaaS"),
		"nobody says how":        dealsOf("2024-12-03", "2025-06-30", "committed", ""),
		"nobody says when it is": dealsOf("2024-12-03", "", "committed", "Managed Services"),
	} {
		w := open(t)
		w.Customers("customer_id,name\na,Acme\n")
		w.Pipeline(pipeline)
		if q := w.about("Package Borealis"); len(q.Deals) != 0 {
			t.Errorf("%s: %+v", name, q.Deals)
		}
	}
}

func TestTheTimeOfADealEndsAYearAfterItsClose(t *testing.T) {
	for closes, says := range map[string]bool{"2024-01-31": true, "2023-12-31": false} { // the lines are of January 2025
		w := open(t)
		w.Customers("customer_id,name\na,Acme\n")
		w.Pipeline(dealsOf("", closes, "launched", "Managed Services"))
		if q := w.about("Package Borealis"); (len(q.Deals) == 1) != says {
			t.Errorf("closed %s: %+v", closes, q.Deals)
		}
	}
}

func TestDealsOfSeveralModelsShareALine(t *testing.T) {
	w := open(t)
	w.Customers("customer_id,name\na,Acme\n")
	w.Pipeline(dealsOf("2024-12-03", "2025-06-30", "committed", "Managed Services;Professional Services"))
	q := w.about("Package Borealis")
	half := money.MustParse("0.5")
	if len(q.Deals) != 2 || !q.Deals[0].Share.Equal(half) || !q.Deals[1].Share.Equal(half) {
		t.Errorf("%+v", q.Deals)
	}
}

func TestAnOfferingSaysItForItsLinesAndAPersonOverAll(t *testing.T) {
	w := open(t)
	w.Customers("customer_id,name\na,Acme\n")
	w.Pipeline(dealsOf("2024-12-03", "2025-06-30", "committed", "Managed Services"))
	w.run(categorising.RunInput{})
	w.set("design", categorising.Selection{Refs: []string{w.key("Package Borealis")}}, category.ScopeSubject)
	w.run(categorising.RunInput{Again: true})
	if got := w.classes(); !strings.Contains(got, "Package Borealis: design") || !strings.Contains(got, "Workshop: advise") {
		t.Errorf("a person and a code stand:\n%s", got)
	}
}

// What a run accepts with a pipeline, it would accept without one.
func TestAPipelineAcceptsNothing(t *testing.T) {
	for _, delivery := range []string{"Managed Services", "Resell", "Professional Services"} {
		plain, hinted := open(t), open(t)
		for _, w := range []*workspace{plain, hinted} {
			w.Customers("customer_id,name\na,Acme\n")
		}
		hinted.Pipeline(dealsOf("2024-12-03", "2025-06-30", "committed", delivery))
		for _, threshold := range []string{"0.2", "0.3", "0.5", "0.9"} {
			plain.k.Threshold, hinted.k.Threshold = money.MustParse(threshold), money.MustParse(threshold)
			want := map[category.Key]category.Label{}
			for _, a := range plain.run(categorising.RunInput{DryRun: true}).Accepted {
				want[a.Question.Key] = first(a.Question).Label
			}
			for _, a := range hinted.run(categorising.RunInput{DryRun: true}).Accepted {
				if want[a.Question.Key] != first(a.Question).Label {
					t.Errorf("%s at %s: accepts %s of %q", delivery, threshold, first(a.Question).Label, a.Question.Subject.Title())
				}
			}
		}
	}
}
