package matching_test

import (
	"context"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
)

func TestWhoMayNotDecideIsRefusedByTheJobItself(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "", january, "40", `{"customer":"Beta Biotech GmbH"}`))
	b.run(matching.RunInput{})
	before := b.asked()
	b.Guard = access.Guarded
	as := func(role access.Role) context.Context {
		return access.With(context.Background(), access.Viewer{Actor: "ann", Role: role})
	}
	for _, c := range []struct {
		name string
		ctx  context.Context
		read fault.Kind
	}{
		{"nobody", context.Background(), fault.KindInternal},
		{"an account manager", as(access.RoleAccountManager), fault.KindDenied},
		{"an auditor", as(access.RoleAuditor), ""},
	} {
		_, err := b.Matcher.Queue(c.ctx, matching.QueueInput{})
		if c.read == "" && err != nil || c.read != "" && fault.KindOf(err) != c.read {
			t.Errorf("%s reads: %v", c.name, err)
		}
		if _, err := b.Matcher.Reject(c.ctx, matching.RejectInput{Question: "222222222222"}); err == nil {
			t.Errorf("%s answered", c.name)
		}
	}
	b.Guard = false
	if after := b.asked(); after != before {
		t.Errorf("the queue changed: %s", after)
	}
	b.Guard = access.Guarded
	if _, err := b.Matcher.Reject(as(access.RolePracticeLead), matching.RejectInput{Question: "222222222222"}); err != nil {
		t.Errorf("a practice lead is refused: %v", err)
	}
}
