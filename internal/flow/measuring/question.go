package measuring

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/state"
)

// QuestionID is six characters, seldom more, that name a question asked of a
// state of the books.
type QuestionID string

// Question is everything an answer depends on.
type Question struct {
	Definitions []multiplier.Definition `json:"definitions"`
	By          []multiplier.Dimension  `json:"by"`
	Period      period.Range            `json:"period"`
	Where       []multiplier.Filter     `json:"where"`
	Top         int                     `json:"top"`
	Currency    money.Currency          `json:"currency"`
	Policy      rate.Policy             `json:"rates"`
	Payers      []string                `json:"payers"`
	// Calendar is left out where the firm's year is the calendar's.
	Calendar period.Calendar `json:"fiscal_year_start,omitzero"`
	// Books is a hash of what was live: slices of bills and services, the batches
	// of everything else, and the last decision of every log.
	Books string `json:"books"`
	// Only are the customers that the asker was held to, as they were assigned;
	// nil for who sees everybody.
	Only []customer.ID `json:"only,omitzero"`
}

// Ask completes what was asked with what it depends on, for jobs that look at
// facts themselves. The question is kept nowhere.
func (m *Measurer) Ask(ctx context.Context, in Input) (_ Question, err error) {
	defer fault.Wrap(&err, "measuring.Ask")
	return m.question(ctx, in)
}

// question completes what was asked with what it depends on.
func (m *Measurer) question(ctx context.Context, in Input) (Question, error) {
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return Question{}, err
	}
	definitions, err := m.definitions(in.Definitions)
	if err != nil {
		return Question{}, err
	}
	definitions = append(definitions, in.Drafts...)
	q := Question{Definitions: definitions, By: in.By, Period: in.Period, Where: in.Where, Top: in.Top,
		Currency: in.Currency, Policy: in.Policy, Payers: m.payers(), Only: viewer.Scope()}
	if in.Calendar.IsFiscal() {
		q.Calendar = in.Calendar
	}
	q.Books, err = m.version(ctx)
	return q, err
}

// payers are the declared ones in order; never nil, so that equal questions have
// equal texts.
func (m *Measurer) payers() []string {
	var all []string
	if m.Payers != nil {
		all = m.Payers()
	}
	return slices.Sorted(slices.Values(all))
}

// version names the state of the books.
func (m *Measurer) version(ctx context.Context) (string, error) {
	var parts []string
	for _, kind := range []batch.Kind{batch.KindBill, batch.KindServices} {
		live, err := m.State.LiveSlices(ctx, kind)
		if err != nil {
			return "", err
		}
		for _, s := range live {
			parts = append(parts, fmt.Sprintf("%s %s %s %s", s.BatchID, s.Slice.Source, s.Slice.BillingPeriod, s.Slice.Currency))
		}
	}
	all, err := m.State.LiveIDs(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range all {
		// Shares, declared accounts and all other lists are in it by their batches.
		if b.Kind != batch.KindBill && b.Kind != batch.KindServices {
			parts = append(parts, string(b.ID))
		}
	}
	for _, area := range []state.Area{state.AreaIdentity, state.AreaCategory, state.AreaAttribution} {
		last, err := m.State.LastDecision(ctx, area)
		if err != nil {
			return "", err
		}
		if last != "" {
			parts = append(parts, last)
		}
	}
	slices.Sort(parts)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(parts, "\n")))), nil
}

// mostID is how long a whole hash is.
const mostID = 52

// shortID is how long an id is where no other question has the same beginning.
const shortID = 6

// save keeps the question under its id: as much of its hash as no other has.
func (m *Measurer) save(ctx context.Context, q Question) (QuestionID, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	whole := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
	for length := shortID; length < len(whole); length++ {
		if saved, err := m.State.SaveQuestion(ctx, whole[:length], text); err != nil || saved {
			return QuestionID(whole[:length]), err
		}
	}
	return "", fmt.Errorf("every id of the question is another's: %s", whole)
}

// Load gives a question that was asked before. When the books have changed
// since, its figures could not be shown again, and the fault is figure.outdated.
// One that somebody asked who sees more is figure.unknown, as if nobody had.
func (m *Measurer) Load(ctx context.Context, id QuestionID) (_ Question, err error) {
	defer fault.Wrap(&err, "measuring.Load(%s)", id)
	text, err := m.State.FindQuestion(ctx, string(id))
	if err != nil {
		return Question{}, err
	}
	var q Question
	if err := json.Unmarshal(text, &q); err != nil {
		return Question{}, err
	}
	if err := m.permits(ctx, id, q); err != nil {
		return Question{}, err
	}
	now, err := m.version(ctx)
	if err != nil {
		return Question{}, err
	}
	if now != q.Books {
		return Question{}, fault.New(fault.KindConflict, "figure.outdated").With("address", string(id))
	}
	return q, nil
}

// Address is how a figure is named: "k7qx2m:1.3:cloud" is the cloud of the
// third row under the first definition, "k7qx2m:1.3" its multiplier.
type Address struct {
	Question   QuestionID
	Definition int // from 0
	Row        multiplier.Ref
	Cell       multiplier.Cell
}

// String is what ParseAddress reads; the multiplier needs no cell.
func (a Address) String() string {
	row := fmt.Sprintf("%s:%d.%s", a.Question, a.Definition+1, a.Row)
	if a.Cell == multiplier.CellMultiplier {
		return row
	}
	return row + ":" + string(a.Cell)
}

// ParseAddress reads an address in any case; one that names no cell means the
// multiplier.
func ParseAddress(s string) (Address, error) {
	bad := fault.New(fault.KindInvalid, "figure.malformed").With("address", s)
	parts := strings.Split(strings.ToLower(strings.TrimSpace(s)), ":")
	if len(parts) == 2 {
		parts = append(parts, string(multiplier.CellMultiplier))
	}
	if len(parts) != 3 || len(parts[0]) < shortID || len(parts[0]) > mostID {
		return Address{}, bad
	}
	number, row, ok := strings.Cut(parts[1], ".")
	a := Address{Question: QuestionID(parts[0]), Cell: multiplier.Cell(parts[2])}
	if _, err := fmt.Sscanf(number+"$", "%d$", &a.Definition); err != nil || !ok || a.Definition < 1 {
		return Address{}, bad
	}
	a.Definition--
	ref, err := multiplier.ParseRef(row)
	if err != nil || !slices.Contains(multiplier.Cells(), a.Cell) {
		return Address{}, bad
	}
	a.Row = ref
	return a, nil
}

// Name keeps a question that a job asked for itself, so that its figures can be
// explained under the id that it gives.
func (m *Measurer) Name(ctx context.Context, q Question) (_ QuestionID, err error) {
	defer fault.Wrap(&err, "measuring.Name")
	if err := m.permits(ctx, "", q); err != nil {
		return "", err
	}
	return m.save(ctx, q)
}
