package generating

// slot is a place in a row whose text differs from line to line.
type slot uint8

const (
	slotNone slot = iota
	slotID
	slotStart
	slotEnd
	slotInterval
	slotResource
	slotQuantity
	slotUnblended
	slotNet
	slotDiscount // net minus unblended
	slotOnDemand
	slotRIEffective
	slotRIAmortized
	slotRIRecurring
	slotUnusedUpfront
	slotUnusedRecurring
	slotSPEffective
	slotSPTotal
	slotSPUsed
	slotSPUpfront
	slotBilled
	slotEffective
	slotList
	slotContracted
)

// field is one column of a row: fixed text, or text with a slot in it.
type field struct {
	before string
	slot   slot
	after  string
}

func text(s string) field { return field{before: s} }
func at(s slot) field     { return field{slot: s} }

// template is a row with its fixed text laid out: writing a line copies a few
// chunks and fills the slots between them.
type template struct {
	chunks []chunk
	style  numberStyle
	zone   string // after an instant: "Z" or ".000Z"
	clock  *calendar
}

// chunk is text followed by a slot.
type chunk struct {
	text []byte
	slot slot
}

// compile lays fields out as one CSV record. Small bills compile a template for
// every few rows, so all text goes into one piece of memory.
func compile(fields []field, style numberStyle, zone string, clock *calendar) *template {
	t := &template{style: style, zone: zone, clock: clock, chunks: make([]chunk, 0, 24)}
	b, from := make([]byte, 0, 1280), 0
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		quoted := mustQuote(f.before) || mustQuote(f.after)
		if quoted {
			b = append(b, '"')
		}
		b = appendText(b, f.before, quoted)
		if f.slot != slotNone {
			t.chunks = append(t.chunks, chunk{b[from:len(b):len(b)], f.slot})
			from = len(b)
		}
		b = appendText(b, f.after, quoted)
		if quoted {
			b = append(b, '"')
		}
	}
	b = append(b, '\n')
	t.chunks = append(t.chunks, chunk{b[from:], slotNone})
	return t
}

func mustQuote(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '"', ',', '\r', '\n':
			return true
		}
	}
	return false
}

func appendText(b []byte, s string, quoted bool) []byte {
	if !quoted {
		return append(b, s...)
	}
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return b
}

// append writes one line.
func (t *template) append(b []byte, l *line) []byte {
	for i := range t.chunks {
		c := &t.chunks[i]
		b = append(b, c.text...)
		switch c.slot {
		case slotNone:
		case slotID:
			b = appendHex(appendHex(b, mix(l.id), 16), mix(l.id+1), 16)
		case slotStart:
			b = append(t.clock.append(b, l.start), t.zone...)
		case slotEnd:
			b = append(t.clock.append(b, l.start+l.hours), t.zone...)
		case slotInterval:
			b = append(append(t.clock.append(b, l.start), t.zone...), '/')
			b = append(t.clock.append(b, l.start+l.hours), t.zone...)
		case slotResource:
			b = appendHex(b, l.resource, 16)
		default:
			b = t.style.append(b, l.number(c.slot))
		}
	}
	return b
}

func (l *line) number(s slot) fixed {
	switch s {
	case slotQuantity:
		return l.quantity
	case slotUnblended:
		return l.unblended
	case slotNet:
		return l.net
	case slotDiscount:
		return l.net - l.unblended
	case slotOnDemand:
		return l.onDemand
	case slotRIEffective:
		return l.riAmortized + l.riRecurring
	case slotRIAmortized:
		return l.riAmortized
	case slotRIRecurring:
		return l.riRecurring
	case slotUnusedUpfront:
		return l.unusedUpfront
	case slotUnusedRecurring:
		return l.unusedRecurring
	case slotSPEffective:
		return l.spEffective
	case slotSPTotal:
		return l.spTotal
	case slotSPUsed:
		return l.spUsed
	case slotSPUpfront:
		return l.spUpfront
	case slotBilled:
		return l.costs.billed
	case slotEffective:
		return l.costs.effective
	case slotList:
		return l.costs.list
	case slotContracted:
		return l.costs.contracted
	default:
		return 0
	}
}
