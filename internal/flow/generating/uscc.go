package generating

import (
	"math/rand/v2"
	"strings"
)

// usccAlphabet is the alphabet of GB 32100: digits and letters without I, O, S, V, Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// newUSCC invents a unified social credit code with a valid check digit. The
// registration area 999999 is assigned to nobody, so the code cannot be a real
// company's.
func newUSCC(r *rand.Rand) string {
	b := []byte("91999999")
	for range 9 {
		b = append(b, usccAlphabet[r.IntN(len(usccAlphabet))])
	}
	return string(append(b, usccCheck(string(b))))
}

// usccCheck gives the check character of the first 17 characters: weights are
// the powers of 3 modulo 31.
func usccCheck(first17 string) byte {
	total, weight := 0, 1
	for i := range len(first17) {
		total += strings.IndexByte(usccAlphabet, first17[i]) * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-total%31)%31]
}
