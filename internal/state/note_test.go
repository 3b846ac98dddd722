package state_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/note"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestNotesKeepEveryWording(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		first := note.Note{ID: "01A", Customer: "c1", Editions: []note.Edition{{Number: 1, At: noon, Actor: "ann", Text: "续约\n<b>no markup</b>"}}}
		other := note.Note{ID: "01B", Customer: "c2", Editions: []note.Edition{{Number: 1, At: noon, Actor: "bo", Text: "b"}}}
		for _, n := range []note.Note{first, other} {
			if err := db.AddNote(ctx, n, 1); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.AddNote(ctx, note.Note{ID: "01C", Customer: "c1", Editions: first.Editions}, 1); fault.CodeOf(err) != "note.many" {
			t.Errorf("one note too many: %v", err)
		}
		second := note.Edition{Number: 2, At: noon.Add(time.Hour), Actor: "ann", Text: "续约 2027"}
		if err := db.AddEdition(ctx, "01A", second); err != nil {
			t.Fatal(err)
		}
		if err := open().AddEdition(ctx, "01A", note.Edition{Number: 2, At: noon, Actor: "bo", Text: "mine"}); fault.CodeOf(err) != "note.outdated" {
			t.Errorf("an edition over one that was not read: %v", err)
		}
		first.Editions = append(first.Editions, second)
		got, err := open().Notes(ctx, "c1", "c2", "c3")
		if d := cmp.Diff([]note.Note{first, other}, got); d != "" || err != nil {
			t.Errorf("%v\n%s", err, d)
		}
		if one, err := db.FindNote(ctx, "01B"); err != nil || one.Author() != "bo" {
			t.Errorf("%+v, %v", one, err)
		}
		if _, err := db.FindNote(ctx, "01Z"); fault.CodeOf(err) != "note.unknown" {
			t.Errorf("no note: %v", err)
		}
	})
}
