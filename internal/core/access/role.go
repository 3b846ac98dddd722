// Package access is what a person may see and do: roles, rights, and the viewer
// on whose behalf something is asked.
//
// It owns which role has which right and whose customers a role is held to. It
// does not own who somebody is (internal/flow/admitting, internal/auth); jobs
// in internal/flow ask it before they answer.
package access

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Role is what a person is in the workspace.
type Role string

const (
	RoleOwner          Role = "owner"           // everything, and who else may come in
	RoleFinance        Role = "finance"         // brings books in and answers for them
	RolePracticeLead   Role = "practice-lead"   // sees all and decides what lines and customers are
	RoleAccountManager Role = "account-manager" // sees the customers that are assigned, and nothing of others
	RoleAuditor        Role = "auditor"         // sees all, with the audit log, and changes nothing
)

// Roles lists every role.
func Roles() []Role {
	return []Role{RoleOwner, RoleFinance, RolePracticeLead, RoleAccountManager, RoleAuditor}
}

// ParseRole reads a role. Fault: access.role_unknown.
func ParseRole(s string) (Role, error) {
	r := Role(strings.ToLower(strings.TrimSpace(s)))
	if !slices.Contains(Roles(), r) {
		return "", fault.New(fault.KindInvalid, "access.role_unknown").With("value", s)
	}
	return r, nil
}

// Right is something that not everybody may do.
type Right string

const (
	RightSee     Right = "see"     // figures, of own customers at least
	RightBooks   Right = "books"   // what was imported, with its totals over all customers
	RightImport  Right = "import"  // bring books in and undo it
	RightDecide  Right = "decide"  // say whose an account and what a line is
	RightSettle  Right = "settle"  // say what figures mean: settings, definitions, references
	RightNote    Right = "note"    // write notes about customers that one sees
	RightPeople  Right = "people"  // say who may come in
	RightAudit   Right = "audit"   // read who did what
	RightAccount Right = "account" // one's own password and sessions; nobody else's
	RightKeep    Right = "keep"    // keep views under a name, for oneself or for all
	RightPlan    Right = "plan"    // set out to do something for customers that one sees
	RightShare   Right = "share"   // make links that open a view to who has no account
)

// Rights lists every right.
func Rights() []Right {
	return []Right{RightSee, RightBooks, RightImport, RightDecide, RightSettle, RightPeople, RightAudit, RightAccount, RightNote, RightKeep, RightPlan, RightShare}
}

// May reports whether a role has a right. A role that does not exist has none.
func (r Role) May(right Right) bool {
	switch r {
	case RoleOwner:
		return slices.Contains(Rights(), right)
	case RoleFinance:
		return slices.Contains([]Right{RightSee, RightBooks, RightImport, RightDecide, RightSettle, RightAccount, RightNote, RightKeep, RightPlan, RightShare}, right)
	case RolePracticeLead:
		return slices.Contains([]Right{RightSee, RightBooks, RightDecide, RightAccount, RightNote, RightKeep, RightPlan, RightShare}, right)
	case RoleAccountManager:
		return slices.Contains([]Right{RightSee, RightAccount, RightNote, RightKeep, RightPlan, RightShare}, right)
	case RoleAuditor:
		return slices.Contains([]Right{RightSee, RightBooks, RightAudit, RightAccount}, right)
	}
	return false
}

// IsLimited reports a role that sees assigned customers only. A role that does
// not exist is limited, so that a mistake shows too little and never too much.
func (r Role) IsLimited() bool {
	switch r {
	case RoleOwner, RoleFinance, RolePracticeLead, RoleAuditor:
		return false
	case RoleAccountManager:
	}
	return true
}
