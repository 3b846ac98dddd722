package generating

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// quote is a currency pair and where its invented rate starts, in millionths.
type quote struct {
	from, to money.Currency
	start    int64
}

func quotes() []quote {
	return []quote{{"USD", "CNY", 7_150_000}, {"EUR", "USD", 1_085_000}, {"GBP", "USD", 1_270_000}}
}

// rates invents a rate for every pair and business day: a walk that wanders a
// few tenths of a percent a day and is pulled back to where it began.
func (w *world) rates() []rate.Rate {
	var rs []rate.Rate
	first, until := w.month(0).Start(), w.month(w.options.Months).Start()
	for i, q := range quotes() {
		r := stream(w.options.Seed, purposeRates, i, 0)
		level := q.start
		for day := first; day.Before(until); day = day.AddDate(0, 0, 1) {
			if !businessDay(day) {
				continue
			}
			level += (q.start-level)/60 + level*int64(between(r, -25, 25))/10_000
			value := money.NewInt(level).Quo(money.NewInt(1_000_000), 6)
			rs = append(rs, rate.Rate{Date: day, From: q.from, To: q.to, Value: value, Source: "invented"})
		}
	}
	return rs
}

// businessDay leaves out weekends and three holidays that never move.
func businessDay(day time.Time) bool {
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	switch day.Format("01-02") {
	case "01-01", "12-25", "12-26":
		return false
	}
	return true
}

func writeRates(root string, rs []rate.Rate) error {
	rows := [][]string{{"date", "from", "to", "rate", "source"}}
	for _, r := range rs {
		rows = append(rows, []string{r.Date.Format(time.DateOnly), string(r.From), string(r.To), r.Value.String(), r.Source})
	}
	return writeCSV(root, "rates.csv", rows)
}
