package i18n

import (
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// AllPlaces asks Number for every decimal the number has.
const AllPlaces int32 = -1

// numerals is how a language writes numbers. English and the Chinese of
// mainland accounting both group by thousands; what differs is how large
// numbers are shortened.
type numerals struct {
	group, decimal string
	units          []unit // largest first
}

type unit struct {
	size   money.Decimal
	suffix string
}

func numeralsOf(lang string) numerals {
	n := numerals{group: ",", decimal: "."}
	if lang == Chinese {
		n.units = []unit{
			{money.MustParse("100000000"), " 亿"},
			{money.MustParse("10000"), " 万"},
		}
		return n
	}
	n.units = []unit{
		{money.MustParse("1000000000"), " B"},
		{money.MustParse("1000000"), " M"},
		{money.MustParse("1000"), " K"},
	}
	return n
}

// Number writes an exact decimal with the language's thousands separators,
// rounded half to even to places (AllPlaces: as it is). What is not a number is
// given back as it came.
func (l *Localizer) Number(decimal string, places int32) string {
	d, err := money.ParseDecimal(decimal)
	if err != nil {
		return decimal
	}
	s := d.String()
	if places >= 0 {
		s = d.Fixed(places)
	}
	return grouped(s, numeralsOf(l.lang))
}

// Short writes a large number as people say it (1.2 M, 120 万), with one
// decimal; it is for prose and tiles, never for a table.
func (l *Localizer) Short(decimal string) string {
	d, err := money.ParseDecimal(decimal)
	if err != nil {
		return decimal
	}
	n := numeralsOf(l.lang)
	for _, u := range n.units {
		if d.Abs().Cmp(u.size) >= 0 {
			return grouped(d.Quo(u.size, 1).String(), n) + u.suffix
		}
	}
	return grouped(d.Round(1).String(), n)
}

func grouped(plain string, n numerals) string {
	sign := ""
	if strings.HasPrefix(plain, "-") {
		sign, plain = "-", plain[1:]
	}
	whole, fraction, has := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(n.group)
		}
		b.WriteRune(digit)
	}
	if has {
		b.WriteString(n.decimal + fraction)
	}
	return b.String()
}

// Bytes writes a size in binary units, rounded to one decimal: "2 GiB".
func (l *Localizer) Bytes(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	size, d, i := int64(1), money.NewInt(n), 0
	for i < len(units)-1 && n/size >= 1024 {
		size *= 1024
		i++
	}
	return grouped(d.Quo(money.NewInt(size), 1).String(), numeralsOf(l.lang)) + " " + units[i]
}

// Count writes a whole number with thousands.
func (l *Localizer) Count(n int64) string { return l.Number(strconv.FormatInt(n, 10), 0) }
