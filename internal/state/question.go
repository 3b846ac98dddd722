package state

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// SaveQuestion keeps a question (JSON) under its short id, so that a figure's
// address can be explained later. False: the id is another question's already,
// which stays.
func (s *DB) SaveQuestion(ctx context.Context, id string, question []byte) (_ bool, err error) {
	defer wrap(&err, "state.SaveQuestion(%s)", id)
	n, err := s.q.SaveQuestion(ctx, statedb.SaveQuestionParams{ID: id, Body: string(question), AskedAt: time.Now().UTC().Format(time.RFC3339)})
	return n > 0, err
}

// FindQuestion gives a kept question; fault figure.unknown where there is none.
func (s *DB) FindQuestion(ctx context.Context, id string) (_ []byte, err error) {
	defer wrap(&err, "state.FindQuestion(%s)", id)
	row, err := s.q.FindQuestion(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.KindNotFound, "figure.unknown").With("address", id)
	}
	if err != nil {
		return nil, err
	}
	return []byte(row.Body), nil
}
