package trigger

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		fits          bool
	}{
		{"*NatGateway-Hours", "USW2-NatGateway-Hours", true}, {"*NatGateway-Hours", "NatGateway-Hours", true}, {"*NatGateway-Hours", "NatGateway-HoursX", false},
		{"amazonec2", "AmazonEC2", true}, {"AmazonEC2", "AmazonEC2x", false}, {"*a*a", "a", false}, {"*a*a", "aa", true}, {"*", "", true}, {"a*", "ba", false}, {"ab*ba", "aba", false},
	} {
		if got := fitsOne([]string{c.pattern}, c.text); got != c.fits {
			t.Errorf("%q fits %q: %v", c.pattern, c.text, got)
		}
	}
	yes := true
	if (Match{Marketplace: &yes}).Fits(Sold{}) || !(Match{Marketplace: &yes}).Fits(Sold{Marketplace: true}) {
		t.Error("what is bought on a marketplace is not told apart")
	}
	if !(Match{Services: []string{"AmazonEC2"}}).Fits(Sold{Service: "Amazon Elastic Compute Cloud"}) {
		t.Error("a service is not known by its code")
	}
}

// A bill in another format must not look like a new service.
func TestOneServiceHasOneCode(t *testing.T) {
	for code, names := range map[string][]string{"AmazonEC2": {"AmazonEC2", "Amazon Elastic Compute Cloud", "amazonec2"}, "AmazonBedrock": {"Amazon Bedrock", "AmazonBedrock"},
		"SomethingNew": {"Something New", "SomethingNew"}} {
		for _, name := range names {
			if got := Code(name); got != code {
				t.Errorf("%s is %s, not %s", name, got, code)
			}
		}
	}
}

func TestKeysStayApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := func() Key {
			return Key{Rule: "r_1", Customer: "c", Subject: rapid.StringMatching(`[a-c/%]{0,4}`).Draw(t, "subject"), Month: period.Month(rapid.IntRange(0, 2).Draw(t, "month") * 24300)}
		}
		a, b := key(), key()
		if (a == b) != (a.String() == b.String()) {
			t.Fatalf("%+v and %+v are %s and %s", a, b, a, b)
		}
	})
	if got := (Key{"new_service", "C0001", "AmazonBedrock", period.NewMonth(2025, time.March)}).String(); got != "new_service/C0001/AmazonBedrock/2025-03" {
		t.Error(got)
	}
}

func months(from period.Month, amounts ...int64) Series {
	s := Series{}
	for i, a := range amounts {
		s[from+period.Month(i)] = money.NewInt(a)
	}
	return s
}

func TestAChangeKeepsItsMonthWhileItLasts(t *testing.T) {
	s := Signal{Kind: KindChanges, By: money.MustParse("0.5"), Months: 3, History: 3, Recent: 6}
	from := period.NewMonth(2025, time.January)
	series := months(from, 100, 100, 100, 100, 100, 100, 300, 300, 300, 300)
	first := period.Month(0)
	for until := from + 7; until <= from+10; until++ {
		c, changed := s.Changed(series, from, until)
		if !changed {
			continue
		}
		if first == 0 {
			first = c.Month
		}
		if c.Month != first {
			t.Errorf("up to %s it began in %s, before in %s", until, c.Month, first)
		}
	}
	if first == 0 {
		t.Error("three times as much is no change")
	}
}

// What rises by more than asked is growth however large it is, and never a fall.
func TestGrowthIsNoFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var amounts []int64
		for range 12 {
			amounts = append(amounts, rapid.Int64Range(1, 1000).Draw(t, "amount"))
		}
		from := period.NewMonth(2025, time.January)
		series := months(from, amounts...)
		up, isUp := Signal{By: money.MustParse("0.2"), Months: 3, Recent: 6}.Changed(series, from, from+12)
		_, isDown := Signal{By: money.MustParse("-0.2"), Months: 3, Recent: 6}.Changed(series, from, from+12)
		if isUp && isDown {
			t.Fatalf("%v grows by %s and falls", amounts, up.By)
		}
		before, after := series.Sum(up.Before), series.Sum(up.After)
		if isUp && after.Cmp(before.Mul(money.MustParse("1.2"))) < 0 {
			t.Fatalf("%v: %s is not 1.2 times %s", amounts, after, before)
		}
	})
}

func TestWhatIsWorthACall(t *testing.T) {
	s := Signal{Kind: KindLacks, Months: 2, LeastMonthly: money.New(money.NewInt(100), "USD"), LeastServices: 2}
	window, seven := period.Range{From: 11, Until: 13}, money.NewInt(7)
	cloud, services := Series{11: money.NewInt(1000), 12: money.NewInt(400)}, map[period.Month]int{11: 2, 12: 3}
	if !s.Worth(cloud, seven, services, window) {
		t.Error("1400 of two months are 700 a month, which 100 at 7 are")
	}
	if s.Worth(Series{11: money.NewInt(1000), 12: money.MustParse("399.99")}, seven, services, window) {
		t.Error("a hundredth too little is enough")
	}
	if s.Worth(cloud, seven, map[period.Month]int{11: 1, 12: 3}, window) {
		t.Error("one service in one of the months is enough")
	}
	if s.Worth(Series{12: money.NewInt(9000)}, seven, map[period.Month]int{12: 3}, period.Range{From: 12, Until: 13}) {
		t.Error("the books are shorter than the window, and that is enough")
	}
	if !(Signal{Kind: KindLacks, Months: 2}).Worth(nil, money.One, nil, window) {
		t.Error("a rule that asks for nothing is not satisfied")
	}
}

func rule() Rule {
	return Rule{ID: "one", Name: Words{"One", "一"}, Why: Words{"Because", "因为"}, Confidence: ConfidenceHigh, Signal: Signal{Kind: KindStarts, Of: OfAll, Months: 3, Recent: 6},
		Suggests: Suggestion{Category: service.CategoryBuild, Strategy: move.StrategyPortfolio}}
}

func TestRulesThatCannotBe(t *testing.T) {
	if err := rule().Validate(); err != nil {
		t.Fatal(err)
	}
	for code, spoil := range map[string]func(*Rule){
		"trigger.id":         func(r *Rule) { r.ID = "One" },
		"trigger.name":       func(r *Rule) { r.Name.ZH = " " },
		"trigger.confidence": func(r *Rule) { r.Confidence = "certain" },
		"trigger.suggests":   func(r *Rule) { r.Suggests.Strategy = "hope" },
		"trigger.source":     func(r *Rule) { r.Source = &Source{Title: "x", URL: "ftp://x", Read: time.Now()} },
		"trigger.kind":       func(r *Rule) { r.Signal.Kind = "dreams" },
		"trigger.months":     func(r *Rule) { r.Signal.Months = 13 },
		"trigger.share":      func(r *Rule) { r.Signal.LeastShare = money.MustParse("1.1") },
		"trigger.change":     func(r *Rule) { r.Signal.Kind = KindChanges },
		"trigger.worth":      func(r *Rule) { r.Signal.LeastServices = 3 },
		"trigger.of":         func(r *Rule) { r.Signal.Of = "planet" },
		"trigger.match":      func(r *Rule) { r.Signal.Kind = KindLacks },
		"trigger.meters":     func(r *Rule) { r.Signal.Match.Meters = []string{"x"} },
	} {
		r := rule()
		spoil(&r)
		if got := fault.CodeOf(r.Validate()); got != code {
			t.Errorf("%s: %s", code, got)
		}
	}
}

// Nothing from outside stands in the product without where and when it was read.
func TestEveryEndOfLifeHasItsSource(t *testing.T) {
	lives := ShippedLives()
	if len(lives) == 0 {
		t.Fatal("nothing ends")
	}
	for _, l := range lives {
		if l.Source.Title == "" || l.Source.URL == "" || l.Source.Read.IsZero() || l.Ends.IsZero() {
			t.Errorf("%s: %+v", l.ID, l)
		}
	}
	const header = "id,name,service,meter,ends,charged,source,url,read\n"
	for line, column := range map[string]string{
		"xx,X,S,,2026-01-01,false,,https://a.example,2026-01-01": "source", "xx,X,S,,2026-01-01,false,T,http://a.example,2026-01-01": "url",
		"xx,X,S,,2026-01-01,false,T,https://a.example,": "read", "xx,X,S,,soon,false,T,https://a.example,2026-01-01": "ends", "xx,X,,,2026-01-01,false,T,https://a.example,2026-01-01": "service",
		"xx,X,S,,2026-01-01,maybe,T,https://a.example,2026-01-01": "charged",
	} {
		_, err := ParseLives("f.csv", []byte(header+line+"\n"))
		if f, ok := fault.As(err); !ok || f.Code != "trigger.life" || f.Place.Column != column || f.Place.Row != 2 {
			t.Errorf("%s: %v", line, err)
		}
	}
	own, err := ParseLives("f.csv", []byte(header+lives[0].ID+",Mine,S,,2030-01-01,false,T,https://a.example,2026-01-01\n"))
	if err != nil {
		t.Fatal(err)
	}
	if all := ReplaceLives(lives, own); len(all) != len(lives) || all[0].Name != "Mine" {
		t.Errorf("an own line does not stand in place of the shipped one: %+v", all[0])
	}
}

func FuzzParseLives(f *testing.F) {
	f.Add(shippedLives)
	f.Add([]byte("id,name\n\"x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ParseLives("f", data)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("no fault: %v", err)
			}
			return
		}
		ids := map[string]bool{}
		for _, l := range all {
			if ids[l.ID] || l.Ends.IsZero() || l.Source.URL == "" {
				t.Fatal(fmt.Sprint(l))
			}
			ids[l.ID] = true
		}
	})
}

func TestAStartFollowsOthers(t *testing.T) {
	from := period.NewMonth(2025, time.January)
	all := []Start{{"a", from, true}, {"b", from + 8, true}, {"c", from + 9, true}}
	s := Signal{Follows: 1, History: 6, Recent: 6}
	if got := s.Started(all, from, from+12); !slices.Equal(got, all[1:2]) {
		t.Errorf("the second is %v", got)
	}
	all[1].Own = false
	if got := s.Started(all, from, from+12); len(got) > 0 {
		t.Errorf("an account that brought it is a start: %v", got)
	}
}
