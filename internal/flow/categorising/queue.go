package categorising

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Question is a subject that nobody has placed yet.
type Question struct {
	Key      category.Key     `json:"key"`
	Subject  category.Subject `json:"subject"` // of the most money among its lines
	Lines    int64            `json:"lines"`
	Stake    multiplier.Stake `json:"stake"`
	Guesses  []category.Guess `json:"guesses"`
	Model    string           `json:"model"`
	Offering offering.ID      `json:"offering,omitempty"` // that its lines belong to
	// Held says that a person took a run's answer back or rejected a guess, so
	// that no run answers it again.
	Held bool `json:"held,omitempty"`
	// Deals is what the pipeline says beside the words.
	Deals []DealHint `json:"deals,omitempty"`

	words category.Guess // the first guess without the pipeline
}

// Page is a part of the queue.
type Page struct {
	Questions []Question
	Total     int
	// Stale says that books came in or went that no run has looked at.
	Stale bool
}

// Queue gives questions, the most money first.
func (c *Categoriser) Queue(ctx context.Context, limit, offset int) (_ Page, err error) {
	defer fault.Wrap(&err, "categorising.Queue")
	if _, err := c.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Page{}, err
	}
	rows, err := c.State.ReviewsPage(ctx, state.AreaCategory, limit, offset)
	if err != nil {
		return Page{}, err
	}
	var p Page
	if p.Questions, err = questionsOf(rows); err != nil {
		return Page{}, err
	}
	if p.Total, err = c.State.CountReviews(ctx, state.AreaCategory); err != nil {
		return Page{}, err
	}
	p.Stale, err = c.stale(ctx)
	return p, err
}

func questionsOf(rows []state.Review) ([]Question, error) {
	list := make([]Question, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (c *Categoriser) queue(ctx context.Context) ([]Question, error) {
	rows, err := c.State.Reviews(ctx, state.AreaCategory)
	if err != nil {
		return nil, err
	}
	return questionsOf(rows)
}

// named finds the one of candidates that a person means by the beginning of its
// key; false where there is none.
//
// Faults: category.subject_ambiguous.
func named[T any](candidates []T, key func(T) category.Key, ref string) (found T, ok bool, err error) {
	ref = strings.ToLower(strings.TrimSpace(ref))
	if !strings.HasPrefix(ref, "k") {
		ref = "k" + ref
	}
	if len(ref) < 4 {
		return found, false, nil
	}
	for _, t := range candidates {
		if !strings.HasPrefix(string(key(t)), ref) {
			continue
		}
		if ok && key(t) != key(found) {
			return found, false, fault.New(fault.KindInvalid, "category.subject_ambiguous").With("subject", ref)
		}
		if !ok {
			found, ok = t, true
		}
	}
	return found, ok, nil
}

func unknownSubject(ref string) error {
	return fault.New(fault.KindNotFound, "category.subject_not_found").With("subject", ref)
}
