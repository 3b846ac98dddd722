package matching

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Bounds on what is read of one account: the tags and resources met most often
// say whose it is, or nothing does.
const (
	rowsPerAccount  = 40
	hintsPerAccount = 12
)

// hints reads tags and resource names of accounts out of the charges of the
// batches. It is the one question that reads the bills themselves, so it is
// asked for accounts that nothing else names.
func (m *Matcher) hints(ctx context.Context, accounts []*Party, batches []batch.ID) error {
	if len(accounts) == 0 {
		return nil
	}
	charge := engine.Relation{Name: "charge", Varied: true, Columns: enginesql.ChargeColumns()}
	for _, id := range batches {
		b, err := m.State.Batch(ctx, id)
		if err != nil {
			return err
		}
		if b.Kind != batch.KindBill {
			continue
		}
		for _, f := range b.Files {
			if f.LakePath != "" {
				charge.Files = append(charge.Files, filepath.Join(m.Lake, f.LakePath))
			}
		}
	}
	if len(charge.Files) == 0 {
		return nil
	}
	wanted := engine.Relation{Name: "wanted_account", Columns: []engine.Column{{Name: "account_id", Type: engine.TypeText}}}
	byID := map[customer.PartyID]*Party{}
	for _, p := range accounts {
		byID[p.ID] = p
		wanted.Rows = append(wanted.Rows, []any{p.Account})
	}
	m.Progress.Send(progress.Event{Stage: "match.hints", Unit: progress.UnitSteps, Total: 1})
	_, err := m.Engine.Each(ctx, engine.Query{Name: "match hints", SQL: enginesql.MatchHints, Args: []any{int64(rowsPerAccount)},
		Relations: []engine.Relation{charge, wanted}}, func(row engine.Row) error {
		p := byID[customer.AccountParty(row.Text(0))]
		if p == nil {
			return nil
		}
		for _, h := range append(tagHints(row.Text(1)), resourceHint(row.Text(2))...) {
			if len(p.Hints) < hintsPerAccount && !slices.Contains(p.Hints, h) {
				p.Hints = append(p.Hints, h)
			}
		}
		return nil
	})
	m.Progress.Send(progress.Event{Stage: "match.hints", Unit: progress.UnitSteps, Done: 1, Total: 1, Finished: true})
	return err
}

// tellingKeys are parts of tag keys whose values may name a customer. Others
// (environment, backup, version) name anything else.
func tellingKeys() []string {
	return []string{"customer", "client", "company", "organi", "tenant", "owner", "project", "contact", "email", "mail",
		"客户", "公司", "单位", "项目", "租户", "联系"}
}

// tagHints reads the telling tags of a charge, a JSON map of text; what is no
// such map says nothing.
func tagHints(tags string) []identity.Hint {
	var values map[string]any
	if tags == "" || json.Unmarshal([]byte(tags), &values) != nil {
		return nil
	}
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var hints []identity.Hint
	for _, k := range keys {
		value, _ := values[k].(string)
		if value = strings.TrimSpace(value); value == "" || !telling(k) {
			continue
		}
		source := identity.HintTag
		switch {
		case strings.Contains(value, "@"):
			source = identity.HintEmail
		case strings.Contains(strings.ToLower(k), "organi"):
			source = identity.HintOrg
		}
		hints = append(hints, identity.Hint{Source: source, Value: value})
	}
	return hints
}

func telling(key string) bool {
	key = strings.ToLower(key)
	return slices.ContainsFunc(tellingKeys(), func(part string) bool { return strings.Contains(key, part) })
}

func resourceHint(name string) []identity.Hint {
	if name = strings.TrimSpace(name); name == "" {
		return nil
	}
	return []identity.Hint{{Source: identity.HintResource, Value: name}}
}
