package identity

import (
	"slices"
	"strings"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/name"
)

// maxNames bounds the names that are compared: two records of many names each
// would cost the product. Names come before aliases.
const maxNames = 12

// Prepared is a record made ready to compare: names taken apart, identifiers
// normalised. It is not changed once made and is safe for concurrent use.
type Prepared struct {
	Record Record

	names    []named
	accounts []string
	taxes    []taxID
	duns     []string
	leis     []string
	refs     []Ref
	domains  []domain
	payers   []string
	hints    []hint
	branch   bool // one of the names is a branch's
}

// named is one name of a record, other names inside it taken out.
type named struct {
	name  name.Name
	alias bool // given to an account by its user
}

type hint struct {
	Hint
	name name.Name
}

// Prepare makes a record ready to compare.
func Prepare(r Record) *Prepared {
	p := &Prepared{Record: r}
	for _, n := range r.Names {
		p.addName(name.Parse(n), false)
	}
	for _, n := range r.Names {
		p.addParts(n)
	}
	for _, n := range r.Aliases {
		if strings.Contains(n, "@") {
			p.addAddress(n)
			continue
		}
		p.addName(name.Parse(withoutTechnology(n)), true)
	}
	p.accounts = normalised(r.Accounts, account)
	p.duns = normalised(r.DUNS, duns)
	p.leis = normalised(r.LEI, lei)
	p.payers = normalised(r.Payers, account)
	for _, found := range r.TaxIDs {
		if id, ok := parseTaxID(found, strings.ToUpper(r.Country)); ok {
			p.taxes = append(p.taxes, id)
		}
	}
	for _, ref := range r.Refs {
		if v := customer.Normalise(customer.KindRef, ref.Value); v != "" {
			p.refs = append(p.refs, Ref{strings.ToLower(strings.TrimSpace(ref.System)), v})
		}
	}
	for _, found := range r.Domains {
		if d, ok := parseDomain(found); ok {
			p.domains = append(p.domains, d)
		}
	}
	for _, h := range r.Hints {
		for _, said := range h.says() {
			if n := name.Parse(said); len(n.Words) > 0 {
				p.hints = append(p.hints, hint{h, n})
			}
		}
	}
	return p
}

// addName takes a name and the other names that stand in it.
func (p *Prepared) addName(n name.Name, alias bool) {
	if len(n.Words) == 0 && n.Key == "" || len(p.names) >= maxNames {
		return
	}
	p.branch = p.branch || n.BranchOf
	p.names = append(p.names, named{n, alias})
	for _, o := range n.Others {
		p.addName(o.Name, alias)
	}
}

// addParts takes what else a text may say: the two names of "Tencent 腾讯", and
// that of a domain that somebody wrote for a name.
func (p *Prepared) addParts(text string) {
	if latin, han, ok := twoScripts(text); ok {
		for _, part := range []string{latin, han} {
			if n := name.Parse(part); n.Brand != "" {
				p.addName(n, false)
			}
		}
	}
	if strings.ContainsFunc(text, unicode.IsSpace) {
		return
	}
	if d, ok := parseDomain(text); ok {
		p.domains = append(p.domains, d)
		p.addName(d.name, true)
	}
}

// addAddress takes an e-mail address that an account is called by: aws-prod@acme.com
// is acme.com's. Where the part before the @ says more than what the account is
// for, it is somebody's who has accounts for others: aws+acme@partner.com.
func (p *Prepared) addAddress(text string) {
	local, _, _ := strings.Cut(text, "@")
	if d, ok := parseDomain(text); ok && withoutTechnology(local) == "" {
		p.domains = append(p.domains, d)
		p.addName(d.name, true)
	}
}

// twoScripts parts a text that is Latin words, a gap and then Chinese characters,
// or the other way round; 上海 ABC 科技 is one name.
func twoScripts(text string) (latin, han string, ok bool) {
	var words [2][]string
	changes, before := 0, -1
	for _, w := range strings.Fields(text) {
		script := 0
		for _, r := range w {
			if unicode.Is(unicode.Han, r) {
				script = 1
				break
			}
		}
		if script != before {
			changes, before = changes+1, script
		}
		words[script] = append(words[script], w)
	}
	return strings.Join(words[0], " "), strings.Join(words[1], " "), changes == 2
}

// says gives the texts of a hint that may be a name. An e-mail address may say
// it before the @ (aws+acme@partner.example) or after it.
func (h Hint) says() []string {
	if h.Source != HintEmail {
		return []string{withoutTechnology(h.Value)}
	}
	local, _, _ := strings.Cut(h.Value, "@")
	said := []string{withoutTechnology(local)}
	if d, ok := parseDomain(h.Value); ok {
		said = append(said, d.name.Raw)
	}
	return said
}

func normalised(values []string, by func(string) string) []string {
	var out []string
	for _, v := range values {
		if v = by(v); v != "" {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
