package measuring

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/state"
)

// judge is who says what service lines are: rules, the offering catalogue, and what was decided.
func (m *Measurer) judge(ctx context.Context) (*category.Judge, error) {
	rules, err := m.State.CategoryRules(ctx)
	if err != nil {
		return nil, err
	}
	offerings, err := m.State.Offerings(ctx)
	if err != nil {
		return nil, err
	}
	log, err := m.State.Decisions(ctx, state.AreaCategory)
	if err != nil {
		return nil, err
	}
	decisions := make([]category.Decision, len(log))
	for i, d := range log {
		if err := json.Unmarshal(d.Body, &decisions[i]); err != nil {
			return nil, err
		}
		decisions[i].ID, decisions[i].At, decisions[i].Actor = d.ID, d.At, d.Actor
	}
	return category.NewJudge(category.Basis{Rules: rules, Precedents: category.Fold(decisions), Offerings: offerings}), nil
}
