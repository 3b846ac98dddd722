// Package move is something the partner sets out to do for a customer or a
// practice: what, why, how large, whose task, until when, how it stands.
//
// It owns a move's shape, its states and their order, and how moves are ranked.
// Where proposals come from and what a move brought are not its business.
package move

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// ID names a move in one workspace.
type ID string

// PracticeFirm stands for the whole firm where a move is for no practice of it.
const PracticeFirm = "firm"

// Proposal is a move that the program found in the books and nobody has taken up.
type Proposal struct {
	Origin   Origin           `json:"origin"`
	Customer customer.ID      `json:"customer,omitempty"` // empty for a practice
	Practice string           `json:"practice,omitempty"`
	Category service.Category `json:"category,omitempty"`
	Offering offering.ID      `json:"offering,omitempty"`
	Strategy Strategy         `json:"strategy"`
	// Size is the services revenue of the first twelve months; nil is unsized.
	Size *estimate.Range `json:"size,omitempty"`
	// Chance is how likely it comes true, 0 to 1; nil where nobody can say.
	Chance *money.Decimal `json:"chance,omitempty"`
}

// Move is a proposal taken up, or one written by hand.
type Move struct {
	ID ID `json:"id"`
	Proposal
	Title string `json:"title"`
	Note  string `json:"note,omitempty"`
	// Effort is days of work to bring it about; nil is not known.
	Effort *money.Decimal `json:"effort,omitempty"`
	Owner  string         `json:"owner,omitempty"` // a person's name
	Due    time.Time      `json:"due,omitzero"`    // UTC midnight; zero is open
	State  State          `json:"state"`
	Opened time.Time      `json:"opened"`
	// Closed is when it was done or dropped; zero while it is open.
	Closed time.Time `json:"closed,omitzero"`
}

// Origin says what a proposal was made of. The same finding has the same origin
// for ever, so that it is proposed once.
type Origin struct {
	Kind OriginKind `json:"kind"`
	Ref  string     `json:"ref,omitempty"` // address of the cell or finding; empty for what was written by hand
}

// String is kind and reference, as ParseOrigin reads it: whitespace:C0001/manage.
func (o Origin) String() string { return string(o.Kind) + ":" + o.Ref }

// ParseOrigin reads what String writes. Fault: move.origin.
func ParseOrigin(s string) (Origin, error) {
	kind, ref, _ := strings.Cut(s, ":")
	o := Origin{Kind: OriginKind(kind), Ref: ref}
	if !slices.Contains(Origins(), o.Kind) || o.Kind == OriginHand || ref == "" {
		return Origin{}, fault.New(fault.KindInvalid, "move.origin").With("value", s)
	}
	return o, nil
}

// OriginKind is where a move comes from.
type OriginKind string

const (
	OriginHand       OriginKind = "hand"
	OriginWhitespace OriginKind = "whitespace"
	OriginTrigger    OriginKind = "trigger"
	OriginStanding   OriginKind = "standing" // what would lift the maturity class
)

// Origins lists every kind of origin.
func Origins() []OriginKind {
	return []OriginKind{OriginHand, OriginWhitespace, OriginTrigger, OriginStanding}
}

// Strategy is one of the six ways to a higher multiplier that Omdia's study names.
type Strategy string

const (
	StrategyLeadership     Strategy = "leadership"      // senior leaders stand behind it
	StrategyPortfolio      Strategy = "portfolio"       // a wider portfolio
	StrategyMarketplace    Strategy = "marketplace"     // sell through the Marketplace
	StrategyPartnerManager Strategy = "partner_manager" // work with the partner manager
	StrategyPartners       Strategy = "partners"        // work with other partners
	StrategyOutcomePricing Strategy = "outcome_pricing" // prices by outcome
)

// Strategies lists the six, in the study's order.
func Strategies() []Strategy {
	return []Strategy{StrategyLeadership, StrategyPortfolio, StrategyMarketplace, StrategyPartnerManager, StrategyPartners, StrategyOutcomePricing}
}

// Longest texts, in characters.
const (
	MaxTitle = 200
	MaxNote  = 4000
)

// Validate refuses a move that nobody could work on. Faults: move.title,
// move.note, move.subject, move.strategy, move.category, move.chance,
// move.effort, move.state, move.origin, and those of estimate.Range.
func (m Move) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	switch {
	case strings.TrimSpace(m.Title) == "" || utf8.RuneCountInString(m.Title) > MaxTitle:
		return bad("move.title", m.Title)
	case utf8.RuneCountInString(m.Note) > MaxNote:
		return bad("move.note", "")
	case (m.Customer == "") == (m.Practice == ""):
		return bad("move.subject", string(m.Customer))
	case !slices.Contains(Strategies(), m.Strategy):
		return bad("move.strategy", string(m.Strategy))
	case m.Category != "" && !slices.Contains(service.Categories(), m.Category):
		return bad("move.category", string(m.Category))
	case m.Chance != nil && (m.Chance.Sign() < 0 || m.Chance.Cmp(money.One) > 0):
		return bad("move.chance", m.Chance.String())
	case m.Effort != nil && m.Effort.Sign() <= 0:
		return bad("move.effort", m.Effort.String())
	case !slices.Contains(States(), m.State):
		return bad("move.state", string(m.State))
	case !slices.Contains(Origins(), m.Origin.Kind) || (m.Origin.Kind == OriginHand) != (m.Origin.Ref == ""):
		return bad("move.origin", string(m.Origin.Kind))
	}
	if m.Size != nil {
		return m.Size.Validate()
	}
	return nil
}
