package generating

import "math/rand/v2"

// purpose keeps the streams of different jobs apart, so that a change in one
// part of the generator does not move the others.
type purpose uint64

const (
	purposeWorld purpose = iota + 1
	purposeCloud
	purposeMix
	purposeBill
	purposeStale
	purposeBooks
	purposeRates
	purposeBench
	purposeNoise
	purposePipeline
	purposePlanted
	purposeResellers
)

// stream gives the random numbers of one job about one thing in one month. It
// depends on nothing else, least of all on what other goroutines did before.
func stream(seed uint64, p purpose, subject, month int) *rand.Rand {
	return rand.New(rand.NewPCG(mix(seed^uint64(p)<<56), mix(uint64(subject)<<20^uint64(month))))
}

// mix is the finaliser of splitmix64: neighbours in, strangers out.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// between draws from low to high, both included.
func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

// chance is true in percent of 100 draws.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

const hexDigits = "0123456789abcdef"

// appendHex writes the low n hexadecimal digits of x.
func appendHex(b []byte, x uint64, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		b = append(b, hexDigits[x>>(4*uint(i))&15])
	}
	return b
}

// uuid is an identifier in the shape of a UUID, made from two random words.
func uuid(a, b uint64) string {
	t := appendHex(nil, a>>32, 8)
	t = appendHex(append(t, '-'), a>>16, 4)
	t = appendHex(append(t, '-', '4'), a, 3)
	t = appendHex(append(t, '-', 'a'), b>>48, 3)
	return string(appendHex(append(t, '-'), b, 12))
}
