package identity

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// leastBrandBits is how telling a word must be to name a firm by itself: a coined
// one, not one that the next firm may have too.
const leastBrandBits = 12

// NamedAlone reports that the label of an account is the brand of a customer and
// nothing else. It agrees when the customer is known to call itself by the brand
// alone: its domain or the label of another of its accounts is the same word.
// Where domains or labels are known and none agrees, the label is not taken for
// the customer's. When no other customer has the brand, that is as good as a name.
func NamedAlone(account, customer *Prepared) (says, agrees bool) {
	for i := range account.names {
		n := &account.names[i]
		word, alone := brandAlone(&n.name)
		if !n.alias || !alone || !customer.begins(word) {
			continue
		}
		if customer.calledAlone(word) {
			return true, true
		}
		says = says || len(customer.domains) == 0 && !customer.labelled()
	}
	return says, false
}

// brandAlone gives the telling words of a name that has no others.
func brandAlone(n *name.Name) (string, bool) {
	var word strings.Builder
	var bits float64
	for i := range n.Words {
		w := &n.Words[i]
		if w.Kind != name.KindBrand {
			return "", false
		}
		bits += w.Weight
		word.WriteString(latinOf(w))
	}
	return word.String(), bits >= leastBrandBits
}

// begins reports that a full name of the record begins with a word.
func (p *Prepared) begins(word string) bool {
	for i := range p.names {
		var start strings.Builder
		for k := range p.names[i].name.Words {
			start.WriteString(latinOf(&p.names[i].name.Words[k]))
			if !p.names[i].alias && start.String() == word {
				return true
			}
		}
	}
	return false
}

// calledAlone reports that a domain or label of the record is a word and no more.
func (p *Prepared) calledAlone(word string) bool {
	for i := range p.domains {
		if said, _ := brandAlone(&p.domains[i].name); said == word {
			return true
		}
	}
	for i := range p.names {
		if said, _ := brandAlone(&p.names[i].name); p.names[i].alias && said == word {
			return true
		}
	}
	return false
}

// labelled reports that accounts of the record have labels.
func (p *Prepared) labelled() bool {
	for i := range p.names {
		if p.names[i].alias {
			return true
		}
	}
	return false
}
