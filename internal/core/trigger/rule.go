// Package trigger is what customers' bills say without being asked: that
// somebody began with something, grew, let a commitment run out, runs what is
// near its end. A rule says what to look for and which service of ours it
// suggests.
//
// It owns what a rule may ask, what of a bill it is about, when what was summed
// is a finding, and the name of a finding, which stays for ever. It does not own
// files of rules nor sums over bills (internal/flow/measuring/triggering).
package trigger

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// ID names a rule in one workspace: lower case, digits, underscores.
type ID string

// Rule is something to look for in bills, and what it suggests.
type Rule struct {
	ID   ID
	Name Words
	// Why says in a sentence why somebody should call the customer.
	Why        Words
	Signal     Signal
	Confidence Confidence
	Suggests   Suggestion
	// Source is where a rule comes from that rests on outside facts; nil for one
	// that rests on the bill alone, or on the sources of the ends of life.
	Source *Source
	Cases  []Case
	// File is the workspace's own; empty for a shipped one.
	File string
}

// Words are the same in both languages.
type Words struct{ EN, ZH string }

// In gives one language.
func (w Words) In(chinese bool) string {
	if chinese {
		return w.ZH
	}
	return w.EN
}

// Confidence is how surely the rows show what the rule's name says. It is not
// how likely the customer buys.
type Confidence string

const (
	ConfidenceHigh   Confidence = "high"   // the rows are the thing itself
	ConfidenceMedium Confidence = "medium" // they nearly always mean it
	ConfidenceLow    Confidence = "low"    // a reason to ask
)

// Confidences lists every confidence, the surest first.
func Confidences() []Confidence {
	return []Confidence{ConfidenceHigh, ConfidenceMedium, ConfidenceLow}
}

// Suggestion is what to offer, and which of the six strategies it serves.
type Suggestion struct {
	Category service.Category
	Offering offering.ID // empty: none in particular
	Strategy move.Strategy
}

// Source is where a fact from outside can be read.
type Source struct {
	Title, URL string
	Read       time.Time // the day on which it said so
}

var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9_]{1,59}$`)

// Validate refuses a rule that could not be judged or shown. Faults:
// trigger.id, trigger.name, trigger.confidence, trigger.suggests,
// trigger.source, and those of Signal.Validate.
func (r Rule) Validate() error {
	bad := func(code, value string) error {
		return fault.New(fault.KindInvalid, code).With("rule", string(r.ID)).With("value", value)
	}
	blank := func(w Words) bool { return strings.TrimSpace(w.EN) == "" || strings.TrimSpace(w.ZH) == "" }
	switch {
	case !wellFormed.MatchString(string(r.ID)):
		return bad("trigger.id", string(r.ID))
	case blank(r.Name) || blank(r.Why):
		return bad("trigger.name", r.Name.EN)
	case !slices.Contains(Confidences(), r.Confidence):
		return bad("trigger.confidence", string(r.Confidence))
	case !slices.Contains(service.Categories(), r.Suggests.Category) || !slices.Contains(move.Strategies(), r.Suggests.Strategy):
		return bad("trigger.suggests", string(r.Suggests.Category)+" / "+string(r.Suggests.Strategy))
	case r.Source != nil && (r.Source.Title == "" || !strings.HasPrefix(r.Source.URL, "https://") || r.Source.Read.IsZero()):
		return bad("trigger.source", "")
	}
	return r.Signal.validate(bad)
}

// Kind is what a rule looks for.
type Kind string

const (
	// KindStarts: the first use of something, by a customer known for a while.
	KindStarts Kind = "starts"
	// KindChanges: more or less than in as many months before, beyond the season.
	KindChanges Kind = "changes"
	// KindUses: something stands in the latest months.
	KindUses Kind = "uses"
	// KindLacks: one thing stands there, and another that goes with it does not.
	KindLacks Kind = "lacks"
	// KindUncommitted: usage that a commitment could cover, and none in all the books.
	KindUncommitted Kind = "uncommitted"
	// KindRunsOut: a commitment that ends soon, or ended and was not renewed.
	KindRunsOut Kind = "runs_out"
	// KindUnused: a part of a commitment that nobody used.
	KindUnused Kind = "unused"
	// KindUntagged: usage that carries no tag, where other usage of the bill does.
	KindUntagged Kind = "untagged"
	// KindIdle: a resource with one meter and without another that it would have
	// if somebody used it.
	KindIdle Kind = "idle"
	// KindEnding: something of the table of ends of life.
	KindEnding Kind = "ending"
	// KindRenews: a purchase of once, whose year is nearly over.
	KindRenews Kind = "renews"
)

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{KindStarts, KindChanges, KindUses, KindLacks, KindUncommitted, KindRunsOut, KindUnused, KindUntagged, KindIdle, KindEnding, KindRenews}
}

// Of is what counts as one thing where something starts.
type Of string

const (
	OfAll      Of = "all" // everything that matches together
	OfService  Of = "service"
	OfCategory Of = "category" // FOCUS's ServiceCategory: a family of services
	OfRegion   Of = "region"
)

// Signal is what a rule looks for, with how much of it.
type Signal struct {
	Kind Kind
	// Match is what of a bill it is about; nothing in it is everything.
	Match Match
	// Without is what must not be there, of KindLacks, and of KindIdle by meters;
	// of KindStarts what other rules look at.
	Without Match
	Of      Of
	// Months is how long a window is; of KindRunsOut, KindEnding and KindRenews how
	// far ahead an end may lie.
	Months int
	// History is how many months of a customer's cloud must come before.
	History int
	// Recent is how many months ago something may have happened and still count.
	Recent int
	// By is a change as a share: 0.5 for half as much again, -0.3 for a fall.
	By money.Decimal
	// LeastShare of the customer's cloud in the window; of KindUntagged of what
	// could be tagged, of KindUnused of the commitment.
	LeastShare money.Decimal
	// Follows, above zero, is how many others of its kind there were before.
	Follows int
	// LeastMonthly is how much the customer's cloud of a month is at least, on
	// average over the window; zero for any. Of KindLacks.
	LeastMonthly money.Amount
	// LeastServices is how many services are in use at least in every month of the
	// window. Of KindLacks.
	LeastServices int
}

// Longest spans, in months.
const (
	mostMonths  = 12
	mostHistory = 36
)

func (s Signal) validate(bad func(code, value string) error) error {
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return bad("trigger.kind", string(s.Kind))
	case s.Months < 1 || s.Months > mostMonths || s.History < 0 || s.History > mostHistory || s.Recent < 1 || s.Recent > mostHistory || s.Follows < 0:
		return bad("trigger.months", string(s.Kind))
	case s.LeastShare.Sign() < 0 || s.LeastShare.Cmp(money.One) > 0:
		return bad("trigger.share", s.LeastShare.String())
	case s.Kind == KindChanges && (s.By.IsZero() || s.By.Cmp(money.One.Neg()) < 0):
		return bad("trigger.change", s.By.String())
	case s.LeastMonthly.Decimal.Sign() < 0 || s.LeastServices < 0 || s.Kind != KindLacks && (!s.LeastMonthly.Decimal.IsZero() || s.LeastServices > 0):
		return bad("trigger.worth", string(s.Kind))
	case s.Kind == KindStarts && !slices.Contains([]Of{OfAll, OfService, OfCategory, OfRegion}, s.Of):
		return bad("trigger.of", string(s.Of))
	case s.Kind == KindLacks && s.Without.IsZero(),
		s.Kind == KindIdle && (len(s.Match.Meters) == 0 || len(s.Without.Meters) == 0),
		s.Kind == KindUses && s.Match.IsZero():
		return bad("trigger.match", string(s.Kind))
	case len(s.Match.Meters) > 0 && !slices.Contains([]Kind{KindUses, KindIdle}, s.Kind),
		len(s.Without.Meters) > 0 && s.Kind != KindIdle:
		return bad("trigger.meters", string(s.Kind))
	}
	return nil
}

// Needs says what a bill must tell for the rule to be judged.
func (s Signal) Needs() []Need {
	switch s.Kind {
	case KindUncommitted, KindRunsOut, KindUnused:
		return []Need{NeedCommitment}
	case KindUntagged:
		return []Need{NeedTags}
	case KindIdle:
		return []Need{NeedMeter, NeedResource}
	case KindStarts:
		if s.Of == OfRegion {
			return []Need{NeedRegion}
		}
		if s.Of == OfCategory {
			return []Need{NeedCategory}
		}
	case KindUses:
		if len(s.Match.Meters) > 0 {
			return []Need{NeedMeter}
		}
	case KindChanges, KindLacks, KindEnding, KindRenews:
	}
	return nil
}

// Need is a part of a bill that not every bill has.
type Need string

const (
	NeedCommitment Need = "commitment" // CommitmentDiscountId, PricingCategory
	NeedTags       Need = "tags"
	NeedMeter      Need = "meter"    // SkuMeter, or AWS's usage type
	NeedResource   Need = "resource" // ResourceId
	NeedRegion     Need = "region"   // RegionId
	NeedCategory   Need = "category" // ServiceCategory
)

// Needs lists every need.
func Needs() []Need {
	return []Need{NeedCommitment, NeedTags, NeedMeter, NeedResource, NeedRegion, NeedCategory}
}
