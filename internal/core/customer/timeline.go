package customer

import (
	"slices"
	"time"
)

// Claim is a customer's hold on one identifier from the day From up to, not
// including, Until; zero bounds are open.
type Claim struct {
	Customer    ID
	From, Until time.Time
	Origin      Origin
}

// Tenure is the days in which an identifier has one owner, or several that
// nobody can tell apart: then Customer is empty and Rivals names them, in the
// order of their claims. Zero bounds are open.
type Tenure struct {
	Customer    ID
	Rivals      []ID
	From, Until time.Time
	Origin      Origin
}

// Timeline is the one rule for overlapping claims on an identifier. What people
// said beats what was concluded automatically. Among equals the claim that
// starts latest holds, as the newer word; an open start is the earliest. Of
// claims that start together a person's decision beats the roster; if they are
// of different customers even so, nobody owns the identifier in those days.
// The tenures come in order of time, do not overlap, and neighbours differ.
func Timeline(claims []Claim) []Tenure {
	if len(claims) == 1 { // nearly always
		c := claims[0]
		return []Tenure{{Customer: c.Customer, From: c.From, Until: c.Until, Origin: c.Origin}}
	}
	cuts := cutsOf(claims)
	var out []Tenure
	for n, from := range cuts {
		var until time.Time
		if n+1 < len(cuts) {
			until = cuts[n+1]
		}
		t, held := holder(claims, from)
		if !held {
			continue
		}
		t.From, t.Until = from, until
		if last := len(out) - 1; last >= 0 && out[last].Until.Equal(from) && out[last].sameHolder(t) {
			out[last].Until = until
			continue
		}
		out = append(out, t)
	}
	return out
}

// cutsOf gives every day on which something may change, in order; zero, the
// beginning of time, stands first.
func cutsOf(claims []Claim) []time.Time {
	cuts := []time.Time{{}}
	for _, c := range claims {
		cuts = append(cuts, c.From)
		if !c.Until.IsZero() {
			cuts = append(cuts, c.Until)
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	return slices.CompactFunc(cuts, time.Time.Equal)
}

func (t Tenure) sameHolder(o Tenure) bool {
	return t.Customer == o.Customer && t.Origin == o.Origin && slices.Equal(t.Rivals, o.Rivals)
}

// holder gives who holds the identifier on a day.
func holder(claims []Claim, day time.Time) (Tenure, bool) {
	best := -1
	for i, c := range claims {
		if holds(c, day) && (best < 0 || c.beats(claims[best]) > 0) {
			best = i
		}
	}
	if best < 0 {
		return Tenure{}, false
	}
	var owners []ID
	for _, c := range claims {
		if holds(c, day) && c.beats(claims[best]) == 0 && !slices.Contains(owners, c.Customer) {
			owners = append(owners, c.Customer)
		}
	}
	t := Tenure{Customer: owners[0], Origin: claims[best].Origin}
	if len(owners) > 1 {
		t.Customer, t.Rivals = "", owners
	}
	return t, true
}

// holds is validity where a zero day is the beginning of time.
func holds(c Claim, day time.Time) bool {
	if day.IsZero() {
		return c.From.IsZero()
	}
	return within(day, c.From, c.Until)
}

// beats is positive where c holds against o on a day on which both are valid,
// and zero where neither does.
func (c Claim) beats(o Claim) int {
	if auto := c.Origin == OriginAuto; auto != (o.Origin == OriginAuto) {
		if auto {
			return -1
		}
		return 1
	}
	if n := c.From.Compare(o.From); n != 0 {
		return n
	}
	person := func(c Claim) int {
		if c.Origin == OriginPerson {
			return 1
		}
		return 0
	}
	return person(c) - person(o)
}
