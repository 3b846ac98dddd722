package moving_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

// figure has customer a, who buys 300 of manage a month from done on and 100
// before, eight who stay at 100, and services of a month to come.
func figure(done period.Month) multiplier.Result {
	r := multiplier.Result{Currency: "USD"}
	add := func(id string, m period.Month, cloud, manage int64) {
		row := multiplier.Row{Key: []string{id, m.String()}, Cloud: money.NewInt(cloud)}
		row.Services[5], row.Services[3] = money.NewInt(manage), money.NewInt(7777)
		r.Rows = append(r.Rows, row)
	}
	for m := done - 4; m <= done+3; m++ {
		manage := int64(100)
		if m >= done {
			manage = 300
		}
		add("a", m, 1000, manage)
		for i := range 8 {
			add("x"+strconv.Itoa(i), m, 1000, 100)
		}
	}
	add("a", done+12, 0, 100)
	return r
}

func TestEffectsOfWhatWasDone(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	if _, err := m.Open(lead, forCustomer("a", "done", ""), forCustomer("b", "open", "")); err != nil {
		t.Fatal(err)
	}
	all, err := m.List(lead, moving.Filter{Customer: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Change(lead, moving.Change{State: ptr(move.StateDone)}, all[0].Move.ID); err != nil {
		t.Fatal(err)
	}
	effects, err := m.Effects(lead, figure(period.MonthOf(noon)))
	if err != nil || len(effects) != 1 || effects[0].Move.Move.Title != "done" {
		t.Fatalf("%+v, %v", effects, err)
	}
	three, six := effects[0].Effects[0], effects[0].Effects[1]
	if three.Finding != move.FindingBetter || three.Alike != 8 || three.Before.String() != "100" || three.After.String() != "300" {
		t.Errorf("%+v", three)
	}
	if six.Finding != move.FindingEarly {
		t.Errorf("the books end before six months are over: %+v", six)
	}
	if _, err := m.Effects(as("mia", access.RoleAccountManager, "a"), figure(period.MonthOf(noon.Add(time.Hour)))); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("who sees a alone is told of others: %v", err)
	}
}
