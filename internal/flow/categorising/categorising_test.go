package categorising_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// bookLines has lines that a classifier knows, one it cannot know, one with a
// code, and one in a currency without a rate.
const bookLines = `invoice_number,issue_date,customer_name,item_code,project,description,currency,net,category
I-1,2025-01-10,Acme,MNG,Elbe,"Managed cloud operations, monthly fee January 2025",USD,100,
I-2,2025-02-10,Acme,MNG,Elbe,"Managed cloud operations, monthly fee February 2025",USD,110,
I-3,2025-01-15,Acme,SRV,,Dell PowerEdge server,USD,900,
I-4,2025-01-20,Acme,X-9,Kranich,Services as agreed,CNY,50000,
I-5,2025-01-20,Acme,Y-1,,Package Borealis,USD,70,
I-6,2025-01-21,Acme,LZ,,Workshop,USD,25,advise
I-7,2025-01-22,Acme,X-9,Kranich,Services as agreed,JPY,1000,
`

type workspace struct {
	*measuringtest.Books
	k *categorising.Categoriser
	t *testing.T
}

func open(t *testing.T) *workspace {
	t.Helper()
	b := measuringtest.Empty(t)
	b.Rates("date,from,to,rate\n2025-01-02,CNY,USD,0.14\n")
	b.Services(bookLines)
	now := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	return &workspace{Books: b, t: t, k: &categorising.Categoriser{State: b.Measurer.State, Engine: b.Measurer.Engine, Lake: b.Measurer.Lake,
		Threshold: money.MustParse(category.DefaultAccept), Currency: "USD", Policy: rate.PolicyAverage, Actor: "ann",
		Now: func() time.Time { now = now.Add(time.Second); return now }}}
}

func (w *workspace) run(in categorising.RunInput) categorising.Result {
	w.t.Helper()
	r, err := w.k.Run(context.Background(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *workspace) queue() []categorising.Question {
	w.t.Helper()
	p, err := w.k.Queue(context.Background(), 100, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	if p.Total != len(p.Questions) {
		w.t.Errorf("a queue of %d shows %d", p.Total, len(p.Questions))
	}
	return p.Questions
}

func (w *workspace) asked() string {
	w.t.Helper()
	var out []string
	for _, q := range w.queue() {
		out = append(out, fmt.Sprintf("%s (%d lines, %s)", q.Subject.Title(), q.Lines, q.Stake.Amount))
	}
	return strings.Join(out, "\n")
}

func (w *workspace) key(title string) string {
	w.t.Helper()
	rows, err := w.k.Export(context.Background(), categorising.ExportInput{All: true})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range rows {
		if strings.Contains(r.Subject.Title(), title) {
			return string(r.Key)
		}
	}
	w.t.Fatalf("no line says %q", title)
	return ""
}

// classes says what every subject is and why, by title.
func (w *workspace) classes() string {
	w.t.Helper()
	rows, err := w.k.Export(context.Background(), categorising.ExportInput{All: true})
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		what := service.FormatWeights(r.Class.Weights)
		if r.Class.Nature != service.NatureService {
			what = string(r.Class.Nature)
		}
		out = append(out, fmt.Sprintf("%.18s: %s %s", r.Subject.Title(), what, r.Class.Reason))
	}
	return strings.Join(out, "\n")
}

func (w *workspace) set(answer string, sel categorising.Selection, scope category.Scope) categorising.Given {
	w.t.Helper()
	a, err := categorising.ParseAnswer(answer)
	if err != nil {
		w.t.Fatal(err)
	}
	g, err := w.k.Set(context.Background(), categorising.SetInput{Selection: sel, Scope: scope, Answer: a})
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

const afterRun = `Services as agreed:  none
Dell PowerEdge ser: hardware accepted
Managed cloud oper: manage accepted
Package Borealis:  none
Workshop: advise code`

func TestARunDecidesWhatItIsSureOfAndAsksTheRestByMoney(t *testing.T) {
	w := open(t)
	if got := w.run(categorising.RunInput{DryRun: true}); len(got.Accepted) != 2 || w.asked() != "" {
		t.Errorf("a dry run accepts %d and asks %q", len(got.Accepted), w.asked())
	}
	r := w.run(categorising.RunInput{})
	if diff := cmp.Diff(afterRun, w.classes()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Services as agreed (2 lines, 7000 USD)\nPackage Borealis (1 lines, 70 USD)", w.asked()); diff != "" {
		t.Error(diff)
	}
	if len(r.Accepted) != 2 || r.Asked != 2 || r.AskedFor.Amount.String() != "7070 USD" || fmt.Sprint(r.AskedFor.Unconverted) != "[1000 JPY]" {
		t.Errorf("accepted %d, asked %d for %v", len(r.Accepted), r.Asked, r.AskedFor)
	}
	for _, a := range r.Accepted {
		if a.Decision.Actor != category.ActorAuto || a.Decision.Model != r.Model || a.Decision.Probability.Cmp(w.k.Threshold) < 0 {
			t.Errorf("an automatic answer is %+v", a.Decision)
		}
	}
	again := w.run(categorising.RunInput{})
	if len(again.Accepted) != 0 || again.Asked != 2 {
		t.Errorf("a second run accepts %d and asks %d", len(again.Accepted), again.Asked)
	}
	var sums []string
	for _, l := range r.Summary {
		sums = append(sums, fmt.Sprintf("%s %s %d %s", l.Label, l.Reason, l.Lines, l.Stake.Amount.Decimal))
	}
	if diff := cmp.Diff([]string{"advise code 1 25", "manage accepted 2 210", "hardware accepted 1 900", " none 3 7070"}, sums); diff != "" {
		t.Error(diff)
	}
}

func TestFiguresFollowDecisionsAndNothingElse(t *testing.T) {
	w := open(t)
	w.Customers("customer_id,name,kind,value\na,Acme,name,Acme\n")
	parts := func() string {
		r, err := w.Measurer.Run(context.Background(), measuring.Input{Currency: "USD", Policy: rate.PolicyAverage, Definitions: []string{"standard"}})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range multiplier.Parts() {
			if n := r.Figures[0].Total.Services.Of(p); !n.IsZero() {
				out = append(out, fmt.Sprintf("%s %s", p, n))
			}
		}
		return strings.Join(out, ", ")
	}
	if got := parts(); got != "advise 25, uncategorised 8180" {
		t.Errorf("before: %s", got)
	}
	w.run(categorising.RunInput{})
	if got := parts(); got != "advise 25, manage 210, uncategorised 7070" { // the server is out of services
		t.Errorf("after a run: %s", got)
	}
	w.set("design=0.3, build=0.7", categorising.Selection{Refs: []string{w.key("agreed")}}, "")
	if got := parts(); got != "advise 25, design 2100, build 4900, manage 210, uncategorised 70" {
		t.Errorf("after an answer: %s", got)
	}
	if _, _, err := w.k.Undo(context.Background(), "", ""); err != nil {
		t.Fatal(err)
	}
	if got := parts(); got != "advise 25, manage 210, uncategorised 7070" {
		t.Errorf("after an undo: %s", got)
	}
}

func TestAPersonsAnswerHoldsAgainstEveryRun(t *testing.T) {
	w := open(t)
	g := w.set("adopt", categorising.Selection{Pattern: "managed"}, "")
	if len(g.Decisions) != 1 || len(g.Overruled) != 0 {
		t.Errorf("one answer for the months of one work came to %+v", g)
	}
	w.run(categorising.RunInput{})
	w.run(categorising.RunInput{Again: true})
	if !strings.Contains(w.classes(), "Managed cloud oper: adopt reviewed") {
		t.Error(w.classes())
	}
}

func TestWhatAPersonTakesBackIsAskedAndNotDecidedAgain(t *testing.T) {
	ctx := context.Background()
	w := open(t)
	r := w.run(categorising.RunInput{})
	var server string
	for _, a := range r.Accepted {
		if a.Question.Subject.ItemCode == "SRV" {
			server = a.Decision.ID
		}
	}
	if _, _, err := w.k.Undo(ctx, server[len(server)-8:], "it is a service"); err != nil {
		t.Fatal(err)
	}
	if got := w.queue()[1]; got.Subject.ItemCode != "SRV" || !got.Held {
		t.Errorf("after the undo the queue has %+v", got)
	}
	again := w.run(categorising.RunInput{Again: true})
	if len(again.Accepted) != 0 || again.Asked != 3 {
		t.Errorf("the next run accepts %d and asks %d", len(again.Accepted), again.Asked)
	}
	if _, err := w.k.Reject(ctx, categorising.Selection{Refs: []string{w.key("Managed")}}, "", ""); err != nil {
		t.Fatal(err)
	}
	for _, q := range w.queue() {
		if q.Subject.ItemCode == "MNG" && q.Guesses[0].Label == "manage" {
			t.Error("what was rejected is guessed again")
		}
	}
	if again := w.run(categorising.RunInput{}); len(again.Accepted) != 0 {
		t.Errorf("a run decided what a person had rejected: %+v", again.Accepted)
	}
}

func TestRunsLearnFromAnswersAndReconsiderOnlyWhenTold(t *testing.T) {
	w := open(t)
	w.run(categorising.RunInput{})
	// What the books call managed is training here, a person says of others' lines.
	w.Services("invoice_number,issue_date,customer_name,item_code,description,currency,net\n" +
		"J-1,2025-03-01,Acme,A,Managed cloud operations for beginners,USD,10\nJ-2,2025-03-01,Acme,B,Managed cloud operations in depth,USD,10\n" +
		"J-3,2025-03-01,Acme,C,Managed cloud operations for the monthly fee board,USD,10\nJ-4,2025-03-01,Acme,D,Monthly fee managed cloud operations,USD,10\n")
	for _, code := range []string{"^A$", "^B$", "^C$", "^D$"} {
		w.set("adopt", categorising.Selection{Pattern: code}, "")
	}
	if r := w.run(categorising.RunInput{}); r.Withdrawn != 0 || !strings.Contains(w.classes(), "Managed cloud oper: manage accepted") {
		t.Errorf("a run changed an earlier answer by itself:\n%s", w.classes())
	}
	r := w.run(categorising.RunInput{Again: true})
	if r.Withdrawn != 1 || strings.Contains(w.classes(), "manage accepted") {
		t.Errorf("withdrew %d:\n%s", r.Withdrawn, w.classes())
	}
}

func TestAnswersSpeakOfWhatTheySay(t *testing.T) {
	w := open(t)
	w.run(categorising.RunInput{})
	if g := w.set("build", categorising.Selection{Refs: []string{w.key("agreed")}}, category.ScopeItem); g.Left != 1 {
		t.Errorf("%d questions are left", g.Left)
	}
	w.Services("invoice_number,issue_date,customer_name,item_code,description,currency,net\nJ-1,2025-03-01,Acme,X-9,Something else,USD,10\n")
	if !strings.Contains(w.classes(), "Something else: build reviewed") {
		t.Error(w.classes())
	}
	p, err := w.k.Queue(context.Background(), 1, 0)
	if err != nil || !p.Stale {
		t.Errorf("new books do not make the queue stale: %v, %v", p.Stale, err)
	}
}

func TestAnAnswerThatARuleStandsOverSaysSo(t *testing.T) {
	w := open(t)
	w.Categories("id,field,equals,contains,pattern,nature,category,share\ncare,item_code,MNG,,,service,manage,1\n")
	g := w.set("adopt", categorising.Selection{Pattern: "managed|workshop"}, "")
	if len(g.Overruled) != 2 || g.Overruled[0].Class.By != "care" || g.Overruled[1].Class.Reason != category.ReasonCode {
		t.Errorf("%+v", g.Overruled)
	}
}

func TestRulesLookAtTheEngagementType(t *testing.T) {
	w := open(t) // with books that have no such column
	w.Customers("customer_id,name,kind,value\na,Acme,name,Acme\n")
	w.Services("invoice_number,issue_date,customer_name,engagement_type,description,currency,net\n" +
		"J-1,2025-03-01,Acme,Staff augmentation,Consultant days,USD,500\nJ-2,2025-03-01,Acme,,Consultant days,USD,7\n")
	w.Categories("id,field,equals,contains,pattern,nature,category,share\nstaff,engagement_type,staff augmentation,,,service,build,1\n")
	if got := w.classes(); !strings.Contains(got, "Consultant days: build rule") || !strings.Contains(got, "Consultant days:  none") {
		t.Error(got)
	}
	r, err := w.Measurer.Run(context.Background(), measuring.Input{Currency: "USD", Policy: rate.PolicyAverage, Definitions: []string{"standard"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Figures[0].Total.Services.Of("build"); got.String() != "500" {
		t.Errorf("figures have %s of it", got)
	}
}

func TestAcceptTakesTheFirstGuess(t *testing.T) {
	ctx := context.Background()
	w := open(t)
	w.run(categorising.RunInput{})
	first := w.queue()[1].Guesses[0]
	g, err := w.k.Accept(ctx, categorising.Selection{Refs: []string{string(w.queue()[1].Key)}}, money.Zero, "")
	if err != nil || len(g.Decisions) != 1 || g.Left != 1 {
		t.Fatalf("%+v, %v", g, err)
	}
	d := g.Decisions[0]
	if diff := cmp.Diff(first.Label.Answer(), d.Answer); diff != "" || d.Actor != "ann" || !d.Probability.Equal(first.Probability) {
		t.Errorf("%+v %s", d, diff)
	}
	if g, err := w.k.Accept(ctx, categorising.Selection{}, money.MustParse("0.99"), ""); err != nil || len(g.Decisions) != 0 {
		t.Errorf("accepted %+v, %v", g.Decisions, err)
	}
}

func TestWrongAnswersAreRefusedWhole(t *testing.T) {
	ctx := context.Background()
	w := open(t)
	w.run(categorising.RunInput{})
	for code, in := range map[string]categorising.SetInput{
		"category.subject_not_found":       {Selection: categorising.Selection{Refs: []string{"kffff"}}, Answer: category.Label("build").Answer()},
		"category.nothing_selected":        {Selection: categorising.Selection{Pattern: "nowhere"}, Answer: category.Label("build").Answer()},
		"category.pattern":                 {Selection: categorising.Selection{Pattern: "["}, Answer: category.Label("build").Answer()},
		"category.offering_unknown":        {Selection: categorising.Selection{Pattern: "agreed"}, Answer: category.Answer{Offering: "nothing"}},
		"category.decision_value":          {Selection: categorising.Selection{Pattern: "borealis"}, Scope: category.ScopeProject, Answer: category.Label("build").Answer()},
		"category.answer_without_category": {Selection: categorising.Selection{Pattern: "agreed"}},
	} {
		if _, err := w.k.Set(ctx, in); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if diff := cmp.Diff(afterRun, w.classes()); diff != "" {
		t.Error(diff)
	}
	for ref, code := range map[string]string{"": "category.nothing_to_undo", "ZZZZZZ": "category.decision_not_found"} {
		if _, _, err := w.k.Undo(ctx, ref, ""); fault.CodeOf(err) != code {
			t.Errorf("undo %q: %v", ref, err)
		}
	}
}

func TestOfferingsGiveTheirLinesCategories(t *testing.T) {
	w := open(t)
	a := w.Importer
	path := w.Write("offerings.csv", "id,name,categories,delivery,item_codes\ncare,Care package,manage,managed_services,Y-1\nbox,Borealis box,,managed_services,X-9\n")
	if _, err := a.Offerings(context.Background(), importInput(path)); err != nil {
		t.Fatal(err)
	}
	w.run(categorising.RunInput{})
	got := w.classes()
	if !strings.Contains(got, "Package Borealis: manage offering") || !strings.Contains(got, "Services as agreed:  none") {
		t.Error(got)
	}
	plain, err := w.k.Explain(context.Background(), "Services as agreed for the year")
	if err != nil {
		t.Fatal(err)
	}
	hinted, err := w.k.Explain(context.Background(), w.key("agreed"))
	if err != nil || hinted.Offering.ID != "box" || hinted.Link != "item" {
		t.Fatalf("%+v, %v", hinted.Offering, err)
	}
	if of(hinted, "manage").Cmp(of(plain, "manage")) <= 0 {
		t.Errorf("an offering delivered as managed services does not hint: %s, without %s", of(hinted, "manage"), of(plain, "manage"))
	}
}

func of(e categorising.Explanation, l category.Label) money.Decimal {
	for _, g := range e.Question.Guesses {
		if g.Label == l {
			return g.Probability
		}
	}
	return money.Zero
}

func TestExplainAndHistorySayWhoAndWhy(t *testing.T) {
	ctx := context.Background()
	w := open(t)
	w.run(categorising.RunInput{})
	w.set("adopt", categorising.Selection{Pattern: "managed"}, "")
	e, err := w.k.Explain(ctx, w.key("Managed"))
	if err != nil {
		t.Fatal(err)
	}
	if !e.InBooks || e.Class.Reason != category.ReasonReviewed || len(e.History) != 2 || len(e.Cues) == 0 || e.Question.Lines != 2 {
		t.Errorf("%+v", e)
	}
	if byText, err := w.k.Explain(ctx, "managed cloud operations, monthly fee MARCH 2025"); err != nil || byText.Question.Key != e.Question.Key {
		t.Errorf("the text of a subject explains %v, %v", byText.Question, err)
	}
	if loose, err := w.k.Explain(ctx, "Office cleaning"); err != nil || loose.InBooks || loose.Question.Guesses[0].Label != "unrelated" {
		t.Errorf("a text of no book: %+v, %v", loose.Question, err)
	}
	if _, err := w.k.Explain(ctx, "-"); fault.CodeOf(err) != "category.subject_not_found" {
		t.Errorf("nothing: %v", err)
	}
	all, err := w.k.History(ctx, categorising.HistoryInput{})
	if err != nil || len(all) != 3 || all[0].Actor != "ann" || !all[0].Holds {
		t.Errorf("%+v, %v", all, err)
	}
	people, err := w.k.History(ctx, categorising.HistoryInput{People: true, Ref: w.key("Managed")})
	if err != nil || len(people) != 1 {
		t.Errorf("%+v, %v", people, err)
	}
	if none, err := w.k.History(ctx, categorising.HistoryInput{Ref: w.key("Borealis")}); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestAnEmptyWorkspaceHasNothingToSay(t *testing.T) {
	b := measuringtest.Empty(t)
	w := &workspace{Books: b, t: t, k: &categorising.Categoriser{State: b.Measurer.State, Engine: b.Measurer.Engine, Lake: b.Measurer.Lake,
		Threshold: money.One, Currency: "USD", Policy: rate.PolicyAverage, Actor: "ann", Now: time.Now}}
	if r := w.run(categorising.RunInput{}); r.Asked != 0 || len(r.Summary) != 0 || w.asked() != "" {
		t.Errorf("%+v", r)
	}
	if _, err := w.k.Accept(context.Background(), categorising.Selection{}, money.Zero, ""); fault.CodeOf(err) != "category.nothing_selected" {
		t.Errorf("%v", err)
	}
}
