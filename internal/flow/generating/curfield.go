package generating

import "strings"

// suffix follows an instant of the billing period.
func (s *shape) suffix() string {
	if s.payer.format == FormatCUR {
		return "Z"
	}
	return ".000Z"
}

func billType(s *shape) string {
	switch s.kind {
	case kindRIUpfront, kindSPUpfront:
		return "Purchase"
	case kindRefund:
		return "Refund"
	default:
		return "Anniversary"
	}
}

func taxType(s *shape) string {
	switch {
	case s.kind != kindTax:
		return ""
	case s.payer.china, strings.Contains(s.payer.issuer, "EMEA"):
		return "VAT"
	default:
		return "USSalesTax"
	}
}

func pricingTerm(s *shape) string {
	switch {
	case s.kind.reservation():
		return "Reserved"
	case s.usage != nil:
		return "OnDemand"
	default:
		return ""
	}
}

func ifReserved(s *shape, text string) string {
	if s.kind.reservation() {
		return text
	}
	return ""
}

func ifPlan(s *shape, text string) string {
	if s.kind.savingsPlan() {
		return text
	}
	return ""
}

// subscription is the number at the end of a reservation's ARN in digits.
func subscription(s *shape) string {
	if !s.kind.reservation() {
		return ""
	}
	return pad(int(textHash(s.commitment)>>32), 10)
}

func regionID(s *shape) string {
	if s.region == nil {
		return ""
	}
	return s.region.id
}

func regionName(s *shape) string {
	if s.region == nil {
		return ""
	}
	return s.region.name
}

func price(s *shape) field {
	if !s.kind.metered() {
		return field{}
	}
	return text(string(s.price.append(nil)))
}

// onDemand is what the usage would have cost at the public price; nobody
// states it for the marketplace.
func onDemand(s *shape) field {
	if !s.kind.metered() || s.seller != nil {
		return field{}
	}
	return at(slotOnDemand)
}

func resourceID(s *shape) field {
	if !s.kind.metered() || s.usage.resource == "" {
		return field{}
	}
	return field{before: s.arn(), slot: slotResource}
}

func tag(s *shape, i int) string {
	if !s.kind.metered() || s.account.bare {
		return ""
	}
	return s.tags()[i][1]
}

func tagMap(s *shape) field {
	if !s.kind.metered() || s.account.bare {
		return text("{}")
	}
	return text(pairsJSON("user_", s.tags()))
}

func discountMap(s *shape) field {
	if !s.payer.net || s.kind != kindUsage || s.seller != nil {
		return text("{}")
	}
	return field{before: `{"edp_discount":`, slot: slotDiscount, after: "}"}
}

func productMap(s *shape) field {
	return text(pairsJSON("", [3][2]string{{"product_name", s.service.name}, {"region", regionID(s)}, {"servicename", s.service.name}}))
}
