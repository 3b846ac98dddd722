package sql

import _ "embed"

// ChargeRows finds the charges behind cloud facts.
//
//go:embed charge_rows.sql
var ChargeRows string

// ChargeSums sums the charges behind cloud facts, by import, file and size.
//
//go:embed charge_sums.sql
var ChargeSums string

// LineRows finds the service lines behind service facts.
//
//go:embed line_rows.sql
var LineRows string
