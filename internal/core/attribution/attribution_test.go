package attribution_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

var january = period.NewMonth(2025, time.January)

func project(name string) attribution.Subject {
	return attribution.Subject{Kind: attribution.SubjectProject, Value: name}
}

func share(of attribution.Subject, to attribution.TargetKind, value, part string, from, until period.Month) attribution.Share {
	return attribution.Share{Subject: of, To: attribution.Target{Kind: to, Value: value}, Share: money.MustParse(part), From: from, Until: until,
		Reason: attribution.ReasonOther}
}

func split(t *testing.T, l *attribution.Ledger, kind attribution.TargetKind, m period.Month, of ...attribution.Subject) map[string]string {
	t.Helper()
	parts, ok := l.Split(kind, m, of...)
	if !ok {
		return nil
	}
	out := map[string]string{}
	for _, p := range parts {
		out[p.To.Value] = p.Share.String()
	}
	return out
}

func TestSharesDivideASubjectMonthByMonth(t *testing.T) {
	l := attribution.NewLedger([]attribution.Share{
		share(project("P-1"), attribution.TargetCustomer, "a", "0.6", 0, january+2),
		share(project("p-1 "), attribution.TargetCustomer, "b", "0.3", january+1, 0),
		share(project("P-1"), attribution.TargetProvider, "AWS", "1", 0, 0),
		share(project("P-2"), attribution.TargetPartner, "Other Ltd", "0.4", 0, 0),
		share(project("P-3"), attribution.TargetPartner, attribution.Self, "0.25", 0, 0),
		share(attribution.Subject{Kind: attribution.SubjectDocument, Value: "INV-1"}, attribution.TargetCustomer, "c", "1", january, january+1),
	})
	invoice := attribution.Subject{Kind: attribution.SubjectDocument, Value: "inv-1"}
	for name, c := range map[string]struct{ got, want map[string]string }{
		"the rest has no target":              {split(t, l, attribution.TargetCustomer, january, project("P-1")), map[string]string{"a": "0.6", "": "0.4"}},
		"two in one month":                    {split(t, l, attribution.TargetCustomer, january+1, project("P-1")), map[string]string{"a": "0.6", "b": "0.3", "": "0.1"}},
		"until is exclusive":                  {split(t, l, attribution.TargetCustomer, january+2, project("P-1")), map[string]string{"b": "0.3", "": "0.7"}},
		"directions are apart":                {split(t, l, attribution.TargetProvider, january, project("P-1")), map[string]string{"AWS": "1"}},
		"what partners leave is the firm's":   {split(t, l, attribution.TargetPartner, january, project("P-2")), map[string]string{"Other Ltd": "0.4", "self": "0.6"}},
		"what the firm leaves is nobody's":    {split(t, l, attribution.TargetPartner, january, project("P-3")), map[string]string{"self": "0.25", "": "0.75"}},
		"the narrower subject decides":        {split(t, l, attribution.TargetCustomer, january, invoice, project("P-1")), map[string]string{"c": "1"}},
		"where it holds in that month":        {split(t, l, attribution.TargetCustomer, january+1, invoice, project("P-1")), map[string]string{"a": "0.6", "b": "0.3", "": "0.1"}},
		"a subject without shares is divided": {split(t, l, attribution.TargetCustomer, january, project("P-9")), nil},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestMoreThanTheWholeIsRefusedWhereItBegins(t *testing.T) {
	fine := []attribution.Share{share(project("P"), attribution.TargetCustomer, "a", "0.6", 0, january+3), share(project("P"), attribution.TargetCustomer, "b", "0.5", january+3, 0)}
	if err := attribution.NewLedger(fine).Check(); err != nil {
		t.Errorf("one after the other: %v", err)
	}
	fine[1].From = january + 2
	err := attribution.NewLedger(fine).Check()
	f, ok := fault.As(err)
	if !ok || f.Code != "attribution.share_over" || f.Args["month"] != "2025-03" || f.Args["sum"] != "110" {
		t.Errorf("one month together: %v", err)
	}
}

func TestWhatIsDividedSumsToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var shares []attribution.Share
		for range rapid.IntRange(0, 6).Draw(t, "shares") {
			part := money.NewInt(rapid.Int64Range(1, 1000).Draw(t, "share")).Mul(money.MustParse("0.001"))
			from := january + period.Month(rapid.IntRange(0, 3).Draw(t, "from"))
			shares = append(shares, attribution.Share{Subject: project("P"), Share: part, From: from, Until: from + 2, Reason: attribution.ReasonOther,
				To: attribution.Target{Kind: rapid.SampledFrom(attribution.TargetKinds()).Draw(t, "kind"), Value: rapid.SampledFrom([]string{"self", "x", "y"}).Draw(t, "to")}})
		}
		l := attribution.NewLedger(shares)
		amount := money.NewInt(rapid.Int64Range(-1e12, 1e12).Draw(t, "amount")).Mul(money.MustParse("0.000001"))
		for _, kind := range attribution.TargetKinds() {
			for m := january; m < january+6; m++ {
				parts, ok := l.Split(kind, m, project("P"))
				if !ok {
					continue
				}
				sum := money.Zero
				for i, p := range parts {
					sum = sum.Add(p.Share)
					if p.Share.Sign() <= 0 || p.IsRest() && i != len(parts)-1 {
						t.Fatalf("%v", parts)
					}
				}
				if !sum.Equal(money.One) || !money.Sum(attribution.Divide(amount, parts)...).Equal(amount) {
					t.Fatalf("%v come to %s; %s becomes %v", parts, sum, amount, attribution.Divide(amount, parts))
				}
			}
		}
	})
}

func TestABadShareIsRefused(t *testing.T) {
	good := share(project("P"), attribution.TargetCustomer, "a", "0.5", january, january+1)
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*attribution.Share){
		"attribution.subject_kind":    func(s *attribution.Share) { s.Subject.Kind = "week" },
		"attribution.subject_missing": func(s *attribution.Share) { s.Subject.Value = " " },
		"attribution.target_kind":     func(s *attribution.Share) { s.To.Kind = "nobody" },
		"attribution.target_missing":  func(s *attribution.Share) { s.To.Value = "" },
		"attribution.share_range":     func(s *attribution.Share) { s.Share = money.MustParse("1.01") },
		"attribution.period_empty":    func(s *attribution.Share) { s.Until = s.From },
		"attribution.reason_unknown":  func(s *attribution.Share) { s.Reason = "because" },
		"attribution.target_not_permitted": func(s *attribution.Share) {
			s.Subject = attribution.Subject{Kind: attribution.SubjectAccount, Value: "1"}
			s.To.Kind = attribution.TargetProvider
		},
	} {
		bad := good
		change(&bad)
		if err := bad.Validate(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
}

func TestAnEstimateHoldsForItsMonthsOnly(t *testing.T) {
	i := attribution.Influence{Account: "111111111111", From: january, Until: january + 2, Amount: money.NewInt(5), Currency: "USD", Basis: attribution.BasisOther, Row: 2}
	if err := i.Validate(); err != nil {
		t.Fatal(err)
	}
	open := i
	open.Until = 0
	if err := open.Validate(); fault.CodeOf(err) != "attribution.estimate_open" {
		t.Error(err)
	}
	declared := attribution.Influence{Account: "111111111111"}
	if err := declared.Validate(); err != nil || declared.IsEstimate() {
		t.Error(err)
	}
	next := i
	next.Account, next.From, next.Until, next.Row = "1111-1111-1111", january+1, january+3, 3
	f, _ := fault.As(attribution.Overlap([]attribution.Influence{i, declared, next}))
	if f == nil || f.Code != "attribution.estimate_twice" || f.Args["month"] != "2025-02" {
		t.Errorf("two estimates for February: %v", f)
	}
}

func sale(document, line, net, day string) attribution.Sale {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return attribution.Sale{Ref: attribution.LineRef{Document: document, Line: line, Currency: "USD", Net: money.MustParse(net)}, Customer: customer.ID("a"), Date: at}
}

func TestSalesThatStandInTwoBooksAreFound(t *testing.T) {
	named := sale("MP-9", "1", "500", "2025-03-01")
	named.Text = "Order for INV-77 of the partner"
	other := sale("INV-5", "1", "1000", "2025-01-10")
	other.Customer = "b"
	sales := []attribution.Sale{sale("MP-1", "1", "1000", "2025-01-10"), sale("MP-2", "1", "975", "2025-02-01"), sale("MP-3", "1", "960", "2025-02-01"), named,
		sale("MP-4", "1", "1000", "2025-09-01"), sale("MP-5", "1", "-40", "2025-01-10")}
	lines := []attribution.Sale{sale("INV-1", "1", "1000", "2025-01-12"), sale("INV-77", "2", "505", "2025-04-20"), other, sale("INV-6", "1", "40", "2025-01-10")}
	got := map[string][]string{}
	for _, c := range attribution.Candidates(sales, lines, attribution.DefaultPairing()) {
		row := []string{c.Probability.String()}
		for _, e := range c.Evidence {
			row = append(row, string(e))
		}
		got[c.Sale.Ref.String()+" "+c.Line.Ref.String()] = row
	}
	if d := cmp.Diff(map[string][]string{
		"MP-1#1 INV-1#1":  {"0.95", "same_amount", "near_dates"},
		"MP-2#1 INV-1#1":  {"0.75", "known_fee", "same_month"},
		"MP-3#1 INV-1#1":  {"0.45", "near_amount", "same_month"},
		"MP-9#1 INV-77#2": {"0.99", "near_amount", "far_dates", "reference"},
	}, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestEqualCandidatesAreAQuestionAndNeverACertainty(t *testing.T) {
	all := attribution.Candidates([]attribution.Sale{sale("MP-1", "1", "1000", "2025-01-10")},
		[]attribution.Sale{sale("INV-1", "1", "1000", "2025-01-11"), sale("INV-2", "1", "1000", "2025-01-09"), sale("INV-3", "1", "1000", "2025-02-09")}, attribution.DefaultPairing())
	if len(all) != 3 || all[0].Probability.Cmp(money.MustParse("0.9")) >= 0 {
		t.Errorf("%v", all)
	}
}

func TestMonthlySalesFindEachItsOwnInvoice(t *testing.T) {
	var sales, lines []attribution.Sale
	for _, m := range []string{"2025-01", "2025-02", "2025-03"} {
		sales = append(sales, sale("MP-"+m, "1", "1000", m+"-28"))
		lines = append(lines, sale("INV-"+m, "1", "1000", m+"-27"))
	}
	kept := attribution.Assign(attribution.Candidates(sales, lines, attribution.DefaultPairing()), func(attribution.LineRef) bool { return false })
	if len(kept) != 3 {
		t.Fatalf("%v", kept)
	}
	for _, c := range kept {
		if c.Sale.Ref.Document[3:] != c.Line.Ref.Document[4:] || c.Probability.String() != "0.95" {
			t.Errorf("%s with %s, %s", c.Sale.Ref, c.Line.Ref, c.Probability)
		}
	}
}

func decide(id, actor string, verb attribution.Verb, sale, line string) attribution.Decision {
	ref := func(s string) attribution.LineRef {
		return attribution.LineRef{Document: s, Line: "1", Currency: "USD"}
	}
	return attribution.Decision{ID: id, Actor: actor, Verb: verb, Sale: ref(sale), Line: ref(line)}
}

func undo(id, of string) attribution.Decision {
	return attribution.Decision{ID: id, Actor: "ann", Verb: attribution.VerbUndo, Undoes: of}
}

func held(log ...attribution.Decision) []string {
	var out []string
	for _, p := range attribution.Fold(log).All() {
		out = append(out, p.Decision.Sale.Document+" "+p.Decision.Line.Document)
	}
	return out
}

func TestWhatPeopleSayStandsOverWhatARunSaid(t *testing.T) {
	auto, ann := attribution.ActorAuto, "ann"
	pair, apart := attribution.VerbPair, attribution.VerbApart
	for name, c := range map[string]struct{ got, want []string }{
		"a run's pair holds":                 {held(decide("1", auto, pair, "m", "i")), []string{"m i"}},
		"until a person says otherwise":      {held(decide("1", auto, pair, "m", "i"), decide("2", ann, apart, "m", "i")), nil},
		"also before it":                     {held(decide("1", ann, apart, "m", "i"), decide("2", auto, pair, "m", "i")), nil},
		"a person's later word holds":        {held(decide("1", ann, apart, "m", "i"), decide("2", ann, pair, "m", "i")), []string{"m i"}},
		"an undone one does not":             {held(decide("1", auto, pair, "m", "i"), undo("2", "1")), nil},
		"an undone undo does":                {held(decide("1", auto, pair, "m", "i"), undo("2", "1"), undo("3", "2")), []string{"m i"}},
		"a line is in one pair":              {held(decide("1", auto, pair, "m", "i"), decide("2", ann, pair, "m", "j")), []string{"m j"}},
		"not being one line is another":      {held(decide("1", ann, apart, "m", "i"), decide("2", auto, pair, "m", "j")), []string{"m j"}},
		"of another pair it says nothing":    {held(decide("1", ann, pair, "m", "i"), decide("2", ann, apart, "m", "j")), []string{"m i"}},
		"undoing nothing changes nothing":    {held(decide("1", auto, pair, "m", "i"), undo("2", "9")), []string{"m i"}},
		"undoing what comes later neither":   {held(undo("1", "2"), decide("2", auto, pair, "m", "i")), []string{"m i"}},
		"undoing apart brings the pair back": {held(decide("1", auto, pair, "m", "i"), decide("2", ann, apart, "m", "i"), undo("3", "2")), []string{"m i"}},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestNoRunDecidesAgainWhatAPersonTookBack(t *testing.T) {
	auto := decide("1", attribution.ActorAuto, attribution.VerbPair, "m", "i")
	p := attribution.Fold([]attribution.Decision{auto, undo("2", "1")})
	if !p.Apart(auto.Sale, auto.Line) {
		t.Error("the pair may be made again")
	}
	if err := p.Permits(undo("3", "1")); fault.CodeOf(err) != "attribution.already_undone" {
		t.Error(err)
	}
	if err := p.Permits(undo("3", "7")); fault.CodeOf(err) != "attribution.decision_not_found" {
		t.Error(err)
	}
	if err := p.Permits(decide("3", "ann", attribution.VerbPair, "m", "m")); fault.CodeOf(err) != "attribution.same_line" {
		t.Error(err)
	}
}

func TestEveryLineIsInOnePairAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log []attribution.Decision
		for i := range rapid.IntRange(0, 12).Draw(t, "decisions") {
			d := decide(string(rune('a'+i)), rapid.SampledFrom([]string{attribution.ActorAuto, "ann"}).Draw(t, "actor"),
				rapid.SampledFrom([]attribution.Verb{attribution.VerbPair, attribution.VerbPair, attribution.VerbApart, attribution.VerbUndo}).Draw(t, "verb"),
				rapid.SampledFrom([]string{"m1", "m2", "m3"}).Draw(t, "sale"), rapid.SampledFrom([]string{"i1", "i2", "i3"}).Draw(t, "line"))
			if d.Verb == attribution.VerbUndo {
				d.Undoes = string(rune('a' + rapid.IntRange(0, 12).Draw(t, "undoes")))
			}
			log = append(log, d)
		}
		p := attribution.Fold(log)
		seen := map[string]bool{}
		for _, pair := range p.All() {
			for _, r := range []attribution.LineRef{pair.Kept, pair.Left} {
				if seen[r.Key()] {
					t.Fatalf("%s is in two pairs", r)
				}
				seen[r.Key()] = true
				if of, ok := p.Of(r); !ok || of.Decision.ID != pair.Decision.ID {
					t.Fatalf("%s is found in %v", r, of)
				}
			}
		}
	})
}
