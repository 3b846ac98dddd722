package attribution

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// LineRef names a service line so that it is found again when its book is
// imported anew.
type LineRef struct {
	Document string         `json:"document"`
	Line     string         `json:"line"` // the source's own line id, else its place in the document from 1
	Currency money.Currency `json:"currency"`
	Net      money.Decimal  `json:"net"`
	// Month is that of the bill where this is no line but a charge: all that an
	// account was charged for one thing in that month. Document is then the
	// account and Line what was charged. Zero for lines.
	Month period.Month `json:"month,omitzero"`
}

// IsCharge reports that a bill says this, and no book.
func (r LineRef) IsCharge() bool { return r.Month != 0 }

// String is how people see the line: document#line.
func (r LineRef) String() string {
	if r.IsCharge() {
		return r.Document + "#" + r.Month.String() + " " + r.Line
	}
	return r.Document + "#" + r.Line
}

// Key tells references apart; it is the same in every release, because
// decisions are kept under it.
func (r LineRef) Key() string {
	parts := []string{strings.ToLower(r.Document), strings.ToLower(r.Line), string(r.Currency), r.Net.String()}
	if r.IsCharge() {
		parts = append(parts, r.Month.String())
	}
	return strings.Join(parts, "\x1f")
}

// Sale is a service line as pairing looks at it.
type Sale struct {
	Ref      LineRef     `json:"ref"`
	Customer customer.ID `json:"customer"`
	Date     time.Time   `json:"date"`           // of issue
	Text     string      `json:"text,omitempty"` // whatever may name the other one
	// Own: of a charge, that the firm itself is its seller.
	Own bool `json:"own,omitempty"`
}

// Pairing is what makes two lines one sale.
type Pairing struct {
	// MaxFee is how much less than the invoice a marketplace may show.
	MaxFee money.Decimal
	// MaxDays is how far apart the two may be dated.
	MaxDays int
}

// DefaultPairing holds for the listing fees that are known (up to 3.5 %, 20 %
// for server products, which are no services) and for bills that come two
// months after the service.
func DefaultPairing() Pairing { return Pairing{MaxFee: money.MustParse("0.05"), MaxDays: 62} }

// Evidence says for or against two lines being one sale.
type Evidence string

const (
	EvidenceReference Evidence = "reference"   // one names the other's document
	EvidenceSame      Evidence = "same_amount" // to the last digit
	EvidenceFee       Evidence = "known_fee"   // apart by a listing fee that marketplaces charge
	EvidenceNear      Evidence = "near_amount" // apart by no more than a fee can be
	EvidenceDays      Evidence = "near_dates"  // within a week
	EvidenceMonth     Evidence = "same_month"  // within a month
	EvidenceLate      Evidence = "far_dates"   // further apart
	EvidenceRivals    Evidence = "other_lines" // other lines would do as well
	EvidenceSeller    Evidence = "own_seller"  // the bill names the firm as seller
	EvidenceOffer     Evidence = "same_offer"  // both name the same offer or agreement
)

// Evidences lists all evidence.
func Evidences() []Evidence {
	return []Evidence{EvidenceReference, EvidenceSame, EvidenceFee, EvidenceNear, EvidenceDays, EvidenceMonth, EvidenceLate, EvidenceRivals,
		EvidenceSeller, EvidenceOffer}
}

// Candidate is two lines that may be one sale.
type Candidate struct {
	Sale, Line  Sale // in the marketplace's book or a bill, in the firm's own
	Probability money.Decimal
	Evidence    []Evidence
}

// Subject names the question, the same in every run.
func (c Candidate) Subject() string { return c.Sale.Ref.Key() }

// Candidates finds which sales of a marketplace, or charges of bills, may be
// which lines of the firm's own books: of the same customer, in the same currency, apart by no
// more than a fee and the given days. The likeliest come first; a line can be
// in several, and whoever decides takes each line once (Assign).
func Candidates(sales, lines []Sale, p Pairing) []Candidate {
	type key struct {
		customer customer.ID
		currency money.Currency
	}
	own := map[key][]Sale{}
	for _, l := range lines {
		if l.Customer != "" {
			own[key{l.Customer, l.Ref.Currency}] = append(own[key{l.Customer, l.Ref.Currency}], l)
		}
	}
	var found []Candidate
	for _, s := range sales {
		for _, l := range own[key{s.Customer, s.Ref.Currency}] {
			if c, ok := p.compare(s, l); ok {
				found = append(found, c)
			}
		}
	}
	rivals(found)
	slices.SortFunc(found, Candidate.compare)
	return found
}

// compare orders candidates: the likeliest first, then by what they are.
func (c Candidate) compare(o Candidate) int {
	return cmp.Or(o.Probability.Cmp(c.Probability), c.gapDays()-o.gapDays(), cmp.Compare(c.Sale.Ref.Key(), o.Sale.Ref.Key()), cmp.Compare(c.Line.Ref.Key(), o.Line.Ref.Key()))
}

func (c Candidate) gapDays() int {
	gap := c.Sale.Date.Sub(c.Line.Date)
	return int(gap.Abs() / (24 * time.Hour))
}

// The steps of the score. They are a rule, not a calibrated model: there are no
// labelled pairs to learn from, so that only what is the same in amount and
// date, or names the other, is certain enough to need no question.
const (
	scoreReference = "0.99"
	scoreSame      = "0.65"
	scoreFee       = "0.60"
	scoreNear      = "0.30"
	scoreDays      = "0.30"
	scoreMonth     = "0.15"
	// A charge that names the line, but another firm as seller, is for people.
	scoreOtherSeller = "0.50"
	nearDays         = 7
	monthDays        = 31
)

// knownFees are the listing fees that marketplaces publish for services and
// private offers, in percent.
func knownFees() []string {
	return []string{"0.5", "1", "1.5", "2", "2.5", "3", "3.5"}
}

// compare scores two lines of one customer and currency; false where they
// cannot be one sale.
func (p Pairing) compare(s, l Sale) (Candidate, bool) {
	c := Candidate{Sale: s, Line: l}
	net, own := s.Ref.Net, l.Ref.Net
	if s.Ref.IsCharge() { // a bill says what the customer paid, before any fee
		net, own = own, net
	}
	if net.IsZero() || net.Sign() != own.Sign() || c.gapDays() > p.MaxDays {
		return c, false
	}
	fee := own.Abs().Sub(net.Abs()) // what the marketplace kept
	limit := own.Abs().Mul(p.MaxFee)
	add := func(e Evidence, score string) {
		c.Evidence = append(c.Evidence, e)
		c.Probability = c.Probability.Add(money.MustParse(score))
	}
	switch {
	case fee.IsZero():
		add(EvidenceSame, scoreSame)
	case fee.Sign() < 0 || fee.Cmp(limit) > 0:
		return c, false
	case isKnownFee(fee, own.Abs(), s.Ref.Currency):
		add(EvidenceFee, scoreFee)
	default:
		add(EvidenceNear, scoreNear)
	}
	switch days := c.gapDays(); {
	case days <= nearDays:
		add(EvidenceDays, scoreDays)
	case days <= monthDays:
		add(EvidenceMonth, scoreMonth)
	default:
		c.Evidence = append(c.Evidence, EvidenceLate)
	}
	named := names(s.Text, l.Ref.Document) || !s.Ref.IsCharge() && names(l.Text, s.Ref.Document)
	if named {
		c.Evidence = append(c.Evidence, EvidenceReference)
		c.Probability = money.MustParse(scoreReference)
	}
	if sameOffer(s.Text, l.Text) {
		named = true
		c.Evidence = append(c.Evidence, EvidenceOffer)
		c.Probability = money.MustParse(scoreReference)
	}
	switch {
	case !s.Ref.IsCharge():
	case s.Own:
		c.Evidence = append(c.Evidence, EvidenceSeller)
	case !named: // somebody else's product
		return c, false
	default:
		c.Probability = money.MustParse(scoreOtherSeller)
	}
	return c, true
}

// sameOffer reports that two texts name one offer, agreement or payment request
// of a marketplace.
func sameOffer(a, b string) bool {
	in := map[string]bool{}
	for _, id := range offerID.FindAllString(strings.ToLower(a), -1) {
		in[id] = true
	}
	return slices.ContainsFunc(offerID.FindAllString(strings.ToLower(b), -1), func(id string) bool { return in[id] })
}

var offerID = regexp.MustCompile(`\b(offer|agmt|pr)-[a-z0-9]{6,}\b`)

// isKnownFee reports that the difference is a published fee, to the smallest
// unit of the currency.
func isKnownFee(fee, gross money.Decimal, c money.Currency) bool {
	unit := money.NewInt(1)
	for range c.Places() {
		unit = unit.Mul(money.MustParse("0.1"))
	}
	for _, percent := range knownFees() {
		exact := gross.Mul(money.MustParse(percent)).Mul(money.MustParse("0.01"))
		if fee.Sub(exact).Abs().Cmp(unit) <= 0 {
			return true
		}
	}
	return false
}

// shortestName is how long a document's number must be to be told from chance.
const shortestName = 5

// names reports whether a text holds a document's number as a word of its own.
func names(text, document string) bool {
	document = strings.ToLower(strings.TrimSpace(document))
	if len(document) < shortestName {
		return false
	}
	text = strings.ToLower(text)
	for from := 0; ; {
		i := strings.Index(text[from:], document)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(document)
		if (start == 0 || !wordByte(text[start-1])) && (end == len(text) || !wordByte(text[end])) {
			return true
		}
		from = start + 1
	}
}

func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80
}

// rivals halves the probability where another candidate for either line is as
// likely and as near in time.
func rivals(all []Candidate) {
	type rank struct {
		ref         string
		probability string
		days        int
	}
	count := map[rank]int{}
	ranks := func(c Candidate) [2]rank {
		p, days := c.Probability.String(), c.gapDays()
		return [2]rank{{"sale " + c.Sale.Ref.Key(), p, days}, {"line " + c.Line.Ref.Key(), p, days}}
	}
	for _, c := range all {
		for _, r := range ranks(c) {
			count[r]++
		}
	}
	half := money.MustParse("0.5")
	contested := make([]bool, len(all))
	for i, c := range all {
		for _, r := range ranks(c) {
			contested[i] = contested[i] || count[r] > 1
		}
	}
	for i := range all {
		if contested[i] {
			all[i].Probability = all[i].Probability.Mul(half)
			all[i].Evidence = append(all[i].Evidence, EvidenceRivals)
		}
	}
}

// Assign takes candidates in their order and keeps those whose lines are both
// free: every line is in one pair at most.
func Assign(candidates []Candidate, taken func(LineRef) bool) []Candidate {
	used := map[string]bool{}
	var kept []Candidate
	for _, c := range candidates {
		sale, line := c.Sale.Ref, c.Line.Ref
		if used[sale.Key()] || used[line.Key()] || taken(sale) || taken(line) {
			continue
		}
		used[sale.Key()], used[line.Key()] = true, true
		kept = append(kept, c)
	}
	return kept
}
