package name

import (
	"strings"
	"unicode/utf8"
)

// sounds pairs words that are the same when they are said: across scripts by
// pinyin and transliteration, between Chinese words by pinyin.
func (m *matcher) sounds() {
	found := m.c.scratch.found[:0]
	for i := range min(len(m.left), maxWords) {
		for j := range min(len(m.right), maxWords) {
			if !m.freeLeft(i) || !m.freeRight(j) {
				continue
			}
			l, r := &m.left[i], &m.right[j]
			if l.Kind == KindNumber || r.Kind == KindNumber || l.Sense != 0 && r.Sense != 0 || writtenOtherwise(l, r) || writtenOtherwise(r, l) {
				continue
			}
			meeting := Meeting{Left: one(i), Right: one(j)}
			switch leftLatin, rightLatin := isLatin(l), isLatin(r); {
			case leftLatin && rightLatin:
				continue
			case !leftLatin && !rightLatin:
				saidAlike(l, r, &meeting)
			case rightLatin:
				meeting.Right.Until = heard(l, m.right, j, m.freeRight, &meeting)
			default:
				meeting.Left.Until = heard(r, m.left, i, m.freeLeft, &meeting)
			}
			if meeting.Likeness > 0 {
				found = append(found, meeting)
			}
		}
	}
	m.take(found)
}

// writtenOtherwise reports that the known brand, in Latin letters, is written in
// the other word's script too, and is not that word: 华威 is said as Huawei is,
// which is 华为. The other way round anybody may write 中兴 in pinyin.
func writtenOtherwise(brand, other *Word) bool {
	return brand.Kind == KindBrand && brand.Sense != 0 && isLatin(brand) && lexicon().scripts[brand.Sense]&(1<<scriptOfText(other.Text)) != 0
}

func isLatin(w *Word) bool { return w.Text == "" || w.Text[0] < utf8.RuneSelf }

// saidAlike compares two words of other scripts: 陈氏 and 晨氏, Газпром and
// ガスプロム.
func saidAlike(l, r *Word, meeting *Meeting) {
	letters := max(utf8.RuneCountInString(l.Text), utf8.RuneCountInString(r.Text))
	if l.Latin == "" || l.Latin != r.Latin || letters < 2 {
		return
	}
	meeting.Way = WaySound
	if isHanWord(l) && isHanWord(r) {
		meeting.Way = WayPinyin
	}
	meeting.Edits, meeting.Letters = edits(l.Text, r.Text, letters), letters
	meeting.Likeness = 1 - float64(meeting.Edits)/float64(2*letters)
}

func isHanWord(w *Word) bool {
	r, _ := utf8.DecodeRuneInString(w.Text)
	return scriptOf(r) == ScriptHan
}

// heard says how far the Latin words from j on, up to the returned end, sound as
// w does, which is written in another script.
func heard(w *Word, words []Word, j int, free func(int) bool, meeting *Meeting) (until int) {
	if w.Latin == "" {
		return j + 1
	}
	exact := WaySound
	if isHanWord(w) {
		exact = WayPinyin
	}
	meeting.Letters = utf8.RuneCountInString(w.Text)
	var space [64]byte
	text := space[:0]
	for k := j; k < min(len(words), j+maxRunWords) && free(k) && isLatin(&words[k]) && words[k].Kind != KindNumber; k++ {
		text = writeLetters(text, words[k:k+1])
		said := string(text)
		if said == w.Latin {
			meeting.Way, meeting.Likeness = exact, 1
			return k + 1
		}
		if words[k].Sense != 0 && words[k].Kind != KindBrand {
			continue // a known word is not a name heard wrongly
		}
		if score := soundsLike(w, said, exact); score > meeting.Likeness {
			meeting.Way, meeting.Likeness, until = WaySound, score, k+1
		}
	}
	return max(until, j+1)
}

// soundsLike compares a word with Latin letters by how they sound, 0 when they
// are not alike.
func soundsLike(w *Word, said string, way Way) float64 {
	if len(said) < 3 || len(w.Latin) < 3 {
		return 0
	}
	if way != WayPinyin {
		a, b := loose(stem(w.Latin)), loose(said)
		longest := max(len(a), len(b))
		if changed := edits(a, b, longest/4); changed <= longest/4 {
			return 0.97 - float64(changed)/float64(longest)
		}
	}
	if w.Kind != KindBrand || way == WayPinyin && isPinyin(said) {
		return 0 // who writes pinyin, writes it in full
	}
	a, b := w.Sound, sound(said)
	switch longest := max(len(a), len(b)); {
	case a == b && longest >= 3:
		return 0.8
	case a == b && longest == 2 && len(said) <= 5:
		return 0.6
	case longest >= 5 && edits(a, b, 1) == 1:
		return 0.6
	}
	return 0
}

// stem takes the ending of Russian adjectives off a transliterated word:
// muromskiy is of Murom.
func stem(latin string) string {
	for _, ending := range [...]string{"skiy", "skaya", "skoye", "skoe", "skogo", "skie", "skii"} {
		if head, ok := strings.CutSuffix(latin, ending); ok && len(head) >= 4 {
			return head
		}
	}
	return latin
}

// loose writes the many ways to transliterate a sound as one.
func loose(latin string) string {
	out := make([]byte, 0, len(latin))
	for i := 0; i < len(latin); i++ {
		c := latin[i]
		rest := latin[i:]
		switch {
		case strings.HasPrefix(rest, "shch"), strings.HasPrefix(rest, "sch"):
			c, i = 'S', i+min(len(rest), 4)-1
			if !strings.HasPrefix(rest, "shch") {
				i--
			}
		case strings.HasPrefix(rest, "sh"):
			c, i = 'S', i+1
		case strings.HasPrefix(rest, "zh"):
			c, i = 'j', i+1
		case strings.HasPrefix(rest, "kh"):
			c, i = 'h', i+1
		case strings.HasPrefix(rest, "ts"), strings.HasPrefix(rest, "tz"):
			c, i = 'c', i+1
		case strings.HasPrefix(rest, "ks"):
			c, i = 'x', i+1
		case strings.HasPrefix(rest, "ck"):
			c, i = 'k', i+1
		case strings.HasPrefix(rest, "ph"):
			c, i = 'f', i+1
		case c == 'y':
			c = 'i'
		case c == 'w':
			c = 'v'
		case c == 'c' && (len(rest) == 1 || !strings.ContainsRune("ehiy", rune(rest[1]))):
			c = 'k'
		}
		if n := len(out); n > 0 && out[n-1] == c {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}
