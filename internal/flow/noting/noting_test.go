package noting_test

import (
	"context"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
)

func as(actor string, role access.Role, own ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: actor, Role: role, Customers: own})
}

func notebook(t *testing.T) (*noting.Notebook, *measuringtest.Books) {
	b := measuringtest.Sample(t)
	return &noting.Notebook{State: b.Measurer.State, Now: time.Now, Guard: access.Guarded}, b
}

func TestAnAccountManagerReadsAndWritesAboutOwnCustomersOnly(t *testing.T) {
	n, _ := notebook(t)
	ann, lead, auditor := as("ann", access.RoleAccountManager, "b"), as("lead", access.RolePracticeLead), as("eve", access.RoleAuditor)
	secret, err := n.Write(lead, "a", "about a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Write(ann, "b", "about b"); err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() error{
		"reads":  func() error { _, err := n.List(ann, "a"); return err },
		"writes": func() error { _, err := n.Write(ann, "a", "x"); return err },
		"edits": func() error {
			return n.Edit(ann, noting.ChangeInput{Customer: "a", Note: secret.ID, Seen: 1, Text: "x"})
		},
		"edits by way of another": func() error {
			return n.Edit(ann, noting.ChangeInput{Customer: "b", Note: secret.ID, Seen: 1, Text: "x"})
		},
		"deletes": func() error { return n.Delete(ann, noting.ChangeInput{Customer: "a", Note: secret.ID, Seen: 1}) },
		"guesses": func() error { _, err := n.List(ann, "zzz"); return err },
	} {
		if err := try(); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("an account manager %s: %v", name, err)
		}
	}
	if _, err := n.Write(auditor, "a", "x"); fault.CodeOf(err) != "access.denied" {
		t.Errorf("an auditor writes: %v", err)
	}
	if got, err := n.List(auditor, "a"); err != nil || len(got) != 1 || got[0].Last().Text != "about a" {
		t.Errorf("%+v, %v", got, err)
	}
	guest := access.With(context.Background(), access.Viewer{Actor: "lead", Role: access.RolePracticeLead, Link: true})
	if got, err := n.List(guest, "a"); err != nil || len(got) != 0 {
		t.Errorf("who looks through a link reads %+v, %v", got, err)
	}
	if _, err := n.Write(guest, "a", "x"); fault.CodeOf(err) != "access.denied" {
		t.Errorf("who looks through a link writes: %v", err)
	}
	if _, err := n.List(context.Background(), "a"); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("nobody reads: %v", err)
	}
}

func TestWhoMayChangeANoteAndWhatIsKept(t *testing.T) {
	n, _ := notebook(t)
	ann, bo, owner := as("ann", access.RoleFinance), as("bo", access.RoleFinance), as("own", access.RoleOwner)
	written, err := n.Write(ann, "a", " first ")
	if err != nil {
		t.Fatal(err)
	}
	in := noting.ChangeInput{Customer: "a", Note: written.ID, Seen: 1, Text: "second"}
	if err := n.Edit(bo, in); fault.CodeOf(err) != "note.foreign" {
		t.Errorf("a colleague edits: %v", err)
	}
	if err := n.Edit(ann, in); err != nil {
		t.Fatal(err)
	}
	if err := n.Edit(owner, in); fault.CodeOf(err) != "note.outdated" {
		t.Errorf("an edit of what is not there any more: %v", err)
	}
	in.Seen, in.Text = 2, "\n"
	if err := n.Edit(ann, in); fault.CodeOf(err) != "note.empty" {
		t.Errorf("an empty edit: %v", err)
	}
	if err := n.Delete(owner, in); err != nil {
		t.Fatal(err)
	}
	if got, err := n.List(ann, "a"); err != nil || len(got) != 0 {
		t.Errorf("deleted, and there: %+v, %v", got, err)
	}
	got, err := n.List(owner, "a")
	if err != nil || len(got) != 1 || !got[0].IsDeleted() || len(got[0].Editions) != 3 || got[0].Editions[0].Text != "first" {
		t.Errorf("the owner sees %+v, %v", got, err)
	}
	in.Seen, in.Text = 3, "back"
	if err := n.Edit(ann, in); fault.CodeOf(err) != "note.outdated" {
		t.Errorf("an edit of a deleted note: %v", err)
	}
}

func TestNotesFollowAMergeAndItsUndo(t *testing.T) {
	n, b := notebook(t)
	ctx := as("own", access.RoleOwner)
	for _, id := range []customer.ID{"a", "b"} {
		if _, err := n.Write(ctx, id, "about "+string(id)); err != nil {
			t.Fatal(err)
		}
	}
	b.Decide(customer.Decision{ID: "01M", At: time.Now().UTC(), Actor: "own", Verb: customer.VerbMerge, Customer: "a", Into: "b"})
	ann := as("ann", access.RoleAccountManager, "a")
	for _, id := range []customer.ID{"a", "b"} {
		if got, err := n.List(ann, id); err != nil || len(got) != 2 || got[0].ID < got[1].ID {
			t.Errorf("%s: %+v, %v", id, got, err)
		}
	}
	b.Decide(customer.Decision{ID: "01U", At: time.Now().UTC(), Actor: "own", Verb: customer.VerbUndo, Undoes: "01M"})
	if got, err := n.List(ctx, "b"); err != nil || len(got) != 1 || got[0].Last().Text != "about b" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := n.List(ann, "b"); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("what a merge had opened stays open: %v", err)
	}
}
