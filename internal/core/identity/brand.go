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
// the customer's. When nobody else has the brand, that is as good as a name.
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

// SharesBrand reports that a name, label or domain of another record begins with
// what the label of an account says alone: the label may be meant for it.
func SharesBrand(account, other *Prepared) bool {
	for i := range account.names {
		n := &account.names[i]
		if word, alone := brandAlone(&n.name); n.alias && alone && other.saysFirst(word) {
			return true
		}
	}
	return false
}

// SaysMore reports that another record is called by the brand that the label of an
// account says alone, and always by more than that: quillgate-mutual where the
// label says quillgate.
func SaysMore(account, other *Prepared) bool {
	for i := range account.names {
		n := &account.names[i]
		if word, alone := brandAlone(&n.name); n.alias && alone && other.saysFirst(word) && !other.calledAlone(word) {
			return true
		}
	}
	return false
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
		if !p.names[i].alias && beginsWith(&p.names[i].name, word) {
			return true
		}
	}
	return false
}

// saysFirst reports that anything the record is called by begins with a word.
func (p *Prepared) saysFirst(word string) bool {
	for i := range p.names {
		if beginsWith(&p.names[i].name, word) {
			return true
		}
	}
	for i := range p.domains {
		if beginsWith(&p.domains[i].name, word) {
			return true
		}
	}
	return false
}

// beginsWith reports that the first words of a name are a word, gaps aside.
func beginsWith(n *name.Name, word string) bool {
	var start strings.Builder
	for i := range n.Words {
		start.WriteString(latinOf(&n.Words[i]))
		if start.String() == word {
			return true
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
