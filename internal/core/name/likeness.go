package name

import "unicode/utf8"

// edits counts the letters that must be changed, added, lost or swapped with
// their neighbour to make b of a, or gives most+1 when that is more than most.
// Words of more than 64 letters count as different when they are not equal.
func edits(a, b string, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[0] < utf8.RuneSelf {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < utf8.RuneSelf {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case a == "" && b == "":
		return 0
	case most == 0:
		return 1
	}
	var left, right [64]rune
	n, ok := letterRunes(&left, a)
	m, ok2 := letterRunes(&right, b)
	if !ok || !ok2 || n-m > most || m-n > most {
		return most + 1
	}
	return distance(left[:n], right[:m], most)
}

func letterRunes(into *[64]rune, text string) (int, bool) {
	n := 0
	for _, r := range text {
		if n == len(into) {
			return 0, false
		}
		into[n] = r
		n++
	}
	return n, true
}

// distance is the optimal string alignment distance, bounded.
func distance(a, b []rune, most int) int {
	var rows [3][65]int
	before, row, next := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range a {
		next[0] = i + 1
		least := next[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			next[j+1] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, row, next = row, next, before
	}
	return min(row[len(b)], most+1)
}
