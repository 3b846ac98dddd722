package generating

import (
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/focus"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// What a benchmark file is made of.
const (
	benchMonths   = 12
	benchAccounts = 200
	benchServices = 120
	benchPerMonth = 30 // services that an account uses
)

// FocusTotals are the exact sums of a file that WriteFocus wrote.
type FocusTotals struct {
	Rows       int64
	Bytes      int64
	Billed     money.Decimal
	Effective  money.Decimal
	List       money.Decimal
	Contracted money.Decimal
}

// WriteFocus writes one FOCUS file for benchmarks: the header and exactly that
// many rows of the 43 columns of FOCUS 1.0, about 700 bytes each, month by
// month over 2025, 200 sub accounts and 120 services in no order. Equal seeds
// give equal bytes.
func WriteFocus(ctx context.Context, w io.Writer, rows int64, seed uint64) (_ FocusTotals, err error) {
	defer fault.Wrap(&err, "generating.WriteFocus(%d)", rows)
	if rows < 0 {
		return FocusTotals{}, fault.New(fault.KindInvalid, "generating.option_invalid").With("option", "rows").With("value", rows)
	}
	b := newBenchFile(w, seed)
	b.buffer = append(append(b.buffer, strings.Join(b.columns, ",")...), '\n')
	for m := range int64(benchMonths) {
		if err := b.month(ctx, int(m), rows*(m+1)/benchMonths-rows*m/benchMonths); err != nil {
			return FocusTotals{}, err
		}
	}
	if err := b.flush(); err != nil {
		return FocusTotals{}, err
	}
	return FocusTotals{rows, b.bytes, b.sums.billed.decimal(), b.sums.effective.decimal(), b.sums.list.decimal(), b.sums.contracted.decimal()}, nil
}

// benchFile is a benchmark file being written.
type benchFile struct {
	out      io.Writer
	r        *rand.Rand
	columns  []string
	payer    *payer
	accounts []*account
	mixes    [][]portion // by account
	buffer   []byte
	bytes    int64
	sums     costSums
}

func newBenchFile(w io.Writer, seed uint64) *benchFile {
	b := &benchFile{out: w, r: stream(seed, purposeBench, 0, 0), buffer: make([]byte, 0, 2*flushAt)}
	for _, c := range focus.Columns() {
		if c.Since == focus.Version10 {
			b.columns = append(b.columns, c.Name)
		}
	}
	n := &names{r: b.r, used: map[string]bool{}}
	b.payer = &payer{id: n.accountID(), name: "bench", format: FormatFocus, currency: "USD", issuer: "Amazon Web Services, Inc.", net: true, discount: 5}
	products, rs := benchProducts(n), regions()
	for i := range benchAccounts {
		apps := []string{"storefront", "billing", "warehouse", "identity", "search", "reporting"}
		a := &account{index: i, id: n.accountID(), name: slug(n.brand()) + "-prod", env: "production", app: pick(b.r, apps), payer: b.payer, region: pick(b.r, rs)}
		var mix []portion
		for range benchPerMonth {
			p := pick(b.r, products)
			mix = append(mix, portion{service: p, usage: &p.usages[b.r.IntN(len(p.usages))], region: a.region})
		}
		b.accounts, b.mixes = append(b.accounts, a), append(b.mixes, mix)
	}
	return b
}

// benchProducts fills the catalogue up with invented services.
func benchProducts(n *names) []*product {
	products := services()
	for i := len(products); i < benchServices; i++ {
		like, name := products[i%20], n.brand()
		products = append(products, &product{"Amazon" + name, "Amazon " + name, like.category, like.subcategory, like.usages})
	}
	return products
}

func (b *benchFile) month(ctx context.Context, m int, rows int64) error {
	clock := newCalendar(period.NewMonth(2025, time.January) + period.Month(m))
	type compiled struct {
		shape    *shape
		template *template
	}
	ready := make([]compiled, benchAccounts*benchPerMonth)
	l := line{}
	for j := range rows {
		if j&0xfff == 0xfff && ctx.Err() != nil {
			return ctx.Err()
		}
		x := b.r.Uint64()
		// The product of two draws favours the first accounts: a long tail.
		at := int((x&0xffff)*(x>>16&0xffff)*benchAccounts>>32)*benchPerMonth + int(x>>32&0xffff)*benchPerMonth>>16
		c := &ready[at]
		if c.template == nil {
			c.shape = b.shape(at, clock)
			c.template = compile(benchFields(b.columns, c.shape), stylePlain, "Z", clock)
		}
		b.fill(&l, c.shape, x)
		l.costs, _ = costsOf(c.shape, &l)
		b.sums.add(l.costs)
		b.buffer = c.template.append(b.buffer, &l)
		if len(b.buffer) >= flushAt {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// shape decides what the rows of an account's portion are: mostly usage, some
// of it covered by commitments, a little credit and tax.
func (b *benchFile) shape(at int, clock *calendar) *shape {
	a := b.accounts[at/benchPerMonth]
	p := b.mixes[at/benchPerMonth][at%benchPerMonth]
	k := kindUsage
	switch at % 40 {
	case 3, 11, 19:
		k = kindSPCovered
	case 27:
		k = kindDiscountedUsage
	case 35:
		k = kindTax
	case 39:
		k = kindCredit
	}
	s := &shape{kind: k, payer: b.payer, account: a, calendar: clock, service: p.service, region: p.region, invoice: "EUINV25-" + pad(int(clock.month), 7),
		description: "Tax or credit for " + p.service.name}
	if k.metered() {
		s.usage, s.price, s.usageType = p.usage, p.usage.price, p.region.prefix+p.usage.suffix
		s.description = "$" + string(s.price.append(nil)) + " per " + p.usage.unit + " of " + p.usage.suffix + " in " + p.region.name
	}
	h := textHash(a.id)
	switch k {
	case kindSPCovered:
		s.commitment = "arn:aws:savingsplans::" + a.id + ":savingsplan/" + uuid(h, mix(h))
	case kindDiscountedUsage:
		s.commitment = "arn:aws:rds:" + p.region.id + ":" + a.id + ":reserved-instances/" + uuid(h, mix(h))
	default:
	}
	return s
}

func (b *benchFile) fill(l *line, s *shape, x uint64) {
	l.resource = mix(textHash(s.account.id) + x>>58)
	l.start, l.hours = int(x>>48)%s.calendar.hours, 1
	amount := fixed(1+x>>40&0xff) * (oneCent + fixed(x>>8&0xffffff))
	if !s.kind.metered() {
		if s.kind == kindCredit {
			amount = -amount
		}
		l.unblended, l.net, l.quantity = amount, amount, oneUnit
		return
	}
	step := s.price / 1000
	thousandths := min(max(amount/step, 1), 9e11)
	cost := thousandths * step
	l.quantity, l.unblended, l.onDemand = thousandths*1e7, cost, cost
	l.net = cost * fixed(100-s.payer.discount) / 100
	l.spEffective = cost * 72 / 100
	l.riAmortized, l.riRecurring = cost*20/100, cost*41/100
}

func (b *benchFile) flush() error {
	n, err := b.out.Write(b.buffer)
	b.bytes += int64(n)
	b.buffer = b.buffer[:0]
	return writing(err, "focus.csv")
}

// benchFields are FOCUS fields with the tags of a company that tags well.
func benchFields(columns []string, s *shape) []field {
	fields := make([]field, len(columns))
	for i, name := range columns {
		fields[i] = focusField(name, s)
		if name == "Tags" && s.kind.metered() {
			tags := strings.TrimSuffix(s.tagsJSON(), "}")
			fields[i] = text(tags + `,"owner":"team-` + s.account.app + `@` + s.account.name + `.example","project":"` + s.account.name + `"}`)
		}
	}
	return fields
}
