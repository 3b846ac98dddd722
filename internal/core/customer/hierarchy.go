package customer

import (
	"slices"
	"time"
)

// Role is what a customer is in a hierarchy.
type Role string

const (
	RoleGroup       Role = "group"
	RoleEntity      Role = "legal_entity"
	RoleUnit        Role = "buying_unit"
	RoleDistributor Role = "distributor"
	RoleReseller    Role = "reseller"
	RoleEndCustomer Role = "end_customer"
)

// Roles lists the roles, ownership first, each line from the top down.
func Roles() []Role {
	return []Role{RoleGroup, RoleEntity, RoleUnit, RoleDistributor, RoleReseller, RoleEndCustomer}
}

// Line is one of the two hierarchies a customer can stand in at once: the group
// that owns it and the resellers that sell to it are different questions.
type Line string

const (
	LineOwnership Line = "ownership" // group, legal entity, buying unit
	LineChannel   Line = "channel"   // distributor, reseller, end customer
)

// Line is the hierarchy that a role belongs to; empty for no role.
func (r Role) Line() Line {
	switch i := slices.Index(Roles(), r); {
	case i < 0:
		return ""
	case i < 3:
		return LineOwnership
	default:
		return LineChannel
	}
}

// Parent is a customer's place under another from the day From up to, not
// including, Until; zero bounds are open. An empty ID says that it stands at
// the top of that line.
type Parent struct {
	ID    ID        `json:"id,omitempty"`
	Role  Role      `json:"role"`
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// ValidOn reports whether the place holds on a day.
func (p Parent) ValidOn(day time.Time) bool { return within(day, p.From, p.Until) }

// without gives what remains of the place when the days from From up to Until
// are taken out.
func (p Parent) without(from, until time.Time) []Parent {
	if !overlap(p.From, p.Until, from, until) {
		return []Parent{p}
	}
	var rest []Parent
	if before := p; from.After(p.From) {
		before.Until = from
		rest = append(rest, before)
	}
	if after := p; !until.IsZero() && (p.Until.IsZero() || until.Before(p.Until)) {
		after.From = until
		rest = append(rest, after)
	}
	return rest
}
