package name

import (
	"strings"
	"unicode/utf8"
)

// read fills the name from its text.
func (n *Name) read(text string) {
	tokens := fold(text)
	main, others := alternatives(tokens, strings.Contains(text, "/"))
	n.readTokens(main)
	for _, o := range others {
		other := Name{Raw: tokenText(o.tokens)}
		other.Key = Normalise(other.Raw)
		other.readTokens(o.tokens)
		if len(other.Words) > 0 {
			n.Others = append(n.Others, Other{o.relation, other})
		}
	}
}

// tokenText writes tokens with gaps, but for scripts without.
func tokenText(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && (t.script == ScriptLatin || tokens[i-1].script == ScriptLatin) {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

func (n *Name) readTokens(tokens []token) {
	n.Script = mainScript(tokens)
	if isRun(n.Script) {
		n.readRuns(tokens)
	} else {
		rest, found := takeForms(n.takeBranch(tokens), nil)
		n.Forms = found
		n.Words = make([]Word, 0, len(rest))
		n.readWords(rest)
	}
	n.finish()
}

// mainScript gives the script that names the company: that of the most letters,
// where a Chinese character counts as two, and any kana makes it Japanese.
func mainScript(tokens []token) Script {
	var letters [ScriptGreek + 1]int
	for _, t := range tokens {
		n := len(t.text)
		if t.script == ScriptHan || t.script == ScriptHangul {
			n = 2 * utf8.RuneCountInString(t.text)
		}
		letters[t.script] += n
	}
	best := ScriptOther
	for s, n := range letters {
		if n > letters[best] || n > 0 && best == ScriptOther && letters[best] == 0 {
			best = Script(s)
		}
	}
	if letters[ScriptKana] > 0 && (best == ScriptHan || best == ScriptKana) {
		return ScriptKana
	}
	return best
}

// readWords reads words with gaps between.
func (n *Name) readWords(tokens []token) {
	for i := 0; i < len(tokens); {
		t := tokens[i]
		if isRun(t.script) {
			n.readRun(t, false)
			i++
			continue
		}
		if text, e, used := severalWords(tokens[i:]); used > 1 {
			n.add(text, t, e)
			i += used
			continue
		}
		i += n.readWord(tokens, i)
	}
}

// severalWords finds the longest entry of several words that tokens begin with.
func severalWords(tokens []token) (string, entry, int) {
	lex := lexicon()
	most := min(int(lex.starts[tokens[0].text]), len(tokens))
	var space [96]byte
	for used := most; used > 1; used-- {
		text := space[:0]
		for i, t := range tokens[:used] {
			if i > 0 {
				text = append(text, ' ')
			}
			text = append(text, t.text...)
		}
		if e, ok := lex.words[string(text)]; ok && tokens[0].bracket == tokens[used-1].bracket {
			return string(text), e, used
		}
	}
	return "", entry{}, 0
}

// readWord reads the word at tokens[i], or two that make one number, and says
// how many it used.
func (n *Name) readWord(tokens []token, i int) int {
	t := tokens[i]
	first := len(n.Words) == 0
	e, known := lexicon().words[t.text]
	if value, ok := readNumber(t.text, first); ok && !(known && e.kind == KindBrand && e.weight >= shortWeight) && t.script == ScriptLatin && n.mayBeNumber(tokens, i) {
		text, used := t.text, 1
		if value >= 20 && value < 100 && value%10 == 0 && i+1 < len(tokens) && t.text[0] > '9' {
			if unit, ok := readUnit(tokens[i+1].text); ok {
				text, value, used = t.text+" "+tokens[i+1].text, value+unit, 2
			}
		}
		n.Words = append(n.Words, Word{Text: text, Latin: text, Kind: KindNumber, Bracketed: t.bracket > 0, Value: value, Weight: numberWeight})
		return used
	}
	if isNumberSign(t.text) && !first && i+1 < len(tokens) && tokens[i+1].text[0] <= '9' {
		n.add(t.text, t, entry{kind: KindLink, weight: linkWeight}) // No. 3
		return 1
	}
	if known && (e.kind != KindLink || !first || len(t.text) > 1) {
		n.add(t.text, t, e)
		return 1
	}
	n.add(t.text, t, entry{kind: KindBrand, weight: wordWeight(t.text, t.script)})
	return 1
}

// mayBeNumber refuses the roman numbers of one letter but at the end of a name.
func (n *Name) mayBeNumber(tokens []token, i int) bool {
	switch tokens[i].text {
	case "i", "v", "x":
		return i == len(tokens)-1 || tokens[i+1].bracket > tokens[i].bracket
	}
	return true
}

func (n *Name) add(text string, t token, e entry) {
	_, known := lexicon().words[text]
	w := Word{Text: text, Known: known, Latin: latin(text, t.script), Kind: e.kind, Bracketed: t.bracket > 0, Sense: e.sense, Value: -1, Weight: e.weight}
	if e.kind == KindBrand {
		w.Sound = sound(w.Latin)
	}
	n.Words = append(n.Words, w)
}

func isNumberSign(w string) bool { return w == "no" || w == "nr" || w == "num" }

// finish derives what follows from the words.
func (n *Name) finish() {
	var brand strings.Builder
	initials := make([]byte, 0, 12)
	run := isRun(n.Script)
	for i := range n.Words {
		w := &n.Words[i]
		if w.Kind == KindBrand && (!run || brand.Len() == 0 || n.Words[i-1].Kind == KindBrand) {
			if brand.Len() > 0 {
				brand.WriteByte(' ')
			}
			brand.WriteString(w.Text)
		}
		if w.Kind == KindLink || w.Latin == "" {
			continue
		}
		for rest := w.Latin; rest != ""; {
			var part string
			part, rest, _ = strings.Cut(rest, " ")
			e, known := lexicon().words[part]
			if known && e.kind == KindLink || part == "" || part[0] >= utf8.RuneSelf || len(initials) == cap(initials) {
				continue
			}
			initials = append(initials, part[0])
		}
	}
	n.Brand, n.Initials = brand.String(), string(initials)
}
