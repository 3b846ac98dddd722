package identity_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func TestClusterTakesTheSurestLinksFirst(t *testing.T) {
	link := func(a, b string, p float64) identity.Link {
		return identity.Link{Pair: identity.Pair{A: a, B: b}, Probability: p}
	}
	got := identity.Cluster([]string{"d", "c", "b", "a"},
		[]identity.Link{link("a", "b", 0.99), link("c", "b", 0.97), link("x", "a", 1)},
		[]identity.Pair{{A: "c", B: "a"}})
	want := identity.Clusters{
		Groups:  [][]string{{"a", "b"}, {"c"}, {"d"}},
		Refused: []identity.Refusal{{Link: link("b", "c", 0.97), Because: identity.Pair{A: "a", B: "c"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestClusterBelievesPeopleBeforeProbabilities(t *testing.T) {
	got := identity.Cluster([]string{"a", "b", "c"}, []identity.Link{
		{Pair: identity.Pair{A: "a", B: "b"}, Probability: 0.999},
		{Pair: identity.Pair{A: "b", B: "c"}, Probability: 0.5, Sure: true},
	}, []identity.Pair{{A: "a", B: "c"}})
	if diff := cmp.Diff([][]string{{"a"}, {"b", "c"}}, got.Groups); diff != "" {
		t.Error(diff)
	}
}

// world is keys, links and pairs apart, drawn at random.
func world(t *rapid.T) (keys []string, links []identity.Link, apart []identity.Pair) {
	n := rapid.IntRange(1, 9).Draw(t, "records")
	pair := func(label string) identity.Pair {
		return identity.Pair{A: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, label)), B: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, label))}
	}
	for i := range n {
		keys = append(keys, fmt.Sprint(i))
	}
	for range rapid.IntRange(0, 14).Draw(t, "links") {
		links = append(links, identity.Link{Pair: pair("link"), Probability: float64(rapid.IntRange(0, 4).Draw(t, "probability")) / 4, Sure: rapid.Bool().Draw(t, "sure")})
	}
	for range rapid.IntRange(0, 6).Draw(t, "apart") {
		apart = append(apart, pair("apart"))
	}
	return keys, links, apart
}

func TestClustersAreConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, links, apart := world(t)
		c := identity.Cluster(keys, links, apart)
		group := map[string]int{}
		for g, members := range c.Groups {
			for _, k := range members {
				if _, twice := group[k]; twice {
					t.Fatalf("%s is in two groups", k)
				}
				group[k] = g
			}
		}
		if len(group) != len(keys) {
			t.Fatalf("%d of %d records are in a group", len(group), len(keys))
		}
		for _, p := range apart {
			if p.A != p.B && group[p.A] == group[p.B] {
				t.Fatalf("%v must be apart and are in one group", p)
			}
		}
		refused := map[identity.Pair]bool{}
		for _, r := range c.Refused {
			refused[r.Link.Pair] = true
			if group[r.Link.A] == group[r.Link.B] {
				t.Fatalf("%v was refused and holds", r.Link)
			}
			if group[r.Because.A] == group[r.Because.B] {
				t.Fatalf("%v is the reason and does not hold", r.Because)
			}
		}
		for _, l := range links {
			p := l.Pair
			if p.A > p.B {
				p.A, p.B = p.B, p.A
			}
			if group[p.A] != group[p.B] && !refused[p] {
				t.Fatalf("%v neither holds nor is refused", p)
			}
		}
	})
}

func TestClustersDoNotDependOnTheOrderOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, links, apart := world(t)
		first := identity.Cluster(keys, links, apart)
		for i := range links {
			if rapid.Bool().Draw(t, "turn") {
				links[i].A, links[i].B = links[i].B, links[i].A
			}
		}
		second := identity.Cluster(rapid.Permutation(keys).Draw(t, "keys"), rapid.Permutation(links).Draw(t, "links"), rapid.Permutation(apart).Draw(t, "apart"))
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Without anything apart, groups are what can be walked to.
func TestClustersWithoutConstraintsAreConnected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, links, _ := world(t)
		c := identity.Cluster(keys, links, nil)
		if len(c.Refused) > 0 {
			t.Fatalf("refused %v", c.Refused)
		}
		for _, members := range c.Groups {
			reached := []string{members[0]}
			for i := 0; i < len(reached); i++ {
				for _, l := range links {
					for _, p := range []identity.Pair{l.Pair, {A: l.B, B: l.A}} {
						if p.A == reached[i] && !slices.Contains(reached, p.B) {
							reached = append(reached, p.B)
						}
					}
				}
			}
			slices.Sort(reached)
			if diff := cmp.Diff(members, reached); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
