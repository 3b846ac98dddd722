package benchmark

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Format writes references as a file that Parse reads back to the same.
func Format(t Table) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	number := func(d *money.Decimal) string {
		if d == nil {
			return ""
		}
		return d.String()
	}
	records := [][]string{columns()}
	for _, r := range t {
		year, day := "", ""
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		if !r.EffectiveFrom.IsZero() {
			day = r.EffectiveFrom.Format(time.DateOnly)
		}
		records = append(records, []string{r.ID, number(r.Value), number(r.Low), number(r.High), r.Unit, year, r.Source, r.URL, string(r.Confidence), day})
	}
	if err := w.WriteAll(records); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}
