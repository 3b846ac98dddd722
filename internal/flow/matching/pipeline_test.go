package matching_test

import (
	"context"
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

const dealHeader = "id,customer_name,website,account,duns,stage,close_date\n"

func TestThePipelineFindsCustomersAndMakesNone(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Corvane Robotics Holdings Ltd", "b", "Beta Biotech GmbH")
	b.Pipeline(dealHeader +
		"D1,Corvane Robotics Holdings Limited,,,,prospect,2025-03-01\n" + // the same but for its legal form
		"D2,Corvane Robotics,corvane.example,,,prospect,2025-03-01\n" + // the brand: a question
		"D3,Somebody Else AG,else.example,,123456789,prospect,2025-03-01\n" + // a prospect
		"D4,,,111111111111,,prospect,2025-03-01\n") // nobody
	r := b.run(matching.RunInput{})
	if len(r.Created) != 0 || r.Books != 0 || r.Accounts != 0 {
		t.Fatalf("a prospect is no customer: %+v", r)
	}
	linked := len(r.Linked)
	q := b.queue()
	if linked+r.Matched == 0 || linked+r.Matched+len(q) != 2 {
		t.Fatalf("two of three come near a customer: matched %d, linked %+v, asked %+v", r.Matched, r.Linked, q)
	}
	for _, one := range q {
		if one.Party.Kind != identity.KindOther || one.Candidates[0].Customer != "a" {
			t.Errorf("%+v", one)
		}
		b.accept(matching.AcceptInput{Question: string(one.ID)})
	}
	if r := b.run(matching.RunInput{}); r.Compared > 1 || r.Matched != 2 || r.Questions != 0 {
		t.Errorf("answered: %+v", r)
	}
	last, err := b.Matcher.LastRun(context.Background())
	unseen := slices.ContainsFunc(last.New, func(a batch.Arrival) bool { return a.Kind == batch.KindPipeline })
	if err != nil || unseen || last.Gone != 0 {
		t.Errorf("the run has seen the pipeline: %+v, %v", last, err)
	}
}

func TestNumbersOfThePipelineAreEvidence(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.Customers("customer_id,name,kind,value\nb,Beta Biotech GmbH,account,111111111111\nb,,duns,123456789\n")
	b.Pipeline(dealHeader + "D1,BBG Labs,,111111111111,,prospect,2025-03-01\nD2,Quite Another Name,,,123456789,prospect,2025-03-01\n")
	if r := b.run(matching.RunInput{}); r.Matched != 2 {
		t.Errorf("an exact number names the customer: %+v", r)
	}
	book, err := b.Matcher.State.CustomerBook(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range book.Customers() {
		if slices.Contains([]string{"BBG Labs", "Quite Another Name"}, c.Name) {
			t.Errorf("made %+v", c)
		}
	}
}
