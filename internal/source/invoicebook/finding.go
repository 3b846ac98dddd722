package invoicebook

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/source"
)

// find counts something a table does that did not stop the import; the first
// occurrence is the example.
func (r *reader) find(rule string, severity batch.Severity, example string) {
	for i := range r.findings {
		if r.findings[i].Rule == rule {
			r.findings[i].Count++
			return
		}
	}
	r.findings = append(r.findings, batch.Finding{Rule: rule, Severity: severity, Count: 1, Example: example, File: r.info.Name})
}

// allFindings gives the table's findings, grave ones first.
func (r *reader) allFindings() []batch.Finding {
	all := slices.Clone(r.findings)
	for _, reason := range Reasons() {
		if f := r.skipped[reason]; f != nil {
			all = append(all, *f)
		}
	}
	if r.info.Encoding == source.EncodingWindows1252 {
		all = append(all, batch.Finding{Rule: "invoicebook.encoding_assumed", Severity: batch.SeverityWarning, Count: 1,
			Example: string(r.info.Encoding), File: r.info.Name})
	}
	if _, invalid := r.table.encoding(); invalid > 0 {
		all = append(all, batch.Finding{Rule: "invoicebook.characters_lost", Severity: batch.SeverityWarning, Count: invalid,
			Example: strconv.FormatInt(invalid, 10), File: r.info.Name})
	}
	for _, column := range r.absent {
		all = append(all, batch.Finding{Rule: "invoicebook.column_absent", Severity: batch.SeverityInfo, Column: column, Count: 1,
			Example: column, File: r.info.Name})
	}
	order := map[batch.Severity]int{batch.SeverityError: 0, batch.SeverityWarning: 1, batch.SeverityInfo: 2}
	slices.SortStableFunc(all, func(a, b batch.Finding) int { return cmp.Compare(order[a.Severity], order[b.Severity]) })
	return all
}
