package explaining

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// estimates gathers the declarations behind cloud that nobody has a bill for.
func (g *gathering) estimates(ctx context.Context, facts []multiplier.CloudFact, groups map[int][]multiplier.Share) error {
	for _, n := range slices.Sorted(maps.Keys(groups)) {
		group := g.facts.Cloud[n]
		live := g.facts.Influence(group.Estimate)
		source, err := g.source(ctx, live.BatchID)
		if err != nil {
			return err
		}
		i := live.Influence
		rows := []Row{{Side: multiplier.SideCloud, Batch: live.BatchID, File: fileOf(source.Batch, int64(i.File)), Number: i.Row, Month: group.Month,
			Customer: facts[groups[n][0].Fact].Customer, Subject: i.Account, Text: i.Note, Currency: group.Currency, Amount: i.Amount, Estimate: true,
			Shares: group.Shares}}
		divide(rows, groups[n])
		g.add(rows[0])
	}
	return nil
}
