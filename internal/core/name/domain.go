package name

import "strings"

// Host gives the host of a domain, an address on the web or an e-mail address,
// in lower case: mail.acme.com of "https://mail.acme.com:8443/x".
func Host(address string) string {
	d := strings.ToLower(strings.TrimSpace(FoldWidth(address)))
	if _, rest, ok := strings.Cut(d, "://"); ok {
		d = rest
	}
	d, _, _ = strings.Cut(d, "/")
	if at := strings.LastIndexByte(d, '@'); at >= 0 {
		d = d[at+1:]
	}
	d, _, _ = strings.Cut(d, ":")
	return d
}

// domainLabel gives the label that was registered, with gaps for its hyphens:
// "acme cloud" of mail.acme-cloud.co.uk. It takes addresses on the web and
// e-mail addresses too. What stands under a country and com, co, org and the
// like was registered there.
func domainLabel(domain string) string {
	labels := strings.FieldsFunc(Host(domain), func(r rune) bool { return r == '.' })
	if len(labels) < 2 {
		return ""
	}
	at := len(labels) - 2
	if at > 0 && len(labels[at+1]) == 2 && secondLevel(labels[at]) {
		at--
	}
	return strings.ReplaceAll(labels[at], "-", " ")
}

// secondLevel knows what countries have between a name and their own ending.
func secondLevel(label string) bool {
	switch label {
	case "co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob", "gouv", "mil", "ltd", "plc", "me", "in", "firm", "gen",
		"biz", "info", "web", "asn", "id", "nom", "sch", "k12", "res", "gv", "adv", "ind", "art", "tm", "re", "pe":
		return true
	}
	return false
}
