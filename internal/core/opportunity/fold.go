package opportunity

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Record is an opportunity of an import that counts.
type Record struct {
	Opportunity
	Source  string // the stream it came in
	BatchID batch.ID
	// FileName is the file's, for people: batch.File.Name.
	FileName string
	// ImportedAt is when the batch came in.
	ImportedAt time.Time
}

// Made is when the record's amounts were written: its last change, or its import
// where that is not said.
func (r Record) Made() time.Time {
	if r.Modified.IsZero() {
		return r.ImportedAt
	}
	return r.Modified
}

// Fold gives the records that hold now, in order of source and id. Of several
// with the same key in one source, as a change feed has them, the last change
// decides; where two are as new, the one that came later. A record that its
// last change deletes is gone.
func Fold(all []Record) []Record {
	type key struct{ source, id string }
	last := map[key]Record{}
	for _, r := range all {
		k := key{r.Source, r.Key}
		if was, known := last[k]; known && !newer(r, was) {
			continue
		}
		last[k] = r
	}
	var live []Record
	for _, r := range last {
		if !r.Deleted {
			live = append(live, r)
		}
	}
	slices.SortFunc(live, func(a, b Record) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key))
	})
	return live
}

// newer reports that a record stands over the one before it. Batches have ids
// that sort by time.
func newer(r, was Record) bool {
	order := cmp.Or(r.Modified.Compare(was.Modified), cmp.Compare(r.BatchID, was.BatchID),
		cmp.Compare(r.File, was.File), cmp.Compare(r.Row, was.Row))
	return order >= 0
}

// Deal is one deal: a record, and those of other sources that are the same.
type Deal struct {
	Record
	Others []Record
}

// partnerCentralID is how Partner Central names an opportunity.
var partnerCentralID = regexp.MustCompile(`^O[0-9]+$`)

// IsPartnerCentral reports a record that has its id from AWS; others have theirs
// from a CRM.
func (r Record) IsPartnerCentral() bool { return partnerCentralID.MatchString(r.ID) }

// Deals brings the records of several sources together. Records of Partner
// Central with the same id are one deal, and a record of a CRM is one with the
// only record of Partner Central that names it as its CRM id. Nothing is joined
// by its name.
func Deals(records []Record) []Deal {
	var deals []Deal
	byID := map[string]int{}     // Partner Central's id -> place in deals
	claims := map[string][]int{} // CRM id -> places of the deals that name it
	for _, r := range records {
		if !r.IsPartnerCentral() {
			continue
		}
		at, known := byID[r.ID]
		if !known {
			at = len(deals)
			byID[r.ID] = at
			deals = append(deals, Deal{Record: r})
		} else {
			deals[at].join(r)
		}
		if r.CRMID != "" && !slices.Contains(claims[r.CRMID], at) {
			claims[r.CRMID] = append(claims[r.CRMID], at)
		}
	}
	for _, r := range records {
		if r.IsPartnerCentral() {
			continue
		}
		at := claims[r.ID]
		if len(at) == 1 && !slices.ContainsFunc(deals[at[0]].Others, func(o Record) bool { return o.ID == r.ID }) {
			deals[at[0]].Others = append(deals[at[0]].Others, r)
			continue
		}
		deals = append(deals, Deal{Record: r})
	}
	return deals
}

// join puts the record first that was changed last.
func (d *Deal) join(r Record) {
	if r.Modified.After(d.Modified) {
		d.Record, r = r, d.Record
	}
	d.Others = append(d.Others, r)
}

// all gives the records in the order in which they are asked.
func (d Deal) all(partnerCentralFirst bool) []Record {
	all := append([]Record{d.Record}, d.Others...)
	slices.SortStableFunc(all, func(a, b Record) int {
		if a.IsPartnerCentral() == b.IsPartnerCentral() {
			return 0
		}
		if a.IsPartnerCentral() == partnerCentralFirst {
			return -1
		}
		return 1
	})
	return all
}

// Spending gives what the customer is expected to spend per month, and the
// record that says so: Partner Central's word stands over a CRM's.
func (d Deal) Spending() ([]money.Amount, Record) {
	return first(d.all(true), func(r Record) []Value { return r.Spend })
}

// Worth gives what the deal is worth to the partner per month, and the record
// that says so: the partner's own CRM stands over Partner Central.
func (d Deal) Worth() ([]money.Amount, Record) {
	return first(d.all(false), func(r Record) []Value { return r.Deal })
}

func first(records []Record, values func(Record) []Value) ([]money.Amount, Record) {
	for _, r := range records {
		if sums := Monthly(values(r)); len(sums) > 0 {
			return sums, r
		}
	}
	return nil, records[0]
}

// CloseDay is the day on which the deal is to close, by the first record that
// says it.
func (d Deal) CloseDay() time.Time {
	for _, r := range d.all(true) {
		if !r.Close.IsZero() {
			return r.Close
		}
	}
	return time.Time{}
}

// Reached is the stage, by the first record that says it.
func (d Deal) Reached() Stage {
	for _, r := range d.all(true) {
		if r.Stage != "" {
			return r.Stage
		}
	}
	return ""
}
