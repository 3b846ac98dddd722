package generating

import (
	"math/rand/v2"
	"strings"
)

// minCustomers is how many customers it takes to have one in every country.
const minCustomers = 7

// world is the invented partner: who its customers are, what they spend, who
// pays for which account. It is built once, from the seed alone, and only read
// afterwards.
type world struct {
	options   Options
	clients   []*client
	payers    []*payer
	services  []*product
	handover  *handover
	resellers []*reseller
	weight    int64 // of all account-months: what a row budget is divided by
	fixed     int64 // rows that are there whatever the size, about
}

// client is a customer as the partner knows it. Months count from the first
// month of the world.
type client struct {
	index    int
	id       string
	brand    string
	word     string // of its industry, in its name
	city     chineseCity
	name     string // in customers.csv
	legal    string // as the partner's invoices name it
	alias    string // as cloud accounts and domains spell it
	domain   string
	taxID    string
	segment  string
	industry industry
	place    place
	internal bool
	listed   bool // in customers.csv
	truthful bool // the truth names it
	unbilled bool // no invoice names it
	known    knowledge
	buyers   []buyer // how invoices name it, the usual way first
	former   buyer   // how they did before renamed
	renamed  int     // month
	start    int
	end      int     // exclusive
	settled  bool    // was a customer before the first month
	spend    []cents // cloud per month in USD, about
	holdings []holding
	appetite int // services per cloud, in percent, about
	support  bool
	credits  bool
	software *seller
	signal   *signal  // what its bills say by themselves; nil for most
	planted  *planted // nil: it buys of everything
	level    cents    // cloud of a month after the last one, before seasons
	growth   int      // of that, in thousandths a month
}

// holding says that an account is a client's in the months from up to, not
// including, until.
type holding struct {
	account *account
	from    int
	until   int
	weight  int // share of the client's spend, in parts
}

// handover is the day on which an account changes hands in the middle of a month.
type handover struct {
	account *account
	from    *client
	month   int
	day     int // of the month, the first of the new owner
}

// account is a cloud account.
type account struct {
	index  int
	id     string
	name   string
	env    string
	app    string
	payer  *payer
	region *region
	second *region
	mix    []portion
	bare   bool // carries no tags
}

// portion is a usage and its share of an account's spend, in parts.
type portion struct {
	service *product
	usage   *usage
	region  *region
	weight  int
}

// payer is a management account with one export.
type payer struct {
	index    int
	id       string
	name     string
	owner    *client // nil: the partner's own, what is in it is resold
	format   Format
	folder   string // below bills/
	export   string
	currency string
	issuer   string
	china    bool
	net      bool // the export has net costs instead of rows of discount
	discount int  // percent of private pricing
	tax      int  // percent
}

func newWorld(o Options) *world {
	w := &world{options: o, services: services()}
	r := stream(o.Seed, purposeWorld, 0, 0)
	n := &names{r: r, used: map[string]bool{}}
	w.addClients(r, n)
	w.addPayers(n)
	for _, c := range w.clients {
		w.addAccounts(r, n, c)
	}
	w.transferAccount()
	for _, c := range w.clients {
		w.spend(c)
		if c.planted != nil {
			w.decide(c)
		}
		c.truthful, c.known = c.listed, c.everything()
	}
	if o.Signals {
		w.plantSignals()
	}
	if o.Noise {
		w.addNoise(n)
	}
	if o.Distributor {
		w.addResellers(n)
	}
	return w
}

func (w *world) addClients(r *rand.Rand, n *names) {
	o := w.options
	unlisted := 1 + o.Customers/20
	ranks := r.Perm(o.Customers)
	ps, is := places(), industries()
	for i := range o.Customers + unlisted + 1 {
		c := &client{index: i, listed: i < o.Customers || i == o.Customers+unlisted, end: o.Months}
		c.industry = is[(i+r.IntN(3))%len(is)]
		if o.Planted && i < o.Customers {
			w.plant(c)
		}
		switch {
		case i < len(ps):
			c.place = ps[i]
		default:
			c.place = drawPlace(r, ps)
		}
		rank := o.Customers // the unlisted ones are small
		if i < o.Customers {
			rank = ranks[i]
		}
		c.support = chance(r, 60)
		c.credits = chance(r, 35) || i == 0
		c.appetite = pick(r, []int{25, 40, 60, 80, 100, 130, 170, 220})
		if chance(r, 25) || i == 1 {
			s := pick(r, sellers())
			c.software = &s
		}
		w.lifetime(r, c, i)
		monthly := cents(6_000_000*10/(10+6*int64(rank))) * cents(between(r, 60, 140)) / 100
		if rank > o.Customers/2 {
			monthly = monthly * cents(pick(r, []int{100, 60, 30})) / 100
		}
		if c.planted != nil {
			monthly = c.planted.level(stream(o.Seed, purposePlanted, i, 2))
		}
		c.spend = []cents{monthly}
		switch {
		case monthly >= 1_500_000:
			c.segment = "enterprise"
		case monthly >= 400_000:
			c.segment = "mid-market"
		default:
			c.segment = "smb"
		}
		w.nameClient(r, n, c)
		w.clients = append(w.clients, c)
	}
	// The partner itself is a customer too: its own sandboxes.
	self := w.clients[len(w.clients)-1]
	self.internal, self.settled, self.start, self.end = true, true, 0, o.Months
	self.id, self.name, self.legal, self.alias = "self", "Sevenbrook Cloud (own use)", "Sevenbrook Cloud Ltd", "sevenbrook"
	self.domain, self.taxID, self.segment, self.place = "sevenbrook.example", "", "internal", places()[2]
	self.software = nil
}

func drawPlace(r *rand.Rand, ps []place) place {
	at := r.IntN(100)
	for _, p := range ps {
		if at -= p.share; at < 0 {
			return p
		}
	}
	return ps[0]
}

// lifetime lets one customer in three arrive during the months, and one in ten leave.
func (w *world) lifetime(r *rand.Rand, c *client, i int) {
	months := w.options.Months
	c.settled = true
	if months >= 3 && i >= len(places()) && chance(r, 34) {
		c.start, c.settled = between(r, 1, months*3/4), false
	}
	if months >= 6 && i >= len(places()) && chance(r, 10) {
		c.end = between(r, c.start+(months-c.start)/2+1, months)
	}
}

func (w *world) nameClient(r *rand.Rand, n *names, c *client) {
	c.id = "C" + pad(c.index+1, 4)
	word := pick(r, c.industry.words)
	if c.place.country == "CN" {
		c.brand, c.city = n.chinese(), pick(r, chineseCities())
		c.name = c.brand + c.industry.chinese
		c.legal = c.city.name + c.brand + c.industry.chinese + "科技有限公司"
		c.alias = slug(n.brand()) + "-cn"
		c.taxID = newUSCC(r)
	} else {
		c.brand, c.word = n.brand(), word
		c.name = c.brand + " " + word
		c.legal = c.name + " " + c.place.legal
		c.alias = slug(c.brand)
		if c.place.vat != "" {
			c.taxID = c.place.vat + pad(r.IntN(1_000_000_000), 9)
		}
	}
	c.domain = c.alias + ".example"
}

func (w *world) addPayers(n *names) {
	format := func(own Format) Format {
		if w.options.Format == FormatMixed {
			return own
		}
		return w.options.Format
	}
	add := func(p payer) {
		p.index, p.id = len(w.payers), n.accountID()
		p.net = !p.china && p.format != FormatCUR
		if p.folder == "" {
			p.folder = string(p.format)
		}
		w.payers = append(w.payers, &p)
	}
	const inc, emea = "Amazon Web Services, Inc.", "Amazon Web Services EMEA SARL"
	add(payer{name: "sevenbrook-resale", export: "sevenbrook-resale", format: format(FormatFocus), currency: "USD", issuer: inc, discount: 6, tax: 7})
	add(payer{name: "sevenbrook-emea", export: "sevenbrook-emea", format: format(FormatCUR2), currency: "USD", issuer: emea, discount: 5, tax: 20})
	add(payer{name: "sevenbrook-china", export: "sevenbrook-china", format: FormatCUR, folder: "cur-china", currency: "CNY", china: true, discount: 4, tax: 6})
	owners := 1 + w.options.Customers/60
	for _, c := range w.clients {
		if owners == 0 {
			break
		}
		if c.place.country == "US" && c.listed && !c.internal {
			add(payer{name: c.alias + "-payer", export: c.alias + "-billing", owner: c, format: format(FormatCUR), currency: "USD", issuer: inc, discount: 7, tax: 8})
			owners--
		}
	}
}

func (w *world) homePayer(c *client) *payer {
	for _, p := range w.payers {
		if p.owner == c {
			return p
		}
	}
	switch c.place.country {
	case "CN":
		return w.payers[2]
	case "GB", "DE", "NL", "FR":
		return w.payers[1]
	}
	return w.payers[0]
}

func (w *world) addAccounts(r *rand.Rand, n *names, c *client) {
	envs := []struct {
		name, env string
		weight    int
	}{{"prod", "production", 60}, {"staging", "staging", 14}, {"dev", "development", 10}, {"data", "production", 24},
		{"shared-services", "production", 12}, {"ml", "production", 18}, {"dr", "standby", 6}, {"sandbox", "sandbox", 4}}
	count := between(r, 1, 2)
	switch c.segment {
	case "enterprise":
		count = between(r, 5, len(envs))
	case "mid-market":
		count = between(r, 2, 4)
	}
	home := w.homePayer(c)
	if home.owner == c {
		count = max(count, 4)
	}
	for i := range count {
		p := home
		// A few customers live in two organisations.
		switch {
		case i == count-1 && count > 2 && home == w.payers[0] && c.index%3 == 1:
			p = w.payers[1]
		case i == count-1 && count > 1 && home.china && c.segment == "enterprise":
			p = w.payers[0]
		}
		a := w.newAccount(r, n, c, p)
		a.name, a.env = c.alias+"-"+envs[i].name, envs[i].env
		c.holdings = append(c.holdings, holding{account: a, until: w.options.Months, weight: envs[i].weight})
	}
}

func (w *world) newAccount(r *rand.Rand, n *names, c *client, p *payer) *account {
	apps := []string{"storefront", "billing", "warehouse", "identity", "search", "reporting", "mobile-api", "ingest"}
	a := &account{index: len(n.used), id: n.accountID(), payer: p, app: pick(r, apps)}
	if p.china {
		rs := chinaRegions()
		a.region, a.second = rs[0], rs[1]
		if chance(r, 60) {
			a.region, a.second = rs[1], rs[0]
		}
	} else {
		rs := regions()
		a.region, a.second = rs[0], pick(r, rs)
		for _, region := range rs {
			if region.id == c.place.region {
				a.region = region
			}
		}
	}
	a.mix = w.drawMix(stream(w.options.Seed, purposeMix, a.index, 0), a, c.planted)
	return a
}

// drawMix chooses what an account uses: the common things and some others.
func (w *world) drawMix(r *rand.Rand, a *account, p *planted) []portion {
	var mix []portion
	for i, s := range w.services {
		if i > 3 && (p == nil && chance(r, 55) || p != nil && !p.uses(r, s.code)) {
			continue
		}
		for j := range s.usages {
			u := &s.usages[j]
			if u.global && a.payer.china || j > 0 && chance(r, 30) {
				continue
			}
			p := portion{service: s, usage: u, region: a.region, weight: 1 + u.weight*between(r, 40, 160)/100}
			if chance(r, 15) {
				p.region = a.second
			}
			mix = append(mix, p)
		}
	}
	return mix
}

// transferAccount lets one account change hands in mid-term: identifiers have
// dates for that.
func (w *world) transferAccount() {
	months := w.options.Months
	if months < 4 {
		return
	}
	for _, from := range w.clients {
		last := len(from.holdings) - 1
		if !from.listed || from.internal || last < 2 || from.start != 0 || from.end != months || w.homePayer(from) != w.payers[0] {
			continue
		}
		for _, to := range w.clients {
			if to == from || !to.listed || to.internal || to.start != 0 || to.end != months || w.homePayer(to) != w.payers[0] {
				continue
			}
			h := &from.holdings[last]
			h.until = months / 2
			to.holdings = append(to.holdings, holding{account: h.account, from: months / 2, until: months, weight: h.weight})
			return
		}
	}
}

func pad(n, width int) string {
	digits := ""
	for ; n > 0 || digits == ""; n /= 10 {
		digits = string(rune('0'+n%10)) + digits
	}
	return strings.Repeat("0", max(width-len(digits), 0)) + digits
}
