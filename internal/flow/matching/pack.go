package matching

import (
	"encoding/binary"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// packer writes numbers and texts one after the other, as unpacker reads them.
type packer struct{ b []byte }

func (p *packer) number(n int) { p.b = binary.AppendVarint(p.b, int64(n)) }

func (p *packer) text(s string) {
	p.b = binary.AppendUvarint(p.b, uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) flag(set bool) {
	n := 0
	if set {
		n = 1
	}
	p.number(n)
}

func (p *packer) words(ws []uint64) {
	p.number(len(ws))
	for _, w := range ws {
		p.b = binary.LittleEndian.AppendUint64(p.b, w)
	}
}

func (p *packer) day(t time.Time) {
	if t.IsZero() {
		p.text("")
		return
	}
	p.text(t.Format(time.RFC3339Nano))
}

func (p *packer) decimal(d money.Decimal) {
	if d.IsZero() {
		p.text("")
		return
	}
	p.text(d.String())
}

// unpacker reads what a packer wrote. Texts are parts of the whole, which is not
// copied. What cannot be read makes it broken, and everything after that zero.
type unpacker struct {
	s      string
	broken bool
	free   []uint64 // room for words, of which there are millions
}

func (u *unpacker) number() int {
	var n uint64
	for i := 0; i < len(u.s) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(u.s[i]&0x7F) << (7 * i)
		if u.s[i] < 0x80 {
			u.s = u.s[i+1:]
			return int(int64(n>>1) ^ -int64(n&1)) // as AppendVarint folds the sign
		}
	}
	u.broken, u.s = true, ""
	return 0
}

// count reads how many things follow, each of at least so many bytes.
func (u *unpacker) count(sizeBytes int) int {
	n := u.number()
	if n < 0 || n > len(u.s)/sizeBytes {
		u.broken, u.s = true, ""
		return 0
	}
	return n
}

func (u *unpacker) text() string {
	var n uint64
	for i := 0; i < len(u.s) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(u.s[i]&0x7F) << (7 * i)
		if u.s[i] < 0x80 {
			if n > uint64(len(u.s)-i-1) {
				break
			}
			s := u.s[i+1 : i+1+int(n)]
			u.s = u.s[i+1+int(n):]
			return s
		}
	}
	u.broken, u.s = true, ""
	return ""
}

func (u *unpacker) flag() bool { return u.number() != 0 }

// wordsAtOnce is how many words room is made for at once.
const wordsAtOnce = 1 << 16

func (u *unpacker) words() []uint64 {
	n := u.count(8)
	if n > len(u.free) {
		u.free = make([]uint64, max(n, wordsAtOnce))
	}
	ws := u.free[:n:n]
	u.free = u.free[n:]
	for i := range ws {
		s := u.s[8*i : 8*i+8]
		ws[i] = uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	}
	u.s = u.s[8*n:]
	return ws
}

func (u *unpacker) day() time.Time {
	s := u.text()
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	u.broken = u.broken || err != nil
	return t
}

func (u *unpacker) decimal() money.Decimal {
	s := u.text()
	if s == "" {
		return money.Zero
	}
	d, err := money.ParseDecimal(s)
	u.broken = u.broken || err != nil
	return d
}

func (p *packer) customer(c customer.Customer) {
	for _, s := range []string{string(c.ID), c.Name, c.Segment, c.Industry, c.Country, string(c.Origin)} {
		p.text(s)
	}
	p.flag(c.Internal)
	p.number(len(c.Identifiers))
	for _, i := range c.Identifiers {
		p.text(string(i.Kind))
		p.text(i.Value)
		p.day(i.From)
		p.day(i.Until)
		p.text(i.Source)
		p.decimal(i.Confidence)
		p.text(string(i.Origin))
	}
	p.number(len(c.Parents))
	for _, a := range c.Parents {
		p.text(string(a.ID))
		p.text(string(a.Role))
		p.day(a.From)
		p.day(a.Until)
	}
}

func (u *unpacker) customer() customer.Customer {
	var c customer.Customer
	c.ID, c.Name, c.Segment, c.Industry = customer.ID(u.text()), u.text(), u.text(), u.text()
	c.Country, c.Origin, c.Internal = u.text(), customer.Origin(u.text()), u.flag()
	if n := u.count(7); n > 0 {
		c.Identifiers = make([]customer.Identifier, n)
	}
	for n := range c.Identifiers {
		c.Identifiers[n] = customer.Identifier{Kind: customer.IdentifierKind(u.text()), Value: u.text(), From: u.day(), Until: u.day(),
			Source: u.text(), Confidence: u.decimal(), Origin: customer.Origin(u.text())}
	}
	if n := u.count(4); n > 0 {
		c.Parents = make([]customer.Parent, n)
	}
	for n := range c.Parents {
		c.Parents[n] = customer.Parent{ID: customer.ID(u.text()), Role: customer.Role(u.text()), From: u.day(), Until: u.day()}
	}
	return c
}
