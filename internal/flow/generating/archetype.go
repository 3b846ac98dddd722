package generating

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// archetype is a kind of customer: what it is decides what it buys, in which
// order, and at about which share of its cloud.
type archetype struct {
	id         string
	industries []string
	low, high  int      // thousands of US dollars of cloud in a year
	uses       []string // cloud services, always; those of other archetypes seldom
	steps      []step
}

// step is a category that an archetype buys once it buys the one before.
type step struct {
	category service.Category
	percent  int // of the cloud spend, about
}

func archetypes() []*archetype {
	return []*archetype{
		{"regulated", []string{"financial-services", "healthcare"}, 150, 700, []string{"awskms", "AmazonGuardDuty", "AWSBackup", "awswaf"},
			[]step{{service.CategoryAdvise, 12}, {service.CategoryDesign, 20}, {service.CategoryBuild, 60}, {service.CategoryManage, 45}, {service.CategoryProcure, 6}}},
		{"storefront", []string{"retail", "media"}, 80, 500, []string{"AmazonCloudFront", "AWSLambda", "AmazonDynamoDB", "AmazonElastiCache"},
			[]step{{service.CategoryBuild, 70}, {service.CategoryManage, 35}, {service.CategoryAdopt, 10}}},
		{"data", []string{"manufacturing", "logistics"}, 100, 600, []string{"AmazonRedshift", "AWSGlue", "AmazonAthena", "AmazonMSK"},
			[]step{{service.CategoryAdvise, 10}, {service.CategoryBuild, 80}, {service.CategoryAdopt, 15}, {service.CategoryManage, 25}}},
		{"product", []string{"software"}, 40, 900, []string{"AmazonEKS", "AmazonECS", "AmazonApiGateway", "AWSQueueService"},
			[]step{{service.CategoryProcure, 8}, {service.CategoryAdvise, 9}, {service.CategoryDesign, 16}}},
		{"campus", []string{"education", "healthcare"}, 30, 200, []string{"AmazonEFS", "AmazonRoute53", "AmazonES"},
			[]step{{service.CategoryManage, 40}, {service.CategoryProcure, 12}, {service.CategoryAdopt, 20}}},
	}
}

// planted is what an archetype makes of one client.
type planted struct {
	kind *archetype
	buys []purchase // in the order of their months
}

// purchase is a category bought from a month on: after the last month of the
// books, or before the first as well.
type purchase struct {
	category service.Category
	from     int
	percent  int // of the cloud spend
}

// Bounds of what is planted.
const (
	aheadMonths = 6  // after the books, in which the truth still knows what begins
	yearMonths  = 12 // of which the truth knows the amount
)

// plant makes a client one of an archetype, before it has a name.
func (w *world) plant(c *client) {
	r := stream(w.options.Seed, purposePlanted, c.index, 0)
	p := &planted{kind: pick(r, archetypes())}
	c.planted = p
	name := pick(r, p.kind.industries)
	if chance(r, 12) { // not everybody is where one would look for them
		name = pick(r, industries()).id
	}
	c.industry = industries()[slices.IndexFunc(industries(), func(i industry) bool { return i.id == name })]
}

// level is the cloud of a month that an archetype begins with.
func (p *planted) level(r *rand.Rand) cents {
	// The square makes small ones more common than large ones.
	draw := between(r, 0, 100)
	return cents((p.kind.low + (p.kind.high-p.kind.low)*draw*draw/10_000) * 100_000 / yearMonths)
}

// uses says whether an account has a service: what its kind is known by always,
// and seldom what other kinds are known by.
func (p *planted) uses(r *rand.Rand, code string) bool {
	if slices.Contains(p.kind.uses, code) {
		return true
	}
	for _, other := range archetypes() {
		if slices.Contains(other.uses, code) {
			return chance(r, 12)
		}
	}
	return chance(r, 45)
}

// decide says what a client buys, and from when: step by step, now and then
// breaking off, seldom something that nobody of its kind buys.
func (w *world) decide(c *client) {
	r := stream(w.options.Seed, purposePlanted, c.index, 1)
	months := w.options.Months
	at := between(r, -16, months)
	if !c.settled {
		at = c.start + between(r, 0, 3)
	}
	for _, s := range c.planted.kind.steps {
		if chance(r, 7) {
			break
		}
		c.planted.buys = append(c.planted.buys, purchase{s.category, max(at, c.start), max(s.percent*between(r, 75, 133)/100, 1)})
		at += between(r, 2, 6)
	}
	if stray := pick(r, service.Categories()); chance(r, 8) && !slices.ContainsFunc(c.planted.buys, func(p purchase) bool { return p.category == stray }) {
		c.planted.buys = append(c.planted.buys, purchase{stray, max(between(r, 0, months), c.start), between(r, 5, 40)})
	}
}

// cloud is a client's spend in a month, after the last one as it went on.
func (w *world) cloud(c *client, m int) cents {
	if m < w.options.Months {
		return c.spend[m]
	}
	amount := c.level * cents(c.industry.seasons[w.month(m).Month()-1]) / 100
	for range m - w.options.Months {
		amount = amount * cents(1000+c.growth) / 1000
	}
	return amount
}

// fee is what a purchase brings in a month.
func (k *bookkeeper) fee(p purchase, m int) cents {
	r := stream(k.world.options.Seed, purposePlanted, k.client.index, 100+m*len(service.Categories())+slices.Index(service.Categories(), p.category))
	return max(k.world.cloud(k.client, m)*cents(p.percent)/100*cents(between(r, 80, 120))/100, 10_000)
}

// purchases writes what was bought into the month's invoice.
func (k *bookkeeper) purchases(m int, d *document) {
	for _, p := range k.client.planted.buys {
		if m < p.from {
			continue
		}
		sold := k.sold.of(p.category)
		if p.category != service.CategoryManage || k.client.place.book != bookUBL {
			k.flat(d, sold, k.fee(p, m))
			continue
		}
		// In advance up to the end of the year, as books with service periods have it.
		from := k.world.month(m).Start()
		if m != p.from && from.Month() != time.January {
			continue
		}
		advance := &document{book: bookUBL, client: k.client, currency: d.currency, issued: from.AddDate(0, 0, 2)}
		k.flat(advance, k.sold.retainer, k.fee(p, m)*cents(13-int(from.Month())))
		advance.lines[0].from, advance.lines[0].until = from, time.Date(from.Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC)
		k.documents = append(k.documents, advance)
	}
}

// of gives the offering by which an archetype buys a category.
func (o offerings) of(c service.Category) *offering {
	switch c {
	case service.CategoryAdvise:
		return o.assessment
	case service.CategoryDesign:
		return o.architecture
	case service.CategoryProcure:
		return o.procurement
	case service.CategoryBuild:
		return o.migration
	case service.CategoryAdopt:
		return o.training
	case service.CategoryManage:
		return o.operations
	}
	return o.other
}

// TruthPlanted is a customer of an archetype and what it is going to buy.
type TruthPlanted struct {
	Customer  string       `json:"customer"`
	Archetype string       `json:"archetype"`
	Next      []TruthWhite `json:"next,omitempty"`
}

// TruthWhite is a category that a customer takes up within two quarters after
// the books, and what it brings in its first twelve months in US dollars, before
// a month's exchange rate.
type TruthWhite struct {
	Category service.Category `json:"category"`
	From     period.Month     `json:"from"`
	Amount   money.Decimal    `json:"amount"`
}

// plantedTruth says what archetypes made of the clients.
func (w *world) plantedTruth() []TruthPlanted {
	var all []TruthPlanted
	months := w.options.Months
	for _, c := range w.clients {
		if c.planted == nil {
			continue
		}
		t := TruthPlanted{Customer: c.id, Archetype: c.planted.kind.id}
		k := &bookkeeper{world: w, client: c}
		for _, p := range c.planted.buys {
			if p.from < months || p.from >= months+aheadMonths || c.end < months || c.unbilled {
				continue
			}
			amount := cents(0)
			for m := p.from; m < p.from+yearMonths; m++ {
				amount += k.fee(p, m)
			}
			t.Next = append(t.Next, TruthWhite{p.category, w.month(p.from), amount.decimal()})
		}
		all = append(all, t)
	}
	return all
}
