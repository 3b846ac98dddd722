package move_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

var done = period.NewMonth(2025, 7)

// year is 2025.
func year() period.Range {
	return period.Range{From: period.NewMonth(2025, 1), Until: period.NewMonth(2026, 1)}
}

// account buys so much services a month before and after, of the same cloud.
func account(before, after int64) move.Account {
	a := move.Account{Services: move.Series{}, Cloud: move.Series{}}
	for m := year().From; m < year().Until; m++ {
		a.Cloud[m], a.Services[m] = money.NewInt(1000), money.NewInt(before)
		if m >= done {
			a.Services[m] = money.NewInt(after)
		}
	}
	return a
}

// alike are nine customers who went from 100 to between 100 and 116.
func alike() (all []move.Account) {
	for i := range int64(9) {
		all = append(all, account(100, 100+2*i))
	}
	return all
}

func TestAMoveIsComparedWithAlikeCustomers(t *testing.T) {
	for name, c := range map[string]struct {
		subject move.Account
		others  []move.Account
		want    move.Finding
	}{
		"beyond all of them":         {account(100, 200), alike(), move.FindingBetter},
		"as they did":                {account(100, 108), alike(), move.FindingNone},
		"fell while they grew":       {account(100, 90), alike(), move.FindingWorse},
		"grew by as much as all did": {account(120, 139), alike(), move.FindingNone},
		"nobody is alike":            {account(1000, 2000), alike(), move.FindingFew},
		"four are too few":           {account(100, 200), alike()[:4], move.FindingFew},
	} {
		t.Run(name, func(t *testing.T) {
			if e := move.Measure(done, 3, year(), c.subject, c.others); e.Finding != c.want {
				t.Errorf("%s: %+v", e.Finding, e)
			}
		})
	}
	e := move.Measure(done, 3, year(), account(100, 200), alike())
	if e.AlikeBefore.String() != "900" || e.AlikeAfter.String() != "972" || e.AlikeCloudBefore.String() != "9000" || e.AlikeCloudAfter.String() != "9000" {
		t.Errorf("the alike customers together: %+v", e)
	}
	if e.Alike != 9 || e.Change().String() != "100" || e.Expected.String() != "8" || e.Low.String() != "0" || e.High.String() != "16" {
		t.Errorf("%+v", e)
	}
	if e := move.Measure(done, 6, year(), account(100, 200), alike()); e.Finding != move.FindingEarly {
		t.Errorf("five months after are no six: %s", e.Finding)
	}
}

// What is done to everybody alike has no effect that could be told.
func TestWhatHappensToAllIsNoEffect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := rapid.Int64Range(1, 1000).Draw(t, "before"), rapid.Int64Range(0, 1000).Draw(t, "after")
		var others []move.Account
		for range rapid.IntRange(5, 50).Draw(t, "others") {
			others = append(others, account(before, after))
		}
		if e := move.Measure(done, 3, year(), account(before, after), others); e.Finding != move.FindingNone || !e.Expected.Equal(e.Change()) {
			t.Fatalf("%+v", e)
		}
	})
}
