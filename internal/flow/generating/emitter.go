package generating

import "context"

// emitter writes the lines of one payer's month and keeps their exact sums.
type emitter struct {
	world    *world
	payer    *payer
	index    int // month of the world
	calendar *calendar
	compile  func(*shape) *template
	out      *parts
	invoice  string
	stale    bool // a delivery that a later one has replaced

	shape    *shape
	template *template
	buffer   []byte
	sums     *[groups]costSums
	result   *monthResult
	nextID   uint64
}

const groups = 4

// costSums are exact sums of the four costs.
type costSums struct{ billed, effective, list, contracted sum }

func (s *costSums) add(c costs) {
	s.billed.add(c.billed)
	s.effective.add(c.effective)
	s.list.add(c.list)
	s.contracted.add(c.contracted)
}

func (s *costSums) merge(o *costSums) {
	s.billed.merge(o.billed)
	s.effective.merge(o.effective)
	s.list.merge(o.list)
	s.contracted.merge(o.contracted)
}

// monthResult is what one payer's month came to.
type monthResult struct {
	payer   *payer
	index   int
	files   []string
	rows    int64
	charges int64
	bytes   int64
	clients []*clientMonth
}

// clientMonth is one client's part of it, by group.
type clientMonth struct {
	client *client
	sums   [groups]costSums
}

const flushAt = 1 << 16

// run writes the whole month.
func (e *emitter) run(ctx context.Context) (*monthResult, error) {
	e.result = &monthResult{payer: e.payer, index: e.index}
	e.nextID = mix(e.world.options.Seed ^ uint64(e.payer.index)<<32 ^ uint64(e.index))
	e.buffer = make([]byte, 0, 2*flushAt)
	for _, c := range e.world.clients {
		hs := e.holdings(c)
		if len(hs) == 0 {
			continue
		}
		e.sums = e.part(c)
		if err := e.bill(ctx, c, hs); err != nil {
			return nil, err
		}
	}
	if err := e.flush(); err != nil {
		return nil, err
	}
	return e.result, nil
}

// holdings lists a client's accounts under this payer in this month.
func (e *emitter) holdings(c *client) []holding {
	var hs []holding
	for _, h := range c.active(e.index) {
		if h.account.payer == e.payer {
			hs = append(hs, h)
		}
	}
	return hs
}

// use makes the lines that follow have this shape.
func (e *emitter) use(s *shape) {
	e.shape, e.template = s, e.compile(s)
}

// emit writes one line of the current shape and counts it. In FOCUS there is
// no negation, and the unused part of a commitment is a line of its own.
func (e *emitter) emit(l *line) error {
	focus := e.payer.format == FormatFocus
	if focus && e.shape.kind == kindSPNegation {
		return nil
	}
	l.id, e.nextID = e.nextID, e.nextID+2
	var unused fixed
	l.costs, unused = costsOf(e.shape, l)
	e.buffer = e.template.append(e.buffer, l)
	e.result.rows++
	e.count(l, l.costs)
	if len(e.buffer) >= flushAt {
		if err := e.flush(); err != nil {
			return err
		}
	}
	if unused == 0 {
		return nil
	}
	if !focus {
		e.count(l, costs{effective: unused})
		return nil
	}
	fee, own := e.shape, e.template
	rest := *fee
	rest.kind, rest.description = kindUnused, "Unused commitment of "+fee.commitment
	e.use(&rest)
	err := e.emit(&line{start: l.start, hours: l.hours, quantity: l.quantity, unblended: unused, spEffective: unused})
	e.shape, e.template = fee, own
	return err
}

// count adds a line to whose account it was when the line began.
func (e *emitter) count(l *line, c costs) {
	e.result.charges++
	sums := e.sums
	if h := e.world.handover; h != nil && e.index == h.month && e.shape.account == h.account && l.start < 24*(h.day-1) {
		sums = e.part(h.from)
	}
	sums[e.shape.group()].add(c)
}

// part is where a client's part of the month is summed.
func (e *emitter) part(c *client) *[groups]costSums {
	for _, m := range e.result.clients {
		if m.client == c {
			return &m.sums
		}
	}
	m := &clientMonth{client: c}
	e.result.clients = append(e.result.clients, m)
	return &m.sums
}

func (e *emitter) flush() error {
	err := e.out.write(e.buffer)
	e.buffer = e.buffer[:0]
	return err
}
