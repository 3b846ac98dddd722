package generating

// kind is what a bill line is. Its name in a Cost and Usage Report is
// lineItem/LineItemType.
type kind uint8

const (
	kindUsage kind = iota
	kindDiscountedUsage
	kindRIFee
	kindRIUpfront // a Fee with a reservation's ARN
	kindSPCovered
	kindSPNegation
	kindSPRecurring
	kindSPUpfront
	kindFee
	kindEdpDiscount
	kindBundledDiscount
	kindPrivateRateDiscount
	kindCredit
	kindRefund
	kindTax
	kindUnused // only in FOCUS: in a CUR the unused part is inside the fee's line
)

func (k kind) lineItemType() string {
	switch k {
	case kindUsage:
		return "Usage"
	case kindDiscountedUsage:
		return "DiscountedUsage"
	case kindRIFee:
		return "RIFee"
	case kindRIUpfront, kindFee:
		return "Fee"
	case kindSPCovered:
		return "SavingsPlanCoveredUsage"
	case kindSPNegation:
		return "SavingsPlanNegation"
	case kindSPRecurring:
		return "SavingsPlanRecurringFee"
	case kindSPUpfront:
		return "SavingsPlanUpfrontFee"
	case kindEdpDiscount:
		return "EdpDiscount"
	case kindBundledDiscount:
		return "BundledDiscount"
	case kindPrivateRateDiscount:
		return "PrivateRateDiscount"
	case kindCredit:
		return "Credit"
	case kindRefund:
		return "Refund"
	case kindTax:
		return "Tax"
	default:
		return ""
	}
}

// metered says that a line measures usage: it has a quantity, a price and a resource.
func (k kind) metered() bool {
	return k == kindUsage || k == kindDiscountedUsage || k == kindSPCovered
}

func (k kind) reservation() bool {
	return k == kindDiscountedUsage || k == kindRIFee || k == kindRIUpfront
}

func (k kind) savingsPlan() bool {
	return k == kindSPCovered || k == kindSPNegation || k == kindSPRecurring || k == kindSPUpfront
}

// shape is what many lines have in common; a template is compiled from it.
type shape struct {
	kind        kind
	payer       *payer
	account     *account
	calendar    *calendar
	service     *product
	usage       *usage // nil where nothing is metered
	region      *region
	usageType   string
	price       fixed // per unit, in the payer's currency
	description string
	commitment  string // ARN of a reservation or savings plan
	seller      *seller
	invoice     string
}

// entity is who runs the business behind the line: bill/BillingEntity.
func (s *shape) entity() string {
	switch {
	case s.seller != nil:
		return "AWS Marketplace"
	case s.region != nil && s.region.operator != nil:
		return s.region.operator.entity
	default:
		return "AWS"
	}
}

// issuer is who writes the invoice: bill/InvoicingEntity.
func (s *shape) issuer() string {
	if s.region != nil && s.region.operator != nil {
		return s.region.operator.legal
	}
	return s.payer.issuer
}

// legal is who sells: lineItem/LegalEntity.
func (s *shape) legal() string {
	if s.seller != nil {
		return s.seller.name
	}
	return s.issuer()
}

func (s *shape) partition() string {
	if s.payer.china {
		return "aws-cn"
	}
	return "aws"
}

// line is one line of a bill: what changes from one to the next of a shape.
type line struct {
	start, hours int // from the first hour of the month
	resource, id uint64

	quantity  fixed
	unblended fixed
	net       fixed // after discounts; meaningful where the payer is net
	onDemand  fixed // pricing/publicOnDemandCost

	riAmortized, riRecurring       fixed // of usage, or of the period on a fee
	unusedUpfront, unusedRecurring fixed
	spEffective                    fixed
	spTotal, spUsed                fixed
	spUpfront                      fixed // amortised upfront commitment of the period
	costs                          costs
}

// costs are the four costs of FOCUS.
type costs struct{ billed, effective, list, contracted fixed }

// costsOf is the mapping from Cost and Usage Report lines to FOCUS costs. The
// second result is the effective cost of the extra charge that a fee with
// unused commitment yields: category Usage, status Unused, the three other
// costs zero.
func costsOf(s *shape, l *line) (costs, fixed) {
	paid := l.unblended
	if s.payer.net {
		paid = l.net
	}
	switch s.kind {
	case kindUsage:
		list := l.unblended
		if s.seller == nil {
			list = l.onDemand
		}
		return costs{paid, paid, list, l.unblended}, 0
	case kindDiscountedUsage:
		return costs{0, l.riAmortized + l.riRecurring, l.onDemand, l.onDemand}, 0
	case kindSPCovered:
		return costs{0, l.spEffective, l.onDemand, l.onDemand}, 0
	case kindSPNegation:
		return costs{}, 0
	case kindRIFee:
		return costs{paid, 0, l.unblended, l.unblended}, l.unusedUpfront + l.unusedRecurring
	case kindSPRecurring:
		return costs{paid, 0, l.unblended, l.unblended}, l.spTotal - l.spUsed
	case kindRIUpfront, kindSPUpfront:
		return costs{paid, 0, l.unblended, l.unblended}, 0
	case kindEdpDiscount, kindBundledDiscount, kindPrivateRateDiscount:
		return costs{paid, paid, 0, l.unblended}, 0
	case kindUnused:
		return costs{effective: l.unblended}, 0
	case kindFee, kindCredit, kindRefund, kindTax:
		return costs{paid, paid, l.unblended, l.unblended}, 0
	}
	return costs{}, 0
}

// group is where the definition "standard" puts a line.
type group uint8

const (
	groupCloud group = iota // counts
	groupCredits
	groupTax
	groupMarketplace
)

func (s *shape) group() group {
	switch {
	case s.kind == kindTax:
		return groupTax
	case s.kind == kindCredit:
		return groupCredits
	case s.seller != nil:
		return groupMarketplace
	default:
		return groupCloud
	}
}
