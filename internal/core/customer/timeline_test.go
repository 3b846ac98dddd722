package customer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func TestTimeline(t *testing.T) {
	claim := func(id customer.ID, from, until string, origin customer.Origin) customer.Claim {
		c := customer.Claim{Customer: id, Origin: origin}
		if from != "" {
			c.From = day(from)
		}
		if until != "" {
			c.Until = day(until)
		}
		return c
	}
	const roster, person, auto = customer.OriginRoster, customer.OriginPerson, customer.OriginAuto
	for _, c := range []struct {
		name   string
		claims []customer.Claim
		want   string
	}{
		{"nobody", nil, ""},
		{"one", []customer.Claim{claim("a", "2025-03-17", "", roster)}, "a[03-17,)"},
		{"one after the other", []customer.Claim{claim("a", "", "2025-03-17", roster), claim("b", "2025-03-17", "", roster)}, "a[,03-17) b[03-17,)"},
		{"the latest start holds", []customer.Claim{claim("a", "", "", roster), claim("b", "2025-03-17", "2025-04-01", roster)}, "a[,03-17) b[03-17,04-01) a[04-01,)"},
		{"both open: nobody can tell", []customer.Claim{claim("a", "", "", roster), claim("b", "", "", roster)}, "a|b[,)"},
		{"one start: nobody can tell while both hold", []customer.Claim{claim("a", "2025-01-01", "2025-02-01", roster), claim("b", "2025-01-01", "", roster)}, "a|b[01-01,02-01) b[02-01,)"},
		{"one customer twice", []customer.Claim{claim("a", "", "", roster), claim("a", "2025-02-01", "2025-03-01", roster)}, "a[,)"},
		{"a person ends a tie", []customer.Claim{claim("a", "", "", roster), claim("b", "", "", person)}, "b[,)"},
		{"a newer roster goes before an older answer", []customer.Claim{claim("a", "2025-07-01", "", roster), claim("b", "", "", person)}, "b[,07-01) a[07-01,)"},
		{"the matcher fills only gaps", []customer.Claim{claim("a", "2025-02-01", "2025-03-01", roster), claim("b", "2025-02-15", "", auto), claim("c", "", "", auto)}, "c[,02-01) a[02-01,03-01) b[03-01,)"},
		{"a gap", []customer.Claim{claim("a", "", "2025-01-01", roster), claim("b", "2025-02-01", "", roster)}, "a[,01-01) b[02-01,)"},
	} {
		var got []string
		for _, h := range customer.Timeline(c.claims) {
			owner := string(h.Customer)
			for i, id := range h.Rivals {
				owner += strings.Repeat("|", min(i, 1)) + string(id)
			}
			got = append(got, fmt.Sprintf("%s[%s,%s)", owner, shortDay(h.From), shortDay(h.Until)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

// The order in which claims are given says nothing, and every day has the
// holder that the rule names.
func TestTimelineDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var claims []customer.Claim
		for range rapid.IntRange(0, 6).Draw(t, "claims") {
			c := customer.Claim{Customer: customer.ID(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "customer")), From: drawDay(t, "from"),
				Origin: rapid.SampledFrom([]customer.Origin{customer.OriginRoster, customer.OriginPerson, customer.OriginAuto}).Draw(t, "origin")}
			if c.Until = drawDay(t, "until"); !c.Until.IsZero() && !c.From.Before(c.Until) {
				continue // no day at all
			}
			claims = append(claims, c)
		}
		timeline := customer.Timeline(claims)
		for n := -1; n <= worldDays+1; n++ {
			on := firstDay.AddDate(0, 0, n)
			var owners []customer.ID
			best := ""
			for _, c := range claims {
				if !(customer.Identifier{From: c.From, Until: c.Until}).ValidOn(on) {
					continue
				}
				// What decides, as text that sorts: people, then the start, then the tie.
				rank := fmt.Sprint(c.Origin != customer.OriginAuto, c.From.Format(time.RFC3339), c.Origin == customer.OriginPerson)
				if rank > best {
					best, owners = rank, nil
				}
				if rank == best && !slices.Contains(owners, c.Customer) {
					owners = append(owners, c.Customer)
				}
			}
			var got []customer.ID
			for _, h := range timeline {
				if (customer.Identifier{From: h.From, Until: h.Until}).ValidOn(on) {
					if got != nil {
						t.Fatalf("two tenures on %s", on)
					}
					if got = h.Rivals; h.Customer != "" {
						got = []customer.ID{h.Customer}
					}
				}
			}
			if !slices.Equal(got, owners) {
				t.Fatalf("on %s %v, want %v", on.Format(time.DateOnly), got, owners)
			}
		}
	})
}
