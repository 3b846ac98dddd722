package main

// similarity is working memory for Jaro-Winkler.
type similarity struct{ left, right []bool }

// whole is how alike the same texts are: measures are in millionths.
const whole = 1_000_000

// jaroWinkler is the textbook measure, in millionths.
func (s *similarity) jaroWinkler(a, b []rune) int {
	jaro := s.jaro(a, b)
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + prefix*(whole-jaro)/10
}

func (s *similarity) jaro(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	s.left, s.right = cleared(s.left, len(a)), cleared(s.right, len(b))
	window := max(0, max(len(a), len(b))/2-1)
	matches := 0
	for i := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if !s.right[j] && a[i] == b[j] {
				s.left[i], s.right[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	moved, j := 0, 0
	for i := range a {
		if !s.left[i] {
			continue
		}
		for !s.right[j] {
			j++
		}
		if a[i] != b[j] {
			moved++
		}
		j++
	}
	return (matches*whole/len(a) + matches*whole/len(b) + (matches-moved/2)*whole/matches) / 3
}

func cleared(b []bool, n int) []bool {
	if cap(b) < n {
		return make([]bool, n)
	}
	b = b[:n]
	clear(b)
	return b
}
