package region

import (
	"cmp"
	"slices"
	"strings"
)

// Named gives the service that a name stands for, whatever kind of name it is: its
// id, a name, a product code, a type, a client, a command.
func (c *Catalogue) Named(name string) (Service, Kind, bool) {
	for _, kind := range []Kind{KindName, KindProduct, KindCloudFormation, KindTerraform, KindCDK, KindSDK, KindCLI, KindIAM, KindEndpoint} {
		if s, ok := c.Find(kind, name); ok {
			return s, kind, true
		}
	}
	s, ok := c.Get(ServiceID(strings.ToLower(strings.TrimSpace(name))))
	return s, KindName, ok
}

// leastAlike is how alike a name must be to be worth a question, in per cent: of
// pairs of letters, four of ten are the same.
const leastAlike = 40

// Nearest gives the services with the names most like one that nobody has, at
// most so many; none where nothing comes near.
func (c *Catalogue) Nearest(name string, most int) []Service {
	type candidate struct {
		at    int
		alike int
	}
	key := foldName(strings.ToLower(strings.TrimSpace(name)))
	var near []candidate
	for i, s := range c.services {
		best := 0
		for _, own := range append(s.names(), string(s.ID)) {
			best = max(best, likeness(key, foldName(strings.ToLower(own))))
		}
		if best >= leastAlike {
			near = append(near, candidate{i, best})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(b.alike, a.alike) })
	var found []Service
	for _, n := range near[:min(len(near), most)] {
		found = append(found, c.services[n.at])
	}
	return found
}

// likeness is the share of pairs of letters that two names have in common
// (Dice), in per cent.
func likeness(a, b string) int {
	pairs := func(s string) map[[2]rune]int {
		all, letters := map[[2]rune]int{}, []rune(s)
		for i := 0; i+1 < len(letters); i++ {
			all[[2]rune{letters[i], letters[i+1]}]++
		}
		return all
	}
	left, right := pairs(a), pairs(b)
	total, shared := 0, 0
	for p, n := range left {
		total += n
		shared += min(n, right[p])
	}
	for _, n := range right {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 200 * shared / total
}
