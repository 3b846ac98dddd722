package matching_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/state"
)

const january, february = "2025-01", "2025-02"

func TestOnlyWhoIsNewIsComparedUntilSomethingChanges(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "", january, "40", ""))
	if r := b.run(matching.RunInput{}); r.Compared != 1 || r.Unknown != 1 {
		t.Fatalf("first: %+v", r)
	}
	if r := b.run(matching.RunInput{}); r.Compared != 0 || r.Unknown != 1 {
		t.Errorf("nothing new: compared %d, unknown %d", r.Compared, r.Unknown)
	}
	b.bill(charge("333333333333", "", february, "30", ""))
	if r := b.run(matching.RunInput{}); r.Compared != 1 || r.Unknown != 2 {
		t.Errorf("a new account: compared %d, unknown %d", r.Compared, r.Unknown)
	}
	if r := b.run(matching.RunInput{All: true}); r.Compared != 2 {
		t.Errorf("all: compared %d", r.Compared)
	}
	b.rosterOf("b", "Beta Biotech GmbH", "c", "Cassowary Ltd")
	if r := b.run(matching.RunInput{}); r.Compared != 2 {
		t.Errorf("a new customer: compared %d", r.Compared)
	}
}

func TestAnAccountWithoutANameIsNeverLinkedByWhatItsTagsSay(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech GmbH","owner":"ops@beta-biotech.example"}`))
	b.Thresholds.Accept = 0.5 // even where little is asked
	r := b.run(matching.RunInput{})
	q := b.queue()
	if len(r.Linked) != 0 || len(q) != 1 || q[0].Why != matching.WhyWeak || q[0].Candidates[0].Customer != "b" {
		t.Fatalf("linked %v, asked %+v", r.Linked, q)
	}
	if !slices.ContainsFunc(q[0].Candidates[0].Evidence, func(e matching.Evidence) bool { return e.Code == identity.CodeHintTag && e.Left == "Beta Biotech GmbH" }) {
		t.Errorf("the tag is no evidence: %+v", q[0].Candidates[0].Evidence)
	}
}

func TestARejectedPairIsAskedAgainOnlyWithNewEvidenceAndSaysWhich(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech GmbH"}`))
	b.run(matching.RunInput{})
	b.reject(matching.RejectInput{Question: "222222222222"})
	if r := b.run(matching.RunInput{All: true}); r.Questions != 0 || r.Unknown != 1 {
		t.Fatalf("asked again with nothing new: %+v", b.queue())
	}
	b.bill(charge("222222222222", "Beta Biotech GmbH", february, "50", `{"customer":"Beta Biotech GmbH"}`))
	r := b.run(matching.RunInput{})
	q := b.queue()
	if len(r.Linked) != 0 || len(q) != 1 || q[0].Why != matching.WhyEvidence {
		t.Fatalf("linked %v, asked %+v", r.Linked, q)
	}
	fresh := q[0].Candidates[0].Fresh
	if !slices.ContainsFunc(fresh, func(e matching.Evidence) bool { return e.Code == identity.CodeNameSame }) ||
		slices.ContainsFunc(fresh, func(e matching.Evidence) bool { return e.Code == identity.CodeHintTag }) {
		t.Errorf("new evidence: %+v", fresh)
	}
}

func TestPartiesThatContradictEachOtherAreAsked(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Corvane Robotics Holdings Ltd")
	b.Services(lineHeader + "I-1,2025-01-10,Corvane Robotics Limited,GB438036200,,USD,300\n" +
		"I-2,2025-01-11,CORVANE ROBOTICS LTD.,GB999999973,,USD,200\n")
	b.Thresholds.Accept, b.Thresholds.Apart = 0.05, 0.01 // each by itself would be linked
	r := b.run(matching.RunInput{})
	q := b.queue()
	if len(r.Linked) != 0 || len(q) != 2 || q[0].Why != matching.WhyConflict || q[1].Why != matching.WhyConflict {
		t.Fatalf("linked %+v, asked %+v", r.Linked, q)
	}
}

func TestWhatAPersonTookBackIsNotDoneAgainWithoutAPerson(t *testing.T) {
	b := empty(t)
	b.Services(lineHeader + "I-1,2025-01-10,Gamma Optics Ltd,,ap@gammaoptics.example,USD,300\n")
	if r := b.run(matching.RunInput{}); len(r.Created) != 1 {
		t.Fatalf("created %v", r.Created)
	}
	entries, err := b.Matcher.History(context.Background(), matching.HistoryInput{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Matcher.Undo(context.Background(), entries[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	r := b.run(matching.RunInput{All: true})
	if q := b.queue(); len(r.Created) != 0 || len(q) != 1 || q[0].Why != matching.WhyTakenBack {
		t.Fatalf("created %v, asked %+v", r.Created, q)
	}
	a := b.accept(matching.AcceptInput{Question: string(b.queue()[0].ID), New: true})
	if !a.Made || a.Name != "Gamma Optics Ltd" {
		t.Errorf("%+v", a)
	}
	if r := b.run(matching.RunInput{}); r.After[1].Matched.Amount.Decimal.String() != "300" {
		t.Errorf("services with a customer: %v", r.After[1].Matched)
	}
}

func TestTheLastRejectionMakesAnInvoicePartyACustomerAndUndoTakesBoth(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Halden Systems Group")
	b.Thresholds.Accept, b.Thresholds.Apart = 0.9999, 0.0001
	b.Services(lineHeader + "I-1,2025-01-10,Halden Systems Norway,,,USD,300\n")
	b.run(matching.RunInput{})
	q := b.queue()
	if len(q) != 1 || len(q[0].Candidates) != 1 {
		t.Fatalf("asked %+v", q)
	}
	before := b.asked()
	answer := b.reject(matching.RejectInput{Question: string(q[0].ID)})
	if answer.Own == nil || answer.Own.Name != "Halden Systems Norway" || len(b.queue()) != 0 {
		t.Fatalf("%+v", answer)
	}
	u, err := b.Matcher.Undo(context.Background(), "", "")
	if err != nil || len(u.Followed) != 1 || u.Again == nil {
		t.Fatalf("%+v, %v", u, err)
	}
	if diff := cmp.Diff(before, b.asked()); diff != "" {
		t.Errorf("the question came back as another (-was +is):\n%s", diff)
	}
	if left := b.log(); len(left) != 2 || left[0] != "undo  " || left[1] != "undo  " {
		t.Errorf("what stands: %q", left)
	}
}

func TestAnUndoTakesBackTheLinksThatRestedOnIt(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "quokka-prod", january, "40", ""), charge("333333333333", "quokka-staging", january, "30", ""),
		charge("444444444444", "Beta Biotech GmbH", january, "20", ""))
	b.Thresholds.Accept = 0.9
	b.run(matching.RunInput{})
	b.accept(matching.AcceptInput{Question: "222222222222", Customer: "b"})
	b.run(matching.RunInput{})
	for _, account := range []string{"222222222222", "333333333333", "444444444444"} {
		if owner := b.owner(account); owner != "b" {
			t.Fatalf("%s is %q's: %+v", account, owner, b.queue())
		}
	}
	u, err := b.Matcher.Undo(context.Background(), "", "")
	if err != nil || len(u.Followed) != 1 || u.Followed[0].Party != "account:333333333333" {
		t.Fatalf("followed %+v, %v", u.Followed, err)
	}
	if b.owner("333333333333") != "" || b.owner("444444444444") != "b" {
		t.Errorf("owners %q, %q", b.owner("333333333333"), b.owner("444444444444"))
	}
	b.accept(matching.AcceptInput{Question: "222222222222", Customer: "b"})
	b.run(matching.RunInput{})
	if owner := b.owner("333333333333"); owner != "b" {
		t.Errorf("not linked again: %+v", b.queue())
	}
}

func TestWhatRestedOnAMergeOrOnWhatIsSplitOffIsTakenBackWithIt(t *testing.T) {
	ctx := context.Background()
	merged := func() *books {
		b := empty(t)
		b.rosterOf("b", "Beta Biotech GmbH", "q", "Quokkamoor Freight GmbH")
		b.bill(charge("444444444444", "Beta Biotech GmbH", january, "20", ""))
		if _, err := b.Matcher.Merge(ctx, "q", "b", ""); err != nil {
			t.Fatal(err)
		}
		b.run(matching.RunInput{})
		b.bill(charge("555555555555", "Quokkamoor Freight", january, "30", ""))
		b.run(matching.RunInput{})
		if b.owner("444444444444") != "b" || b.owner("555555555555") != "b" {
			t.Fatalf("owners %q, %q: %+v", b.owner("444444444444"), b.owner("555555555555"), b.queue())
		}
		return b
	}
	t.Run("merge", func(t *testing.T) {
		b := merged()
		u, err := b.Matcher.Undo(ctx, "", "")
		if err != nil || len(u.Followed) != 1 || u.Followed[0].Party != "account:555555555555" {
			t.Fatalf("followed %+v, %v", u.Followed, err)
		}
		if b.owner("444444444444") != "b" || b.owner("555555555555") != "" {
			t.Errorf("owners %q, %q", b.owner("444444444444"), b.owner("555555555555"))
		}
		b.run(matching.RunInput{})
		if owner := b.owner("555555555555"); owner != "q" {
			t.Errorf("decided again it is %q's: %+v", owner, b.queue())
		}
	})
	t.Run("split", func(t *testing.T) {
		b := merged()
		c, err := b.Matcher.Split(ctx, matching.SplitInput{Customer: "b", Identifiers: []string{"Quokkamoor Freight GmbH"}, Name: "Quokkamoor Freight GmbH"})
		if err != nil || len(c.Followed) != 1 || c.Followed[0].Party != "account:555555555555" {
			t.Fatalf("followed %+v, %v", c.Followed, err)
		}
		b.run(matching.RunInput{})
		if got := b.owner("555555555555"); got != c.Into.ID || b.owner("444444444444") != "b" {
			t.Errorf("owners %q, %q: %+v", b.owner("444444444444"), got, b.queue())
		}
	})
}

func TestAnswersTeachAndUndoneOnesDoNot(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH", "g", "Gamma Optics Ltd")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech"}`), charge("333333333333", "", january, "30", `{"customer":"Gamma Optics"}`))
	b.run(matching.RunInput{})
	b.accept(matching.AcceptInput{Question: "222222222222"})
	b.reject(matching.RejectInput{Question: "333333333333"})
	r := b.run(matching.RunInput{})
	if r.Learned.Answers != 2 || r.Learned.After == r.Learned.Before {
		t.Fatalf("learned %+v", r.Learned)
	}
	for range 2 {
		if _, err := b.Matcher.Undo(context.Background(), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	if r := b.run(matching.RunInput{}); r.Learned.Answers != 0 || r.Learned.After != identity.Shipped().Version() {
		t.Errorf("still learned %+v", r.Learned)
	}
}

func TestMoneyWithACustomerIsTakenMonthByMonthAndWithoutARateStandsApart(t *testing.T) {
	b := empty(t)
	b.Customers("customer_id,name,kind,value,from,until\nb,Beta Biotech GmbH,account,222222222222,2025-02,\n")
	b.bill(charge("222222222222", "", january, "40", ""), charge("222222222222", "", february, "60", ""))
	b.Services(lineHeader + "I-1,2025-01-10,Beta Biotech GmbH,,,JPY,300\nI-2,2025-01-10,Beta Biotech GmbH,,,USD,20\n")
	r := b.run(matching.RunInput{})
	for i, want := range []struct {
		side           multiplier.Side
		matched, total string
		unconverted    int
	}{{multiplier.SideCloud, "60", "100", 0}, {multiplier.SideServices, "20", "20", 1}} {
		got := r.After[i]
		if got.Side != want.side || got.Matched.Amount.Decimal.String() != want.matched || got.Total.Amount.Decimal.String() != want.total ||
			len(got.Total.Unconverted) != want.unconverted {
			t.Errorf("%s: %+v", want.side, got)
		}
	}
}

// A run writes decisions, then questions, then what it has seen. Stopped at any
// moment, the next run must leave what one run would have left.
func TestARunThatIsStoppedAnywhereIsCompletedByTheNext(t *testing.T) {
	build := func() *books {
		b := empty(t)
		b.rosterOf("b", "Beta Biotech GmbH")
		b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech"}`), charge("333333333333", "", january, "30", ""))
		b.Services(lineHeader + "I-1,2025-01-10,Gamma Optics Ltd,,ap@gammaoptics.example,USD,300\nI-2,2025-01-11,GAMMA OPTICS LIMITED INC,,ap@gammaoptics.example,USD,30\n")
		return b
	}
	whole := build()
	events := 0
	whole.Matcher.Progress = func(progress.Event) { events++ }
	whole.run(matching.RunInput{})
	want, wantQueue := whole.log(), whole.asked()
	if events < 5 || len(want) != 2 || len(whole.queue()) != 2 {
		t.Fatalf("%d events, %q, %s: too little to stop", events, want, wantQueue)
	}
	for stop := range events {
		b := build()
		ctx, cancel := context.WithCancel(context.Background())
		seen := 0
		b.Matcher.Progress = func(progress.Event) {
			if seen == stop {
				cancel()
			}
			seen++
		}
		if _, err := b.Matcher.Run(ctx, matching.RunInput{}); err == nil {
			t.Errorf("stopped at %d, it says it is done", stop)
		}
		b.Matcher.Progress = nil
		b.run(matching.RunInput{})
		if diff := cmp.Diff(want, b.log()); diff != "" {
			t.Errorf("stopped at %d (-whole +completed):\n%s", stop, diff)
		}
		if diff := cmp.Diff(wantQueue, b.asked()); diff != "" {
			t.Errorf("stopped at %d, questions (-whole +completed):\n%s", stop, diff)
		}
		cancel()
	}
}

// second is another process on the same workspace.
func (b *books) second(actor string) *matching.Matcher {
	b.t.Helper()
	db, err := state.Open(context.Background(), b.Dir+"/state.db")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.t.Error(err)
		}
	})
	m := *b.Matcher
	m.State, m.Actor = db, actor
	return &m
}

func TestTwoWhoAnswerOneQuestionAtOnceNeverBothWin(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH", "c", "Cassowary Ltd")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech"}`))
	b.run(matching.RunInput{})
	li, wang := b.second("li"), b.second("wang")
	results := make(chan error, 2)
	go func() {
		_, err := li.Accept(context.Background(), matching.AcceptInput{Question: "222222222222", Customer: "b"})
		results <- err
	}()
	go func() {
		_, err := wang.Accept(context.Background(), matching.AcceptInput{Question: "222222222222", Customer: "c"})
		results <- err
	}()
	var lost []error
	for range 2 {
		if err := <-results; err != nil {
			lost = append(lost, err)
		}
	}
	if len(lost) != 1 || fault.CodeOf(lost[0]) != "customer.party_held" {
		t.Fatalf("lost: %v", lost)
	}
	if owner := b.owner("222222222222"); owner != "b" && owner != "c" {
		t.Errorf("it is %q's", owner)
	}
}

func TestTwoRunsAtOnceLeaveWhatOneLeaves(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech"}`))
	b.Services(lineHeader + "I-1,2025-01-10,Gamma Optics Ltd,,ap@gammaoptics.example,USD,300\nI-2,2025-01-11,Delta Freight Co,,,USD,30\n")
	results := make(chan error, 2)
	for _, m := range []*matching.Matcher{b.second("li"), b.second("wang")} {
		go func() {
			_, err := m.Run(context.Background(), matching.RunInput{})
			results <- err
		}()
	}
	for range 2 {
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
	if log := b.log(); len(log) != 2 {
		t.Errorf("decided: %q", log)
	}
	if q := b.queue(); len(q) != 1 {
		t.Errorf("asked: %+v", q)
	}
}

// One party is written in two ways that differ by a space, and the list knows
// one of them: figures would not find the other.
func TestAPartyWrittenInTwoWaysIsLinkedWhereTheListKnowsOne(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Halden Optics Ltd")
	b.Services(lineHeader + "I-1,2025-01-10,Halden Optics Ltd,,,USD,300\nI-2,2025-01-11,HaldenOptics Ltd,,,USD,200\n")
	r := b.run(matching.RunInput{})
	if len(r.Linked) != 1 || r.Linked[0].Customer != "a" || r.After[1].Matched.Amount.Decimal.String() != "500" {
		t.Errorf("linked %+v, with a customer %v", r.Linked, r.After[1].Matched)
	}
}

// An invoice that says a former name tells whose those under it are, before they
// become a customer of their own.
func TestAFormerNameFindsTheInvoicesUnderIt(t *testing.T) {
	b := empty(t)
	b.rosterOf("a", "Fennelreach Campus Inc.")
	b.Services(lineHeader + "I-1,2025-01-10,Willowfield Campus Inc.,,,USD,900\nI-2,2025-01-11,Fennelreach Campus Inc. (formerly Willowfield Campus Inc.),,,USD,200\n")
	if r := b.run(matching.RunInput{}); len(r.Linked) != 2 || len(r.Created) != 0 {
		t.Errorf("linked %+v, made %+v", r.Linked, r.Created)
	}
}

func TestABrandThatTwoCustomersHaveIsAsked(t *testing.T) {
	b := empty(t)
	b.Customers("customer_id,name,kind,value\na,Nettlegate Components Ltd,domain,nettlegate.example\nb,Corvane Ltd,,\n")
	b.bill(charge("222222222222", "nettlegate-prod", january, "40", ""))
	if r := b.run(matching.RunInput{}); len(r.Linked) != 1 || r.Linked[0].Customer != "a" {
		t.Fatalf("the only one of the brand: %+v, asked %+v", r.Linked, b.queue())
	}
	b.Customers("customer_id,name,kind,value\na,Nettlegate Components Ltd,domain,nettlegate.example\nb,Nettlegate Press Ltd,,\n")
	b.bill(charge("333333333333", "nettlegate-dev", february, "30", ""))
	r := b.run(matching.RunInput{})
	if q := b.queue(); len(r.Linked) != 0 || !slices.ContainsFunc(q, func(q matching.Question) bool { return q.Party.Account == "333333333333" }) {
		t.Errorf("linked %+v, asked %+v", r.Linked, q)
	}
}
