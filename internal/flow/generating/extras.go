package generating

import "math/rand/v2"

// billDiscounts writes the discounts that old reports show as rows, and gives
// what they come to.
func (e *emitter) billDiscounts(a *account, mix []portion, paid fixed, byService map[*product]fixed) (fixed, error) {
	edp := e.base(kindEdpDiscount, a, mix[0].service)
	edp.description = "Enterprise Program Discount"
	amounts := []fixed{-paid / 100 * fixed(e.payer.discount)}
	shapes := []shape{edp}
	for _, s := range e.world.services { // in the catalogue's order: a map has none
		billed := byService[s]
		if billed == 0 {
			continue
		}
		switch s.code {
		case "AWSDataTransfer":
			d := e.base(kindBundledDiscount, a, s)
			d.description = "Bundled discount on data transfer with content delivery"
			shapes, amounts = append(shapes, d), append(amounts, -billed/100*8)
		case "AmazonS3":
			d := e.base(kindPrivateRateDiscount, a, s)
			d.description = "Private rate card discount on storage"
			shapes, amounts = append(shapes, d), append(amounts, -billed/100*6)
		}
	}
	var off fixed
	for i := range shapes {
		e.use(&shapes[i])
		if err := e.emit(e.wholeMonth(amounts[i])); err != nil {
			return 0, err
		}
		off += amounts[i]
	}
	return off, nil
}

// billSupport charges a tenth of the usage for support, as the operators do.
func (e *emitter) billSupport(_ *rand.Rand, c *client, head *account, t *running) error {
	if !c.support && c.index > 1 || !c.signal.supported(e.index) {
		return nil
	}
	support := &product{code: "AWSSupportBusiness", name: "AWS Support (Business)", category: "Other", subcategory: "Support"}
	if e.payer.china {
		support = &product{code: "OCBPremiumSupport", name: "OCB Premium Support", category: "Other", subcategory: "Support"}
	}
	s := e.base(kindFee, head, support)
	s.description = "Support, 10 percent of monthly usage"
	e.use(&s)
	return e.emit(e.wholeMonth(t.metered / 10 / oneCent * oneCent))
}

// billMarketplace charges a third party's software: by the hour every month,
// and a yearly contract in some.
func (e *emitter) billMarketplace(r *rand.Rand, c *client, head *account, t *running) error {
	if c.software == nil || e.payer.china || e.payer != e.world.homePayer(c) {
		return nil
	}
	software := &product{code: c.software.code, name: c.software.product, category: "Other", subcategory: "Other (Other)"}
	unit := &usage{suffix: "SoftwareUsage:m6i.large", operation: "Hourly", unit: "Hrs", price: 1_200_000_000, instance: "m6i.large"}
	s := e.base(kindUsage, head, software)
	s.seller, s.usage, s.price, s.usageType = c.software, unit, unit.price, head.region.prefix+unit.suffix
	s.description = "AWS Marketplace hourly software usage|" + head.region.id + "|m6i.large"
	e.use(&s)
	l := e.wholeMonth(0)
	l.quantity = fixed(e.calendar.hours*between(r, 1, 6)) * oneUnit
	l.unblended = l.quantity / oneUnit * s.price
	l.net, l.onDemand = l.unblended, l.unblended
	if err := e.emit(l); err != nil || (e.index+c.index)%12 != 1 {
		return err
	}
	s.kind, s.usage, s.usageType = kindFee, nil, "Contract-yearly"
	s.description = "AWS Marketplace yearly contract: " + c.software.product
	e.use(&s)
	return e.emit(e.once(fixed(between(r, 6, 30)) * 100 * oneUnit))
}

// billCredits gives some of the money back: promotional credits often, refunds rarely.
func (e *emitter) billCredits(r *rand.Rand, c *client, head *account, t *running) error {
	usual := head.mix[0].service
	if c.credits && (c.index <= 1 || chance(r, 45)) || c.index == 1 && e.index == 0 {
		s := e.base(kindCredit, head, usual)
		s.description = "Migration credit, agreement MP-" + pad(10_000+c.index, 5)
		e.use(&s)
		if err := e.emit(e.wholeMonth(-(t.metered / 100 * fixed(between(r, 3, 11))))); err != nil {
			return err
		}
	}
	if c.index <= 1 && e.index == 0 || chance(r, 4) {
		s := e.base(kindRefund, head, usual)
		s.description = "Refund of a billing error in an earlier month"
		e.use(&s)
		return e.emit(e.wholeMonth(-(t.metered / 100 * fixed(between(r, 1, 4)))))
	}
	return nil
}
