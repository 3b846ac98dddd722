package sql

import _ "embed"

// CloudAccounts lists the account ids that charges name.
//
//go:embed cloud_accounts.sql
var CloudAccounts string

// CloudFacts sums charges by customer, month and what a figure asks for.
//
//go:embed cloud_facts.sql
var CloudFacts string

// FirstCharge finds the month of each customer's first charge.
//
//go:embed first_charge.sql
var FirstCharge string

// ServiceFacts sums services revenue by what decides whose and what it is.
//
//go:embed service_facts.sql
var ServiceFacts string
