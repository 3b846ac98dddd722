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
