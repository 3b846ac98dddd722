package generating

import (
	"maps"
	"slices"
)

// reseller is a partner of a distributor: it sells to some of the clients, and
// has no account of its own.
type reseller struct {
	id      string
	name    string
	country string
	segment string
	clients []*client
}

// clientsEach is about how many clients a reseller sells to.
const clientsEach = 3

// addResellers puts every customer of the list under a reseller of its country.
func (w *world) addResellers(n *names) {
	r := stream(w.options.Seed, purposeResellers, 0, 0)
	countries := map[string][]*client{}
	for _, c := range w.clients {
		if c.listed && !c.internal {
			countries[c.place.country] = append(countries[c.place.country], c)
		}
	}
	for _, country := range slices.Sorted(maps.Keys(countries)) {
		all := countries[country]
		first := len(w.resellers)
		for range (len(all) + clientsEach - 1) / clientsEach {
			s := &reseller{id: "R" + pad(len(w.resellers)+1, 3), country: country, segment: pick(r, []string{"tier-1", "tier-2", "tier-2"})}
			if s.name = n.brand() + " Partners"; country == "CN" {
				s.name = n.chinese() + "云服务"
			}
			w.resellers = append(w.resellers, s)
		}
		for i, c := range all { // everybody gets one, the rest by chance
			own := w.resellers[first:]
			s := own[i%len(own)]
			if i >= len(own) {
				s = pick(r, own)
			}
			s.clients = append(s.clients, c)
		}
	}
}

// withResellers adds to the rows of customers.csv who sells to whom.
func (w *world) withResellers(rows [][]string) [][]string {
	over := map[string]string{}
	for _, s := range w.resellers {
		for _, c := range s.clients {
			over[c.id] = s.id
		}
	}
	told := map[string]bool{}
	for i, row := range rows {
		switch id := row[0]; {
		case i == 0:
			rows[i] = concat(row, []string{"parent", "role"})
		case over[id] != "" && !told[id]:
			told[id] = true
			rows[i] = concat(row, []string{over[id], "end_customer"})
		default:
			rows[i] = concat(row, []string{"", ""})
		}
	}
	for _, s := range w.resellers {
		rows = append(rows, []string{s.id, s.name, s.segment, "", s.country, "false", "name", s.name, "", "", "", "reseller"})
	}
	return rows
}

// resellerTruth says who sells to whom; nil where nobody is in between.
func (w *world) resellerTruth() map[string][]string {
	if len(w.resellers) == 0 {
		return nil
	}
	truth := map[string][]string{}
	for _, s := range w.resellers {
		for _, c := range s.clients {
			truth[s.id] = append(truth[s.id], c.id)
		}
	}
	return truth
}
