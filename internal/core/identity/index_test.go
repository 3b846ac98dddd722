package identity_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// A pair that shares no key is never compared, however alike it is. Every
// labelled pair that is one customer must share one, in a book of all the others.
func TestEveryTruePairIsComparedInABookOfAllOthers(t *testing.T) {
	for name, pairs := range map[string][]identity.Labelled{"hand-made": handMade(t, ""), "benchmark": benchmark(t)} {
		var book []identity.Record
		key := map[string]string{} // of the first record that looks so
		looks := func(r identity.Record) string {
			r.Key = ""
			return fmt.Sprintf("%+v", r)
		}
		for i, p := range pairs {
			r := p.B.Record
			if _, twice := key[looks(r)]; twice {
				continue
			}
			r.Key = fmt.Sprint(i)
			key[looks(r)] = r.Key
			book = append(book, r)
		}
		x := identity.NewIndex(book)
		for _, p := range pairs {
			if !p.Same {
				continue
			}
			found := slices.ContainsFunc(x.Candidates(p.A), func(c identity.Candidate) bool { return c.Record.Record.Key == key[looks(p.B.Record)] })
			if !found {
				t.Errorf("%s, %s: %v does not find %v", name, p.Family, p.A.Record.Names, p.B.Record.Names)
			}
		}
	}
}

func candidateKeys(x *identity.Index, p *identity.Prepared) []string {
	keys := []string{}
	for _, c := range x.Candidates(p) {
		keys = append(keys, c.Record.Record.Key)
	}
	return keys
}

// An index that grew answers as one that was made at once, whatever was in it
// before and in whatever order records came.
func TestAnIndexThatGrewIsAnIndexMadeAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []identity.Record
		for i := range rapid.IntRange(0, 8).Draw(t, "records") {
			all = append(all, drawRecord(t, fmt.Sprint("r", i)))
		}
		whole := identity.NewIndex(all)
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		grown := identity.NewIndex(append(slices.Clone(all[:cut]), identity.Record{Key: "gone", Names: []string{"Acme Robotics Ltd"}}))
		grown.Remove("gone")
		for _, r := range rapid.Permutation(all[cut:]).Draw(t, "rest") {
			grown.Add(identity.Record{Key: r.Key, Names: []string{"Northwind"}})
			grown.Add(r)
		}
		q := identity.Prepare(drawRecord(t, "q"))
		if diff := cmp.Diff(candidateKeys(whole, q), candidateKeys(grown, q)); diff != "" {
			t.Fatal(diff)
		}
		if whole.Len() != grown.Len() {
			t.Fatalf("%d and %d records", whole.Len(), grown.Len())
		}
	})
}

func TestIndexNeverOffersARecordToItself(t *testing.T) {
	r := identity.Record{Key: "a", Names: []string{"Acme Robotics"}}
	x := identity.NewIndex([]identity.Record{r, {Key: "b", Names: []string{"Acme Robotics"}}})
	if got := candidateKeys(x, identity.Prepare(r)); !slices.Equal(got, []string{"b"}) {
		t.Errorf("candidates %v", got)
	}
}

func TestBestRanksAndExplains(t *testing.T) {
	x := identity.NewIndex([]identity.Record{
		{Key: "foods", Names: []string{"Northwind Foods Ltd"}},
		{Key: "robots", Names: []string{"Northwind Robotics Ltd"}},
		{Key: "other", Names: []string{"Halden Systems GmbH"}},
	})
	best := x.Best(identity.Shipped(), identity.Prepare(identity.Record{Names: []string{"NORTHWIND ROBOTICS"}}), 5)
	if len(best) != 2 || best[0].Record.Record.Key != "robots" || len(best[0].Score.Evidence) == 0 {
		t.Errorf("%+v", best)
	}
}
