package generating

import (
	"context"
	"math/rand/v2"
)

// billCovered writes usage that a commitment covers.
func (e *emitter) billCovered(ctx context.Context, r *rand.Rand, k kind, c *client, a *account, p portion, n int, amount fixed, t *running) error {
	s := e.metered(k, a, p)
	if k == kindDiscountedUsage {
		s.commitment = e.reservationARN(c, p.service, p.region)
		m, err := e.meter(ctx, r, &s, n, amount)
		t.reserve(p.service, p.region, m)
		return err
	}
	s.commitment = e.planARN(c)
	m, err := e.meter(ctx, r, &s, n, amount)
	if err != nil {
		return err
	}
	t.plan += m.spEffective
	// The negation takes the covered usage back: the plan's fee pays for it.
	s.kind = kindSPNegation
	s.description = "SavingsPlanNegation used by AccountId : " + a.id + " and UsageSku : " + s.sku()
	e.use(&s)
	return e.emit(e.wholeMonth(-m.unblended))
}

func (t *running) reserve(s *product, r *region, m meteredSums) {
	for i := range t.covered {
		if c := &t.covered[i]; c.service == s && c.region == r {
			c.amortized += m.amortized
			c.recurring += m.recurring
			return
		}
	}
	t.covered = append(t.covered, commitment{s, r, m.amortized, m.recurring})
}

// planARN and reservationARN name what a client's accounts under one payer share.
func (e *emitter) planARN(c *client) string {
	h := textHash("plan" + e.payer.id + c.alias)
	return "arn:" + e.partition() + ":savingsplans::" + e.payer.id + ":savingsplan/" + uuid(h, mix(h))
}

func (e *emitter) reservationARN(c *client, s *product, r *region) string {
	h := textHash("reservation" + e.payer.id + c.alias + s.code + r.id)
	return "arn:" + e.partition() + ":" + s.code + ":" + r.id + ":" + e.payer.id + ":reserved-instances/" + uuid(h, mix(h))
}

func (e *emitter) partition() string {
	if e.payer.china {
		return "aws-cn"
	}
	return "aws"
}

// unusedShare is how much of a commitment went unused: percent of what was used.
func unusedShare(r *rand.Rand, c *client) fixed {
	share := fixed(between(r, 2, 14))
	if c.signal != nil && c.signal.kind == signalUnused {
		share += 40
	}
	return share
}

// purchaseMonth says whether the yearly upfront payment falls in this month.
func (e *emitter) purchaseMonth(c *client) bool {
	return c.signal.pays(e.index, e.world.options.Months)
}

// billPlan writes the fee of the savings plan that covered usage above.
func (e *emitter) billPlan(r *rand.Rand, c *client, head *account, t *running) error {
	used := t.plan
	if used == 0 {
		return nil
	}
	total := used + used/100*unusedShare(r, c) + oneCent
	upfront := total / 4
	s := e.base(kindSPRecurring, head, &product{code: "ComputeSavingsPlans", name: "Savings Plans for AWS Compute usage", category: "Compute", subcategory: "Virtual Machines"})
	s.commitment = e.planARN(c)
	s.usageType = "ComputeSP:1yrPartialUpfront"
	s.description = "1 year Partial Upfront Compute Savings Plan"
	e.use(&s)
	fee := e.wholeMonth(total - upfront)
	fee.spTotal, fee.spUsed, fee.spUpfront = total, used, upfront
	if err := e.emit(fee); err != nil || !e.purchaseMonth(c) {
		return err
	}
	s.kind = kindSPUpfront
	s.description = "1 year Partial Upfront Compute Savings Plan, upfront payment"
	e.use(&s)
	return e.emit(e.once(upfront * 12))
}

// billReservations writes the fees of the reservations that covered usage above.
func (e *emitter) billReservations(r *rand.Rand, c *client, head *account, t *running) error {
	for _, used := range t.covered {
		share := unusedShare(r, c)
		fee := e.wholeMonth(0)
		fee.unusedUpfront = used.amortized/100*share + oneCent
		fee.unusedRecurring = used.recurring/100*share + oneCent
		fee.riAmortized = used.amortized + fee.unusedUpfront
		fee.unblended = used.recurring + fee.unusedRecurring
		fee.net = fee.unblended
		fee.quantity = fixed(e.calendar.hours) * oneUnit
		s := e.base(kindRIFee, head, used.service)
		s.region = used.region
		s.commitment = e.reservationARN(c, used.service, used.region)
		s.usageType = used.region.prefix + "HeavyUsage"
		s.description = "Hourly fee of " + used.service.name + " reservation"
		e.use(&s)
		if err := e.emit(fee); err != nil {
			return err
		}
		if !e.purchaseMonth(c) {
			continue
		}
		s.kind = kindRIUpfront
		s.description = "Sign up charge of " + used.service.name + " reservation"
		e.use(&s)
		if err := e.emit(e.once(fee.riAmortized * 12)); err != nil {
			return err
		}
	}
	return nil
}

// once is a payment in the first hour of the month.
func (e *emitter) once(amount fixed) *line {
	l := e.wholeMonth(amount)
	l.hours = 1
	return l
}
