package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// alternativeTokens is another name within a name.
type alternativeTokens struct {
	relation Relation
	tokens   []token
}

// marker is what introduces another name.
type marker struct {
	words    []string
	relation Relation
}

var markers = sync.OnceValue(func() []marker {
	var list []marker
	for relation, texts := range map[Relation]string{
		RelationFormer:  "formerly known as,formerly,fka,previously known as,previously,vormals,ehemals,anciennement,antes,tidligere,ranee",
		RelationTrading: "trading as,dba,doing business as,operating as,handelnd als,nombre comercial,nom commercial",
		RelationAlso:    "also known as,aka,now known as,auch bekannt als",
	} {
		for _, text := range strings.Split(texts, ",") {
			list = append(list, marker{strings.Fields(text), relation})
		}
	}
	return list
})

// runMarkers introduce another name in Chinese; those in brackets only are no
// sure sign outside them.
func runMarker(text string, inBracket bool) (Relation, string) {
	for _, m := range [...]struct {
		text     string
		relation Relation
		bracket  bool
	}{
		{"曾用名", RelationFormer, false}, {"原名称", RelationFormer, true}, {"原名", RelationFormer, true}, {"前称", RelationFormer, true},
		{"旧称", RelationFormer, true}, {"旧名", RelationFormer, true}, {"原", RelationFormer, true}, {"旧", RelationFormer, true},
		{"又名", RelationAlso, true}, {"又称", RelationAlso, true}, {"简称", RelationAlso, true}, {"英文名", RelationAlso, true},
		{"商号", RelationTrading, true},
	} {
		if rest, ok := strings.CutPrefix(text, m.text); ok && (inBracket || !m.bracket) {
			return m.relation, strings.TrimPrefix(rest, "称")
		}
	}
	return "", text
}

// alternatives takes other names of the company out of a name. slash says that
// the text has one, which may stand between two names, or for "t/a".
func alternatives(tokens []token, slash bool) ([]token, []alternativeTokens) {
	var main []token
	var others []alternativeTokens
	for i := 0; i < len(tokens); {
		relation, skip, text := markerAt(tokens, i, slash)
		switch {
		case relation != "":
			until := groupEnd(tokens, i)
			other := append([]token(nil), tokens[i+skip:until]...)
			if text != "" {
				other = append([]token{{text: text, script: tokens[i].script}}, other...)
			}
			if main == nil {
				main = append(main, tokens[:i]...)
			}
			others = append(others, alternativeTokens{relation, unbracket(other)})
			i = until
		case tokens[i].bracket > 0 && (i == 0 || tokens[i-1].bracket != tokens[i].bracket) && saidOtherwise(tokens, i, groupEnd(tokens, i)):
			if main == nil {
				main = append(make([]token, 0, len(tokens)), tokens[:i]...)
			}
			until := groupEnd(tokens, i)
			others = append(others, alternativeTokens{RelationAlso, unbracket(tokens[i:until])})
			i = until
		case isSign(tokens[i]):
			if main == nil {
				main = append(make([]token, 0, len(tokens)), tokens[:i]...)
			}
			i++
		default:
			if main != nil {
				main = append(main, tokens[i])
			}
			i++
		}
	}
	if main == nil && others == nil {
		return tokens, nil
	}
	return main, others
}

// markerAt says whether another name is introduced at i, how many tokens that
// takes, and what of the last of them belongs to the name already.
func markerAt(tokens []token, i int, slash bool) (relation Relation, skip int, text string) {
	t := tokens[i]
	inside := t.bracket > 0 && (i == 0 || tokens[i-1].bracket != t.bracket)
	if t.script == ScriptHan {
		if i == 0 {
			return "", 0, ""
		}
		relation, text = runMarker(t.text, inside)
		if relation != "" && inside && text == "" && groupEnd(tokens, i) == i+1 {
			return "", 0, "" // a bracket with nothing but the marker
		}
		return relation, 1, text
	}
	if t.script != ScriptLatin || i == 0 || i+1 >= len(tokens) {
		return "", 0, ""
	}
	for _, m := range markers() {
		if t.text == m.words[0] && hasWords(tokens[i:], m.words) && i+len(m.words) < len(tokens) {
			return m.relation, len(m.words), ""
		}
	}
	switch {
	case slash && t.text == "ta":
		return RelationTrading, 1, ""
	case inside && (t.text == "ex" || t.text == "was" || t.text == "now"):
		return RelationFormer, 1, ""
	case slash && t.text == "/" && betweenNames(tokens[i-1], tokens[i+1]):
		return RelationAlso, 1, ""
	case t.text == "-" && i > 1 && i+2 == len(tokens) && tells(tokens[i+1]):
		return RelationAlso, 1, "" // "Companhia Energetica de Minas Gerais - CEMIG"
	}
	return "", 0, ""
}

// isSign knows the tokens that are no words.
func isSign(t token) bool { return t.text == "/" || t.text == "-" }

// tells reports that a word is no place, number, form or common word.
func tells(t token) bool {
	e, known := lexicon().words[t.text]
	if known && e.kind != KindBrand || forms().words[t.text] != nil || t.script != ScriptLatin {
		return false
	}
	_, number := readNumber(t.text, false)
	return !number && len(t.text) > 2
}

func hasWords(tokens []token, words []string) bool {
	if len(tokens) < len(words) {
		return false
	}
	for i, w := range words {
		if tokens[i].text != w {
			return false
		}
	}
	return true
}

// groupEnd gives the end of the bracket that tokens[i] stands in, or of all.
func groupEnd(tokens []token, i int) int {
	until := i
	for until < len(tokens) && (tokens[i].bracket == 0 || tokens[until].bracket == tokens[i].bracket) {
		until++
	}
	return until
}

// betweenNames reports that a slash stands between two names and not between
// two things that one company does: "Import/Export".
func betweenNames(before, after token) bool {
	_, known := lexicon().words[before.text]
	_, known2 := lexicon().words[after.text]
	return !(known && known2) && utf8.RuneCountInString(before.text) > 3 && utf8.RuneCountInString(after.text) > 3
}

// saidOtherwise reports that the bracket tokens[from:until] says the name again:
// in another script, or by its initials.
func saidOtherwise(tokens []token, from, until int) bool {
	if from == 0 {
		return false
	}
	t := tokens[from]
	switch {
	case until-from > 1 && isCompany(tokens[from:until]) && t.bracket > 0:
		return true // "Sunshine Payments (Wirebird Ltd)"
	case until-from > 1 && until == len(tokens) && endsWithForm(tokens[:from]) && anyTells(tokens[from:until]):
		return true // "MK Gastro GmbH (Café Lindenhof)"
	case until == from+1 && t.script == ScriptLatin && tokens[0].script == ScriptLatin && tells(t):
		return lexicon().words[t.text].sense != 0 || blendOf(tokens[:from], t.text)
	case t.script == tokens[0].script || isRun(t.script) && isRun(tokens[0].script):
		return false
	}
	for _, o := range tokens[from:until] {
		e, known := lexicon().words[o.text]
		if (!known || e.kind == KindBrand) && forms().words[o.text] == nil {
			return true
		}
	}
	return false
}

// isRun knows the scripts that have no gaps between words.
func isRun(s Script) bool { return s == ScriptHan || s == ScriptKana || s == ScriptHangul }

// isCompany reports that words are a name with its legal form.
func isCompany(tokens []token) bool {
	f, n := forms().formAtEnd(tokens)
	return f != nil && f.class != ClassNone && anyTells(tokens[:len(tokens)-n])
}

func endsWithForm(tokens []token) bool {
	f, _ := forms().formAtEnd(tokens)
	return f != nil
}

func anyTells(tokens []token) bool {
	for _, t := range tokens {
		if tells(t) {
			return true
		}
	}
	return false
}

// blendOf reports that letters are made of the beginnings of two words or more,
// in order: IBM, Pemex of Petroleos Mexicanos.
func blendOf(tokens []token, letters string) bool {
	// ends[n] is how many words the first n letters can be made of, 0 for none.
	var ends [24]int
	if len(letters) >= len(ends) || len(tokens) < 2 {
		return false
	}
	for _, t := range tokens {
		for from := len(letters) - 1; from >= 0; from-- {
			if from > 0 && ends[from] == 0 {
				continue
			}
			for n := 0; n < len(t.text) && from+n < len(letters) && t.text[n] == letters[from+n]; n++ {
				ends[from+n+1] = max(ends[from+n+1], ends[from]+1)
			}
		}
	}
	return ends[len(letters)] > 1
}

// unbracket makes a name of its own of what stood in brackets.
func unbracket(tokens []token) []token {
	out := make([]token, 0, len(tokens))
	for _, t := range tokens {
		if isSign(t) {
			continue
		}
		t.bracket = 0
		out = append(out, t)
	}
	return out
}
