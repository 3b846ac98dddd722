package matching_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
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

func TestAnOpportunityNamesAnAccountWithoutAName(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Corvane Robotics Holdings Ltd", "b", "Beta Biotech GmbH")
	b.Bill(batch.SideCost,
		nameless("111111111111", "100"),
		nameless("222222222222", "50"))
	b.Pipeline(dealHeader +
		"D1,Beta Biotech GmbH,,111111111111,,prospect,2025-03-01\n" +
		"D2,Somebody Else AG,,222222222222,,prospect,2025-03-01\n")
	b.run(matching.RunInput{})
	asked := func(account string) *matching.Question {
		q := b.queue()
		if at := slices.IndexFunc(q, func(q matching.Question) bool { return q.Party.Account == account }); at >= 0 {
			return &q[at]
		}
		return nil
	}
	one := asked("111111111111")
	if one == nil || len(one.Candidates) == 0 || one.Candidates[0].Customer != "b" {
		t.Fatalf("a deal with Beta names the account: %+v", one)
	}
	evidence := one.Candidates[0].Evidence
	if !slices.ContainsFunc(evidence, func(e matching.Evidence) bool {
		return e.Code == identity.CodeHintPipeline && strings.Contains(e.Left+e.Right, "Beta Biotech GmbH (D1, pipeline.csv:2)")
	}) {
		t.Errorf("with the opportunity as evidence: %+v", evidence)
	}
	if two := asked("222222222222"); two == nil || len(two.Candidates) != 0 {
		t.Errorf("a prospect's account is nobody's yet: %+v", two)
	}
	x, err := b.Matcher.Explain(context.Background(), "111111111111", "b")
	if err != nil || !x.OnlyWeak || !slices.ContainsFunc(x.Evidence, func(e matching.Evidence) bool { return e.Code == identity.CodeHintPipeline }) {
		t.Errorf("explained: %+v, %v", x.Evidence, err)
	}
	b.accept(matching.AcceptInput{Question: string(one.ID)})
	b.run(matching.RunInput{})
	if asked("111111111111") != nil {
		t.Error("asked again")
	}
}

func TestWhatThePipelineSaysOfAnAccountFollowsTheAnswerAboutItsCustomer(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.Customers("customer_id,name,kind,value\nb,Beta Biotech GmbH,name,Moorfeld Labs\n") // as a person has said
	b.Bill(batch.SideCost, nameless("111111111111", "100"))
	b.Pipeline(dealHeader + "D1,Moorfeld Labs,,111111111111,,prospect,2025-03-01\n")
	if r := b.run(matching.RunInput{}); len(r.Linked) != 0 {
		t.Errorf("an opportunity alone links no account: %+v", r.Linked)
	}
	q := b.queue()
	if len(q) != 1 || len(q[0].Candidates) == 0 || q[0].Candidates[0].Customer != "b" {
		t.Errorf("%+v", q)
	}
}

// nameless is the charge of an account that the bill gives no name.
func nameless(account, cost string) string {
	return strings.ReplaceAll(measuringtest.Charge("900000000000", account, "2025-01", "Usage", "EC2", "eu-central-1", cost, cost), "Account "+account, "")
}
