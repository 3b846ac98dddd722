package sql

import _ "embed"

// PartChange compares roll-ups before and after, by month, account and service.
//
//go:embed part_change.sql
var PartChange string

// LineChange compares service lines before and after, by month, customer and
// item.
//
//go:embed line_change.sql
var LineChange string

// Payers lists the payer accounts that bills name, with what was billed to each.
//
//go:embed payers.sql
var Payers string
