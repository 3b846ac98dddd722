package name

import (
	"testing"

	"pgregory.net/rapid"
)

func TestEditsAreCountedAsByTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]rune("abcабвяи艾克"))
		a := string(rapid.SliceOfN(letters, 0, 64).Draw(t, "a"))
		b := string(rapid.SliceOfN(letters, 0, 20).Draw(t, "b"))
		most := rapid.IntRange(0, 64).Draw(t, "most")
		want := min(table([]rune(a), []rune(b)), most+1)
		if got := edits(a, b, most); got != want {
			t.Fatalf("%q to %q within %d: %d edits, want %d", a, b, most, got, want)
		}
		if got, want := withinOne([]byte(a), []byte(b)), tableOfBytes(a, b) <= 1 && a != b; got != want && a != b {
			t.Fatalf("%q and %q within one: %t, want %t", a, b, got, want)
		}
	})
}

func tableOfBytes(a, b string) int {
	left, right := make([]rune, len(a)), make([]rune, len(b))
	for i := range left {
		left[i] = rune(a[i])
	}
	for i := range right {
		right[i] = rune(b[i])
	}
	return table(left, right)
}

// table is the textbook algorithm of optimal string alignment.
func table(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
