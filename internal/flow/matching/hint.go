package matching

import (
	"context"
	"encoding/json"
	"maps"
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
// batches that name them. It is the one question that reads the bills themselves, so
// it is asked for accounts that nothing else names, and once: what was read for an
// account before and said nothing is not read again.
func (m *Matcher) hints(ctx context.Context, ps *parties, accounts []*Party) error {
	text := func(name string) engine.Column { return engine.Column{Name: name, Type: engine.TypeText} }
	charge := engine.Relation{Name: "charge", Varied: true, Columns: enginesql.ChargeColumns()}
	files := engine.Relation{Name: "charge_file", Columns: []engine.Column{text("path"), text("batch_id")}}
	wanted := engine.Relation{Name: "wanted_account", Columns: []engine.Column{text("account_id"), text("batch_id")}}
	byID, batches := map[customer.PartyID]*Party{}, map[batch.ID]bool{}
	for _, p := range accounts {
		byID[p.ID] = p
		asked := map[[2]string]bool{}
		for _, r := range p.rows {
			from := ps.pieces[r.piece]
			if w := [2]string{p.said[r.said][0], string(from.Batch)}; !asked[w] && (from.isNew || p.kept == nil || !p.kept.hinted) {
				asked[w], batches[from.Batch] = true, true
				wanted.Rows = append(wanted.Rows, []any{w[0], w[1]})
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(batches)) {
		b, err := m.State.Batch(ctx, id)
		if err != nil {
			return err
		}
		for _, f := range b.Files {
			if f.LakePath != "" {
				path := filepath.Join(m.Lake, f.LakePath)
				charge.Files, files.Rows = append(charge.Files, path), append(files.Rows, []any{path, string(id)})
			}
		}
	}
	if len(charge.Files) == 0 {
		return nil
	}
	m.Progress.Send(progress.Event{Stage: "match.hints", Unit: progress.UnitSteps, Total: 1})
	_, err := m.Engine.Each(ctx, engine.Query{Name: "match hints", SQL: enginesql.MatchHints, Args: []any{int64(rowsPerAccount)},
		Relations: []engine.Relation{charge, files, wanted}}, func(row engine.Row) error {
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
