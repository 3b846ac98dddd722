package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Review is a question that waits for a person.
type Review struct {
	ID          string // unique in its area
	Subject     string // what is asked about; a run replaces the questions of a subject
	Candidate   string // what it may be; empty for an open question
	Probability money.Decimal
	Money       money.Decimal // at stake, in Currency; orders the queue by its size
	Currency    money.Currency
	Body        json.RawMessage
}

// Reviews gives an area's whole queue, the most money first, then by id.
func (s *DB) Reviews(ctx context.Context, area Area) ([]Review, error) {
	return s.ReviewsPage(ctx, area, 1<<31-1, 0)
}

// ReviewsPage gives a part of the queue in the order of Reviews.
func (s *DB) ReviewsPage(ctx context.Context, area Area, limit, offset int) (_ []Review, err error) {
	defer wrap(&err, "state.ReviewsPage(%s)", area)
	rows, err := s.q.ListReviews(ctx, statedb.ListReviewsParams{Area: string(area), Limit: int32(limit), Offset: int32(offset)})
	if err != nil {
		return nil, err
	}
	return toReviews(rows)
}

// FindReview gives one question; fault review.not_found where there is none.
func (s *DB) FindReview(ctx context.Context, area Area, id string) (_ Review, err error) {
	defer wrap(&err, "state.FindReview(%s)", area)
	row, err := s.q.FindReview(ctx, statedb.FindReviewParams{Area: string(area), ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return Review{}, fault.New(fault.KindNotFound, "review.not_found").With("review", id)
	}
	if err != nil {
		return Review{}, err
	}
	return toReview(row)
}

// ReviewsAbout gives the questions about the named subjects.
func (s *DB) ReviewsAbout(ctx context.Context, area Area, subjects ...string) (_ []Review, err error) {
	defer wrap(&err, "state.ReviewsAbout(%s)", area)
	var found []Review
	for _, subject := range subjects {
		rows, err := s.q.ListReviewsOfSubject(ctx, statedb.ListReviewsOfSubjectParams{Area: string(area), Subject: subject})
		if err != nil {
			return nil, err
		}
		some, err := toReviews(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// ReviewsBeginning gives the questions whose id begins with a text.
func (s *DB) ReviewsBeginning(ctx context.Context, area Area, prefix string) (_ []Review, err error) {
	defer wrap(&err, "state.ReviewsBeginning(%s)", area)
	rows, err := s.q.ListReviewsBeginning(ctx, statedb.ListReviewsBeginningParams{Area: string(area), Substr: int32(len(prefix)), ID: prefix})
	if err != nil {
		return nil, err
	}
	return toReviews(rows)
}

// CountReviewsWithCandidate is how many questions of an area say who it may be.
func (s *DB) CountReviewsWithCandidate(ctx context.Context, area Area) (_ int, err error) {
	defer wrap(&err, "state.CountReviewsWithCandidate(%s)", area)
	n, err := s.q.CountReviewsWithCandidate(ctx, string(area))
	return int(n), err
}

// CountReviews is how many questions an area's queue has.
func (s *DB) CountReviews(ctx context.Context, area Area) (_ int, err error) {
	defer wrap(&err, "state.CountReviews(%s)", area)
	n, err := s.q.CountReviews(ctx, string(area))
	return int(n), err
}

// PutReviews replaces the questions about the named subjects by items, in one
// transaction; nil subjects replace the area's whole queue. Items may be about
// no other subjects than those named.
func (s *DB) PutReviews(ctx context.Context, area Area, subjects []string, items []Review) (err error) {
	defer wrap(&err, "state.PutReviews(%s)", area)
	return s.within(ctx, func(q *statedb.Queries) error {
		if subjects == nil {
			if err := q.DeleteReviews(ctx, string(area)); err != nil {
				return err
			}
		}
		for _, subject := range subjects {
			if err := q.DeleteReviewsOfSubject(ctx, statedb.DeleteReviewsOfSubjectParams{Area: string(area), Subject: subject}); err != nil {
				return err
			}
		}
		for _, r := range items {
			err := q.InsertReview(ctx, statedb.InsertReviewParams{Area: string(area), ID: r.ID, Subject: r.Subject, Candidate: r.Candidate,
				Probability: r.Probability.String(), Money: r.Money.String(), MoneyOrder: sortKey(r.Money), Currency: string(r.Currency), Body: string(r.Body)})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func toReviews(rows []statedb.Review) ([]Review, error) {
	out := make([]Review, len(rows))
	for i, row := range rows {
		r, err := toReview(row)
		if err != nil {
			return nil, err
		}
		out[i] = r
	}
	return out, nil
}

func toReview(row statedb.Review) (Review, error) {
	r := Review{ID: row.ID, Subject: row.Subject, Candidate: row.Candidate, Currency: money.Currency(row.Currency), Body: json.RawMessage(row.Body)}
	var err error
	if r.Probability, err = money.ParseDecimal(row.Probability); err != nil {
		return Review{}, err
	}
	r.Money, err = money.ParseDecimal(row.Money)
	return r, err
}

// keyDigits bounds the whole part of a sort key: no sum of books has more.
const keyDigits = 36

// sortKey gives the size of a sum as text that sorts as the number does, to the
// lake's scale.
func sortKey(m money.Decimal) string {
	whole, fraction, _ := strings.Cut(m.Abs().Round(money.LakeScale).String(), ".")
	return strings.Repeat("0", max(0, keyDigits-len(whole))) + whole + "." + fraction
}

// Learned gives what an area has learned from answers (JSON); nil for nothing.
func (s *DB) Learned(ctx context.Context, area Area) (_ json.RawMessage, err error) {
	defer wrap(&err, "state.Learned(%s)", area)
	row, err := s.q.FindLearned(ctx, string(area))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return json.RawMessage(row.Body), err
}

// SetLearned keeps what an area has learned.
func (s *DB) SetLearned(ctx context.Context, area Area, body json.RawMessage) (err error) {
	defer wrap(&err, "state.SetLearned(%s)", area)
	return s.q.SaveLearned(ctx, statedb.SaveLearnedParams{Area: string(area), Body: string(body)})
}
