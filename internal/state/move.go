package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// SaveMoves keeps new moves and the next editions of others, all or none. Faults:
// move.taken where one of the same origin was taken up before, move.outdated
// where there is an edition of that number already: somebody else was faster.
func (s *DB) SaveMoves(ctx context.Context, first, next []move.Edition) (err error) {
	defer wrap(&err, "state.SaveMoves")
	return s.within(ctx, func(q *statedb.Queries) error {
		for _, e := range first {
			origin := sql.NullString{String: e.Move.Origin.String(), Valid: e.Move.Origin.Kind != move.OriginHand}
			err := q.InsertMove(ctx, statedb.InsertMoveParams{ID: string(e.Move.ID), Origin: origin})
			if isTaken(err) {
				return fault.New(fault.KindConflict, "move.taken").With("origin", origin.String).Because(err)
			}
			if err == nil {
				err = insertMoveEdition(ctx, q, e)
			}
			if err != nil {
				return err
			}
		}
		for _, e := range next {
			err := insertMoveEdition(ctx, q, e)
			if isTaken(err) {
				return fault.New(fault.KindConflict, "move.outdated").With("move", string(e.Move.ID)).Because(err)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func insertMoveEdition(ctx context.Context, q *statedb.Queries, e move.Edition) error {
	body, err := json.Marshal(e.Move)
	if err != nil {
		return err
	}
	return q.InsertMoveEdition(ctx, statedb.InsertMoveEditionParams{MoveID: string(e.Move.ID), Number: int64(e.Number), At: instant(e.At), Actor: e.Actor, Body: string(body)})
}

// Moves gives the last edition of every move, by id.
func (s *DB) Moves(ctx context.Context) (_ []move.Edition, err error) {
	defer wrap(&err, "state.Moves")
	rows, err := s.q.ListMoves(ctx)
	if err != nil {
		return nil, err
	}
	return moveEditions(rows)
}

// MoveHistory gives all editions of one move, the oldest first; none where
// there is no such move.
func (s *DB) MoveHistory(ctx context.Context, id move.ID) (_ []move.Edition, err error) {
	defer wrap(&err, "state.MoveHistory(%s)", id)
	rows, err := s.q.ListMoveEditions(ctx, string(id))
	if err != nil {
		return nil, err
	}
	return moveEditions(rows)
}

func moveEditions(rows []statedb.MoveEdition) ([]move.Edition, error) {
	editions := make([]move.Edition, len(rows))
	for i, r := range rows {
		at, err := time.Parse(time.RFC3339Nano, r.At)
		if err != nil {
			return nil, err
		}
		editions[i] = move.Edition{Number: int(r.Number), At: at, Actor: r.Actor}
		if err := json.Unmarshal([]byte(r.Body), &editions[i].Move); err != nil {
			return nil, err
		}
	}
	return editions, nil
}
