package matching_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

// standing is every decision that stands, with customers by their names: those
// that two workspaces make of the same invoice have ids of their own.
func (b *books) standing() map[string]bool {
	b.t.Helper()
	ctx := context.Background()
	entries, err := b.Matcher.History(ctx, matching.HistoryInput{})
	if err != nil {
		b.t.Fatal(err)
	}
	out := map[string]bool{}
	for _, e := range entries {
		to := e.Names[e.Customer]
		if e.New != nil {
			to = e.New.Name
		}
		if !e.Undone && e.Stale == nil && e.Verb != customer.VerbUndo {
			out[fmt.Sprintf("%s %s %s", e.Verb, e.Decision.Party, to)] = true
		}
	}
	return out
}

// Nothing stands on an answer that was taken back: whatever runs made of it while
// it stood, no decision is left that a workspace which never heard it lacks.
func TestNothingRestsOnAnAnswerThatWasTakenBack(t *testing.T) {
	answered, followed := 0, 0
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := empty(t)
			h := &hand{Rand: rand.New(rand.NewPCG(seed, 11)), b: b, t: t}
			h.roster()
			for range 5 {
				h.bill()
				h.services()
				if h.IntN(3) == 0 {
					h.pipeline()
				}
				b.run(matching.RunInput{})
				q := b.queue()
				if len(q) == 0 {
					continue
				}
				never := b.beside(t)
				one := q[h.IntN(len(q))]
				ctx := context.Background()
				var err error
				if h.IntN(4) == 0 {
					_, err = b.Matcher.Reject(ctx, matching.RejectInput{Question: string(one.ID)})
				} else {
					_, err = b.Matcher.Accept(ctx, matching.AcceptInput{Question: string(one.ID)})
				}
				if err != nil { // refused: there is nobody to accept or reject
					continue
				}
				answered++
				b.run(matching.RunInput{})
				u, err := b.Matcher.Undo(ctx, "", "")
				if err != nil {
					t.Fatal(err)
				}
				followed += len(u.Followed)
				b.run(matching.RunInput{})
				never.run(matching.RunInput{})
				without := never.standing()
				var left []string
				for d := range b.standing() {
					if !without[d] {
						left = append(left, d)
					}
				}
				if slices.Sort(left); len(left) > 0 {
					t.Fatalf("after %s was answered and taken back, these stand: %q", one.ID, left)
				}
			}
		})
	}
	if answered < 15 || followed == 0 {
		t.Errorf("only %d answers were given, and %d decisions taken back with them", answered, followed)
	}
}
