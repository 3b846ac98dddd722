package generating

import (
	"context"
	"math/rand/v2"
	"strings"
)

// running is what one client's month under one payer has come to so far.
type running struct {
	covered []commitment // reservations by service, in order of appearance
	plan    fixed        // used of the savings plan
	metered fixed        // billed usage of all accounts
}

// commitment is what was used of a reservation.
type commitment struct {
	service   *product
	region    *region
	amortized fixed
	recurring fixed
}

// bill writes a client's month: usage account by account, then what hangs on
// the whole of it.
func (e *emitter) bill(ctx context.Context, c *client, hs []holding) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p := purposeBill
	if e.stale {
		p = purposeStale
	}
	r := stream(e.world.options.Seed, p, c.index, e.index<<8|e.payer.index)
	t := &running{}
	for _, h := range hs {
		if err := e.billAccount(ctx, r, c, h, t); err != nil {
			return err
		}
	}
	head := hs[0].account
	if err := e.billSignal(ctx, r, c, head); err != nil {
		return err
	}
	steps := []func(*rand.Rand, *client, *account, *running) error{
		e.billPlan, e.billReservations, e.billSupport, e.billMarketplace, e.billCredits,
	}
	for _, step := range steps {
		if err := step(r, c, head, t); err != nil {
			return err
		}
	}
	return nil
}

// base is a shape of a client's account that still lacks what is sold.
func (e *emitter) base(k kind, a *account, s *product) shape {
	return shape{kind: k, payer: e.payer, account: a, calendar: e.calendar, service: s, region: a.region, invoice: e.invoice}
}

// wholeMonth is a line over the whole month.
func (e *emitter) wholeMonth(amount fixed) *line {
	return &line{hours: e.calendar.hours, quantity: oneUnit, unblended: amount, net: amount, spEffective: amount}
}

func (e *emitter) billAccount(ctx context.Context, r *rand.Rand, c *client, h holding, t *running) error {
	spend := c.accountSpend(h, e.index)
	target := fixed(spend) * oneCent
	if e.payer.china {
		target = target / 100 * 710
	}
	rows := e.world.usageRows(spend)
	if e.stale {
		rows = 4
	}
	mix := h.account.mix
	total := 0
	for _, p := range mix {
		total += p.weight
	}
	var paid fixed
	discounts := map[*product]fixed{}
	weight, given, due := 0, 0, 0
	for _, p := range mix {
		// Rows fall to the portions by weight; what has no whole row of its own
		// goes over to the next, money and all, so that the spend does not depend
		// on how many rows it is cut into.
		weight, due = weight+p.weight, due+p.weight
		n := rows*weight/total - given
		given += n
		if n == 0 {
			continue
		}
		amount := target / fixed(total) * fixed(due)
		due = 0
		billed, err := e.billPortion(ctx, r, c, h.account, p, n, amount, t)
		if err != nil {
			return err
		}
		paid += billed
		discounts[p.service] += billed
	}
	t.metered += paid
	if !e.payer.net {
		off, err := e.billDiscounts(h.account, mix, paid, discounts)
		if err != nil {
			return err
		}
		paid += off
	}
	tax := e.base(kindTax, h.account, mix[0].service)
	tax.description = "Tax for product code " + tax.service.code
	e.use(&tax)
	return e.emit(e.wholeMonth(paid / 100 * fixed(e.payer.tax) / oneCent * oneCent))
}

// covers says whether a client has bought commitments by now.
func (e *emitter) covers(c *client) bool {
	if e.world.options.Signals {
		return c.signal.covered(e.index, e.world.options.Months)
	}
	return c.index <= 1 || c.segment != "smb" && (c.settled || e.index-c.start >= 6)
}

// billPortion writes the usage of one thing and gives what of it is billed.
func (e *emitter) billPortion(ctx context.Context, r *rand.Rand, c *client, a *account, p portion, n int, amount fixed, t *running) (fixed, error) {
	k, part := kindUsage, 0
	if e.covers(c) && a.env == "production" {
		switch p.usage.covered {
		case coverageSavingsPlan:
			if !e.payer.china {
				k, part = kindSPCovered, (n*6+5)/10
			}
		case coverageReservation:
			k, part = kindDiscountedUsage, (n*7+5)/10
		case coverageNone:
		}
	}
	if part > 0 {
		if err := e.billCovered(ctx, r, k, c, a, p, part, amount/fixed(n)*fixed(part), t); err != nil {
			return 0, err
		}
	}
	if part == n {
		return 0, nil
	}
	s := e.metered(kindUsage, a, p)
	m, err := e.meter(ctx, r, &s, n-part, amount/fixed(n)*fixed(n-part))
	return m.unblended, err
}

// metered is the shape of a usage.
func (e *emitter) metered(k kind, a *account, p portion) shape {
	s := e.base(k, a, p.service)
	s.region, s.usage, s.price = p.region, p.usage, p.usage.price
	s.usageType = p.region.prefix + p.usage.suffix
	money := "$"
	if e.payer.china {
		s.price *= 7
		money = "CNY "
	}
	s.description = money + strings.TrimSuffix(string(s.price.append(nil)), ".0") + " per " + p.usage.unit + " of " + p.usage.suffix + " in " + p.region.name
	return s
}

// meteredSums are what the lines of one shape came to.
type meteredSums struct{ unblended, spEffective, amortized, recurring fixed }

// meter writes n lines of usage that come to about the amount. This is the
// inner loop: nothing in it allocates or formats.
func (e *emitter) meter(ctx context.Context, r *rand.Rand, s *shape, n int, amount fixed) (meteredSums, error) {
	e.use(s)
	var m meteredSums
	mean := amount / fixed(n)
	step := s.price / 1000 // of a thousandth of a unit
	base := textHash(s.account.id + s.usageType)
	l := line{}
	for j := range n {
		if j&0xfff == 0xfff && ctx.Err() != nil {
			return m, ctx.Err()
		}
		x := r.Uint64()
		// Half to one and a half times the mean, in whole thousandths of a unit,
		// so that cost = quantity x price holds in every line.
		thousandths := min(max(mean/1024*fixed(512+x&1023)/step, 1), 9e11)
		cost := thousandths * step
		l.quantity = thousandths * 1e7
		l.resource = mix(base + x>>58)
		l.start, l.hours = e.when(j, n)
		l.unblended, l.net, l.onDemand = cost, cost, cost
		switch s.kind {
		case kindDiscountedUsage:
			l.unblended, l.net = 0, 0
			l.riAmortized = cost * 20 / 100
			l.riRecurring = cost * 41 / 100
			m.amortized += l.riAmortized
			m.recurring += l.riRecurring
		case kindSPCovered:
			l.spEffective = cost * 72 / 100
			m.spEffective += l.spEffective
		default:
			if e.payer.net {
				l.net = cost * fixed(100-e.payer.discount) / 100
			}
		}
		m.unblended += l.unblended
		if err := e.emit(&l); err != nil {
			return m, err
		}
	}
	return m, nil
}

// when spreads n lines over the month: whole months, days or hours, in order.
func (e *emitter) when(j, n int) (start, hours int) {
	switch total := e.calendar.hours; {
	case n == 1:
		return 0, total
	case n <= total/24:
		return j * (total / 24) / n * 24, 24
	default:
		return j * total / n, 1
	}
}
