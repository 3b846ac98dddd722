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

// MonthSums sums the charges behind cloud facts of whole months, by import and
// file, from the roll-up.
//
//go:embed month_sums.sql
var MonthSums string

// PeakRest tells down to which size charge_peak has all charges behind cloud facts.
//
//go:embed peak_rest.sql
var PeakRest string

// LineRows finds the service lines behind service facts.
//
//go:embed line_rows.sql
var LineRows string
