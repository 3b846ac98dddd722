package name

import "strings"

// scratch is memory that a Comparison uses again.
type scratch struct {
	left, right []byte
	found       []Meeting
}

// maxWords is how many words of a name are compared: the bits of a mask. What
// stands behind is left over.
const maxWords = 64

// maxRunWords is how many words may be one word on the other side.
const maxRunWords = 4

// matcher pairs the words of two names, step by step, the surest way first.
// Every step only sees words that are still free.
type matcher struct {
	c           *Comparison
	left, right []Word
	// forms hold the first letters of the legal forms, which initials may go on with.
	leftForms, rightForms []Form
	// met are the words that have found theirs.
	metLeft, metRight uint64
}

func (c *Comparison) reset() {
	*c = Comparison{Meetings: c.Meetings[:0], LeftOver: c.LeftOver[:0], RightOver: c.RightOver[:0], scratch: c.scratch}
}

func (c *Comparison) meet(a, b *Name) {
	m := matcher{c: c, left: a.Words, right: b.Words, leftForms: a.Forms, rightForms: b.Forms}
	c.CrossScript = a.Script != b.Script
	m.same()
	if m.open() {
		m.meanings()
		m.joined()
		m.initials()
		m.spelling()
		m.joinedNearly()
		m.abbreviations()
		m.sounds()
		m.otherNumbers()
	}
	m.finish(a, b)
}

// open reports that both sides have free words.
func (m *matcher) open() bool {
	return m.metLeft != allWords(len(m.left)) && m.metRight != allWords(len(m.right))
}

func allWords(n int) uint64 {
	if n >= maxWords {
		return ^uint64(0)
	}
	return 1<<n - 1
}

func (m *matcher) freeLeft(i int) bool  { return i < maxWords && m.metLeft&(1<<i) == 0 }
func (m *matcher) freeRight(j int) bool { return j < maxWords && m.metRight&(1<<j) == 0 }

// add records that runs met. Likeness 1 is for what is the same.
func (m *matcher) add(way Way, left, right Run, likeness float64, changed, letters int) {
	meeting := Meeting{Way: way, Left: left, Right: right, Likeness: likeness, Edits: changed, Letters: letters, Kind: KindBrand}
	for i := left.From; i < left.Until; i++ {
		m.metLeft |= 1 << i
		meeting.Weight += m.left[i].Weight / 2
		meeting.Kind = lessTelling(meeting.Kind, m.left[i].Kind, i == left.From)
	}
	kind := meeting.Kind
	for j := right.From; j < right.Until; j++ {
		m.metRight |= 1 << j
		meeting.Weight += m.right[j].Weight / 2
		kind = lessTelling(kind, m.right[j].Kind, false)
	}
	meeting.Kind = kind
	m.c.Meetings = append(m.c.Meetings, meeting)
}

// lessTelling gives the kind that says less of who a company is. A link beside
// another word says nothing at all.
func lessTelling(a, b Kind, first bool) Kind {
	order := [...]int{KindBrand: 0, KindNumber: 1, KindPlace: 2, KindCountry: 3, KindCommon: 4, KindLink: -1}
	if first || order[b] > order[a] || a == KindLink {
		return b
	}
	return a
}

func one(i int) Run { return Run{i, i + 1} }

// same pairs equal words, the first with the first.
func (m *matcher) same() {
	for i := range min(len(m.left), maxWords) {
		for j := range min(len(m.right), maxWords) {
			if m.freeRight(j) && m.left[i].Text == m.right[j].Text {
				m.add(WaySame, one(i), one(j), 1, 0, len(m.left[i].Text))
				break
			}
		}
	}
}

// meanings pairs words of one sense, and numbers of one value.
func (m *matcher) meanings() {
	for i := range min(len(m.left), maxWords) {
		if !m.freeLeft(i) {
			continue
		}
		l := &m.left[i]
		for j := range min(len(m.right), maxWords) {
			r := &m.right[j]
			switch {
			case !m.freeRight(j):
				continue
			case l.Kind == KindNumber && r.Kind == KindNumber && l.Value >= 0 && l.Value == r.Value:
				m.add(WayNumber, one(i), one(j), 1, 0, 0)
			case l.Sense != 0 && l.Sense == r.Sense:
				m.add(meaningWay(l, r), one(i), one(j), 1, 0, 0)
			default:
				continue
			}
			break
		}
	}
}

// meaningWay tells abbreviations from translations: intl keeps the order of the
// letters of international and is much shorter.
func meaningWay(l, r *Word) Way {
	short, long := l.Text, r.Text
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) <= 6 && 3*len(short) <= 2*len(long) && short[0] == long[0] && isSubsequence(short, long) {
		return WayAbbreviation
	}
	return WayTranslation
}

func isSubsequence(short, long string) bool {
	for i := 0; i < len(short); i++ {
		at := strings.IndexByte(long, short[i])
		if at < 0 {
			return false
		}
		long = long[at+1:]
	}
	return true
}

// letters writes the words of a run without gaps.
func writeLetters(into []byte, words []Word) []byte {
	for i := range words {
		for k := 0; k < len(words[i].Text); k++ {
			if c := words[i].Text[k]; c != ' ' {
				into = append(into, c)
			}
		}
	}
	return into
}

// joined pairs runs of the same letters with other gaps.
func (m *matcher) joined() {
	for i := 0; i < min(len(m.left), maxWords); i++ {
		for j := 0; j < min(len(m.right), maxWords) && m.freeLeft(i); j++ {
			if m.freeRight(j) && m.left[i].Text != "" && m.right[j].Text != "" && m.left[i].Text[0] == m.right[j].Text[0] {
				m.joinedAt(i, j)
			}
		}
	}
}

// joinedAt pairs the runs that begin at i and j and have the same letters, by
// walking along both: it costs no more than the letters they share.
func (m *matcher) joinedAt(i, j int) {
	l, r := i, j   // words
	lk, rk := 0, 0 // letters in them
	letters, gaps := 0, false
	for {
		for lk < len(m.left[l].Text) && m.left[l].Text[lk] == ' ' {
			lk, gaps = lk+1, true
		}
		for rk < len(m.right[r].Text) && m.right[r].Text[rk] == ' ' {
			rk, gaps = rk+1, true
		}
		endLeft, endRight := lk == len(m.left[l].Text), rk == len(m.right[r].Text)
		if endLeft && endRight {
			if letters >= 3 && (gaps || l > i || r > j) && !(allLinks(m.left[i:l+1]) && allLinks(m.right[j:r+1])) {
				m.add(WayJoined, Run{i, l + 1}, Run{j, r + 1}, 1, 0, letters)
			}
			return
		}
		if endLeft {
			if l++; l-i >= maxRunWords || l >= len(m.left) || !m.freeLeft(l) {
				return
			}
			lk = 0
			continue
		}
		if endRight {
			if r++; r-j >= maxRunWords || r >= len(m.right) || !m.freeRight(r) {
				return
			}
			rk = 0
			continue
		}
		if m.left[l].Text[lk] != m.right[r].Text[rk] {
			return
		}
		lk, rk, letters = lk+1, rk+1, letters+1
	}
}

func allLinks(words []Word) bool {
	for i := range words {
		if words[i].Kind != KindLink {
			return false
		}
	}
	return true
}

// initials pairs a short word with the words whose first letters it is.
func (m *matcher) initials() {
	for i := range min(len(m.left), maxWords) {
		if m.freeLeft(i) && mayBeInitials(&m.left[i]) {
			if run, ok := initialRun(m.left[i].Text, m.right, m.rightForms, m.freeRight); ok {
				m.add(WayInitials, one(i), run, 1, 0, len(m.left[i].Text))
			}
		}
	}
	for j := range min(len(m.right), maxWords) {
		if m.freeRight(j) && mayBeInitials(&m.right[j]) {
			if run, ok := initialRun(m.right[j].Text, m.left, m.leftForms, m.freeLeft); ok {
				m.add(WayInitials, run, one(j), 1, 0, len(m.right[j].Text))
			}
		}
	}
}

func mayBeInitials(w *Word) bool {
	return len(w.Text) >= 2 && len(w.Text) <= 6 && w.Kind != KindLink && w.Kind != KindNumber && w.Text[0] < 0x80 && strings.IndexByte(w.Text, ' ') < 0
}

// initialRun finds the free run of two words or more that begin with letters.
// Links may be spelt (AT&T) or not, and the form behind the last word may give
// the last letter: SAIC is Shanghai Automotive Industry Corporation.
func initialRun(letters string, words []Word, forms []Form, free func(int) bool) (Run, bool) {
	for from := range words {
		if !free(from) || words[from].Kind == KindLink {
			continue
		}
		at, until := 0, from
		for at < len(letters) && until < len(words) && free(until) {
			w := &words[until]
			switch {
			case w.Text == "" || w.Kind == KindNumber:
				at = len(letters) + 1
			case w.Text[0] == letters[at] && !(w.Kind == KindLink && !spelt(letters, at, words, until)):
				at++
			case w.Kind == KindLink:
			default:
				at = len(letters) + 1
			}
			until++
		}
		if at == len(letters)-1 && until == len(words) && len(forms) > 0 && forms[0].Text[0] == letters[at] {
			at++
		}
		if at == len(letters) && until-from >= 2 {
			return Run{from, until}, true
		}
	}
	return Run{}, false
}

// spelt reports that the initial of a link is one of the letters: it is when the
// next word does not begin with that letter itself.
func spelt(letters string, at int, words []Word, link int) bool {
	return link+1 >= len(words) || words[link+1].Text == "" || words[link+1].Text[0] != letters[at]
}

// abbreviations pairs a word with a longer one that it begins.
func (m *matcher) abbreviations() {
	for i := range min(len(m.left), maxWords) {
		for j := range min(len(m.right), maxWords) {
			if !m.freeLeft(i) || !m.freeRight(j) {
				continue
			}
			short, long := &m.left[i], &m.right[j]
			if len(short.Text) > len(long.Text) {
				short, long = long, short
			}
			if len(short.Text) == 1 && len(long.Text) > 1 && short.Kind == KindBrand && long.Kind != KindNumber && long.Kind != KindLink && short.Text[0] == long.Text[0] {
				m.add(WayInitials, one(i), one(j), 1, 0, 1) // R. Bosch
				continue
			}
			if strings.IndexByte(long.Text, ' ') >= 0 {
				continue
			}
			least := 4
			if long.Kind == KindCommon {
				least = 3
			}
			if len(short.Text) < least || len(long.Text) < len(short.Text)+3 || short.Text[0] >= 0x80 || short.Sense != 0 || !strings.HasPrefix(long.Text, short.Text) {
				continue
			}
			m.add(WayAbbreviation, one(i), one(j), float64(len(short.Text))/float64(len(long.Text)), len(long.Text)-len(short.Text), len(long.Text))
		}
	}
}

// otherNumbers pairs numbers that are left on both sides.
func (m *matcher) otherNumbers() {
	j := 0
	for i := range min(len(m.left), maxWords) {
		if !m.freeLeft(i) || m.left[i].Kind != KindNumber {
			continue
		}
		for j < min(len(m.right), maxWords) && (!m.freeRight(j) || m.right[j].Kind != KindNumber) {
			j++
		}
		if j >= min(len(m.right), maxWords) {
			return
		}
		l, r := m.left[i].Text, m.right[j].Text
		letters := max(len(l), len(r))
		changed := edits(l, r, letters)
		m.add(WayOtherNumber, one(i), one(j), 1-float64(changed)/float64(letters), changed, letters)
	}
}
