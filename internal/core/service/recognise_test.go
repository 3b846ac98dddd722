package service_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestRecogniseFollowsTheDaysOfEachMonth(t *testing.T) {
	line := service.Line{IssueDate: date("2025-04-02"), ServiceFrom: date("2025-01-30"), ServiceUntil: date("2025-03-03"),
		Net: money.MustParse("3200")} // 2 + 28 + 2 days
	want := []string{"2025-01 200", "2025-02 2800", "2025-03 200"}
	got := line.Recognise(service.BasisRecognised)
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, p := range got {
		if s := p.Month.String() + " " + p.Net.String(); s != want[i] {
			t.Errorf("piece %d is %s, want %s", i, s, want[i])
		}
	}
}

func TestALineCountsInItsIssueMonthWhenItsPeriodIsNotKnownOrNotAsked(t *testing.T) {
	known := service.Line{IssueDate: date("2025-04-02"), ServiceFrom: date("2025-01-01"), ServiceUntil: date("2025-03-01"), Net: money.One}
	open, backwards := known, known
	open.ServiceFrom = time.Time{}
	backwards.ServiceUntil = date("2024-12-01")
	for name, pieces := range map[string][]service.Piece{
		"invoiced":        known.Recognise(service.BasisInvoiced),
		"no start":        open.Recognise(service.BasisRecognised),
		"ends before":     backwards.Recognise(service.BasisRecognised),
		"no period":       service.Line{IssueDate: known.IssueDate, Net: money.One}.Recognise(service.BasisRecognised),
		"same-day period": service.Line{IssueDate: known.IssueDate, ServiceFrom: date("2025-01-01"), ServiceUntil: date("2025-01-01"), Net: money.One}.Recognise(service.BasisRecognised),
	} {
		if len(pieces) != 1 || pieces[0].Month.String() != "2025-04" || !pieces[0].Net.Equal(money.One) {
			t.Errorf("%s: %v", name, pieces)
		}
	}
}

func TestRecognisedPiecesSumToTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := date("2020-01-01").AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "from"))
		until := from.AddDate(0, 0, rapid.IntRange(1, 1500).Draw(t, "days"))
		net := money.MustParse(rapid.StringMatching(`-?[0-9]{1,12}\.[0-9]{1,20}`).Draw(t, "net"))
		line := service.Line{IssueDate: from, ServiceFrom: from, ServiceUntil: until, Net: net}
		sum, next := money.Zero, period.MonthOf(from)
		for _, p := range line.Recognise(service.BasisRecognised) {
			if p.Month != next {
				t.Fatalf("%s where %s was due", p.Month, next)
			}
			sum, next = sum.Add(p.Net), next+1
		}
		if !sum.Equal(net) {
			t.Fatalf("the pieces sum to %s, not %s", sum, net)
		}
		if last := period.MonthOf(until.AddDate(0, 0, -1)); next != last+1 {
			t.Fatalf("the last piece is %s, the period ends in %s", next-1, last)
		}
	})
}
