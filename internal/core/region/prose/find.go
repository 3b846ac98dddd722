package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// Reader reads pages for one catalogue. It does not change after it is made and
// may be used by many goroutines.
type Reader struct {
	patterns []pattern
	names    *automaton
	kinds    *kindReader
}

// NewReader prepares the names of a catalogue.
func NewReader(c *region.Catalogue) *Reader {
	r := &Reader{patterns: patterns(c), kinds: newKindReader()}
	texts := make([]string, len(r.patterns))
	for i, p := range r.patterns {
		texts[i] = p.text
	}
	r.names = newAutomaton(texts)
	return r
}

// Reading is what a page says.
type Reading struct {
	Kind    Kind
	Reasons []Reason // what told the kind, the strongest first
	Finds   []region.Find
}

// Read finds the services that a page names and says what kind of page it is.
// Code in it is left to the readers of code.
func (r *Reader) Read(p Page) Reading {
	finds := r.Finds(p)
	kind, reasons := r.kinds.judge(p, finds)
	return Reading{Kind: kind, Reasons: reasons, Finds: finds}
}

// candidate is a name that stands in a block, before its surroundings are asked.
type candidate struct {
	pattern    int
	start, end int
	accepted   bool
	byContext  bool
}

const (
	// MaxFinds is how many places of one service a page keeps as evidence; beyond,
	// they still count for what is core.
	MaxFinds = 100
	// longestAddress is how far around a name an address is looked for, and
	// longestTitle how much of a title is read: pages of others can be made of both.
	longestAddress = 120
	longestTitle   = 1000
)

// Finds gives the services that running text names, in its order: of each at most
// MaxFinds places.
func (r *Reader) Finds(p Page) []region.Find {
	p.Title = p.Title[:min(len(p.Title), longestTitle)]
	blocks := make([][]candidate, len(p.Blocks))
	kept := map[region.ServiceID]int{}
	c := pageContext{names: map[region.ServiceID]bool{}}
	for i, b := range p.Blocks {
		if b.Kind == BlockCode {
			continue
		}
		blocks[i] = r.candidates(b.Text)
		c.see(r, b.Text, blocks[i])
	}
	c.see(r, p.Title, r.candidates(p.Title))
	about := c.about()
	var finds []region.Find
	weights := newWeighing(p)
	for i, b := range p.Blocks {
		r.accept(b.Text, blocks[i], about)
	}
	r.lead(p.Blocks, blocks)
	for i, b := range p.Blocks {
		weights.enter(b)
		for _, k := range blocks[i] {
			if !k.accepted {
				continue
			}
			service := r.patterns[k.pattern].service
			weights.add(service, b, k)
			if kept[service]++; kept[service] > MaxFinds {
				continue
			}
			line, column := b.At(k.start)
			strength := region.StrengthName
			if k.byContext {
				strength = region.StrengthContext
			}
			finds = append(finds, region.Find{Service: service, Place: region.Place{File: p.Name, Line: line, Column: column},
				Evidence: b.Text[k.start:k.end], Kind: region.KindName, Strength: strength})
		}
	}
	finds = r.titleOnly(p, about, finds, weights)
	for i := range finds {
		finds[i].Core = weights.core(finds[i].Service)
	}
	return finds
}

// titleOnly adds what only the title names: front matter and HTML heads are no
// blocks.
func (r *Reader) titleOnly(p Page, about bool, finds []region.Find, w *weighing) []region.Find {
	list := r.candidates(p.Title)
	r.accept(p.Title, list, about)
	for _, k := range list {
		service := r.patterns[k.pattern].service
		if !k.accepted {
			continue
		}
		w.named(service)
		if !slices.ContainsFunc(finds, func(f region.Find) bool { return f.Service == service }) {
			finds = append(finds, region.Find{Service: service, Place: region.Place{File: p.Name, Line: 1, Column: 1}, Evidence: p.Title[k.start:k.end],
				Kind: region.KindName, Strength: region.StrengthName})
		}
	}
	return finds
}

// candidates are the names in a text, the longest where they overlap.
func (r *Reader) candidates(text string) []candidate {
	var list []candidate
	r.names.each(text, func(word, start, end int) {
		if !r.written(text, word, start, end) {
			return
		}
		for n := len(list); n > 0; n = len(list) {
			last := list[n-1]
			if start >= last.end {
				break
			}
			// It ends later, or as late: it wins if it starts no later; else the
			// earlier one is kept.
			if start > last.start {
				return
			}
			list = list[:n-1]
		}
		list = append(list, candidate{pattern: word, start: start, end: end})
	})
	return slices.DeleteFunc(list, func(k candidate) bool {
		return r.patterns[k.pattern].service == "" || inAddress(text, k.start, k.end) || otherVendor(text[:k.start])
	})
}

// written reports that a stretch of text is a whole word in the form of its pattern.
func (r *Reader) written(text string, word, start, end int) bool {
	p := r.patterns[word]
	if before, _ := utf8.DecodeLastRuneInString(text[:start]); isLatin(before) && isLatin(rune(text[start])) || before == '.' && start > 1 && isLatin(rune(text[start-2])) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[end:])
	if last, _ := utf8.DecodeLastRuneInString(text[:end]); isLatin(after) && isLatin(last) {
		rest, _ := utf8.DecodeRuneInString(text[min(len(text), end+1):])
		if after != 's' || isLatin(rest) || p.treatment != treatName || p.service == "" {
			return false
		}
	}
	if p.service == "" {
		return true
	}
	got := text[start:end]
	switch p.form {
	case formExact:
		return got == strings.ToUpper(got)
	case formDigit:
		return got == strings.ToUpper(got) || got == strings.ToLower(got)
	case formCapital:
		return unicode.IsUpper(rune(got[0])) && !shouts(got)
	case formBranded:
		return brandedForm(p, got)
	case formAny:
	}
	return true
}

// shouts: a heading in capitals makes a name of nothing.
func shouts(s string) bool { return len(s) > 4 && s == strings.ToUpper(s) }

// brandedForm: "aws lambda" and "AWS lambda" are habits, "AWS support team" and
// "AWS marketplace" are words.
func brandedForm(p pattern, got string) bool {
	if p.treatment == treatName || p.treatment == treatLikely {
		return true
	}
	at := strings.LastIndexByte(got[:len(got)-1], ' ')
	for i := range brandWords {
		if len(brandWords[i]) <= len(got) && strings.EqualFold(brandWords[i], strings.ReplaceAll(got[:len(brandWords[i])], "-", " ")) {
			at = len(brandWords[i]) - 1
			break
		}
	}
	first, _ := utf8.DecodeRuneInString(got[at+1:])
	return !unicode.IsLower(first)
}

func isLatin(r rune) bool {
	return r < 0x2e80 && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// inAddress reports a stretch inside of an address, a path or a name with dots:
// https://s3.amazonaws.com, boto3.client.
func inAddress(text string, start, end int) bool {
	from := max(0, start-longestAddress)
	if i := strings.LastIndexFunc(text[from:start], endsAddress); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[from+i:])
		from += i + size
	}
	until := min(len(text), end+longestAddress)
	if i := strings.IndexFunc(text[end:until], endsAddress); i >= 0 {
		until = end + i
	}
	token := strings.ToLower(text[from:until])
	if strings.Contains(token, "://") || strings.Contains(token, "@") && !strings.Contains(token, "lambda@edge") && !strings.Contains(token, "@aws") {
		return true
	}
	if strings.IndexByte(token, '.') < 0 {
		return false
	}
	for _, domain := range []string{".com", ".cn", ".org", ".io", ".net", ".html", ".md", ".json", ".yaml", ".py"} {
		if i := strings.Index(token, domain); i > 0 && (i+len(domain) == len(token) || !isLatin(rune(token[i+len(domain)]))) {
			return true
		}
	}
	return false
}

func endsAddress(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x2e80 || strings.ContainsRune("\"'<>()[]{},;`|", r)
}

// vendors are other clouds; what follows their name is theirs.
var vendors = []string{"alibaba cloud", "aliyun", "tencent cloud", "huawei cloud", "google cloud", "google", "azure", "gcp", "oracle cloud", "ibm cloud",
	"阿里云", "腾讯云", "华为云", "百度智能云", "百度云", "火山引擎", "京东云", "金山云", "谷歌云", "微软云", "天翼云"}

func otherVendor(before string) bool {
	before = strings.ToLower(strings.TrimRight(before[max(0, len(before)-24):], " 的"))
	for _, v := range vendors {
		if strings.HasSuffix(before, v) {
			return true
		}
	}
	return false
}

// pageContext gathers whether a page speaks of AWS at all.
type pageContext struct {
	brand  bool
	names  map[region.ServiceID]bool
	hinted bool
}

func (c *pageContext) see(r *Reader, text string, list []candidate) {
	c.brand = c.brand || speaksOfAWS(text)
	for _, k := range list {
		p := r.patterns[k.pattern]
		c.hinted = c.hinted || p.context && text[k.start:k.end] != strings.ToLower(text[k.start:k.end])
		if p.treatment == treatName {
			c.names[p.service] = true
		}
	}
}

// about: the brand, a name that only AWS has, or three that few others have:
// abbreviations of two letters meet by chance.
func (c *pageContext) about() bool { return c.brand || c.hinted || len(c.names) >= 3 }

func speaksOfAWS(text string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], "AWS")
		if i < 0 {
			break
		}
		i += from
		from = i + 3
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[from:])
		if !isLatin(before) && !isLatin(after) {
			return true
		}
	}
	return strings.Contains(text, "亚马逊云") || strings.Contains(text, "Amazon Web Services") || strings.Contains(text, "amazonaws")
}

// accept decides which candidates are names. Lists of names carry the ordinary
// words among them, from either side.
func (r *Reader) accept(text string, list []candidate, about bool) {
	for i := range list {
		k := &list[i]
		p := r.patterns[k.pattern]
		switch {
		case p.form == formBranded:
			k.accepted = true
		case cued(text, *k, p.cues):
			k.accepted, k.byContext = true, p.treatment != treatName
		case p.treatment == treatName:
			k.accepted = about
		case p.treatment == treatLikely:
			k.accepted, k.byContext = about, true
		case p.treatment == treatBrand: // its brand is missing
		}
	}
	carry := func(i, j int) {
		if j < 0 || j >= len(list) || list[i].accepted || !list[j].accepted || r.patterns[list[i].pattern].treatment != treatHard {
			return
		}
		between := text[min(list[i].end, list[j].end):max(list[i].start, list[j].start)]
		if isSeparator(between) {
			list[i].accepted, list[i].byContext = true, true
		}
	}
	for i := range list {
		carry(i, i-1)
	}
	for i := len(list) - 1; i >= 0; i-- {
		carry(i, i+1)
	}
}

// isSeparator reports what stands between two names of one list.
func isSeparator(s string) bool {
	if len(s) > 16 || s == "" {
		return false
	}
	some := false
	for field := range strings.FieldsFuncSeq(s, func(r rune) bool {
		if strings.ContainsRune(",、，/+&→>·", r) {
			some = true
			return true
		}
		return r == ' ' || r == '-'
	}) {
		switch field {
		case "and", "or", "和", "与", "及", "以及", "或", "或者", "、和", "into", "then":
			some = true
		default:
			return false
		}
	}
	return some
}

// cued reports a word beside the name that makes it one.
func cued(text string, k candidate, cues []string) bool {
	if len(cues) == 0 {
		return false
	}
	after := strings.ToLower(strings.TrimLeft(text[k.end:min(len(text), k.end+48)], " -"))
	for _, cue := range cues {
		if strings.HasPrefix(after, cue) {
			rest, _ := utf8.DecodeRuneInString(after[len(cue):])
			if !isASCII(cue) || !isLatin(rest) || strings.HasPrefix(after[len(cue):], "s") || strings.HasSuffix(cue, "polic") || strings.HasSuffix(cue, "synthes") || strings.HasSuffix(cue, "classif") {
				return true
			}
		}
	}
	return false
}
