package rates

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// plain says in which column what stands; -1 where the file has none.
type plain struct{ date, from, to, rate, source, units int }

// plainNames are the header names of the plain CSV, in any case and order. The
// Chinese ones are those of bank and ledger exports.
func plainNames() map[string][]string {
	return map[string][]string{
		"date":   {"date", "日期"},
		"from":   {"from", "原币", "外币"},
		"to":     {"to", "目标币", "本位币"},
		"rate":   {"rate", "汇率"},
		"source": {"source", "来源"},
		"units":  {"units", "单位"},
	}
}

// plainHeader accepts the four columns that every rate needs, and the two that
// it may have; other columns are left alone.
func (f *file) plainHeader() (plain, bool) {
	found := map[string]int{}
	names := plainNames()
	for i, cell := range f.header {
		cell = strings.ToLower(strings.TrimSpace(cell))
		for key, aliases := range names {
			for _, alias := range aliases {
				if _, twice := found[key]; cell == alias && twice {
					return plain{}, false
				}
				if cell == alias {
					found[key] = i
				}
			}
		}
	}
	at := func(key string) int {
		if i, ok := found[key]; ok {
			return i
		}
		return -1
	}
	p := plain{at("date"), at("from"), at("to"), at("rate"), at("source"), at("units")}
	return p, p.date >= 0 && p.from >= 0 && p.to >= 0 && p.rate >= 0
}

// plainRow reads one rate: so many units of From are Rate of To.
func (f *file) plainRow(p plain) {
	for i := len(f.header); i < len(f.record); i++ {
		if f.cell(i) != "" { // 7,2446 without quotation marks must not be read as 7
			f.reject(p.rate, invalid("rates.row_width"))
			return
		}
	}
	day, err := parseDay(f.cell(p.date))
	if err != nil {
		f.reject(p.date, err)
		return
	}
	from, err := money.ParseCurrency(f.cell(p.from))
	if err != nil {
		f.reject(p.from, err)
		return
	}
	to, err := money.ParseCurrency(f.cell(p.to))
	if err != nil {
		f.reject(p.to, err)
		return
	}
	if from == to {
		f.reject(p.to, invalid("rates.same_currency"))
		return
	}
	value, err := money.ParseDecimal(f.cell(p.rate))
	if err != nil {
		f.reject(p.rate, err)
		return
	}
	if text := f.cell(p.units); text != "" {
		units, err := money.ParseDecimal(text)
		if err == nil && units.Sign() <= 0 {
			err = invalid("rates.not_positive")
		}
		if err != nil {
			f.reject(p.units, err)
			return
		}
		// Units are powers of ten in practice, so this is exact; other units keep
		// rate.Places decimals beyond what the rate had.
		value = value.Quo(units, value.Places()+rate.Places)
	}
	f.add(p.rate, rate.Rate{Date: day, From: from, To: to, Value: value, Source: f.cell(p.source)})
}
