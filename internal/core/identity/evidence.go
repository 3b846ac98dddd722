package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Evidence is one reason for or against, in the words of both records.
type Evidence struct {
	Code        Code    // what met; its words are identity.evidence.<code> in the catalogs
	Left, Right string  // the values that were compared, as found; empty when the code says all
	Value       float64 // how much of it there is, 0 to 1
	Weight      float64 // log-odds (natural) that it adds; below zero it speaks against
}

// Mark names the evidence and what it rests on, for telling later what is new.
func (e Evidence) Mark() string { return string(e.Code) + "=" + e.Left + "|" + e.Right }

// Score is the answer for one pair.
type Score struct {
	// Probability that the two are one customer, 0 to 1: the logistic of the sum
	// of the weights, then capped by Veto and OnlyWeak.
	Probability float64
	LogOdds     float64    // the sum of the weights, before any cap
	Evidence    []Evidence // heaviest first; the prior is one of them
	// Veto is the evidence that forbids an automatic link; empty when none does.
	// Clusters never join two records between which there is one.
	Veto Code
	// OnlyWeak: nothing but weak evidence speaks for the pair. Such a pair is at
	// most a question, whatever the thresholds are.
	OnlyWeak bool
	// Exact: at least one exact identifier met.
	Exact bool
}

// Key is a hash of what speaks for the pair. A pair that a person has rejected
// is worth asking again only when it has changed.
func (s Score) Key() string {
	marks := s.marks()
	sum := sha256.Sum256([]byte(strings.Join(marks, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Fresh gives the evidence for the pair that was not there before; seen holds
// what Marks gave then.
func (s Score) Fresh(seen []string) []Evidence {
	var fresh []Evidence
	for _, e := range s.Evidence {
		if e.Code.Supports() && !slices.Contains(seen, e.Mark()) {
			fresh = append(fresh, e)
		}
	}
	return fresh
}

// Marks names what speaks for the pair, sorted.
func (s Score) Marks() []string { return s.marks() }

func (s Score) marks() []string {
	var marks []string
	for _, e := range s.Evidence {
		if e.Code.Supports() {
			marks = append(marks, e.Mark())
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}
