package program

import "strings"

// uncomment puts spaces in place of comments, so that offsets stay. Strings are
// respected: a # or // inside of one begins no comment.
func uncomment(text string, language Language) string {
	if language == LanguageNone {
		return text
	}
	b := []byte(text)
	for i := 0; i < len(text); {
		switch {
		case language == LanguageXML:
			if !strings.HasPrefix(text[i:], "<!--") {
				i++
				continue
			}
			i = blank(b, i, endOf(text, i+4, "-->"))
		case (language == LanguageHash || language == LanguagePHP) && text[i] == '#' && startsComment(text, i):
			i = blank(b, i, lineEnd(text, i))
		case language != LanguageHash && strings.HasPrefix(text[i:], "//") && (i == 0 || text[i-1] != ':'):
			i = blank(b, i, lineEnd(text, i))
		case language != LanguageHash && strings.HasPrefix(text[i:], "/*"):
			i = blank(b, i, endOf(text, i+2, "*/"))
		case language == LanguageHash && (strings.HasPrefix(text[i:], `"""`) || strings.HasPrefix(text[i:], `'''`)):
			end := endOf(text, i+3, text[i:i+3])
			if docstring(text, i) {
				end = blank(b, i, end)
			}
			i = end
		case text[i] == '"' || text[i] == '\'' || (text[i] == '`' && language != LanguageHash):
			i = stringEnd(text, i, language)
		default:
			i++
		}
	}
	return string(b)
}

// startsComment: a # begins a comment at the start of a word only (${x#y}, a#b
// and $# do not).
func startsComment(text string, i int) bool {
	return i == 0 || text[i-1] == ' ' || text[i-1] == '\t' || text[i-1] == '\n' || text[i-1] == ';' || text[i-1] == '('
}

// docstring: a triple-quoted string that begins its line is documentation.
func docstring(text string, i int) bool {
	line := text[strings.LastIndexByte(text[:i], '\n')+1 : i]
	return strings.TrimSpace(line) == ""
}

func blank(b []byte, from, to int) int {
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
	return to
}

func lineEnd(text string, i int) int {
	if n := strings.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(text)
}

func endOf(text string, i int, mark string) int {
	if i > len(text) {
		return len(text)
	}
	if n := strings.Index(text[i:], mark); n >= 0 {
		return i + n + len(mark)
	}
	return len(text)
}

// stringEnd is after the string that begins at i. A quote that is not closed on
// its line (an apostrophe) is no string, but for backquotes, which run on.
func stringEnd(text string, i int, language Language) int {
	quote := text[i]
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			if quote != '\'' || language != LanguageHash {
				j++
			}
		case quote:
			return j + 1
		case '\n':
			if quote != '`' {
				return i + 1
			}
		}
	}
	return i + 1
}
