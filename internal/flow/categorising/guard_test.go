package categorising_test

import (
	"context"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
)

func TestWhoMayNotDecideIsRefusedByTheJobItself(t *testing.T) {
	w := open(t)
	w.run(categorising.RunInput{})
	before := w.asked()
	pick := categorising.Selection{Refs: []string{string(w.queue()[0].Key)}}
	w.k.Guard = access.Guarded
	as := func(role access.Role) context.Context {
		return access.With(context.Background(), access.Viewer{Actor: "ann", Role: role})
	}
	if _, err := w.k.Queue(context.Background(), 10, 0); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("nobody reads: %v", err)
	}
	if _, err := w.k.Queue(as(access.RoleAccountManager), 10, 0); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("an account manager reads: %v", err)
	}
	if _, err := w.k.Queue(as(access.RoleAuditor), 10, 0); err != nil {
		t.Errorf("an auditor may not read: %v", err)
	}
	for _, role := range []access.Role{access.RoleAccountManager, access.RoleAuditor} {
		if _, err := w.k.Accept(as(role), pick, money.Zero, ""); fault.KindOf(err) != fault.KindDenied {
			t.Errorf("%s answers: %v", role, err)
		}
	}
	w.k.Guard = false
	if after := w.asked(); after != before {
		t.Errorf("the queue changed: %s", after)
	}
	w.k.Guard = access.Guarded
	if _, err := w.k.Accept(as(access.RolePracticeLead), pick, money.Zero, ""); err != nil {
		t.Errorf("a practice lead is refused: %v", err)
	}
}
