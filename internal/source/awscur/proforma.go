package awscur

import (
	"fmt"
	"time"
)

// finality is how long after the end of a month AWS still changes a bill; until
// then an ordinary bill has no invoice numbers either.
const finality = 15 * 24 * time.Hour

// ProForma is an SQL condition over all charges of one import: true where the
// report may be a pro forma bill of AWS Billing Conductor, which is what the
// customer is charged and not what the partner pays. No single row can tell.
// What AWS documents is that a pro forma report never has invoice numbers and
// leaves taxes and credits out; an ordinary report looks so only before it is
// final, or where none of these exist. So true is a reason to ask, never to decide.
func ProForma(now time.Time) string {
	closed := now.UTC().Add(-finality).Format(time.DateTime)
	return fmt.Sprintf("count(*) > 0 AND count(invoice_id) = 0"+
		" AND count(CASE WHEN charge_category IN ('Tax', 'Credit') THEN 1 END) = 0"+
		" AND max(billing_period_end) <= TIMESTAMP '%s'", closed)
}
