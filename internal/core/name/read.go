package name

import "strings"

func (n *Name) read(text string) {
	for _, w := range strings.Fields(n.Key) {
		n.Words = append(n.Words, Word{Text: w, Latin: w, Value: -1, Weight: min(16, 4+2*float64(len([]rune(w))))})
	}
	n.Brand = n.Key
}
