package sql

import _ "embed"

// LineSubjects sums services revenue by what can say what it is.
//
//go:embed line_subjects.sql
var LineSubjects string
