package config

import (
	"math"
	"math/bits"
	"regexp"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

var sizeText = regexp.MustCompile(`^(\d{1,19})\s*(?:([KMGT])(i?)B?|B)?$`)

// ParseSize reads a number of bytes as people write it: "2GiB" and "2G" are
// binary, "2GB" is decimal, a bare number is bytes.
func ParseSize(s string) (int64, error) {
	bad := fault.New(fault.KindInvalid, "config.size_malformed")
	m := sizeText.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, bad
	}
	n, err := strconv.ParseUint(m[1], 10, 63)
	if err != nil {
		return 0, bad
	}
	base := uint64(1024)
	if m[2] != "" && m[3] == "" && strings.HasSuffix(s, "B") {
		base = 1000
	}
	for range unitPower(m[2]) {
		hi, lo := bits.Mul64(n, base)
		if hi != 0 || lo > math.MaxInt64 {
			return 0, bad
		}
		n = lo
	}
	return int64(n), nil
}

// unitPower is how often the base is multiplied: K once, T four times.
func unitPower(unit string) int {
	if unit == "" {
		return 0
	}
	return strings.Index("KMGT", unit) + 1
}

// FormatSize writes a size so that ParseSize reads it back exactly, in the
// largest binary unit that divides it.
func FormatSize(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	i := 0
	for n != 0 && n%1024 == 0 && i < len(units)-1 {
		n /= 1024
		i++
	}
	return strconv.FormatInt(n, 10) + units[i]
}
