package name

import "unicode/utf8"

// maxLetters is the longest text that is compared letter by letter; longer ones
// are different when they are not equal.
const maxLetters = 64

// edits counts the letters that must be changed, added, lost or swapped with
// their neighbour to make b of a, or gives most+1 when that is more than most.
func edits(a, b string, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[0] < utf8.RuneSelf {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < utf8.RuneSelf {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case a == b:
		return 0
	case most == 0:
		return 1
	case a == "" && isASCII(b):
		return min(len(b), most+1)
	case b == "" && isASCII(a):
		return min(len(a), most+1)
	case isASCII(a) && isASCII(b):
		if len(a) > maxLetters || len(b) > maxLetters || len(a)-len(b) > most || len(b)-len(a) > most {
			return most + 1
		}
		return distance(a, b, most)
	}
	return runeEdits(a, b, most)
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// runeEdits numbers the letters of both texts in the order they come, so that a
// letter is a byte.
func runeEdits(a, b string, most int) int {
	if len(a) > 4*maxLetters || len(b) > 4*maxLetters {
		return most + 1
	}
	var seen [2 * maxLetters]rune
	var left, right [maxLetters]byte
	known := 0
	number := func(text string, into *[maxLetters]byte) int {
		n := 0
		for _, r := range text {
			if n == maxLetters {
				return -1
			}
			k := 0
			for k < known && seen[k] != r {
				k++
			}
			if k == known {
				seen[k] = r
				known++
			}
			into[n] = byte(k)
			n++
		}
		return n
	}
	n, m := number(a, &left), number(b, &right)
	switch {
	case n < 0 || m < 0 || n-m > most || m-n > most:
		return most + 1
	case n == 0 || m == 0:
		return min(max(n, m), most+1)
	}
	return distance(string(left[:n]), string(right[:m]), most)
}

// distance is the optimal string alignment distance of two texts of at most
// maxLetters bytes below 128, bounded by most. All rows of the usual table are
// bits of one number, so that a column is a few operations (H. Hyyrö, "A bit-vector
// algorithm for computing Levenshtein and Damerau edit distances", 2003).
func distance(a, b string, most int) int {
	var at [utf8.RuneSelf]uint64 // where in a each letter stands
	for i := 0; i < len(a); i++ {
		at[a[i]&0x7F] |= 1 << i
	}
	last := uint64(1) << (len(a) - 1)
	up, down, zero, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	found := len(a)
	for j := 0; j < len(b); j++ {
		here := at[b[j]&0x7F]
		swapped := ((^zero & here) << 1) & before
		zero = (((here & up) + up) ^ up) | here | down | swapped
		right, left := down|^(zero|up), zero&up
		if right&last != 0 {
			found++
		}
		if left&last != 0 {
			found--
		}
		right, left = right<<1|1, left<<1
		up, down = left|^(zero|right), right&zero
		before = here
	}
	return min(found, most+1)
}

// withinOne reports that one edit makes b of a, without counting further.
func withinOne(a, b []byte) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	a, b = a[i:len(a)-j], b[i:len(b)-j]
	switch {
	case len(a) == 0:
		return len(b) == 1
	case len(a) == 1:
		return len(b) == 1
	}
	return len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
