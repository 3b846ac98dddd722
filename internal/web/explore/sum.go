package explore

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// sum is what any number of rows come to. Ratios are taken of sums and never
// summed. Rows of categories share their cloud and must not be summed.
type sum struct {
	cloud, services                 money.Decimal
	seasonedCloud, seasonedServices money.Decimal
	allocated, atCost               money.Decimal
}

func sumOf(rows ...multiplier.Row) sum {
	var s sum
	for _, r := range rows {
		s = s.add(sum{r.Cloud, r.Services.Sum(), r.RunRate.Cloud, r.RunRate.Services, r.Allocated, r.AtCost})
	}
	return s
}

func (s sum) add(o sum) sum {
	return sum{s.cloud.Add(o.cloud), s.services.Add(o.services), s.seasonedCloud.Add(o.seasonedCloud),
		s.seasonedServices.Add(o.seasonedServices), s.allocated.Add(o.allocated), s.atCost.Add(o.atCost)}
}

// cell is the sum under a measure.
func (s sum) cell(m measure) report.Cell {
	switch m {
	case measureMultiplier:
		return wording.Ratio(multiplier.Ratio(s.services, s.cloud))
	case measureRunRate:
		return wording.Ratio(multiplier.Ratio(s.seasonedServices, s.seasonedCloud))
	case measureCloud:
		return report.Decimal(s.cloud)
	case measureServices:
		return report.Decimal(s.services)
	}
	return report.Gap()
}

// traced is the cell of a figure that a measure is.
func (m measure) traced() multiplier.Cell {
	switch m {
	case measureMultiplier:
		return multiplier.CellMultiplier
	case measureCloud:
		return multiplier.CellCloud
	case measureServices:
		return multiplier.CellServices
	case measureRunRate:
		return multiplier.CellRunRate
	}
	return multiplier.CellMultiplier
}

// kind is how a measure is written.
func (m measure) kind() report.Kind {
	if m == measureCloud || m == measureServices {
		return report.KindMoney
	}
	return report.KindRatio
}
