package state

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/category"
)

// CategoryBasis gives what says what service lines are: the live rules, the
// live catalogue, and everything that was decided. The Last of its precedents is
// what DecideAfter takes.
func (s *DB) CategoryBasis(ctx context.Context) (_ category.Basis, err error) {
	defer wrap(&err, "state.CategoryBasis")
	rules, err := s.CategoryRules(ctx)
	if err != nil {
		return category.Basis{}, err
	}
	offerings, err := s.Offerings(ctx)
	if err != nil {
		return category.Basis{}, err
	}
	entries, err := s.Decisions(ctx, AreaCategory)
	if err != nil {
		return category.Basis{}, err
	}
	log := make([]category.Decision, len(entries))
	for i, e := range entries {
		if err := json.Unmarshal(e.Body, &log[i]); err != nil {
			return category.Basis{}, err
		}
		log[i].ID, log[i].At, log[i].Actor = e.ID, e.At, e.Actor
	}
	return category.Basis{Rules: rules, Precedents: category.Fold(log), Offerings: offerings}, nil
}
