package matching_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

func TestAnAccountThatSaysABrandAloneIsAskedWhereAnotherSpeaksOfASecondFirm(t *testing.T) {
	for _, c := range []struct {
		name, other string
		linked      bool
	}{
		{"nobody else has the brand", "corvane-mutual-prod", true},
		{"another account of the same firm", "nettlegate-dev", true},
		{"an account of a firm of the brand in another trade", "nettlegate-mutual-prod", false},
		{"an address in such a firm's domain", "aws-prod@nettlegate-mutual.example", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := empty(t)
			b.rosterOf("n", "Nettlegate Components Ltd")
			b.bill(charge("222222222222", "nettlegate-prod", january, "40", ""), charge("333333333333", c.other, january, "30", ""))
			b.run(matching.RunInput{})
			if owner := b.owner("222222222222"); (owner == "n") != c.linked {
				t.Errorf("it is %q's: %+v", owner, b.queue())
			}
		})
	}
}

func TestTheQuestionThatSettlesOthersComesFirst(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH", "c", "Corvane Mutual Ltd")
	b.bill(charge("222222222222", "quokka-prod", january, "40", ""), charge("333333333333", "corvanne-prod", january, "60", ""),
		charge("555555555555", "corvanne-dev", january, "50", ""), charge("666666666666", "betta-biotech", january, "80", ""))
	b.run(matching.RunInput{})
	queue := b.queue()
	if len(queue) < 3 || queue[0].Party.Account != "333333333333" || queue[0].Settles != 1 || queue[0].Worth.String() != "110" || queue[0].Stake.Amount.Decimal.String() != "60" {
		t.Fatalf("the first question is %+v", queue[0])
	}
	last := queue[len(queue)-1]
	if last.Party.Account != "555555555555" || !last.Worth.IsZero() {
		t.Errorf("the last question is %+v", last)
	}
	b.accept(matching.AcceptInput{Question: "333333333333", Customer: "c"})
	b.run(matching.RunInput{})
	if owner := b.owner("555555555555"); owner != "c" {
		t.Errorf("what the answer settles is %q's: %+v", owner, b.queue())
	}
}
