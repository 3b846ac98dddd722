package component

import (
	"fmt"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Size of a spark's drawing, in its own units.
const (
	sparkWidth  = 96
	sparkHeight = 24
)

// Spark gives the points of a small line over equal steps, drawn from zero up;
// nil values leave their step out. Fewer than two values have no line.
func Spark(values []*money.Decimal) string {
	top, known := money.Zero, 0
	for _, v := range values {
		if v == nil {
			continue
		}
		known++
		if v.Cmp(top) > 0 {
			top = *v
		}
	}
	if known < 2 || top.Sign() <= 0 {
		return ""
	}
	var points []string
	for i, v := range values {
		if v == nil {
			continue
		}
		height := money.Zero
		if v.Sign() > 0 {
			height = v.Mul(money.NewInt(sparkHeight-2)).Quo(top, 1)
		}
		points = append(points, fmt.Sprintf("%d,%s", i*sparkWidth/max(len(values)-1, 1), money.NewInt(sparkHeight-1).Sub(height)))
	}
	return strings.Join(points, " ")
}
