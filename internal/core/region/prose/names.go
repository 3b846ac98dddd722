package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// form is how a name must be written to be one.
type form int

const (
	formAny     form = iota // mixed case inside, or Chinese: DynamoDB
	formExact               // capitals: IAM
	formDigit               // capitals with a digit; small letters are a habit: s3
	formCapital             // a word with a capital: Athena
	formBranded             // with the brand before it
)

// pattern is one way to write a name.
type pattern struct {
	service   region.ServiceID // empty: a phrase that means none
	text      string           // lower case, hyphens as spaces
	form      form
	treatment treatment
	cues      []string
	context   bool // it alone says that the page is about AWS
}

// brandWords come before names. The first three are written with a space.
var brandWords = []string{"amazon web services ", "amazon ", "aws ", "亚马逊云科技 ", "亚马逊云科技", "亚马逊 ", "亚马逊"}

// patterns gives every way to write every name, an unambiguous one before an
// ordinary word where two services share it.
func patterns(c *region.Catalogue) []pattern {
	p := &patternMaker{lexicon: words(), at: map[string]int{}}
	for _, s := range c.Services() {
		for _, group := range [][]string{{s.Name}, s.Short, s.Former, s.Chinese, s.ListedAs} {
			for _, name := range group {
				p.name(s.ID, name, treatName)
			}
		}
	}
	for _, s := range c.Services() {
		for _, name := range s.Ordinary {
			p.name(s.ID, name, treatHard)
		}
	}
	for _, n := range p.later {
		p.put(n)
	}
	for _, phrase := range p.lexicon.never {
		p.put(pattern{text: phrase})
	}
	return p.all
}

type patternMaker struct {
	lexicon lexicon
	all     []pattern
	at      map[string]int
	later   []pattern // that give way to what is listed
}

func (p *patternMaker) put(n pattern) {
	n.text = strings.ReplaceAll(strings.ToLower(n.text), "-", " ")
	if at, taken := p.at[n.text]; taken {
		if n.service == "" {
			p.all[at] = n
		}
		return
	}
	p.at[n.text] = len(p.all)
	p.all = append(p.all, n)
}

// name puts a name, what it is without its brand, and with each brand.
func (p *patternMaker) name(id region.ServiceID, name string, usual treatment) {
	name = strings.TrimSpace(name)
	if i := strings.IndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		p.name(id, name[:i], usual)
		if inner := name[i+1 : len(name)-1]; isAcronym(inner) {
			p.name(id, inner, usual)
		}
		return
	}
	base, branded := withoutBrand(name)
	w, known := p.lexicon.words[strings.ToLower(base)]
	t := usual
	if known {
		t = w.treatment
	}
	if t == treatNever {
		return
	}
	form := formOf(base)
	// One word that is listed only with its brand is a name with it alone; several
	// are likely meant without it as well: Kinesis Firehose.
	if branded && !known && strings.Contains(base, " ") {
		p.later = append(p.later, pattern{service: id, text: base, form: form, treatment: treatLikely})
	}
	if !branded || known {
		p.put(pattern{service: id, text: base, form: form, treatment: t, cues: w.cues, context: t == treatName && unmistakable(base)})
	}
	if rest, ok := strings.CutPrefix(base, "Elemental "); ok {
		p.put(pattern{service: id, text: rest, form: formOf(rest), treatment: t, context: unmistakable(rest)})
	}
	for _, brand := range brandWords {
		p.put(pattern{service: id, text: brand + base, form: formBranded, treatment: t, context: true})
	}
}

func withoutBrand(name string) (string, bool) {
	for _, brand := range []string{"Amazon ", "AWS ", "亚马逊云科技 ", "亚马逊云科技"} {
		if rest, ok := strings.CutPrefix(name, brand); ok && rest != "" {
			return rest, true
		}
	}
	return name, false
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// isAcronym reports a word of capitals and digits: EC2.
func isAcronym(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsUpper(r) && !unicode.IsDigit(r) }) < 0
}

func formOf(base string) form {
	switch {
	case !isASCII(base):
		return formAny
	case isAcronym(base) && strings.ContainsAny(base, "0123456789"):
		return formDigit
	case isAcronym(base):
		return formExact
	case hasInnerCapital(base):
		return formAny
	}
	return formCapital
}

// unmistakable: one of its words is spelled as nothing else is: DynamoDB, the
// CloudWatch of CloudWatch Logs, the S3 of S3 Glacier.
func unmistakable(base string) bool {
	words := strings.Fields(base)
	for _, w := range words {
		if isASCII(w) && (hasInnerCapital(w) || len(words) > 1 && isAcronym(w) && strings.ContainsAny(w, "0123456789")) {
			return true
		}
	}
	return false
}

// hasInnerCapital: DynamoDB, not Step Functions.
func hasInnerCapital(s string) bool {
	before := ' '
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			return true
		}
		before = r
	}
	return false
}
