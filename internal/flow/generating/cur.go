package generating

import (
	"strconv"
)

// curColumn is a column of a Cost and Usage Report: legacy is "lineItem/UnblendedCost",
// cur2 "line_item_unblended_cost". Where one of them is empty the column is only in the other.
type curColumn struct {
	legacy, cur2 string
	field        func(*shape) field
}

// curHeader lists the column names of a report in its order.
func curHeader(columns []curColumn, f Format) []string {
	var names []string
	for _, c := range curColumnsOf(columns, f) {
		names = append(names, c.name(f))
	}
	return names
}

func (c curColumn) name(f Format) string {
	if f == FormatCUR {
		return c.legacy
	}
	return c.cur2
}

// curColumnsOf picks the columns of a report.
func curColumnsOf(columns []curColumn, f Format) []curColumn {
	var own []curColumn
	for _, c := range columns {
		if c.name(f) != "" {
			own = append(own, c)
		}
	}
	return own
}

// curTemplate compiles a shape; columns are those of one report.
func curTemplate(columns []curColumn, f Format, s *shape) *template {
	fields := make([]field, len(columns))
	for i, c := range columns {
		fields[i] = c.field(s)
	}
	zone := ".000Z"
	if f == FormatCUR {
		zone = "Z"
	}
	return compile(fields, stylePlain, zone, s.calendar)
}

func blank(*shape) field { return field{} }

func constant(s string) func(*shape) field { return func(*shape) field { return text(s) } }

func textOf(get func(*shape) string) func(*shape) field {
	return func(s *shape) field { return text(get(s)) }
}

func always(f slot) func(*shape) field { return func(*shape) field { return at(f) } }

// on fills a slot for some lines only.
func on(f slot, kinds ...kind) func(*shape) field {
	return func(s *shape) field {
		for _, k := range kinds {
			if s.kind == k {
				return at(f)
			}
		}
		return field{}
	}
}

// ofUsage is text that only lines with a usage have.
func ofUsage(get func(*shape) string) func(*shape) field {
	return func(s *shape) field {
		if s.usage == nil {
			return field{}
		}
		return text(get(s))
	}
}

// curColumns is every column of both forms of the report, those of CUR 2.0 in
// alphabetical order as its export writes them.
func curColumns() []curColumn {
	return []curColumn{
		{"identity/LineItemId", "", always(slotID)},
		{"identity/TimeInterval", "", always(slotInterval)},
		{"bill/BillType", "bill_bill_type", textOf(billType)},
		{"bill/BillingEntity", "bill_billing_entity", textOf((*shape).entity)},
		{"bill/BillingPeriodEndDate", "bill_billing_period_end_date", textOf(func(s *shape) string { return s.calendar.last() + s.suffix() })},
		{"bill/BillingPeriodStartDate", "bill_billing_period_start_date", textOf(func(s *shape) string { return s.calendar.first() + s.suffix() })},
		{"bill/InvoiceId", "bill_invoice_id", textOf(func(s *shape) string { return s.invoice })},
		{"bill/InvoicingEntity", "bill_invoicing_entity", textOf((*shape).issuer)},
		{"bill/PayerAccountId", "bill_payer_account_id", textOf(func(s *shape) string { return s.payer.id })},
		{"", "bill_payer_account_name", textOf(func(s *shape) string { return s.payer.name })},
		{"", "cost_category", constant("{}")},
		{"", "discount", discountMap},
		{"", "discount_total_discount", on(slotDiscount, kindUsage)},
		{"", "identity_line_item_id", always(slotID)},
		{"", "identity_time_interval", always(slotInterval)},
		{"lineItem/AvailabilityZone", "line_item_availability_zone", textOf((*shape).zone)},
		{"lineItem/BlendedCost", "line_item_blended_cost", always(slotUnblended)},
		{"lineItem/CurrencyCode", "line_item_currency_code", textOf(func(s *shape) string { return s.payer.currency })},
		{"lineItem/LegalEntity", "line_item_legal_entity", textOf((*shape).legal)},
		{"lineItem/LineItemDescription", "line_item_line_item_description", textOf(func(s *shape) string { return s.description })},
		{"lineItem/LineItemType", "line_item_line_item_type", textOf(func(s *shape) string { return s.kind.lineItemType() })},
		{"", "line_item_net_unblended_cost", always(slotNet)},
		{"lineItem/NormalizationFactor", "line_item_normalization_factor", blank},
		{"lineItem/NormalizedUsageAmount", "line_item_normalized_usage_amount", blank},
		{"lineItem/Operation", "line_item_operation", ofUsage(func(s *shape) string { return s.usage.operation })},
		{"lineItem/ProductCode", "line_item_product_code", textOf(func(s *shape) string { return s.service.code })},
		{"lineItem/ResourceId", "line_item_resource_id", resourceID},
		{"lineItem/TaxType", "line_item_tax_type", textOf(taxType)},
		{"lineItem/UnblendedCost", "line_item_unblended_cost", always(slotUnblended)},
		{"lineItem/UnblendedRate", "line_item_unblended_rate", price},
		{"lineItem/UsageAccountId", "line_item_usage_account_id", textOf(func(s *shape) string { return s.account.id })},
		{"", "line_item_usage_account_name", textOf(func(s *shape) string { return s.account.name })},
		{"lineItem/UsageAmount", "line_item_usage_amount", always(slotQuantity)},
		{"lineItem/UsageEndDate", "line_item_usage_end_date", always(slotEnd)},
		{"lineItem/UsageStartDate", "line_item_usage_start_date", always(slotStart)},
		{"lineItem/UsageType", "line_item_usage_type", textOf(func(s *shape) string { return s.usageType })},
		{"pricing/LeaseContractLength", "pricing_lease_contract_length", textOf(func(s *shape) string { return ifReserved(s, "1yr") })},
		{"pricing/OfferingClass", "pricing_offering_class", textOf(func(s *shape) string { return ifReserved(s, "standard") })},
		{"pricing/PurchaseOption", "pricing_purchase_option", textOf(func(s *shape) string { return ifReserved(s, "Partial Upfront") })},
		{"pricing/RateCode", "pricing_rate_code", ofUsage(func(s *shape) string { return s.sku() + ".JRTCKXETXF." + s.rateCode() })},
		{"pricing/RateId", "pricing_rate_id", ofUsage(func(s *shape) string { return strconv.FormatUint(textHash(s.usageType)>>30, 10) })},
		{"pricing/currency", "pricing_currency", textOf(func(s *shape) string { return s.payer.currency })},
		{"pricing/publicOnDemandCost", "pricing_public_on_demand_cost", onDemand},
		{"pricing/publicOnDemandRate", "pricing_public_on_demand_rate", price},
		{"pricing/term", "pricing_term", textOf(pricingTerm)},
		{"pricing/unit", "pricing_unit", ofUsage(func(s *shape) string { return s.usage.unit })},
		{"", "product", productMap},
		{"product/ProductName", "", textOf(func(s *shape) string { return s.service.name })},
		{"product/instanceType", "product_instance_type", ofUsage(func(s *shape) string { return s.usage.instance })},
		{"product/location", "product_location", textOf(func(s *shape) string { return regionName(s) })},
		{"product/operation", "product_operation", ofUsage(func(s *shape) string { return s.usage.operation })},
		{"product/productFamily", "product_product_family", ofUsage(func(s *shape) string { return s.usage.family })},
		{"product/region", "", textOf(regionID)},
		{"product/regionCode", "product_region_code", textOf(regionID)},
		{"product/servicecode", "product_servicecode", textOf(func(s *shape) string { return s.service.code })},
		{"product/servicename", "", textOf(func(s *shape) string { return s.service.name })},
		{"product/sku", "product_sku", ofUsage((*shape).sku)},
		{"product/usagetype", "product_usagetype", textOf(func(s *shape) string { return s.usageType })},
		{"reservation/AmortizedUpfrontCostForUsage", "reservation_amortized_upfront_cost_for_usage", on(slotRIAmortized, kindDiscountedUsage)},
		{"reservation/AmortizedUpfrontFeeForBillingPeriod", "reservation_amortized_upfront_fee_for_billing_period", on(slotRIAmortized, kindRIFee)},
		{"reservation/EffectiveCost", "reservation_effective_cost", on(slotRIEffective, kindDiscountedUsage)},
		{"reservation/RecurringFeeForUsage", "reservation_recurring_fee_for_usage", on(slotRIRecurring, kindDiscountedUsage)},
		{"reservation/ReservationARN", "reservation_reservation_a_r_n", textOf(func(s *shape) string { return ifReserved(s, s.commitment) })},
		{"reservation/SubscriptionId", "reservation_subscription_id", textOf(subscription)},
		{"reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", "reservation_unused_amortized_upfront_fee_for_billing_period", on(slotUnusedUpfront, kindRIFee)},
		{"reservation/UnusedQuantity", "reservation_unused_quantity", blank},
		{"reservation/UnusedRecurringFee", "reservation_unused_recurring_fee", on(slotUnusedRecurring, kindRIFee)},
		{"reservation/UpfrontValue", "reservation_upfront_value", on(slotUnblended, kindRIUpfront)},
		{"resourceTags/user:application", "", textOf(func(s *shape) string { return tag(s, 0) })},
		{"resourceTags/user:cost-center", "", textOf(func(s *shape) string { return tag(s, 1) })},
		{"resourceTags/user:environment", "", textOf(func(s *shape) string { return tag(s, 2) })},
		{"", "resource_tags", tagMap},
		{"savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod", "savings_plan_amortized_upfront_commitment_for_billing_period", on(slotSPUpfront, kindSPRecurring)},
		{"savingsPlan/OfferingType", "savings_plan_offering_type", textOf(func(s *shape) string { return ifPlan(s, "ComputeSavingsPlans") })},
		{"savingsPlan/PaymentOption", "savings_plan_payment_option", textOf(func(s *shape) string { return ifPlan(s, "Partial Upfront") })},
		{"savingsPlan/PurchaseTerm", "savings_plan_purchase_term", textOf(func(s *shape) string { return ifPlan(s, "1yr") })},
		{"savingsPlan/RecurringCommitmentForBillingPeriod", "savings_plan_recurring_commitment_for_billing_period", on(slotUnblended, kindSPRecurring)},
		{"savingsPlan/SavingsPlanARN", "savings_plan_savings_plan_a_r_n", textOf(func(s *shape) string { return ifPlan(s, s.commitment) })},
		{"savingsPlan/SavingsPlanEffectiveCost", "savings_plan_savings_plan_effective_cost", on(slotSPEffective, kindSPCovered)},
		{"savingsPlan/SavingsPlanRate", "savings_plan_savings_plan_rate", blank},
		{"savingsPlan/TotalCommitmentToDate", "savings_plan_total_commitment_to_date", on(slotSPTotal, kindSPRecurring)},
		{"savingsPlan/UsedCommitment", "savings_plan_used_commitment", on(slotSPUsed, kindSPRecurring)},
	}
}
