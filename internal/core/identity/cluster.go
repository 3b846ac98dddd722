package identity

import (
	"cmp"
	"slices"
)

// Link says that two records are one customer: because a person said so, or
// with a probability.
type Link struct {
	Pair
	Probability float64
	Sure        bool // by a person or an imported book: goes before every probability
}

// Refusal is a link that could not hold beside the others.
type Refusal struct {
	Link    Link
	Because Pair // the two records that must stay apart
}

// Clusters is records grouped into customers.
type Clusters struct {
	Groups  [][]string // keys sorted within a group, groups by their first key
	Refused []Refusal  // in the order in which they were tried
}

// Cluster joins records by links, the surest first, so that no two records of
// one group are in apart. A link that would bring such two together is refused
// and named, sure ones too: then a person has contradicted themselves or another.
// Every key of keys is in exactly one group; links to other keys are ignored.
// The result does not depend on the order of the arguments.
func Cluster(keys []string, links []Link, apart []Pair) Clusters {
	f := newForest(keys, apart)
	sorted := slices.Clone(links)
	for i := range sorted {
		sorted[i].Pair = sorted[i].ordered()
	}
	slices.SortFunc(sorted, func(a, b Link) int {
		return cmp.Or(boolOrder(b.Sure, a.Sure), cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	var c Clusters
	for _, l := range slices.Compact(sorted) {
		if why, ok := f.join(l.A, l.B); !ok {
			c.Refused = append(c.Refused, Refusal{l, why})
		}
	}
	c.Groups = f.groups()
	return c
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// forest is a union-find over positions, with the forbidden neighbours of each
// root: two roots may not join while one is a neighbour of the other.
type forest struct {
	keys    []string
	at      map[string]int
	parent  []int
	members [][]int
	// forbidden gives, by root, the other roots it must stay apart from and the
	// pair that said so.
	forbidden []map[int]Pair
}

func newForest(keys []string, apart []Pair) *forest {
	f := &forest{keys: slices.Compact(slices.Sorted(slices.Values(keys))), at: map[string]int{}}
	n := len(f.keys)
	f.parent, f.members, f.forbidden = make([]int, n), make([][]int, n), make([]map[int]Pair, n)
	for i, k := range f.keys {
		f.at[k], f.parent[i], f.members[i] = i, i, []int{i}
	}
	pairs := make([]Pair, len(apart))
	for i, p := range apart {
		pairs[i] = p.ordered()
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	for _, p := range slices.Compact(pairs) {
		a, knownA := f.at[p.A]
		b, knownB := f.at[p.B]
		if knownA && knownB && a != b {
			f.forbid(a, b, p)
			f.forbid(b, a, p)
		}
	}
	return f
}

func (f *forest) forbid(root, other int, why Pair) {
	if f.forbidden[root] == nil {
		f.forbidden[root] = map[int]Pair{}
	}
	if was, ok := f.forbidden[root][other]; ok && (was.A < why.A || was.A == why.A && was.B <= why.B) {
		return
	}
	f.forbidden[root][other] = why
}

func (f *forest) root(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// join brings two groups together, or gives the pair that forbids it.
func (f *forest) join(a, b string) (Pair, bool) {
	ia, knownA := f.at[a]
	ib, knownB := f.at[b]
	if !knownA || !knownB {
		return Pair{}, true
	}
	big, small := f.root(ia), f.root(ib)
	if big == small {
		return Pair{}, true
	}
	if why, ok := f.forbidden[big][small]; ok {
		return why, false
	}
	if len(f.members[big]) < len(f.members[small]) {
		big, small = small, big
	}
	f.parent[small] = big
	f.members[big] = append(f.members[big], f.members[small]...)
	f.members[small] = nil
	for other, why := range f.forbidden[small] {
		delete(f.forbidden[other], small)
		f.forbid(big, other, why)
		f.forbid(other, big, why)
	}
	f.forbidden[small] = nil
	return Pair{}, true
}

func (f *forest) groups() [][]string {
	var groups [][]string
	for i := range f.keys {
		if f.root(i) != i {
			continue
		}
		group := make([]string, 0, len(f.members[i]))
		for _, m := range f.members[i] {
			group = append(group, f.keys[m])
		}
		slices.Sort(group)
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	return groups
}
