package name

import (
	"strings"
	"unicode/utf8"
)

// hanDigit gives the value of a Chinese digit, 10 and 100 for 十 and 百.
func hanDigit(r rune) (int, bool) {
	switch r {
	case '〇', '零':
		return 0, true
	case '十':
		return 10, true
	case '百':
		return 100, true
	}
	const digits = "一二三四五六七八九"
	at := strings.IndexRune(digits, r)
	return at/3 + 1, at >= 0
}

// readHanNumber reads a number in Chinese that is not part of a brand: with 第
// before it (第三), of several digits with a ten among them (十二), or three and
// more digits in a row (三六零).
func readHanNumber(text string) (int, bool) {
	rest, counted := strings.CutPrefix(text, "第")
	value, part, tens, n := 0, 0, false, 0
	for _, r := range rest {
		d, ok := hanDigit(r)
		switch {
		case !ok || value > 1<<20:
			return 0, false
		case d >= 10:
			tens = true
			value += max(part, 1) * d
			part = 0
		case tens:
			part = d
		default:
			part = part*10 + d
		}
		n++
	}
	value += part
	switch {
	case n == 0, !counted && n < 2, !counted && !tens && n < 3:
		return 0, false
	}
	return value, true
}

// splitNumbers makes tokens of their own of the numbers in Chinese runs, so that
// 中铁十二局 and 中铁12局 have the same parts. 第 before digits goes with them.
func splitNumbers(tokens []token) []token {
	for i := range tokens {
		if tokens[i].script == ScriptHan && strings.ContainsAny(tokens[i].text, "第一二三四五六七八九十百零〇") {
			return appendSplit(make([]token, 0, len(tokens)+4), tokens)
		}
	}
	return tokens
}

func appendSplit(out, tokens []token) []token {
	for i, t := range tokens {
		if t.script != ScriptHan {
			out = append(out, t)
			continue
		}
		if head, ok := strings.CutSuffix(t.text, "第"); ok && i+1 < len(tokens) && tokens[i+1].script == ScriptLatin && tokens[i+1].text[0] <= '9' {
			t.text = head
		}
		for t.text != "" {
			at, size := findHanNumber(t.text)
			if size == 0 {
				out = append(out, t)
				break
			}
			before, number := t, t
			before.text, number.text = t.text[:at], t.text[at:at+size]
			if at > 0 {
				out = append(out, before)
			}
			out = append(out, number)
			t.text = t.text[at+size:]
		}
	}
	return out
}

// findHanNumber gives where the first number in a run is, in bytes, and its size.
func findHanNumber(text string) (at, size int) {
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRuneInString(text[i:])
		until := i
		if r == '第' {
			until += width
		}
		for until < len(text) {
			d, w := utf8.DecodeRuneInString(text[until:])
			if _, ok := hanDigit(d); !ok {
				break
			}
			until += w
		}
		if until > i {
			if _, ok := readHanNumber(text[i:until]); ok {
				return i, until - i
			}
			i = until
			continue
		}
		i += width
	}
	return 0, 0
}
