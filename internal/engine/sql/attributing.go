package sql

import _ "embed"

// SaleLines lists service lines with what can make two of them one sale.
//
//go:embed sale_lines.sql
var SaleLines string
