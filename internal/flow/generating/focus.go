package generating

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/focus"
)

// focusColumns is the header of an AWS FOCUS 1.2 export in CSV: the columns of
// the specification in alphabetical order, then AWS's own.
func focusColumns() []string {
	var names []string
	for _, c := range focus.Columns() {
		if c.Since <= focus.Version12 {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return append(names, "x_Discounts", "x_Operation", "x_ServiceCode")
}

// focusTemplate compiles a shape for columns of FOCUS.
func focusTemplate(columns []string, s *shape) *template {
	fields := make([]field, len(columns))
	for i, name := range columns {
		fields[i] = focusField(name, s)
	}
	return compile(fields, styleJava, ".000Z", s.calendar)
}

func focusField(name string, s *shape) field {
	switch name {
	case "BilledCost":
		return at(slotBilled)
	case "EffectiveCost", "PricingCurrencyEffectiveCost":
		return at(slotEffective)
	case "ListCost":
		return at(slotList)
	case "ContractedCost":
		return at(slotContracted)
	case "ChargePeriodStart":
		return at(slotStart)
	case "ChargePeriodEnd":
		return at(slotEnd)
	case "ConsumedQuantity":
		if s.kind.metered() {
			return at(slotQuantity)
		}
		return text("")
	case "PricingQuantity":
		if s.metersOrBuys() {
			return at(slotQuantity)
		}
		return text("")
	case "CommitmentDiscountQuantity":
		return focusCommitmentQuantity(s)
	case "ResourceId":
		if s.kind.metered() && s.usage.resource != "" {
			return field{before: s.arn(), slot: slotResource}
		}
		return text("")
	case "x_Discounts":
		if s.payer.net && s.kind == kindUsage && s.seller == nil {
			return field{before: `{"PrivatePricing":`, slot: slotDiscount, after: "}"}
		}
		return text("{}")
	default:
		return text(focusText(name, s))
	}
}

// ofPlan says that the line's commitment is a savings plan, also where the line
// is the unused part of it.
func (s *shape) ofPlan() bool { return strings.Contains(s.commitment, ":savingsplan/") }

func (s *shape) metersOrBuys() bool {
	return s.kind.metered() || s.kind == kindUnused || s.category() == "Purchase"
}

func focusCommitmentQuantity(s *shape) field {
	switch {
	case s.commitment == "":
		return text("")
	case s.ofPlan():
		return at(slotSPEffective)
	default:
		return at(slotQuantity)
	}
}

// focusText gives the columns that are the same in every line of a shape.
func focusText(name string, s *shape) string {
	switch name {
	case "AvailabilityZone":
		return s.zone()
	case "BillingAccountId":
		return s.payer.id
	case "BillingAccountName":
		return s.payer.name
	case "BillingAccountType":
		return "Management Account"
	case "BillingCurrency", "PricingCurrency":
		return s.payer.currency
	case "BillingPeriodStart":
		return s.calendar.first() + ".000Z"
	case "BillingPeriodEnd":
		return s.calendar.last() + ".000Z"
	case "ChargeCategory":
		return s.category()
	case "ChargeClass":
		if s.kind == kindRefund {
			return "Correction"
		}
	case "ChargeDescription":
		return s.description
	case "ChargeFrequency":
		return s.frequency()
	case "ContractedUnitPrice", "ListUnitPrice", "PricingCurrencyContractedUnitPrice", "PricingCurrencyListUnitPrice":
		if s.kind.metered() {
			return string(styleJava.append(nil, s.price))
		}
	case "InvoiceId":
		return s.invoice
	case "InvoiceIssuerName":
		if s.seller != nil {
			return "AWS Marketplace"
		}
		return s.issuer()
	case "ProviderName":
		return "AWS"
	case "PublisherName":
		return s.legal()
	case "RegionId":
		if s.region != nil {
			return s.region.id
		}
	case "RegionName":
		if s.region != nil {
			return s.region.name
		}
	case "ServiceCategory":
		return s.service.category
	case "ServiceSubcategory":
		return s.service.subcategory
	case "ServiceName", "x_ServiceCode":
		return s.service.code
	case "SubAccountId":
		return s.account.id
	case "SubAccountName":
		return s.account.name
	case "SubAccountType":
		return "Account"
	case "Tags":
		return s.tagsJSON()
	case "x_Operation":
		if s.usage != nil {
			return s.usage.operation
		}
	default:
		return focusPricing(name, s)
	}
	return ""
}

// focusPricing gives the columns about commitments, prices and SKUs.
func focusPricing(name string, s *shape) string {
	if strings.HasPrefix(name, "CommitmentDiscount") && s.commitment == "" {
		return ""
	}
	plan := s.ofPlan()
	switch name {
	case "CommitmentDiscountCategory":
		if plan {
			return "Spend"
		}
		return "Usage"
	case "CommitmentDiscountId":
		return s.commitment
	case "CommitmentDiscountName":
		return "" // AWS has none
	case "CommitmentDiscountType":
		if plan {
			return "Compute Savings Plan"
		}
		return "Reserved Instance"
	case "CommitmentDiscountUnit":
		if plan {
			return s.payer.currency
		}
		return "Hours"
	case "CommitmentDiscountStatus":
		switch {
		case s.kind == kindUnused:
			return "Unused"
		case s.kind.metered():
			return "Used"
		}
	case "PricingCategory":
		switch {
		case s.category() == "Tax", s.kind == kindCredit:
			return ""
		case s.commitment != "" && s.kind.metered(), s.kind == kindUnused:
			return "Committed"
		default:
			return "Standard"
		}
	case "PricingUnit", "ConsumedUnit":
		if s.kind.metered() {
			return s.usage.unit
		}
		if name == "PricingUnit" && s.metersOrBuys() {
			return "Units"
		}
	case "SkuId":
		if s.usage != nil {
			return s.sku()
		}
	case "SkuMeter":
		return s.usageType
	case "SkuPriceId":
		if s.usage != nil {
			return s.sku() + ".JRTCKXETXF." + s.rateCode()
		}
	case "SkuPriceDetails":
		if s.usage != nil && s.usage.instance != "" {
			return `{"InstanceType":"` + s.usage.instance + `"}`
		}
	}
	return ""
}

// category is the FOCUS ChargeCategory.
func (s *shape) category() string {
	switch s.kind {
	case kindTax:
		return "Tax"
	case kindCredit:
		return "Credit"
	case kindFee, kindRIFee, kindRIUpfront, kindSPRecurring, kindSPUpfront:
		return "Purchase"
	default:
		return "Usage"
	}
}

func (s *shape) frequency() string {
	switch s.kind {
	case kindRIFee, kindSPRecurring, kindFee:
		return "Recurring"
	case kindRIUpfront, kindSPUpfront, kindCredit, kindRefund, kindTax:
		return "One-Time"
	default:
		return "Usage-Based"
	}
}
