// Package sql holds the SQL that every engine shares, one statement a file, in
// the subset that DuckDB and Trino both read.
package sql

import _ "embed"

// Rollup sums the relation charge into the columns of the lake's charge_month.
//
//go:embed rollup.sql
var Rollup string

// Peak takes the largest charges of each account of one file for the lake's
// charge_peak.
//
//go:embed peak.sql
var Peak string

// Bought sums what charges say of commitments and purchases for the lake's
// charge_bought.
//
//go:embed bought.sql
var Bought string

// ChargeFiles lists the files of charges that roll-ups are of.
//
//go:embed charge_files.sql
var ChargeFiles string

// SourceTotals sums what an AWS bill itself says, by line item type.
//
//go:embed source_totals.sql
var SourceTotals string

// ServiceChange compares the roll-ups before and after, by service.
//
//go:embed service_change.sql
var ServiceChange string
