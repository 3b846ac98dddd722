package sql

import _ "embed"

// MatchAccounts lists the accounts of the bills with what their charges came to.
//
//go:embed match_accounts.sql
var MatchAccounts string

// MatchBooks lists the customer fields of service lines with their money.
//
//go:embed match_books.sql
var MatchBooks string

// MatchHints finds tags and resource names of accounts.
//
//go:embed match_hints.sql
var MatchHints string

// MatchSold lists what customers were invoiced for, month by month.
//
//go:embed match_sold.sql
var MatchSold string

// MatchLines lists what the lines of some parties of the books say, with their money.
//
//go:embed match_lines.sql
var MatchLines string
