package attribution

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Ledger is all shares, ready to be asked. It is never changed once made and is
// safe for concurrent use.
type Ledger struct {
	shares map[entry][]Share
}

type entry struct {
	subject Subject // normal
	kind    TargetKind
}

// NewLedger takes shares of any order.
func NewLedger(shares []Share) *Ledger {
	l := &Ledger{shares: map[entry][]Share{}}
	for _, s := range shares {
		e := entry{s.Subject.Normal(), s.To.Kind}
		l.shares[e] = append(l.shares[e], s)
	}
	for _, list := range l.shares {
		slices.SortStableFunc(list, Share.compare)
	}
	return l
}

// Has reports whether a subject is shared at any time, in any direction.
func (l *Ledger) Has(s Subject) bool {
	for _, kind := range TargetKinds() {
		if len(l.shares[entry{s.Normal(), kind}]) > 0 {
			return true
		}
	}
	return false
}

// Subjects lists what is shared, of one kind, in no order, in normal form.
func (l *Ledger) Subjects(kind SubjectKind) []Subject {
	seen := map[Subject]bool{}
	var out []Subject
	for e := range l.shares {
		if e.subject.Kind == kind && !seen[e.subject] {
			seen[e.subject] = true
			out = append(out, e.subject)
		}
	}
	return out
}

// Check finds the first subject whose shares in one direction come to more than
// the whole in some month.
//
// Fault: attribution.share_over, with subject, kind, month and sum.
func (l *Ledger) Check() error {
	var worst *fault.Error
	var at period.Month
	for e, list := range l.shares {
		for _, s := range list {
			if m, sum := s.From, held(list, s.From); sum.Cmp(money.One) > 0 && (worst == nil || m < at) {
				at = m
				worst = fault.New(fault.KindInvalid, "attribution.share_over").With("subject", string(e.subject.Kind)+" "+e.subject.Value).
					With("kind", string(e.kind)).With("month", monthText(m)).With("sum", sum.Mul(money.NewInt(100)).String())
			}
		}
	}
	if worst == nil {
		return nil
	}
	return worst
}

// held sums the shares of a month. A sum only grows where a share begins, so
// that the first months of shares are all that need asking.
func held(list []Share, m period.Month) money.Decimal {
	sum := money.Zero
	for _, s := range list {
		if s.ValidIn(m) {
			sum = sum.Add(s.Share)
		}
	}
	return sum
}

func monthText(m period.Month) string {
	if m == 0 {
		return "-"
	}
	return m.String()
}

// Part is what one target has of a subject. The rest has no target.
type Part struct {
	To     Target // zero for the rest
	Share  money.Decimal
	Reason Reason
	Source Share // what says so; zero for the rest
}

// IsRest reports that nobody was given this part.
func (p Part) IsRest() bool { return p.To == Target{} }

// Split says how a month of something is divided in one direction. Of the
// subjects, the first that has a share in the month decides. The parts sum to
// the whole exactly, and the last is the rest where there is one. False where
// nothing is shared.
//
// Shares beyond the whole, which imports refuse, are cut off in order, so that
// nothing counts twice whatever the ledger holds.
func (l *Ledger) Split(kind TargetKind, m period.Month, subjects ...Subject) ([]Part, bool) {
	return l.SplitWhere(kind, m, nil, subjects...)
}

// SplitWhere is Split by the shares that a condition keeps.
func (l *Ledger) SplitWhere(kind TargetKind, m period.Month, keep func(Share) bool, subjects ...Subject) ([]Part, bool) {
	for _, subject := range subjects {
		var parts []Part
		rest := money.One
		for _, s := range l.shares[entry{subject.Normal(), kind}] {
			if !s.ValidIn(m) || (keep != nil && !keep(s)) {
				continue
			}
			share := s.Share
			if share.Cmp(rest) > 0 {
				share = rest
			}
			rest = rest.Sub(share)
			parts = append(parts, Part{To: s.To, Share: share, Reason: s.Reason, Source: s})
		}
		if len(parts) == 0 {
			continue
		}
		if kind == TargetPartner && !slices.ContainsFunc(parts, func(p Part) bool { return p.To.IsSelf() }) {
			// What other partners do not have is the firm's own.
			parts = append(parts, Part{To: Target{TargetPartner, Self}, Share: rest, Reason: parts[0].Reason})
			rest = money.Zero
		}
		if rest.Sign() > 0 {
			parts = append(parts, Part{Share: rest})
		}
		return slices.DeleteFunc(parts, func(p Part) bool { return p.Share.IsZero() }), true
	}
	return nil, false
}

// Divide gives an amount's pieces by parts; they sum to the amount exactly.
func Divide(amount money.Decimal, parts []Part) []money.Decimal {
	shares := make([]money.Decimal, len(parts))
	for i, p := range parts {
		shares[i] = p.Share
	}
	pieces := money.Spread(amount, shares, money.LakeScale)
	if pieces == nil { // no parts
		return nil
	}
	return pieces
}
