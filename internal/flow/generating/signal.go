package generating

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/period"
)

// signal is something that a client's bills say by themselves, planted.
type signal struct {
	kind signalKind
	from int // the month in which it shows first
	// product is what the client begins with or uses, where it is of that kind.
	product *product
}

// signalKind is a rule of triggers, or a near miss: something like it that is
// none.
type signalKind string

const (
	signalNewService  signalKind = "new_service"
	signalNewFamily   signalKind = "new_family"
	signalFirstAI     signalKind = "first_ai"
	signalAIGrowth    signalKind = "ai_growth"
	signalGrowth      signalKind = "growth"
	signalDrop        signalKind = "drop"
	signalRunsOut     signalKind = "commitment_runs_out" // ends soon
	signalEnded       signalKind = "commitment_ended"    // of the same rule: ended, not renewed
	signalNever       signalKind = "commitment_never"
	signalUnused      signalKind = "commitment_unused"
	signalMigration   signalKind = "migration"
	signalServers     signalKind = "not_modernised"
	signalIdleNAT     signalKind = "idle_nat"
	signalIdleAddress signalKind = "idle_address"
	signalUntagged    signalKind = "untagged"
	signalRegion      signalKind = "second_region"
	signalNoSupport   signalKind = "support_none"
	signalSupport     signalKind = "support_begins"
	signalEndOfLife   signalKind = "end_of_life"
	signalMarketplace signalKind = "marketplace_first"

	nearGrowth  signalKind = "near_growth"       // a third more
	nearDrop    signalKind = "near_drop"         // a fifth less
	nearService signalKind = "near_service"      // a service tried out for next to nothing
	nearNAT     signalKind = "near_nat"          // a gateway with hours and bytes
	nearSupport signalKind = "near_support_none" // no support, for too little to need any
)

func signalKinds() []signalKind {
	return []signalKind{signalNewService, signalNewFamily, signalFirstAI, signalAIGrowth, signalGrowth, signalDrop, signalRunsOut, signalEnded, signalNever, signalUnused,
		signalMigration, signalServers, signalIdleNAT, signalIdleAddress, signalUntagged, signalRegion, signalNoSupport, signalSupport, signalEndOfLife, signalMarketplace,
		nearGrowth, nearDrop, nearService, nearNAT, nearSupport}
}

// rule is the shipped rule that finds the kind; empty for a near miss.
func (k signalKind) rule() string {
	switch {
	case k == signalEnded:
		return string(signalRunsOut)
	case strings.HasPrefix(string(k), "near_"):
		return ""
	}
	return string(k)
}

// leastSignalMonths is how many months it takes for everything to have a past.
const leastSignalMonths = 18

// plantSignals gives the clients that were there all the time one signal each.
// Everybody else has support, and commitments from the first month on, so that
// what is found of others is found wrongly.
func (w *world) plantSignals() {
	kinds, at := signalKinds(), 0
	for _, c := range w.clients {
		c.support = true
		if !w.bearsSignal(c) {
			continue
		}
		s := &signal{kind: kinds[at%len(kinds)], from: w.options.Months - 2}
		at++
		c.signal = s
		w.shape(c, s)
	}
}

// bearsSignal says that a client was there in every month, under no operator in
// China, with accounts of its own.
func (w *world) bearsSignal(c *client) bool {
	if !c.listed || c.internal || c.start != 0 || c.end != w.options.Months || c.index < 2 {
		return false
	}
	return !slices.ContainsFunc(c.holdings, func(h holding) bool {
		return h.account.payer.china || h.from != 0 || h.until != w.options.Months || h.account.env == "sandbox"
	}) && len(c.holdings) > 0
}

// shape changes what a client has anyway, so that the signal is the only one.
func (w *world) shape(c *client, s *signal) {
	none := func(drop func(p portion) bool) {
		for _, h := range c.holdings {
			h.account.mix = slices.DeleteFunc(slices.Clone(h.account.mix), drop)
		}
	}
	product := func(code string) *product {
		i := slices.IndexFunc(w.services, func(p *product) bool { return p.code == code })
		return w.services[i]
	}
	last := w.options.Months - 3
	switch s.kind {
	case signalNewService, nearService:
		s.product = product([]string{"AmazonRedshift", "AmazonEFS", "AWSBackup"}[c.index%3])
		none(func(p portion) bool { return p.service == s.product })
	case signalNewFamily:
		s.product = product("AWSGlue")
		none(func(p portion) bool { // AWS reports call the warehouse analytics, too
			return p.service.category == s.product.category || p.service.code == "AmazonRedshift"
		})
	case signalFirstAI, signalAIGrowth:
		s.product = product("AmazonBedrock")
		none(func(p portion) bool { return p.service.category == s.product.category })
	case signalGrowth, signalDrop, nearGrowth, nearDrop:
		percent := map[signalKind]cents{signalGrowth: 220, signalDrop: 38, nearGrowth: 130, nearDrop: 85}[s.kind]
		for m := last; m < w.options.Months; m++ {
			c.spend[m] = c.spend[m] * percent / 100
		}
	case signalServers:
		none(func(p portion) bool { return p.service.code != "AmazonEC2" })
	case signalRegion:
		for _, h := range c.holdings {
			h.account.region = c.holdings[0].account.region
			h.account.mix = slices.Clone(h.account.mix)
			for i := range h.account.mix {
				h.account.mix[i].region = h.account.region
			}
		}
	case signalNoSupport, nearSupport:
		c.support = false
		for m := range c.spend { // 5,000 a month is what makes the difference
			if s.kind == nearSupport {
				c.spend[m] = min(c.spend[m], 3000_00)
			} else {
				c.spend[m] = max(c.spend[m], 8000_00)
			}
		}
	case signalUntagged:
		for _, h := range c.holdings {
			h.account.bare = true
		}
	case signalMarketplace:
		c.software = nil
	default: // what the others need is written with the charges
	}
}

// covered says whether a client of books with signals has commitments by now.
func (s *signal) covered(m, months int) bool {
	if s == nil {
		return true
	}
	switch s.kind {
	case signalNever:
		return false
	case signalRunsOut:
		return m >= months-11
	case signalEnded:
		return m < months-2
	default:
		return true
	}
}

// pays says whether a client's upfront payment falls in this month.
func (s *signal) pays(m, months int) bool {
	if s != nil && s.kind == signalRunsOut {
		return m == months-11
	}
	return m%12 == 0
}

// supported says whether a client pays for support by now.
func (s *signal) supported(m int) bool { return s == nil || s.kind != signalSupport || m >= s.from }

// billSignal writes what a client's signal adds to its month.
func (e *emitter) billSignal(ctx context.Context, r *rand.Rand, c *client, head *account) error {
	s := c.signal
	if s == nil {
		return nil
	}
	spend := fixed(c.spend[e.index]) * oneCent
	switch s.kind {
	case signalNewService, signalNewFamily, signalFirstAI:
		if e.index >= s.from {
			return e.use3(ctx, r, head, s.product, spend*8/100)
		}
	case nearService:
		if e.index >= s.from {
			return e.use3(ctx, r, head, s.product, spend/500)
		}
	case signalAIGrowth:
		part := fixed(2)
		if e.index >= e.world.options.Months-3 {
			part = 6
		}
		return e.use3(ctx, r, head, s.product, spend*part/100)
	case signalMigration:
		if e.index >= s.from {
			return e.fixture(head, &product{"AWSDatabaseMigrationSvc", "AWS Database Migration Service", "Migration", "Data Migration", nil},
				&usage{suffix: "InstanceUsg:dms.c5.large", operation: "RunInstance", unit: "Hrs", price: 1_540_000_000, resource: "dms:{r}:{a}:rep:"}, 1, spend*3/100)
		}
	case signalIdleNAT, nearNAT:
		ec2 := e.world.services[0]
		hours := &usage{suffix: "NatGateway-Hours", operation: "NatGateway", unit: "Hrs", price: 450_000_000, resource: "ec2:{r}:{a}:natgateway/nat-"}
		if err := e.fixture(head, ec2, hours, 2, spend/50); err != nil || s.kind == signalIdleNAT {
			return err
		}
		return e.fixture(head, ec2, &usage{suffix: "NatGateway-Bytes", operation: "NatGateway", unit: "GB", price: 450_000_000, resource: hours.resource}, 2, spend/100)
	case signalIdleAddress:
		return e.fixture(head, &product{"AmazonVPC", "Amazon Virtual Private Cloud", "Networking", "Network Infrastructure", nil},
			&usage{suffix: "PublicIPv4:IdleAddress", operation: "AllocateAddressVPC", unit: "Hrs", price: 50_000_000, resource: "ec2:{r}:{a}:elastic-ip/eipalloc-"}, 3, spend/50)
	case signalEndOfLife:
		rds := e.world.services[2]
		return e.fixture(head, rds, &usage{suffix: "ExtendedSupport:Yr1-Yr2:PostgreSQL11", operation: "CreateDBInstance:0014", unit: "vCPU-hour", price: 1_000_000_000, resource: "rds:{r}:{a}:db:db-"}, 4, spend*3/100)
	case signalRegion:
		if e.index >= s.from {
			away := *head
			away.region = regions()[0]
			if head.region.id == away.region.id {
				away.region = regions()[2]
			}
			return e.use3(ctx, r, &away, e.world.services[0], spend*6/100)
		}
	case signalMarketplace:
		if e.index >= s.from {
			return e.sellOf(head, &sellers()[0], spend*4/100)
		}
	default: // what a client has anyway tells it
	}
	return nil
}

// use3 writes three lines of a product's first usage.
func (e *emitter) use3(ctx context.Context, r *rand.Rand, a *account, p *product, amount fixed) error {
	s := e.metered(kindUsage, a, portion{service: p, usage: &p.usages[0], region: a.region})
	_, err := e.meter(ctx, r, &s, 3, amount)
	return err
}

// fixture writes a month of one resource, the same in every month.
func (e *emitter) fixture(a *account, p *product, u *usage, number uint64, amount fixed) error {
	s := e.metered(kindUsage, a, portion{service: p, usage: u, region: a.region})
	e.use(&s)
	step := s.price / 1000
	l := e.wholeMonth(0)
	thousandths := max(amount/step, 1)
	l.quantity, l.resource = thousandths*1e7, mix(textHash(a.id)+number)
	l.unblended, l.net, l.onDemand = thousandths*step, thousandths*step, thousandths*step
	if e.payer.net {
		l.net = l.unblended * fixed(100-e.payer.discount) / 100
	}
	return e.emit(l)
}

// sellOf writes a month of a third party's software.
func (e *emitter) sellOf(a *account, from *seller, amount fixed) error {
	unit := &usage{suffix: "SoftwareUsage:m6i.large", operation: "Hourly", unit: "Hrs", price: 1_200_000_000, instance: "m6i.large"}
	s := e.base(kindUsage, a, &product{code: from.code, name: from.product, category: "Other", subcategory: "Other (Other)"})
	s.seller, s.usage, s.price, s.usageType = from, unit, unit.price, a.region.prefix+unit.suffix
	s.description = "AWS Marketplace hourly software usage|" + a.region.id + "|m6i.large"
	e.use(&s)
	l := e.wholeMonth(0)
	l.quantity = max(amount/s.price, 1) * oneUnit
	l.unblended = l.quantity / oneUnit * s.price
	l.net, l.onDemand = l.unblended, l.unblended
	return e.emit(l)
}

// TruthSignal is a trigger that the bills have, by the rule that is to find it.
type TruthSignal struct {
	Rule     string       `json:"rule"`
	Customer string       `json:"customer"`
	Month    period.Month `json:"month,omitzero"` // of what began
	// Near marks what looks like a trigger and is none: it must not be found.
	Near string `json:"near,omitempty"`
}

// signalTruth says what was planted, and what customers have by nature: yearly
// contracts on a marketplace that are due.
func (w *world) signalTruth() []TruthSignal {
	var all []TruthSignal
	if !w.options.Signals {
		return nil
	}
	months := w.options.Months
	for _, c := range w.clients {
		if !c.listed || c.internal {
			continue
		}
		if c.software != nil && c.end == months && !w.homePayer(c).china {
			for m := max(months-12, c.start); m <= months-11; m++ {
				if (m+c.index)%12 == 1 {
					all = append(all, TruthSignal{Rule: "marketplace_renews", Customer: c.id, Month: w.month(m)})
				}
			}
		}
		if w.leaves(c) {
			all = append(all, TruthSignal{Rule: string(signalDrop), Customer: c.id})
		}
		s := c.signal
		if s == nil {
			continue
		}
		t := TruthSignal{Rule: s.kind.rule(), Customer: c.id}
		if t.Rule == "" {
			t.Near = string(s.kind)
		}
		switch s.kind {
		case signalNewService, signalNewFamily, signalFirstAI, signalRegion, signalSupport, signalMarketplace:
			t.Month = w.month(s.from)
		default: // seen over months, or at no time at all
		}
		all = append(all, t)
		if s.kind == signalNewFamily { // whose first service is new as well
			all = append(all, TruthSignal{Rule: string(signalNewService), Customer: c.id, Month: t.Month})
		}
		if s.kind == signalNewService && !w.has(c, s.product.category) {
			all = append(all, TruthSignal{Rule: string(signalNewFamily), Customer: c.id, Month: t.Month})
		}
	}
	return all
}

// leaves says whether a client went away in the last months, so that its cloud
// fell by three tenths at least.
func (w *world) leaves(c *client) bool {
	const quarter = 3
	before, after := cents(0), cents(0)
	for m := w.options.Months - 2*quarter; m < w.options.Months; m++ {
		if m < w.options.Months-quarter {
			before += c.spend[m]
		} else {
			after += c.spend[m]
		}
	}
	return c.end < w.options.Months && c.end-c.start > 12 && before > 0 && after*10 <= before*7
}

// has says whether a client has something of a category anyway.
func (w *world) has(c *client, category string) bool {
	return slices.ContainsFunc(c.holdings, func(h holding) bool {
		return slices.ContainsFunc(h.account.mix, func(p portion) bool { return p.service.category == category })
	})
}
