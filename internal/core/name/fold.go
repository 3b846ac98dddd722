package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a run of letters of one script, or of digits and Latin letters.
type token struct {
	text    string // folded
	script  Script
	bracket int8 // which bracket it stands in, from 1; 0 for none
}

// folder writes folded text and cuts it into tokens.
type folder struct {
	out      []byte
	ends     []int // where tokens end in out
	brackets []int8
	scripts  []Script
	bracket  int8 // open bracket, 0 for none
	opened   int8 // brackets so far
	start    int  // of the token being written
	script   Script
}

// fold gives the words of a text. Words of scripts without gaps come as runs.
func fold(text string) []token {
	var f folder
	f.out = make([]byte, 0, len(text)+16)
	ends, brackets, scripts := [32]int{}, [32]int8{}, [32]Script{}
	f.ends, f.brackets, f.scripts = ends[:0], brackets[:0], scripts[:0]
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		f.rune(r, text, i, i+size)
		i += size
	}
	f.end()
	all := string(f.out)
	tokens := make([]token, len(f.ends))
	from := 0
	for i, end := range f.ends {
		tokens[i] = token{all[from:end], f.scripts[i], f.brackets[i]}
		from = end
	}
	return tokens
}

// rune folds one character that stands at text[at:next].
func (f *folder) rune(r rune, text string, at, next int) {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		f.letter(r, ScriptLatin)
	case r >= 'A' && r <= 'Z':
		f.letter(r+('a'-'A'), ScriptLatin)
	case r == ' ':
		f.end()
	case r == '.':
		if runLength(text[:at], true) > 1 && runLength(text[next:], false) > 1 {
			f.end() // amazon.com and co.ltd are two words, S.A. and p.l.c. are one
		}
	case r == '\'' || r == '’' || r == '`' || r == '´' || r == 'ʼ' || r == '‘': // O'Neil is ONeil
	case r == '&' || r == '+':
		f.word("and")
	case r == '%':
		f.word("percent")
	case r == '/':
		if before, after := runLength(text[:at], true), runLength(text[next:], false); before == 0 || after == 0 || before > 2 || after > 2 {
			f.word("/")
		} // else A/S is AS
	case r == '(' || r == '[' || r == '{' || r == '【' || r == '〔' || r == '〈' || r == '《':
		f.end()
		f.opened = min(f.opened+1, 100)
		f.bracket = f.opened
	case r == ')' || r == ']' || r == '}' || r == '】' || r == '〕' || r == '〉' || r == '》':
		f.end()
		f.bracket = 0
	case unicode.Is(unicode.Mn, r): // an accent that stands alone after its letter
	case unicode.IsLetter(r) || unicode.IsDigit(r) || r == 'ー':
		f.other(unicode.ToLower(r))
	case isDash(r) && strings.HasSuffix(text[:at], " ") && strings.HasPrefix(text[next:], " "):
		f.word("-")
	default:
		f.end()
	}
}

// isDash knows dashes; one between two spaces may stand before another name.
func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' || r == '―' }

// other folds a letter beyond ASCII.
func (f *folder) other(r rune) {
	if plain, ok := accents()[r]; ok {
		for _, p := range plain {
			f.letter(p, ScriptLatin)
		}
		return
	}
	script := scriptOf(r)
	switch {
	case script == ScriptHan:
		if s, ok := simplified()[r]; ok {
			r = s
		}
	case script == ScriptLatin || script == ScriptGreek:
		if d := norm.NFD.String(string(r)); len(d) > 0 {
			r, _ = utf8.DecodeRuneInString(d)
		}
	case r == 'ё':
		r = 'е'
	}
	f.letter(r, script)
}

// letter writes a letter; another script begins another token.
func (f *folder) letter(r rune, script Script) {
	if len(f.out) > f.start && script != f.script {
		f.end()
	}
	f.script = script
	f.out = utf8.AppendRune(f.out, r)
}

func (f *folder) end() {
	if len(f.out) == f.start {
		return
	}
	f.ends = append(f.ends, len(f.out))
	f.brackets = append(f.brackets, f.bracket)
	f.scripts = append(f.scripts, f.script)
	f.start = len(f.out)
}

func (f *folder) word(w string) {
	f.end()
	f.out, f.script = append(f.out, w...), ScriptLatin
	f.end()
}

// runLength counts the letters that text ends or begins with, 3 at most.
func runLength(text string, atEnd bool) int {
	n := 0
	for n < 3 && text != "" {
		var r rune
		var size int
		if atEnd {
			r, size = utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-size]
		} else {
			r, size = utf8.DecodeRuneInString(text)
			text = text[size:]
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		n++
	}
	return n
}

// scriptOf gives the script of a letter. Digits count as Latin.
func scriptOf(r rune) Script {
	switch {
	case r < 0x250 || unicode.Is(unicode.Latin, r):
		return ScriptLatin
	case r >= 0x4E00 && r <= 0x9FFF, unicode.Is(unicode.Han, r):
		return ScriptHan
	case r == 'ー', r >= 0x3040 && r <= 0x30FF:
		return ScriptKana
	case unicode.Is(unicode.Hangul, r):
		return ScriptHangul
	case unicode.Is(unicode.Cyrillic, r):
		return ScriptCyrillic
	case unicode.Is(unicode.Greek, r):
		return ScriptGreek
	}
	return ScriptOther
}

// foldWord folds a word of a table; several words stay with one space between.
func foldWord(text string) string {
	tokens := fold(text)
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.text
	}
	return strings.Join(parts, " ")
}
