// Package name reads company names: what in a name says who the company is,
// and what only says where it is, what it does and what kind of company it is.
//
// It owns folding (width, case, accents, punctuation), legal forms, places,
// common business words and their translations, numbers, the parts of a Chinese
// name, and how a name in another script is written in Latin letters. Compare
// says how two names meet, word by word. It does not decide whether two names
// are one customer, and gives no weights but how telling a word is: that is
// core/identity. All of it is pure and safe for concurrent use; the tables are
// part of the program and read once, on first use.
package name

// Name is what a company name says. It is made by Parse and not changed after.
type Name struct {
	// Raw is the name as it was given.
	Raw string
	// Key is Normalise(Raw): equal keys are the same name but for its dress.
	Key string
	// Words are the words in order, without legal forms, alternatives and branch.
	// Chinese names come as place, brand and industry words, though nothing is
	// written between them.
	Words []Word
	// Forms are the legal forms that were taken off, in order.
	Forms []Form
	// Script is the script of most letters.
	Script Script
	// Brand is what is left when places, common words, numbers and forms are
	// gone, as it was written but folded: the 字号 of a Chinese name, the telling
	// words of others. Empty when the name has none (北京环保公司, "National Bank").
	Brand string
	// Branch is the branch of the company that is named (合肥 of 合肥分公司), folded;
	// BranchOf reports that there is one, named or not.
	Branch   string
	BranchOf bool
	// Initials are the first letters of the Latin words, links left out: "icbc".
	Initials string
	// Others are names of the same company that stand beside this one: former
	// names, "trading as", a name in another script in brackets. They have no
	// Others of their own.
	Others []Other
}

// Other is another name of the same company, given in one text with the first.
type Other struct {
	Relation Relation
	Name     Name
}

// Relation is how an other name stands to the first.
type Relation string

const (
	RelationFormer  Relation = "former"  // formerly, 曾用名, 原
	RelationTrading Relation = "trading" // trading as, d/b/a
	RelationAlso    Relation = "also"    // also known as, brackets, slashes: said otherwise
)

// Word is one word of a name.
type Word struct {
	// Text is the folded word: lower case, no accents, simplified characters.
	Text string
	// Latin is Text in Latin letters: the same for Latin words, else pinyin
	// without tones and gaps, or a transliteration. Empty where no rule is known.
	Latin string
	// Sound is the consonants of Latin in classes, for brands only: what survives
	// a way through another script. 艾克米 and acme are both akm.
	Sound string
	// Kind is what the word does in the name.
	Kind Kind
	// Bracketed reports that the word stood in brackets: "(China)".
	Bracketed bool
	// Sense is the meaning that translations and abbreviations share (technology,
	// tech, 科技); zero when the word is in no table.
	Sense Sense
	// Known reports that a table has the word: it is what it is and no other word
	// misspelt.
	Known bool
	// Value is the number of a KindNumber word; -1 when it is more than digits
	// (2005-AR16), and for other kinds.
	Value int
	// Weight is how telling the word is, in bits: about -log2 of the share of
	// company names that have it. From 0 (the) over 4 (technology) to 16 (a long
	// word that no table knows).
	Weight float64
}

// Kind is what a word does in a name.
type Kind uint8

const (
	// KindBrand is a word that no table knows, or a known brand: it tells who.
	KindBrand Kind = iota
	// KindCommon is a common business word: technology, group, 贸易.
	KindCommon
	// KindCountry is a country or a group of them, or its adjective.
	KindCountry
	// KindPlace is a state, province, city or county.
	KindPlace
	// KindNumber is a number: 23, III, forty, 2005-AR16, 第三.
	KindNumber
	// KindLink is a word that only links others: and, of, the, für.
	KindLink
)

// String gives a stable code.
func (k Kind) String() string {
	return [...]string{"brand", "common", "country", "place", "number", "link"}[k]
}

// Script is how a name is written.
type Script uint8

const (
	ScriptOther Script = iota
	ScriptLatin
	ScriptHan
	ScriptKana // Japanese: any kana makes a name Japanese
	ScriptHangul
	ScriptCyrillic
	ScriptGreek
)

// String gives a stable code.
func (s Script) String() string {
	return [...]string{"other", "latin", "han", "kana", "hangul", "cyrillic", "greek"}[s]
}

// Form is a legal form in a name.
type Form struct {
	Text  string // folded, without space: coltd, gmbh, 有限公司
	Class Class
	// Countries are ISO 3166 codes, lower case, of the countries whose form it
	// is, when that is few; a hint and no proof. Empty when many have it.
	Countries []string
}

// Class is the kind of legal form, for comparing across countries.
type Class string

const (
	ClassNone        Class = ""     // it says that it is a company and no more
	ClassLimited     Class = "llc"  // liability limited, shares not traded: GmbH, LLC, SARL, Ltd, 有限公司
	ClassStock       Class = "jsc"  // stock company: AG, PLC, SA, Inc, 股份有限公司
	ClassPartnership Class = "lp"   // partnerships, limited or not
	ClassSole        Class = "sp"   // one person: e.K., ИП, 个体
	ClassCooperative Class = "coop" // eG, cooperative
	ClassNonProfit   Class = "ngo"  // association, foundation
	ClassState       Class = "soe"  // owned by a state
	ClassFinance     Class = "fin"  // forms of banks only: N.A.
	ClassBranch      Class = "rep"  // branch or representative office: 分公司, Zweigniederlassung
)

// Parse reads a name. It takes any text and never fails: what it cannot read is
// a brand word.
func Parse(text string) Name {
	n := Name{Raw: text, Key: Normalise(text)}
	n.read(text)
	return n
}

// FromDomain reads the name in a web or e-mail domain, such as acme-cloud.co.uk
// or mail.acme.com: the label under the public suffix, hyphens as gaps. Empty
// Words when there is none. It does not know which domains are everybody's.
func FromDomain(domain string) Name {
	return Parse(domainLabel(domain))
}
