package access_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestWhoMayDoWhat(t *testing.T) {
	want := map[access.Role][]access.Right{
		access.RoleOwner:          access.Rights(),
		access.RoleFinance:        {"see", "books", "import", "decide", "settle", "account", "note", "keep", "plan", "share"},
		access.RolePracticeLead:   {"see", "books", "decide", "account", "note", "keep", "plan", "share"},
		access.RoleAccountManager: {"see", "account", "note", "keep", "plan", "share"},
		access.RoleAuditor:        {"see", "books", "audit", "account"},
		"visitor":                 nil,
		"":                        nil,
	}
	for role, rights := range want {
		for _, right := range access.Rights() {
			if got := role.May(right); got != slices.Contains(rights, right) {
				t.Errorf("%q may %s: %v", role, right, got)
			}
		}
	}
	if access.RoleOwner.May("rule the world") {
		t.Error("a right that does not exist is had")
	}
}

func TestWhoHoldsALinkOnlyLooks(t *testing.T) {
	for _, role := range append(access.Roles(), "") {
		for _, right := range access.Rights() {
			if got := (access.Viewer{Role: role, Link: true}).May(right); got != (role != "" && right == access.RightSee) {
				t.Errorf("a link of %q may %s: %v", role, right, got)
			}
		}
	}
	if err := (access.Viewer{Role: access.RoleOwner, Link: true}).Allow(access.RightBooks); fault.CodeOf(err) != "access.denied" {
		t.Errorf("a link reads the books: %v", err)
	}
}

func TestOnlyAccountManagersAndStrangersAreLimited(t *testing.T) {
	for _, role := range append(access.Roles(), "", "visitor") {
		limited := role == access.RoleAccountManager || role == "" || role == "visitor"
		if role.IsLimited() != limited {
			t.Errorf("%q limited: %v", role, role.IsLimited())
		}
		scope := access.Viewer{Role: role, Customers: []customer.ID{"b", "a", "b"}}.Scope()
		if limited && !cmp.Equal(scope, []customer.ID{"a", "b"}) || !limited && scope != nil {
			t.Errorf("%q: scope %v", role, scope)
		}
	}
	if scope := (access.Viewer{Role: access.RoleAccountManager}).Scope(); scope == nil || len(scope) != 0 {
		t.Errorf("without customers: %#v is not nobody", scope)
	}
}

func TestACallWithoutAViewer(t *testing.T) {
	ctx := context.Background()
	if v, err := access.Guard(false).Viewer(ctx); err != nil || v.Role != access.RoleOwner {
		t.Errorf("on one's own folder: %v, %v", v, err)
	}
	if _, err := access.Guarded.Viewer(ctx); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("guarded: %v", err)
	}
	ann := access.Viewer{Actor: "ann", Role: access.RoleAuditor}
	for _, guard := range []access.Guard{false, access.Guarded} {
		if v, err := guard.Allow(access.With(ctx, ann), access.RightAudit); err != nil || v.Actor != "ann" {
			t.Errorf("%v: %v, %v", guard, v, err)
		}
		if _, err := guard.Allow(access.With(ctx, ann), access.RightImport); fault.KindOf(err) != fault.KindDenied {
			t.Errorf("%v: an auditor imports: %v", guard, err)
		}
	}
}

func TestParseRole(t *testing.T) {
	for _, r := range access.Roles() {
		if got, err := access.ParseRole(" " + string(r) + "\n"); err != nil || got != r {
			t.Errorf("%q: %q, %v", r, got, err)
		}
	}
	if _, err := access.ParseRole("root"); fault.CodeOf(err) != "access.role_unknown" {
		t.Errorf("root: %v", err)
	}
}
