// Package opportunity is a deal that a partner hopes to close: whose it is, how
// far it is, what the customer is expected to spend on the cloud and what the
// deal is worth to the partner.
//
// It owns the stages, what an amount per month is, how changes of a deal are
// folded and when two records are one deal. It does not own files
// (internal/source/pipeline) or what counts in a figure (core/multiplier).
package opportunity

import (
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

// Opportunity is one record of a pipeline, as one row or object of a file says
// it. What the file does not say, or masks, is empty.
type Opportunity struct {
	// ID is the record's own: O1234567 in Partner Central, or the id of the CRM.
	ID string `json:"id"`
	// Key is what changes of the record are told by: the id, or a feed's own key.
	Key string `json:"key"`
	// CRMID is what Partner Central keeps of the partner's own CRM: the id of the
	// same deal there.
	CRMID    string   `json:"crm_id,omitempty"`
	Title    string   `json:"title,omitempty"`
	Customer Customer `json:"customer"`
	Stage    Stage    `json:"stage,omitempty"` // empty: unknown
	Status   Status   `json:"status,omitempty"`
	// Close is the day on which the deal is to close; zero: unknown.
	Close time.Time `json:"close,omitzero"`
	// Accepted is when the deal began: accepted by the partner, else submitted, else
	// written down, as far as its source says; zero: unknown.
	Accepted time.Time `json:"accepted,omitzero"`
	// Modified is when the record was last changed; zero: unknown.
	Modified time.Time                `json:"modified,omitzero"`
	Delivery []offering.DeliveryModel `json:"delivery,omitempty"`
	// Spend is what the customer is expected to spend on the cloud; Deal is the
	// partner's own deal value. Several amounts add up.
	Spend []Value `json:"spend,omitempty"`
	Deal  []Value `json:"deal,omitempty"`
	GenAI Answer  `json:"gen_ai,omitempty"`
	// Solutions and Offers are the ids of what is sold.
	Solutions []string `json:"solutions,omitempty"`
	Offers    []string `json:"offers,omitempty"`
	// Deleted: a change feed says that the record is gone.
	Deleted bool `json:"deleted,omitempty"`
	// File is the ordinal of the file in its batch, Row the row or object in it.
	File int   `json:"file"`
	Row  int64 `json:"row"`
}

// Customer is what a record says of whom the deal is with.
type Customer struct {
	Name     string `json:"name,omitempty"`
	Account  string `json:"account,omitempty"` // AWS account id, twelve digits
	DUNS     string `json:"duns,omitempty"`
	Website  string `json:"website,omitempty"`
	CRM      string `json:"crm,omitempty"` // the customer's id in the partner's CRM
	Industry string `json:"industry,omitempty"`
	Country  string `json:"country,omitempty"`
}

// Value is an amount over so many months: 12 for a year's, the contract's term
// for a total. Zero months is not stated, and the value per month unknown.
type Value struct {
	Amount money.Amount `json:"amount"`
	Months int          `json:"months"`
}

// MaxMonths is the longest term that Partner Central takes, and a mapping may
// state.
const MaxMonths = 144

// PerMonth is the amount of one month, rounded half-even to eighteen decimals;
// false where the months are not stated.
func (v Value) PerMonth() (money.Decimal, bool) {
	switch {
	case v.Months < 1:
		return money.Zero, false
	case v.Months == 1:
		return v.Amount.Decimal, true
	}
	return v.Amount.Decimal.Quo(money.NewInt(int64(v.Months)), money.LakeScale), true
}

// Monthly sums values per month by currency, in order of first sight. It is
// empty unless every value has its months: a part would look like the whole.
func Monthly(values []Value) []money.Amount {
	var sums []money.Amount
	for _, v := range values {
		amount, known := v.PerMonth()
		if !known {
			return nil
		}
		at := slices.IndexFunc(sums, func(a money.Amount) bool { return a.Currency == v.Amount.Currency })
		if at < 0 {
			sums = append(sums, money.New(amount, v.Amount.Currency))
			continue
		}
		sums[at].Decimal = sums[at].Decimal.Add(amount)
	}
	return sums
}

// Stage is how far a deal is, in Partner Central's words.
type Stage string

const (
	StageProspect            Stage = "prospect"
	StageQualified           Stage = "qualified"
	StageTechnicalValidation Stage = "technical_validation"
	StageBusinessValidation  Stage = "business_validation"
	StageCommitted           Stage = "committed"   // signed; billing has not begun
	StageLaunched            Stage = "launched"    // the workload runs, and is in the books
	StageClosedLost          Stage = "closed_lost" // nothing comes of it
)

// Stages lists every stage in the order of a deal's life.
func Stages() []Stage {
	return []Stage{StageProspect, StageQualified, StageTechnicalValidation, StageBusinessValidation, StageCommitted, StageLaunched, StageClosedLost}
}

// OpenStages are those of deals that are still to come.
func OpenStages() []Stage { return Stages()[:5] }

// ParseStage reads a stage as Partner Central and people write it: "Technical
// Validation", "technical_validation".
func ParseStage(s string) (Stage, bool) {
	stage := Stage(code(s))
	return stage, slices.Contains(Stages(), stage)
}

// Status is where AWS's review of a deal stands.
type Status string

const (
	StatusDraft    Status = "draft"
	StatusPending  Status = "pending_submission"
	StatusSent     Status = "submitted"
	StatusInReview Status = "in_review"
	StatusApproved Status = "approved"
	StatusRejected Status = "rejected"
	StatusAction   Status = "action_required"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{StatusDraft, StatusPending, StatusSent, StatusInReview, StatusApproved, StatusRejected, StatusAction}
}

// ParseStatus reads a status as Partner Central writes it.
func ParseStatus(s string) (Status, bool) {
	status := Status(code(s))
	return status, slices.Contains(Statuses(), status)
}

// Answer is yes, no, or not said.
type Answer string

const (
	AnswerYes Answer = "yes"
	AnswerNo  Answer = "no"
)

// ParseDelivery reads one delivery model as Partner Central and people write it.
func ParseDelivery(s string) (offering.DeliveryModel, bool) {
	c := code(s)
	switch c {
	case "saas_or_paas":
		return offering.DeliverySaaS, true
	case "byol_or_ami":
		return offering.DeliveryBYOL, true
	}
	d := offering.DeliveryModel(c)
	return d, slices.Contains(offering.DeliveryModels(), d)
}

// code makes "Technical Validation" technical_validation.
func code(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(s), "_", " ")), "_")
}

// accountDigits is how long an AWS account id is.
const accountDigits = 12

// ParseAccount reads an AWS account id. Feeds give it as a number that has lost
// its zeros; what is no number, or longer, is none.
func ParseAccount(s string) (string, bool) {
	if s == "" || len(s) > accountDigits || strings.Trim(s, "0123456789") != "" || strings.Trim(s, "0") == "" {
		return "", false
	}
	return strings.Repeat("0", accountDigits-len(s)) + s, true
}

// Validate checks what every record must have.
//
// Faults: opportunity.id_missing, opportunity.months.
func (o Opportunity) Validate() error {
	if o.Key == "" || o.ID == "" && !o.Deleted {
		return fault.New(fault.KindInvalid, "opportunity.id_missing")
	}
	for _, v := range slices.Concat(o.Spend, o.Deal) {
		if v.Months < 0 || v.Months > MaxMonths {
			return fault.New(fault.KindInvalid, "opportunity.months").With("value", v.Months).With("most", MaxMonths)
		}
	}
	return nil
}

// Query is what the record says of its customer.
func (c Customer) Query() customer.Query {
	q := customer.Query{Name: c.Name, Domain: c.Website, DUNS: c.DUNS, CRM: c.CRM}
	if c.Account != "" {
		q.Accounts = []string{c.Account}
	}
	return q
}
