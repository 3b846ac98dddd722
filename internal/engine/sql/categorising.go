package sql

import _ "embed"

// LineSubjects sums services revenue by what can say what it is.
//
//go:embed line_subjects.sql
var LineSubjects string

// LineBuyers counts lines by what can say what they are, whose they are, and
// month, from a day until another.
//
//go:embed line_buyers.sql
var LineBuyers string
