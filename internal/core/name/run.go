package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// readRuns reads a Chinese, Japanese or Korean name: runs without gaps, perhaps
// with Latin words between.
func (n *Name) readRuns(tokens []token) {
	rest := make([]token, 0, len(tokens)+2)
	for _, t := range tokens {
		if isRun(t.script) {
			t.text = n.takeRunBranch(t.text, len(rest) > 0)
			t.text = n.takeRunForms(t)
		}
		if t.text != "" {
			rest = append(rest, t)
		}
	}
	if len(rest) == 0 && len(tokens) > 0 && !n.BranchOf {
		rest = append(rest, tokens[0]) // nothing but a form
		n.Forms = nil
	}
	var latinTokens int
	for _, t := range rest {
		if t.script == ScriptLatin {
			latinTokens++
		}
	}
	if latinTokens > 0 {
		rest, n.Forms = takeForms(rest, n.Forms)
	}
	rest = splitNumbers(rest)
	n.Words = make([]Word, 0, len(rest)+4)
	for i := 0; i < len(rest); {
		if value, ok := readHanNumber(rest[i].text); ok && rest[i].script == ScriptHan {
			n.Words = append(n.Words, Word{Text: rest[i].text, Latin: toPinyin(rest[i].text), Kind: KindNumber, Bracketed: rest[i].bracket > 0, Value: value, Weight: numberWeight})
			i++
			continue
		}
		if t := rest[i]; t.script != ScriptLatin {
			n.readRun(t, i == 0)
			i++
			continue
		}
		until := i
		for until < len(rest) && rest[until].script == ScriptLatin {
			until++
		}
		n.readWords(rest[i:until])
		i = until
	}
}

// takeRunForms takes the legal forms off a run.
func (n *Name) takeRunForms(t token) string {
	text, table := t.text, forms()
	if f := table.words[text]; f != nil && t.bracket > 0 {
		n.Forms = append(n.Forms, Form{Text: text, Class: f.class, Countries: f.nations})
		return ""
	}
	for again := true; again; {
		again = false
		for _, f := range table.runs {
			head, ok := strings.CutSuffix(text, f.compound)
			if !ok && f.place == "both" {
				head, ok = strings.CutPrefix(text, f.compound)
			}
			if !ok {
				continue
			}
			n.Forms = append(n.Forms, Form{Text: f.compound, Class: f.class, Countries: f.nations})
			text, again = head, head != ""
			break
		}
	}
	return text
}

var branchEndings = sync.OnceValue(func() []string {
	return strings.Fields("分公司 分行 支行 分店 分部 分校 分院 分社 分所 办事处 代表处 联络处 代表机构 支店 支社 营业所 지점 지사")
})

// takeRunBranch takes a branch off the end of a run: 合肥分公司 behind the form of
// the company, or its place before 分公司 where the form is left out. behind says
// that the company's name stands before the run.
func (n *Name) takeRunBranch(text string, behind bool) string {
	var head string
	for _, e := range branchEndings() {
		if h, ok := strings.CutSuffix(text, e); ok {
			head, n.BranchOf = h, true
			break
		}
	}
	if !n.BranchOf {
		return text
	}
	if at := strings.LastIndex(head, "公司"); at >= 0 {
		n.Branch = placeName(head[at+len("公司"):])
		return head[:at+len("公司")]
	}
	if behind {
		n.Branch = placeName(head)
		return ""
	}
	for size := min(len(head)-6, 30); size >= 6; size -= 3 {
		tail := head[len(head)-size:]
		if name, used, _ := chinesePlaces().read(tail, nil, ""); used == len(tail) && name != "" {
			n.Branch = name
			return head[:len(head)-size]
		}
	}
	return head
}

// placeName takes the ending off a place that stands alone.
func placeName(text string) string {
	if name, used, _ := chinesePlaces().read(text, nil, ""); used == len(text) && name != "" {
		return name
	}
	return text
}

// readRun reads one run: places, brand, common words. first says that nothing
// stands before it.
func (n *Name) readRun(t token, first bool) {
	if utf8.RuneCountInString(t.text) > maxRun {
		n.add(t.text, t, entry{kind: KindBrand, weight: maxWeight})
		return
	}
	if e, ok := lexicon().words[t.text]; ok && e.sense != 0 && (!first || e.kind == KindBrand) && !ambiguousPlace(t.text) {
		n.add(t.text, t, e)
		return
	}
	if forms().words[t.text] != nil { // a name that is nothing else
		n.add(t.text, t, entry{kind: KindCommon, weight: genericWeight})
		return
	}
	text := t.text
	if first || t.bracket > 0 {
		text = n.readPlaces(t)
		if text == "" {
			return
		}
	}
	s := newSplitter(text)
	s.behindNumber = len(n.Words) > 0 && n.Words[len(n.Words)-1].Kind == KindNumber
	end := s.brandEnd()
	if end > 0 && n.hasBrand() && s.cover[0] {
		end = 0 // a weak word is no brand beside a real one
	}
	if end > 0 {
		n.addBrand(s.cut(0, end), t)
	}
	for _, p := range s.pieces(end) {
		if !p.is {
			n.addBrand(p.text, t)
			continue
		}
		n.add(p.text, t, p.e)
	}
}

func ambiguousPlace(text string) bool {
	p := chinesePlaces().places[text]
	return p != nil && p.ambiguous
}

func (n *Name) hasBrand() bool {
	for i := range n.Words {
		if n.Words[i].Kind == KindBrand {
			return true
		}
	}
	return false
}

func (n *Name) addBrand(text string, t token) {
	e, known := lexicon().words[text]
	if !known || e.kind != KindBrand {
		e = entry{kind: KindBrand, weight: wordWeight(text, t.script)}
	}
	n.add(text, t, e)
}
