package identity

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/name"
)

// domain is a domain that belongs to somebody.
type domain struct {
	whole string // mail.acme.co.uk
	root  string // acme.co.uk: what somebody registered
	name  name.Name
}

// second are labels under which a country's registry sells names.
const second = " com co net org gov edu ac or ne go gob gouv govt mil nom id web ltd plc me sch nhs police "

// parseDomain reads a domain, an address or an e-mail address; false for those
// that anybody can have an address at.
func parseDomain(found string) (domain, bool) {
	whole := customer.NormaliseDomain(found)
	if whole == "" {
		return domain{}, false
	}
	labels := strings.Split(whole, ".")
	n := len(labels)
	keep := 2
	if n > 2 && len(labels[n-1]) == 2 && strings.Contains(second, " "+labels[n-2]+" ") {
		keep = 3
	}
	root := strings.Join(labels[max(0, n-keep):], ".")
	if customer.NormaliseDomain(root) == "" { // a host at a provider of free mail
		return domain{}, false
	}
	return domain{whole, root, name.FromDomain(root)}, true
}
