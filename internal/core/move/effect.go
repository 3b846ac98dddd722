package move

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Series is an amount by month, in one currency. A month without one is zero if
// it lies within the books.
type Series map[period.Month]money.Decimal

// Account is what a customer bought month by month.
type Account struct {
	Services Series // of the move's category, where it has one
	Cloud    Series
}

// Horizons are after how many months a move's effect is looked at.
func Horizons() []int { return []int{3, 6} }

// Finding is what a comparison comes to.
type Finding string

const (
	FindingEarly  Finding = "early"  // the books do not reach that far yet, or not as far back
	FindingFew    Finding = "few"    // too few customers are alike for a comparison
	FindingBetter Finding = "better" // beyond what nine of ten alike customers did
	FindingWorse  Finding = "worse"  // below it
	FindingNone   Finding = "none"   // within it: no effect can be told from chance
)

// Findings lists every finding.
func Findings() []Finding {
	return []Finding{FindingEarly, FindingFew, FindingBetter, FindingWorse, FindingNone}
}

// Effect compares a customer before and after a move with alike customers for
// whom nothing was done. Amounts are averages of a month. It is no proof: who
// chose the customer had a reason, and alike means alike in money only.
type Effect struct {
	Horizon int // months on either side
	Finding Finding
	// Services and cloud before and after; zero while it is too early.
	Before, After           money.Decimal
	CloudBefore, CloudAfter money.Decimal
	// Alike is how many customers the change is compared with; Expected their
	// middle change of services, carried over in proportion to what was bought
	// before; Low and High hold nine of ten of them.
	Alike               int
	Expected, Low, High money.Decimal
	// What the alike customers bought together, for the multiplier of the group.
	AlikeBefore, AlikeAfter           money.Decimal
	AlikeCloudBefore, AlikeCloudAfter money.Decimal
}

// Months are those before a move that was done in a month, and those after it.
func Months(done period.Month, horizon int) (before, after period.Range) {
	n := period.Month(horizon)
	return period.Range{From: done - n, Until: done}, period.Range{From: done + 1, Until: done + 1 + n}
}

// Change is after less before.
func (e Effect) Change() money.Decimal { return e.After.Sub(e.Before) }

// Compared reports that there were customers to compare with.
func (e Effect) Compared() bool { return e.Finding != FindingEarly && e.Finding != FindingFew }

const (
	fewest = 5  // alike customers below which nothing is said
	most   = 40 // alike customers that are looked at, the nearest
	places = 6  // decimals of averages
)

// Measure looks at a move that was done in a month. The month itself belongs to
// neither side. Others are customers without a move of their own in the time.
func Measure(done period.Month, horizon int, within period.Range, subject Account, others []Account) Effect {
	e := Effect{Horizon: horizon, Finding: FindingEarly}
	before, after := Months(done, horizon)
	if before.From < within.From || after.Until > within.Until {
		return e
	}
	e.Before, e.After = subject.Services.average(before), subject.Services.average(after)
	e.CloudBefore, e.CloudAfter = subject.Cloud.average(before), subject.Cloud.average(after)
	alike := e.alike(others, before)
	e.Alike = len(alike)
	if e.Alike < fewest {
		e.Finding = FindingFew
		return e
	}
	var changes []money.Decimal
	for _, a := range alike {
		was, is := a.Services.average(before), a.Services.average(after)
		e.AlikeBefore, e.AlikeAfter = e.AlikeBefore.Add(was), e.AlikeAfter.Add(is)
		e.AlikeCloudBefore, e.AlikeCloudAfter = e.AlikeCloudBefore.Add(a.Cloud.average(before)), e.AlikeCloudAfter.Add(a.Cloud.average(after))
		change := is.Sub(was)
		if was.Sign() > 0 { // in proportion: a customer of twice the size changes by twice as much
			change = change.Mul(e.Before).Quo(was, places)
		}
		changes = append(changes, change)
	}
	slices.SortFunc(changes, money.Decimal.Cmp)
	at := func(part int) money.Decimal { return changes[(len(changes)-1)*part/100] }
	e.Low, e.Expected, e.High = at(5), at(50), changes[len(changes)-1-(len(changes)-1)*5/100]
	switch change := e.Change(); {
	case change.Cmp(e.High) > 0:
		e.Finding = FindingBetter
	case change.Cmp(e.Low) < 0:
		e.Finding = FindingWorse
	default:
		e.Finding = FindingNone
	}
	return e
}

// alike gives the customers whose cloud and services before were between half
// and twice the subject's, the nearest first. Who bought none is like who bought
// none.
func (e Effect) alike(others []Account, before period.Range) []Account {
	type near struct {
		Account
		distance money.Decimal
	}
	var found []near
	for _, o := range others {
		cloud, close1 := distance(e.CloudBefore, o.Cloud.average(before))
		services, close2 := distance(e.Before, o.Services.average(before))
		if close1 && close2 {
			found = append(found, near{o, cloud.Add(services)})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance.Cmp(b.distance) })
	found = found[:min(len(found), most)]
	out := make([]Account, len(found))
	for i, f := range found {
		out[i] = f.Account
	}
	return out
}

// distance is |a-b|/(a+b), 0 for equals; true up to half or twice as much.
func distance(a, b money.Decimal) (money.Decimal, bool) {
	if a.Sign() <= 0 || b.Sign() <= 0 {
		return money.Zero, a.Sign() <= 0 && b.Sign() <= 0
	}
	two := money.NewInt(2)
	return a.Sub(b).Abs().Quo(a.Add(b), places), a.Cmp(b.Mul(two)) <= 0 && b.Cmp(a.Mul(two)) <= 0
}

// average is the sum over the months, divided by how many they are.
func (s Series) average(r period.Range) money.Decimal {
	sum := money.Zero
	for m := r.From; m < r.Until; m++ {
		sum = sum.Add(s[m])
	}
	return sum.Quo(money.NewInt(int64(r.Months())), places)
}
