package name

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// allowed says how many edits a word of so many letters may have and still be
// taken for the other misspelt. Two letters can be anything.
func allowed(letters int) int {
	switch {
	case letters < 3:
		return 0
	case letters < 5:
		return 1
	case letters < 8:
		return 2
	case letters < 12:
		return 3
	}
	return 4
}

// spelling pairs words of nearly the same letters, the most alike first.
func (m *matcher) spelling() {
	found := m.c.scratch.found[:0]
	for i := range min(len(m.left), maxWords) {
		if !m.freeLeft(i) {
			continue
		}
		for j := range min(len(m.right), maxWords) {
			if !m.freeRight(j) || !mayBeOne(&m.left[i], &m.right[j]) {
				continue
			}
			if changed, letters, ok := spelledAlike(m.left[i].Text, m.right[j].Text); ok {
				found = append(found, Meeting{Way: WaySpelling, Left: one(i), Right: one(j), Likeness: 1 - float64(changed)/float64(letters), Edits: changed, Letters: letters})
			}
		}
	}
	m.take(found)
}

// take adds what was found, the best first, as long as its words are free.
func (m *matcher) take(found []Meeting) {
	m.c.scratch.found = found
	slices.SortFunc(found, better)
	for i := range found {
		f := &found[i]
		if m.runFree(m.left, m.freeLeft, f.Left.From, f.Left.Until-f.Left.From) && m.runFree(m.right, m.freeRight, f.Right.From, f.Right.Until-f.Right.From) {
			m.add(f.Way, f.Left, f.Right, f.Likeness, f.Edits, f.Letters)
		}
	}
}

// better orders what was found so that both directions choose the same: by
// likeness, letters and how far apart the runs stand.
func better(a, b Meeting) int {
	return cmp.Or(
		cmp.Compare(b.Likeness, a.Likeness),
		cmp.Compare(b.Letters, a.Letters),
		cmp.Compare(abs(a.Left.From-a.Right.From), abs(b.Left.From-b.Right.From)),
		cmp.Compare(min(a.Left.From, a.Right.From), min(b.Left.From, b.Right.From)),
	)
}

func abs(n int) int { return max(n, -n) }

// mayBeOne refuses words that are certainly others, however alike: both known
// (Estonia and Ethiopia, Williams and Williamson), numbers, links.
func mayBeOne(l, r *Word) bool {
	if l.Kind == KindNumber || r.Kind == KindNumber || l.Kind == KindLink || r.Kind == KindLink {
		return false
	}
	return !l.Known || !r.Known
}

// spelledAlike counts the edits between two words, if they are few enough.
func spelledAlike(a, b string) (changed, letters int, ok bool) {
	if (a[0] < utf8.RuneSelf) != (b[0] < utf8.RuneSelf) {
		return 0, 0, false // of two scripts
	}
	letters = max(len(a), len(b))
	if a[0] >= utf8.RuneSelf {
		letters = max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	}
	most := allowed(letters)
	if most == 0 || letters < 4 && isHan(firstRune(a)) {
		return 0, letters, false // a character that differs is another word, if it is not said alike
	}
	changed = edits(a, b, most)
	if changed > 0 && letters > 3 && umlaut(a) == umlaut(b) {
		changed = 0
	}
	return changed, letters, changed <= most && !(changed > 1 && otherCompound(a, b))
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// otherCompound reports that two words are made of one part that they share and
// one that is another known word in each: Bridgewater and Brightwater,
// petrochemical and petromechanical.
func otherCompound(a, b string) bool {
	const least = 3
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b)) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	words := lexicon().words
	for n := least; n <= head; n++ {
		if otherWords(words, a[n:], b[n:]) {
			return true
		}
	}
	for n := least; n <= tail; n++ {
		if otherWords(words, a[:len(a)-n], b[:len(b)-n]) {
			return true
		}
	}
	return false
}

// otherWords reports that a table has both texts, and that they are more than a
// slip apart.
func otherWords(words map[string]entry, a, b string) bool {
	_, known := words[a]
	_, known2 := words[b]
	return known && known2 && len(a) > 2 && len(b) > 2 && edits(a, b, 1) > 1
}

// umlaut writes ae, oe and ue as a, o and u: Mueller is Müller.
func umlaut(text string) string {
	if !strings.Contains(text, "ae") && !strings.Contains(text, "oe") && !strings.Contains(text, "ue") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		out = append(out, text[i])
		if c := text[i]; (c == 'a' || c == 'o' || c == 'u') && i+1 < len(text) && text[i+1] == 'e' {
			i++
		}
	}
	return string(out)
}

// joinedNearly pairs runs of two words or more with words, or runs, that have
// nearly the same letters in all: "andrang heta" and "ndrangheta", "Hon Wai"
// and the brand Hon Hai.
func (m *matcher) joinedNearly() {
	found := m.c.scratch.found[:0]
	for i := range min(len(m.left), maxWords) {
		for n := 1; n <= maxRunWords && m.runFree(m.left, m.freeLeft, i, n); n++ {
			m.c.scratch.left = writeLetters(m.c.scratch.left[:0], m.left[i:i+n])
			found = m.nearlyFrom(i, n, found)
		}
	}
	m.take(found)
}

// nearlyFrom adds what the left run of n words at i, whose letters are in the
// scratch, is nearly the same as.
func (m *matcher) nearlyFrom(i, n int, found []Meeting) []Meeting {
	left := m.c.scratch.left
	several := n > 1 || strings.IndexByte(m.left[i].Text, ' ') >= 0
	for j := range min(len(m.right), maxWords) {
		for k := 1; k <= maxRunWords && m.runFree(m.right, m.freeRight, j, k); k++ {
			if !several && k == 1 && strings.IndexByte(m.right[j].Text, ' ') < 0 || n > 1 && k > 1 {
				continue
			}
			m.c.scratch.right = writeLetters(m.c.scratch.right[:0], m.right[j:j+k])
			right := m.c.scratch.right
			letters := max(utf8.RuneCount(left), utf8.RuneCount(right))
			most := min(allowed(letters), letters/5)
			if (left[0] < utf8.RuneSelf) != (right[0] < utf8.RuneSelf) || most == 0 || abs(len(left)-len(right)) > 4*most {
				continue
			}
			if changed := edits(string(left), string(right), most); changed <= most {
				found = append(found, Meeting{Way: WayJoined, Left: Run{i, i + n}, Right: Run{j, j + k}, Likeness: 1 - float64(changed)/float64(letters), Edits: changed, Letters: letters})
			}
		}
	}
	return found
}

// runFree reports that n words from i on are free and none is a number.
func (m *matcher) runFree(words []Word, free func(int) bool, i, n int) bool {
	if i+n > min(len(words), maxWords) {
		return false
	}
	for k := i; k < i+n; k++ {
		if !free(k) || words[k].Kind == KindNumber || words[k].Text == "" {
			return false
		}
	}
	return true
}
