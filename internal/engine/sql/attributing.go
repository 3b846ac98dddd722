package sql

import _ "embed"

// SaleLines lists service lines with what can make two of them one sale.
//
//go:embed sale_lines.sql
var SaleLines string

// SoldCharges sums what bills say was bought through marketplaces.
//
//go:embed sold_charges.sql
var SoldCharges string
