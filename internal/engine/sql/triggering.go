package sql

import (
	_ "embed"

	"github.com/sevenfold/sevenfold/internal/engine"
)

// TriggerColumns are those of ChargeColumns, and AWS's own that triggers look
// at.
func TriggerColumns() []engine.Column {
	return append(ChargeColumns(), engine.Column{Name: "x_usage_type", Type: engine.TypeText})
}

// BoughtColumns are those of TriggerColumns, and of how many charges a sum is;
// charges have nothing there.
func BoughtColumns() []engine.Column {
	return append(TriggerColumns(), engine.Column{Name: "row_count", Type: engine.TypeInt})
}

// TriggerSold lists what the roll-ups say was sold.
//
//go:embed trigger_sold.sql
var TriggerSold string

// TriggerStarts finds when customers began with something.
//
//go:embed trigger_starts.sql
var TriggerStarts string

// TriggerMonths sums roll-ups by what rules look at, customer and month.
//
//go:embed trigger_months.sql
var TriggerMonths string

// TriggerSums sums the roll-ups behind findings.
//
//go:embed trigger_sums.sql
var TriggerSums string

// TriggerRows finds the charges behind a finding.
//
//go:embed trigger_rows.sql
var TriggerRows string

// TriggerCommitments lists commitments with what was used of them.
//
//go:embed trigger_commitments.sql
var TriggerCommitments string

// TriggerCommitmentSums sums commitments by month.
//
//go:embed trigger_commitment_sums.sql
var TriggerCommitmentSums string

// TriggerMeters lists the meters of charges.
//
//go:embed trigger_meters.sql
var TriggerMeters string

// TriggerMetered sums charges of some meters.
//
//go:embed trigger_metered.sql
var TriggerMetered string

// TriggerIdle finds resources that are paid for and not used.
//
//go:embed trigger_idle.sql
var TriggerIdle string

// TriggerUntagged sums usage with and without tags.
//
//go:embed trigger_untagged.sql
var TriggerUntagged string

// TriggerOnce sums purchases.
//
//go:embed trigger_once.sql
var TriggerOnce string

// TriggerReadable counts what bills say.
//
//go:embed trigger_readable.sql
var TriggerReadable string
