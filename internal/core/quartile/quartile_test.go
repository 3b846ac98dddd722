package quartile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
)

func decimals(texts ...string) []money.Decimal {
	var all []money.Decimal
	for _, s := range texts {
		all = append(all, money.MustParse(s))
	}
	return all
}

func rule() quartile.Rule {
	step := money.MustParse
	return quartile.Rule{Name: "test", Version: 1, Minimum: 5, Protection: step("0.15"), Rungs: decimals("1", "1.5", "2", "3", "5", "7"), Bands: decimals("1000", "10000"),
		Steps: map[quartile.Measure]money.Decimal{quartile.MeasureMultiplier: step("0.25"), quartile.MeasureBreadth: money.One, quartile.MeasureAI: step("0.05"),
			quartile.MeasureMarketplace: step("0.05"), quartile.MeasureClass: money.One}}
}

// of puts values under partners' names: a, b, c ...
func of(m quartile.Measure, texts ...string) (members []string, values quartile.Values) {
	values = quartile.Values{"2025": {m: {}}}
	for i, d := range decimals(texts...) {
		id := string(rune('a' + i))
		members = append(members, id)
		values["2025"][m][id] = d
	}
	return members, values
}

// told gives the cells of one measure as text: quartiles, the sum, or why not.
func told(cells []quartile.Cell, m quartile.Measure) []string {
	var all []string
	for _, c := range cells {
		if c.Measure != m {
			continue
		}
		if c.Hidden != "" {
			all = append(all, string(c.Hidden))
			continue
		}
		text := fmt.Sprintf("%d+:", c.AtLeast)
		figures := c.Quartiles[:]
		if c.Sum != nil {
			figures = append(figures, *c.Sum)
		}
		for _, f := range figures {
			if f.Hidden != "" {
				text += " " + string(f.Hidden)
			} else {
				text += " " + f.Value.String()
			}
		}
		all = append(all, text)
	}
	return all
}

func TestQuartilesAreMeansOfNeighboursOnTheGrid(t *testing.T) {
	members, values := of(quartile.MeasureMultiplier, "0.1", "0.9", "1.1", "1.9", "2.1", "3", "4.1", "5", "7.13")
	got := told(quartile.Publish(rule(), []quartile.Group{{Year: "2025", Members: members}}, values), quartile.MeasureMultiplier)
	// The means of 1, 1, 2; of 2, 2, 3; of 3, 4, 5.
	if want := []string{"5+: 1.25 2.25 4"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestFewPartnersAreNotTold(t *testing.T) {
	members, values := of(quartile.MeasureMultiplier, "1", "1", "1", "1")
	got := told(quartile.Publish(rule(), []quartile.Group{{Year: "2025", Members: append(members, "z")}}, values), quartile.MeasureMultiplier)
	if want := []string{"few"}; !cmp.Equal(got, want) {
		t.Errorf("four with a value and one without: %s", got)
	}
}

func TestWhatIsLeftOfAYearIsNotToldEither(t *testing.T) {
	members, values := of(quartile.MeasureAI, "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0")
	groups := []quartile.Group{{Year: "2025", Members: members}, {Year: "2025", By: "country", Key: "DE", Members: members[:6]},
		{Year: "2025", By: "country", Key: "CN", Members: members[6:11]}, {Year: "2025", By: "country", Key: "FR", Members: members[11:]}}
	got := told(quartile.Publish(rule(), groups, values), quartile.MeasureAI)
	if want := []string{"10+: 0 0 0", "5+: 0 0 0", "rest", "few"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestGroupsThatAreNearlyTheSameAreNotBothTold(t *testing.T) {
	members, values := of(quartile.MeasureAI, "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0")
	values["2024"] = values["2025"]
	groups := []quartile.Group{{Year: "2025", Members: members}, {Year: "2025", By: "country", Key: "DE", Members: members[:7]},
		{Year: "2025", By: "segment", Key: "smb", Members: members[:6]}, {Year: "2025", By: "size", Key: "0", Members: members[:7]},
		{Year: "2024", Members: members[1:]}}
	got := told(quartile.Publish(rule(), groups, values), quartile.MeasureAI)
	want := []string{"10+: 0 0 0", "5+: 0 0 0", "near", "5+: 0 0 0", "near"}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestASumThatOnePartnerIsMostOfIsNotTold(t *testing.T) {
	members, values := of(quartile.MeasureCloud, "5000000", "70000", "50000", "50000", "50000", "30000", "30000", "30000", "30000", "20000", "20000")
	groups := []quartile.Group{{Year: "2025", Members: members}, {Year: "2025", By: "country", Key: "DE", Members: members[:5]}, {Year: "2025", By: "country", Key: "CN", Members: members[5:]}}
	got := told(quartile.Publish(rule(), groups, values), quartile.MeasureCloud)
	for i, text := range got {
		if i < 2 && !strings.HasSuffix(text, " dominant") {
			t.Errorf("group %d: %s", i, text)
		}
	}
	if !strings.HasSuffix(got[2], " 150000") {
		t.Errorf("the others: %s", got[2])
	}
}

func TestWhatHangsOnOnePartnerIsNotTold(t *testing.T) {
	members, values := of(quartile.MeasureClass, "0", "0", "0", "2", "4", "4", "4", "4")
	got := told(quartile.Publish(rule(), []quartile.Group{{Year: "2025", Members: members}}, values), quartile.MeasureClass)
	if want := []string{"5+: 0 alone 4"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestBandsAreDecidedOnTheGrid(t *testing.T) {
	for cloud, want := range map[string]int{"0": 0, "-5": 0, "849": 0, "851": 1, "1000": 1, "9000": 2, "8400": 1, "1e9": 2} {
		if got := rule().Band(money.MustParse(cloud)); got != want {
			t.Errorf("%s is in band %d", cloud, got)
		}
	}
}

func TestARuleThatProtectsNobodyIsRefused(t *testing.T) {
	for code, change := range map[string]func(*quartile.Rule){
		"quartile.unnamed":    func(r *quartile.Rule) { r.Name = "" },
		"quartile.minimum":    func(r *quartile.Rule) { r.Minimum = 2 },
		"quartile.protection": func(r *quartile.Rule) { r.Protection = money.Zero },
		"quartile.steps":      func(r *quartile.Rule) { r.Steps[quartile.MeasureMultiplier] = money.Zero },
		"quartile.rungs":      func(r *quartile.Rule) { r.Rungs = decimals("1", "10") },
		"quartile.bands":      func(r *quartile.Rule) { r.Bands = decimals("5", "5") },
	} {
		r := rule()
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		change(&r)
		if err := r.Validate(); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, drop := range []quartile.Measure{quartile.MeasureClass, quartile.MeasureMultiplier} {
		r := rule()
		delete(r.Steps, drop)
		if err := r.Validate(); fault.CodeOf(err) != "quartile.steps" {
			t.Errorf("without %s: %v", drop, err)
		}
	}
}

// market is partners of two years in groups of three kinds, by the rule.
type market struct {
	rule   quartile.Rule
	groups []quartile.Group
	values quartile.Values
}

func drawMarket(t *rapid.T) market {
	m := market{rule: rule(), values: quartile.Values{}}
	m.rule.Minimum = rapid.IntRange(3, 6).Draw(t, "minimum")
	n := rapid.IntRange(0, 26).Draw(t, "partners")
	for _, year := range []string{"2025", "2024"} {
		m.values[year] = map[quartile.Measure]map[string]money.Decimal{}
		for _, measure := range quartile.Measures() {
			m.values[year][measure] = map[string]money.Decimal{}
		}
		whole := quartile.Group{Year: year}
		parts := map[string]*quartile.Group{}
		var order []string
		for i := range n {
			id := fmt.Sprintf("p%02d", i)
			if year == "2024" && rapid.IntRange(0, 9).Draw(t, "came later") == 0 {
				continue
			}
			whole.Members = append(whole.Members, id)
			for _, by := range []string{"country", "segment"} {
				key := fmt.Sprint(by, rapid.IntRange(1, 3).Draw(t, by))
				if parts[key] == nil {
					parts[key] = &quartile.Group{Year: year, By: by, Key: key}
					order = append(order, key)
				}
				parts[key].Members = append(parts[key].Members, id)
			}
			for _, measure := range quartile.Measures() {
				if rapid.IntRange(0, 14).Draw(t, "unknown") > 0 {
					m.values[year][measure][id] = drawValue(t, measure)
				}
			}
		}
		m.groups = append(m.groups, whole)
		slices.Sort(order)
		for _, key := range order {
			m.groups = append(m.groups, *parts[key])
		}
	}
	return m
}

func drawValue(t *rapid.T, m quartile.Measure) money.Decimal {
	switch m {
	case quartile.MeasureServices, quartile.MeasureCloud:
		d := money.NewInt(int64(rapid.IntRange(0, 9999).Draw(t, "amount")))
		for range rapid.IntRange(0, 3).Draw(t, "decades") {
			d = d.Mul(money.NewInt(10))
		}
		return d
	case quartile.MeasureBreadth:
		return money.NewInt(int64(rapid.IntRange(0, 6).Draw(t, "breadth")))
	case quartile.MeasureClass:
		return money.NewInt(int64(rapid.IntRange(0, 4).Draw(t, "class")))
	case quartile.MeasureAI, quartile.MeasureMarketplace:
		return money.NewInt(int64(rapid.IntRange(0, 1000).Draw(t, "share"))).Quo(money.NewInt(1000), 3)
	default:
		return money.NewInt(int64(rapid.IntRange(-100, 6000).Draw(t, "multiplier"))).Quo(money.NewInt(1000), 3)
	}
}

// TestNobodyIsKnownCloserThanTheGrid moves every partner to where the grid rounds
// it: who compares all tables there are cannot tell the two markets apart.
func TestNobodyIsKnownCloserThanTheGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t)
		moved := quartile.Values{}
		for year, measures := range m.values {
			moved[year] = map[quartile.Measure]map[string]money.Decimal{}
			for measure, values := range measures {
				moved[year][measure] = map[string]money.Decimal{}
				for id, v := range values {
					moved[year][measure][id] = m.rule.Round(measure, v)
				}
			}
		}
		if diff := cmp.Diff(quartile.Publish(m.rule, m.groups, m.values), quartile.Publish(m.rule, m.groups, moved)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestWhoKnowsAllButOneDoesNotKnowTheOne attacks everything that is shown of a
// measure and year at once, by arithmetic of its own.
func TestWhoKnowsAllButOneDoesNotKnowTheOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t)
		cells := quartile.Publish(m.rule, m.groups, m.values)
		for _, measure := range quartile.Measures() {
			for _, year := range []string{"2025", "2024"} {
				for id, v := range m.values[year][measure] {
					if !m.survives(cells, measure, year, id, m.rule.Round(measure, v)) {
						t.Fatalf("%s of %s in %s can only be %s: %v", measure, id, year, m.rule.Round(measure, v), told(cells, measure))
					}
				}
			}
		}
	})
}

// survives finds another value of one partner with which every figure is the
// same: a step up or down, or any of some others.
func (m market) survives(cells []quartile.Cell, measure quartile.Measure, year, id string, v money.Decimal) bool {
	for _, other := range m.ladder(measure, v) {
		same := true
		for _, c := range cells {
			g := m.groups[c.Group]
			if c.Measure != measure || g.Year != year || c.Hidden != "" || !slices.Contains(g.Members, id) {
				continue
			}
			var all []money.Decimal
			for _, member := range g.Members {
				if x, known := m.values[year][measure][member]; known && member != id {
					all = append(all, m.rule.Round(measure, x))
				}
			}
			same = same && m.agrees(c, append(all, other))
		}
		if same {
			return true
		}
	}
	return false
}

// ladder is the steps of the grid near a value, without it.
func (m market) ladder(measure quartile.Measure, v money.Decimal) []money.Decimal {
	seen, all := map[string]bool{v.String(): true}, []money.Decimal{}
	add := func(d money.Decimal) {
		if d = m.rule.Round(measure, d); !seen[d.String()] {
			seen[d.String()], all = true, append(all, d)
		}
	}
	if step, even := m.rule.Steps[measure]; even {
		add(v.Add(step))
		add(v.Sub(step))
		return all
	}
	for _, factor := range []string{"0.7", "0.8", "1.3", "1.4", "1.6"} {
		add(v.Mul(money.MustParse(factor)))
	}
	add(money.Zero)
	if v.IsZero() {
		add(money.One)
	}
	return all
}

// agrees works out a cell's figures from values and says whether they are those
// that are shown.
func (m market) agrees(c quartile.Cell, all []money.Decimal) bool {
	slices.SortFunc(all, func(a, b money.Decimal) int { return a.Cmp(b) })
	for q, f := range c.Quartiles {
		if f.Hidden != "" {
			continue
		}
		// Ranks in fourths, the window a rank on either side.
		rank := (q + 1) * (len(all) - 1)
		low, high := rank/4, (rank+3)/4
		if c.Measure == quartile.MeasureClass || c.Measure == quartile.MeasureBreadth {
			if !all[low].Equal(f.Value) {
				return false
			}
			continue
		}
		low, high = max(low-1, 0), min(high+1, len(all)-1)
		if !m.between(c.Measure, all[low:high+1], f.Value) {
			return false
		}
	}
	if c.Sum != nil && c.Sum.Hidden == "" {
		return m.rule.Round(c.Measure, money.Sum(all...)).Equal(c.Sum.Value)
	}
	return true
}

// between reports that values have this mean on the grid, by counting its steps
// from nothing.
func (m market) between(measure quartile.Measure, values []money.Decimal, want money.Decimal) bool {
	steps := func(d money.Decimal) int64 {
		if step, even := m.rule.Steps[measure]; even {
			n := d.Quo(step, 0).Unscaled(0)
			return n.Int64()
		}
		n := int64(0)
		for decade := money.One; ; decade = decade.Mul(money.NewInt(10)) {
			for _, rung := range m.rule.Rungs {
				if rung.Mul(decade).Cmp(d) > 0 {
					return n
				}
				n++
			}
		}
	}
	sum := int64(0)
	for _, v := range values {
		sum += steps(v)
	}
	return money.NewInt(sum).Quo(money.NewInt(int64(len(values))), 0).Equal(money.NewInt(steps(want)))
}

// TestNoDifferenceOfGroupsIsSmall takes the groups that are shown, of all years,
// and what is left of each year, from one another.
func TestNoDifferenceOfGroupsIsSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t)
		cells := quartile.Publish(m.rule, m.groups, m.values)
		for _, measure := range quartile.Measures() {
			var shown []int
			has := func(i int, id string) bool {
				_, known := m.values[m.groups[i].Year][measure][id]
				return known && slices.Contains(m.groups[i].Members, id)
			}
			for _, c := range cells {
				if c.Measure == measure && c.Hidden == "" {
					shown = append(shown, c.Group)
				}
			}
			differ := func(a, b func(string) bool) int {
				n := 0
				for i := range 26 {
					if id := fmt.Sprintf("p%02d", i); a(id) != b(id) {
						n++
					}
				}
				return n
			}
			small := func(n int) bool { return n > 0 && n < m.rule.Minimum }
			nobody := func(string) bool { return false }
			for _, i := range shown {
				a := func(id string) bool { return has(i, id) }
				if n := differ(a, nobody); n < m.rule.Minimum {
					t.Fatalf("%s of %d partners is told", measure, n)
				}
				for _, j := range shown {
					if n := differ(a, func(id string) bool { return has(j, id) }); small(n) {
						t.Fatalf("%s: %v and %v differ by %d", measure, m.groups[i], m.groups[j], n)
					}
				}
				if m.groups[i].By != "" {
					continue
				}
				for _, by := range []string{"country", "segment"} {
					parts := func(id string) bool {
						return slices.ContainsFunc(shown, func(j int) bool { return m.groups[j].Year == m.groups[i].Year && m.groups[j].By == by && has(j, id) })
					}
					if n := differ(a, parts); small(n) {
						t.Fatalf("%s: beside the groups of %s there are %d", measure, by, n)
					}
				}
			}
		}
	})
}

// TestNoSumGivesTheLargestAway is the p%-rule, for every sum that is told and for
// what is left of its year beside those that are.
func TestNoSumGivesTheLargestAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t)
		cells := quartile.Publish(m.rule, m.groups, m.values)
		for _, measure := range []quartile.Measure{quartile.MeasureServices, quartile.MeasureCloud} {
			addends := map[int]map[string]money.Decimal{}
			for _, c := range cells {
				if c.Measure != measure || c.Sum.Hidden != "" {
					continue
				}
				addends[c.Group] = map[string]money.Decimal{}
				for _, id := range m.groups[c.Group].Members {
					if v, known := m.values[m.groups[c.Group].Year][measure][id]; known {
						addends[c.Group][id] = m.rule.Round(measure, v)
					}
				}
			}
			for i, all := range addends {
				protected(t, m.rule, all)
				for _, by := range []string{"country", "segment"} {
					rest := map[string]money.Decimal{}
					for id, v := range all {
						if !slices.ContainsFunc(m.groups, func(g quartile.Group) bool {
							j := slices.IndexFunc(m.groups, func(o quartile.Group) bool { return o.Year == g.Year && o.By == g.By && o.Key == g.Key })
							_, told := addends[j]
							return told && g.Year == m.groups[i].Year && g.By == by && slices.Contains(g.Members, id)
						}) {
							rest[id] = v
						}
					}
					if m.groups[i].By == "" && len(rest) > 0 && len(rest) < len(all) {
						protected(t, m.rule, rest)
					}
				}
			}
		}
	})
}

func protected(t *rapid.T, r quartile.Rule, addends map[string]money.Decimal) {
	t.Helper()
	var all []money.Decimal
	for _, v := range addends {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b money.Decimal) int { return b.Cmp(a) })
	if len(all) < r.Minimum {
		t.Fatalf("a sum of %d", len(all))
	}
	if others := money.Sum(all[2:]...); others.Cmp(all[0].Mul(r.Protection)) < 0 {
		t.Fatalf("beside %s and %s there is %s", all[0], all[1], others)
	}
}
