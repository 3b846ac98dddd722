package identity_test

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func shape(amounts ...int64) identity.Shape {
	var exact []money.Decimal
	for _, a := range amounts {
		exact = append(exact, money.NewInt(a))
	}
	return identity.NewShape(exact)
}

func TestShapesResembleByHowTheyMoveAndNotByHowMuch(t *testing.T) {
	mine := shape(100, 250, 80, 400, 120, 310)
	other := shape(310, 120, 400, 80, 250, 100)
	for _, c := range []struct {
		name   string
		mine   identity.Shape
		others []identity.Shape
		from   []int
		want   []identity.Likeness
	}{
		{"ten times as much", mine, []identity.Shape{other, shape(1000, 2500, 800, 4000, 1200, 3100)}, []int{0}, []identity.Likeness{{Other: 1}}},
		{"the best first", mine, []identity.Shape{shape(110, 260, 80, 390, 120, 300), mine}, []int{0}, []identity.Likeness{{Other: 1}, {Other: 0}}},
		{"a month later", mine, []identity.Shape{shape(7, 100, 250, 80, 400, 120, 310)}, []int{0, 1}, []identity.Likeness{{Other: 0, From: 1}}},
		{"not that long", mine, []identity.Shape{mine}, []int{1, -1}, nil},
		{"behind the best", mine, []identity.Shape{mine, shape(150, 250, 140, 330, 190, 250)}, []int{0}, []identity.Likeness{{Other: 0}}},
		{"otherwise", mine, []identity.Shape{other}, []int{0}, nil},
		{"the same in every month", shape(31, 28, 31, 30, 31, 30), []identity.Shape{shape(31, 28, 31, 30, 31, 30)}, []int{0}, nil},
		{"five months", mine[:5], []identity.Shape{mine}, []int{0}, nil},
		{"one month alone", shape(0, 0, 0, 400, 0, 0, 0), []identity.Shape{shape(0, 0, 0, 900, 0, 0, 0)}, []int{0}, nil},
		{"no money", shape(1, -1, 0, 0, 0, 0), []identity.Shape{mine}, []int{0}, nil},
	} {
		if got := identity.Resembling(c.mine, c.others, c.from...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
