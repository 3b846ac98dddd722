package sql

import _ "embed"

// CloudAccounts lists the accounts that charges name.
//
//go:embed cloud_accounts.sql
var CloudAccounts string

// CloudFacts sums charges by owner, month and what a figure asks for.
//
//go:embed cloud_facts.sql
var CloudFacts string

// CutFacts sums charges of months in which an account changes hands.
//
//go:embed cut_facts.sql
var CutFacts string

// MarkedLines finds the lines of some documents.
//
//go:embed marked_lines.sql
var MarkedLines string

// FirstCharge finds customers' first charges outside of a period.
//
//go:embed first_charge.sql
var FirstCharge string

// ServiceFacts sums services revenue by what decides whose and what it is.
//
//go:embed service_facts.sql
var ServiceFacts string
