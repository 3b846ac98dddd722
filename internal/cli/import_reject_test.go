package cli

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func TestTheFirstTenRejectsAreShownWithTheirReasonsInWords(t *testing.T) {
	var rejects []batch.Reject
	for row := range int64(12) {
		rejects = append(rejects, batch.Reject{Place: fault.Place{File: "bill.csv", Row: row + 2, Column: "BilledCost", Value: "ten"},
			Reason: "source.csv_ragged", Args: fault.Args{"got": 7, "want": 5}})
	}
	for lang, reason := range map[string]string{i18n.English: "The row has 7 fields where the header has 5.", i18n.Chinese: "7"} {
		t.Run(lang, func(t *testing.T) {
			table := rejectsTable(localizer(t, lang), rejects)
			if len(table.Rows) != 10 || len(table.Notes) != 1 || !strings.Contains(table.Notes[0], "2") {
				t.Errorf("%d rows, notes %q", len(table.Rows), table.Notes)
			}
			last := table.Rows[9].Cells
			if last[1].Value != "11" || last[2].Value != "BilledCost" || last[3].Value != "ten" || !strings.Contains(last[4].Value, reason) {
				t.Errorf("the tenth says %v", last)
			}
			if strings.Contains(last[4].Value, "no value") {
				t.Errorf("an argument is missing: %s", last[4].Value)
			}
		})
	}
}

func TestRejectsThatFitNeedNoNote(t *testing.T) {
	table := rejectsTable(localizer(t, i18n.English), make([]batch.Reject, 10))
	if len(table.Rows) != 10 || len(table.Notes) != 0 {
		t.Errorf("%d rows, notes %q", len(table.Rows), table.Notes)
	}
}
