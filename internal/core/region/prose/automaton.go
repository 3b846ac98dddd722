package prose

// automaton finds all of many words in one pass (Aho and Corasick), whatever
// their number. ASCII letters match in either case, a hyphen matches a space.
type automaton struct {
	class   [256]uint16 // of a byte; 0 is in no word
	classes int
	next    []int32 // state*classes + class
	output  []int32 // word that ends in a state, or -1
	longer  []int32 // next state on the way of suffixes with an output, or 0
	lengths []int32
}

// folded is the byte that stands for others.
func folded(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c == '-' || c == '\t':
		return ' '
	}
	return c
}

func newAutomaton(words []string) *automaton {
	a := &automaton{classes: 1}
	for _, w := range words {
		for i := range len(w) {
			if c := folded(w[i]); a.class[c] == 0 {
				a.class[c] = uint16(a.classes)
				a.classes++
			}
		}
	}
	for c := range 256 {
		a.class[c] = a.class[folded(byte(c))]
	}
	a.state()
	for i, w := range words {
		a.lengths = append(a.lengths, int32(len(w)))
		s := int32(0)
		for k := range len(w) {
			at := int(s)*a.classes + int(a.class[w[k]])
			if a.next[at] == 0 {
				a.next[at] = a.state()
			}
			s = a.next[at]
		}
		if a.output[s] < 0 {
			a.output[s] = int32(i)
		}
	}
	a.link()
	return a
}

func (a *automaton) state() int32 {
	a.next = append(a.next, make([]int32, a.classes)...)
	a.output = append(a.output, -1)
	a.longer = append(a.longer, 0)
	return int32(len(a.output) - 1)
}

// link gives every state its transitions, so that the search never goes back.
func (a *automaton) link() {
	fail := make([]int32, len(a.output))
	queue := []int32{}
	for c := range a.classes {
		if s := a.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if f := fail[s]; a.output[f] >= 0 {
			a.longer[s] = f
		} else {
			a.longer[s] = a.longer[f]
		}
		for c := range a.classes {
			at := int(s)*a.classes + c
			through := a.next[int(fail[s])*a.classes+c]
			if child := a.next[at]; child != 0 {
				fail[child] = through
				queue = append(queue, child)
			} else {
				a.next[at] = through
			}
		}
	}
}

// each calls found for every word in the text, by where it ends; of words that
// end together the longest comes first.
func (a *automaton) each(text string, found func(word int, start, end int)) {
	s := int32(0)
	for i := range len(text) {
		s = a.next[int(s)*a.classes+int(a.class[text[i]])]
		for o := s; o != 0; o = a.longer[o] {
			if w := a.output[o]; w >= 0 {
				found(int(w), i+1-int(a.lengths[w]), i+1)
			}
		}
	}
}
