package customer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// PartyID is one way in which the books name somebody: an account of the bills
// ("account:123456789012") or what a service line says of its customer
// ("book:<hash>"). Decisions are kept under it, so the same words must give the
// same id in every release: it is made without the tables of Normalise.
type PartyID string

const (
	accountPrefix = "account:"
	bookPrefix    = "book:"
)

// AccountParty is the party of an account of the bills, however it is written.
// Empty for an id without a letter or digit.
func AccountParty(account string) PartyID {
	if v := Normalise(KindAccount, account); v != "" {
		return PartyID(accountPrefix + v)
	}
	return ""
}

// Account gives the normalised account id of an account party.
func (p PartyID) Account() (string, bool) {
	account, is := strings.CutPrefix(string(p), accountPrefix)
	return account, is && account != ""
}

// IsBook reports a party of service lines.
func (p PartyID) IsBook() bool {
	hash, is := strings.CutPrefix(string(p), bookPrefix)
	return is && hash != ""
}

// identifier is how a party stands among a customer's identifiers.
func (p PartyID) identifier() (Identifier, bool) {
	if account, is := p.Account(); is {
		return Identifier{Kind: KindAccount, Value: account}, true
	}
	return Identifier{Kind: KindParty, Value: string(p)}, p.IsBook()
}

// Party is the party that a query speaks of: of its tax id, reference, mail or
// web domain and name, or of its account where it names only one. Empty where
// it says nothing or several accounts.
func (q Query) Party() PartyID {
	fields := []string{lettersAndDigits(q.TaxID), strings.Join(strings.Fields(asciiWidth(q.Ref)), " "),
		bareDomain(q.Domain, q.Email), lettersAndDigits(q.Name)}
	all := strings.Join(fields, "\x00")
	if len(all) == len(fields)-1 {
		if len(q.Accounts) == 1 {
			return AccountParty(q.Accounts[0])
		}
		return ""
	}
	sum := sha256.Sum256([]byte(all))
	return PartyID(bookPrefix + hex.EncodeToString(sum[:12]))
}

// bareDomain is the first non-empty domain as written, without what stands
// around it.
func bareDomain(candidates ...string) string {
	for _, c := range candidates {
		d := strings.TrimSpace(asciiWidth(c))
		if _, rest, ok := strings.Cut(d, "://"); ok {
			d = rest
		}
		d, _, _ = strings.Cut(d, "/")
		d = d[strings.LastIndexByte(d, '@')+1:]
		if d = strings.TrimPrefix(d, "www."); d != "" {
			return d
		}
	}
	return ""
}

// lettersAndDigits and asciiWidth are frozen: a change gives every party of
// every workspace another id and loses what was decided about it.
func lettersAndDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, asciiWidth(s))
}

// asciiWidth gives lower case with full-width ASCII and space made ordinary.
func asciiWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r += '!' - '！'
		case r == '　':
			r = ' '
		}
		return unicode.ToLower(r)
	}, s)
}
