package matching

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// QuestionID is what people answer a question by: q and nine characters, of which
// the first are enough to type. It begins with a letter so that no spreadsheet
// takes it for a number. A party has at most one question, so that the id is the
// party's.
type QuestionID string

// questionID names the question about a party.
func questionID(p customer.PartyID) QuestionID {
	sum := sha256.Sum256([]byte(p))
	return QuestionID("q" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:9]))
}

// hash is the beginning of a hash, as hexadecimal digits.
func hash(s string, bytes int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:bytes])
}

// Why says what keeps a question from being decided without a person.
type Why string

const (
	WhyUnsure    Why = "unsure"     // neither surely the same nor surely apart
	WhyCompeting Why = "competing"  // several customers fit about as well
	WhyVeto      Why = "veto"       // alike, but an identifier contradicts
	WhyWeak      Why = "weak"       // nothing but weak evidence speaks for it
	WhyConflict  Why = "conflict"   // two parties fit one customer and contradict each other
	WhyEvidence  Why = "evidence"   // rejected before, and there is new evidence
	WhyTakenBack Why = "taken_back" // a person has taken an automatic answer back
	WhyAmbiguous Why = "ambiguous"  // an exact identifier names several customers
	WhyUnknown   Why = "unknown"    // nobody comes near
	WhyDuplicate Why = "duplicate"  // two customers may be one
)

// Whys lists every reason.
func Whys() []Why {
	return []Why{WhyUnsure, WhyCompeting, WhyVeto, WhyWeak, WhyConflict, WhyEvidence, WhyTakenBack, WhyAmbiguous, WhyUnknown, WhyDuplicate}
}

// Question asks a person whose a party is, or whether a customer is another.
type Question struct {
	ID    QuestionID `json:"id"`
	Why   Why        `json:"why"`
	Party Party      `json:"party"`
	// Candidates are the customers that come near, the best first.
	Candidates []Candidate      `json:"candidates,omitempty"`
	Stake      multiplier.Stake `json:"stake"`
	// Worth is the money that an answer settles, in the report currency: the stake, and
	// that of the Settles questions that a yes answers too. The queue is ordered by it.
	Worth   money.Decimal `json:"worth"`
	Settles int           `json:"settles,omitempty"`
	Model   string        `json:"model"`
}

// Candidate is a customer that a party may be, and what speaks for and against it.
type Candidate struct {
	Customer    customer.ID       `json:"customer"`
	Name        string            `json:"name"`
	Probability money.Decimal     `json:"probability"`
	Evidence    []Evidence        `json:"evidence"`
	Veto        identity.Code     `json:"veto,omitempty"`
	Key         string            `json:"key"`             // of what speaks for it
	Marks       []string          `json:"marks,omitempty"` // of what speaks for it, each by itself
	Fresh       []Evidence        `json:"fresh,omitempty"` // not there when a person said no
	Example     *identity.Example `json:"example,omitempty"`
}

// Evidence is one reason, with its weight in log-odds as people see it.
type Evidence struct {
	Code   identity.Code `json:"code"`
	Left   string        `json:"left,omitempty"`
	Right  string        `json:"right,omitempty"`
	Weight money.Decimal `json:"weight"`
}

// evidenceOf rounds weights to what anybody reads.
func evidenceOf(found []identity.Evidence) []Evidence {
	out := make([]Evidence, len(found))
	for i, e := range found {
		out[i] = Evidence{Code: e.Code, Left: e.Left, Right: e.Right, Weight: rounded(fmt.Sprintf("%.2f", e.Weight))}
	}
	return out
}

// surest is what no probability is shown above: nothing is certain.
var surest = money.MustParse("0.9999")

// probabilityOf rounds a score's probability for people and for the log.
func probabilityOf(s identity.Score) money.Decimal {
	p := rounded(fmt.Sprintf("%.4f", s.Probability))
	if p.Cmp(surest) > 0 {
		return surest
	}
	return p
}

// share is a threshold as people write it.
func share(threshold any) money.Decimal { return rounded(fmt.Sprint(threshold)) }

// rounded reads what was just printed; weights are finite.
func rounded(text string) money.Decimal {
	d, err := money.ParseDecimal(text)
	if err != nil {
		return money.Zero
	}
	return d
}

// codes are the evidence by kind, heaviest first, as decisions keep it.
func (c Candidate) codes() []string {
	var codes []string
	for _, e := range c.Evidence {
		if e.Code != identity.CodePrior {
			codes = append(codes, string(e.Code))
		}
	}
	return codes
}

// names reports whether the question is about a customer.
func (q *Question) names(id customer.ID) bool {
	subject, _ := q.Customer()
	return subject == id && len(q.Candidates) > 0 || slices.ContainsFunc(q.Candidates, func(c Candidate) bool { return c.Customer == id })
}

// Best is the first candidate; false where nobody comes near.
func (q *Question) Best() (Candidate, bool) {
	if len(q.Candidates) == 0 {
		return Candidate{}, false
	}
	return q.Candidates[0], true
}
