package source

import (
	"math/big"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// epoch is day 0 of a workbook's day numbers.
type epoch time.Time

var (
	epoch1900 = epoch(serialEpoch)
	epoch1904 = epoch(time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC))
)

// show writes a day number as a spreadsheet shows the date; false for what is no
// day: durations, negative numbers, and the days before the false 29 February.
func (e epoch) show(n money.Decimal) (string, bool) {
	if n.Cmp(money.NewInt(61)) < 0 || n.Cmp(money.NewInt(2958466)) >= 0 {
		return "", false
	}
	seconds := n.Mul(money.NewInt(86400)).Unscaled(0) // rounded: a binary fraction rarely hits the second
	days, rest := new(big.Int).QuoRem(seconds, big.NewInt(86400), new(big.Int))
	t := time.Time(e).AddDate(0, 0, int(days.Int64())).Add(time.Duration(rest.Int64()) * time.Second)
	if rest.Sign() == 0 {
		return t.Format(time.DateOnly), true
	}
	return t.Format("2006-01-02T15:04:05"), true
}

// builtinDate knows the number formats that need no code in the file, those of
// East Asian editions included. Source: ECMA-376 part 1, 18.8.30.
func builtinDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id >= 57 && id <= 58
}

// showsDate reports a format code with a day or a year in it, outside quotes,
// escapes and brackets.
func showsDate(code string) bool {
	code, _, _ = strings.Cut(code, ";")
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if n := strings.IndexByte(code[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		case '[':
			if n := strings.IndexByte(code[i:], ']'); n >= 0 {
				i += n
			}
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'd', 'D':
			return true
		case 'G', 'g':
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				return false
			}
		}
	}
	return false
}
