package multiplier

import (
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Result is the answer under one definition. Rows in the report currency sum
// to Total exactly; unconverted rows stand beside it in their own currency.
type Result struct {
	Definition Definition     `json:"definition"`
	Period     period.Range   `json:"period"`
	By         []Dimension    `json:"by"`
	Where      []Filter       `json:"where,omitempty"`
	Currency   money.Currency `json:"currency"`
	Policy     rate.Policy    `json:"rates"`
	// Gap says why there is no figure at all; the rest is then empty.
	Gap         Gap        `json:"gap,omitempty"`
	Rows        []Row      `json:"rows"`
	Total       Row        `json:"total"`
	Unconverted []Row      `json:"unconverted"` // one per group and currency without a rate
	Excluded    []Excluded `json:"excluded"`
}

// Gap is a reason for a figure that does not exist. It is never a zero.
type Gap string

// GapNoPipeline: the definition needs a pipeline and none is imported.
const GapNoPipeline Gap = "no_pipeline"

// Row is one line of a figure.
type Row struct {
	Key  []string `json:"key"` // along By; a customer by id
	Kind RowKind  `json:"kind,omitempty"`
	// Currency of the amounts: the report's, or their own when there is no rate.
	Currency money.Currency `json:"currency"`

	Cloud    money.Decimal `json:"cloud"`
	Services ByPart        `json:"services"` // in the order of Parts
	// AtCost is the part of Cloud that is resold but valued at what the partner pays.
	AtCost money.Decimal `json:"at_cost"`
	// Estimated is the part of Cloud that nobody has a bill for.
	Estimated money.Decimal `json:"estimated"`
	// Allocated is the part of Services that was given to a cloud pro rata.
	Allocated money.Decimal `json:"allocated"`
	// Priced is the part of Services of offerings whose price model is known,
	// OnOutcome the part of Priced that is priced by what the customer gains.
	Priced    money.Decimal `json:"priced,omitzero"`
	OnOutcome money.Decimal `json:"on_outcome,omitzero"`
	RunRate   RunRate       `json:"run_rate"`

	Customers int            `json:"customers"` // that have cloud or services here
	Buyers    [partCount]int `json:"buyers"`    // customers with revenue in a part
	Others    int            `json:"others,omitempty"`
	// Native is the same before conversion, by currency.
	Native []Native `json:"native"`
}

// RowKind says that a row is not a plain group.
type RowKind string

const (
	RowGroup     RowKind = ""
	RowUnmatched RowKind = "unmatched" // accounts and lines without a customer
	// RowUnattributed: what shares leave of things that are shared.
	RowUnattributed RowKind = "unattributed"
	RowOthers       RowKind = "others"      // the sum of what Top left out
	RowTotal        RowKind = "total"       // the sum of every converted row
	RowUnconverted  RowKind = "unconverted" // amounts without a rate
	RowExcluded     RowKind = "excluded"    // what the definition leaves out for one reason
)

// RunRate is the figure without customers' first years: what the book earns
// once first projects are over. Only months from a customer's 13th on count,
// after the first charge that the books know.
type RunRate struct {
	Cloud    money.Decimal `json:"cloud"`
	Services money.Decimal `json:"services"`
}

// Native is amounts in their own currency.
type Native struct {
	Currency money.Currency `json:"currency"`
	Cloud    money.Decimal  `json:"cloud"`
	Services ByPart         `json:"services"`
}

// RatioPlaces is how many decimals a ratio keeps, rounded half to even.
const RatioPlaces = 12

// Ratio is services over cloud; false where there is no cloud to divide by.
func Ratio(services, cloud money.Decimal) (money.Decimal, bool) {
	if cloud.Sign() <= 0 {
		return money.Zero, false
	}
	return services.Quo(cloud, RatioPlaces), true
}

// Multiplier is M of the row.
func (r Row) Multiplier() (money.Decimal, bool) { return Ratio(r.Services.Sum(), r.Cloud) }

// MultiplierOf is M_k of the row.
func (r Row) MultiplierOf(p Part) (money.Decimal, bool) { return Ratio(r.Services.Of(p), r.Cloud) }

// CoverageOf is the share of the row's customers who buy a part; false where
// there are no customers.
func (r Row) CoverageOf(p Part) (money.Decimal, bool) {
	i := partIndex(p)
	if i < 0 || r.Customers == 0 {
		return money.Zero, false
	}
	return money.NewInt(int64(r.Buyers[i])).Quo(money.NewInt(int64(r.Customers)), RatioPlaces), true
}

// Multiplier is M without first years.
func (r RunRate) Multiplier() (money.Decimal, bool) { return Ratio(r.Services, r.Cloud) }

// Side says which side of the multiplier an amount is on.
type Side string

const (
	SideCloud    Side = "cloud"
	SideServices Side = "services"
)

// Reason says why an amount does not count under a definition.
type Reason string

const (
	ReasonTax           Reason = "tax"
	ReasonCredit        Reason = "credit"
	ReasonMarketplace   Reason = "marketplace"
	ReasonSupport       Reason = "support"
	ReasonInternalUse   Reason = "internal_use"
	ReasonInfluenced    Reason = "influenced"
	ReasonResold        Reason = "resold"
	ReasonCategory      Reason = "category"
	ReasonUncategorised Reason = "uncategorised"
	// ReasonPartner: shares give it to another partner.
	ReasonPartner Reason = "another_partner"
	// ReasonUnattributed: shares name the firm's own part, and this is the rest.
	ReasonUnattributed Reason = "unattributed"
	// ReasonPaired: the same sale counts on another line.
	ReasonPaired Reason = "paired"
	// ReasonEstimateReplaced: there is a bill for the account and month.
	ReasonEstimateReplaced Reason = "estimate_replaced"
	// Of deals. Launched ones are in the bills and books; of those that state one
	// amount only, counting it would take the other for nothing.
	ReasonLaunched    Reason = "launched"
	ReasonClosedLost  Reason = "closed_lost"
	ReasonStage       Reason = "stage_unknown" // or one that the definition does not name
	ReasonRejected    Reason = "deal_rejected"
	ReasonNoDealValue Reason = "no_deal_value"
	ReasonNoSpend     Reason = "no_expected_spend"
)

// Reasons lists every reason: those of definitions, then the natures of lines
// that are no services.
func Reasons() []Reason {
	reasons := []Reason{ReasonTax, ReasonCredit, ReasonMarketplace, ReasonSupport, ReasonInternalUse,
		ReasonInfluenced, ReasonResold, ReasonCategory, ReasonUncategorised,
		ReasonPartner, ReasonUnattributed, ReasonPaired, ReasonEstimateReplaced,
		ReasonLaunched, ReasonClosedLost, ReasonStage, ReasonRejected, ReasonNoDealValue, ReasonNoSpend}
	for _, n := range service.Natures() {
		if n != service.NatureService {
			reasons = append(reasons, Reason(n))
		}
	}
	return reasons
}

// Exclusion names what was left out.
type Exclusion struct {
	Side     Side           `json:"side"`
	Reason   Reason         `json:"reason"`
	Currency money.Currency `json:"currency"`
}

// Excluded is an exclusion with its amount.
type Excluded struct {
	Exclusion
	Amount money.Decimal `json:"amount"`
}

func exclusions(sums map[Exclusion]money.Decimal) []Excluded {
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b Exclusion) int {
		return strings.Compare(string(a.Side)+separator+string(a.Reason)+separator+string(a.Currency),
			string(b.Side)+separator+string(b.Reason)+separator+string(b.Currency))
	})
	out := make([]Excluded, 0, len(keys))
	for _, k := range keys {
		if !sums[k].IsZero() {
			out = append(out, Excluded{k, sums[k]})
		}
	}
	return out
}
