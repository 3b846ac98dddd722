package identity

import (
	"slices"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// comparisons are working memory for comparing names, one per goroutine at a time.
var comparisons = sync.Pool{New: func() any { return new(name.Comparison) }}

// compared is a pair as the features see it, and what explains them.
type compared struct {
	values vector
	// left and right are the names that speak best for the pair; -1 without.
	left, right int
}

// compare sets the features of a pair. Of several names the two that speak best
// for the pair under these weights count, so that a further name never hurts.
func (m *Model) compare(a, b *Prepared) compared {
	c := compared{left: -1, right: -1}
	v := &c.values
	v[fPrior] = 1
	identifierValues(v, a, b)
	contextValues(v, a, b)
	weakValues(v, a, b)
	m.bestNames(&c, a, b)
	return c
}

// bestNames adds the features of the two names that speak best.
func (m *Model) bestNames(c *compared, a, b *Prepared) {
	if len(a.names) == 0 || len(b.names) == 0 {
		return
	}
	scratch, _ := comparisons.Get().(*name.Comparison)
	defer comparisons.Put(scratch)
	beside := c.values
	if len(a.names) == 1 && len(b.names) == 1 {
		c.left, c.right = 0, 0
		nameValues(&c.values, &a.names[0], &b.names[0], scratch)
		c.values.sayOnce()
		return
	}
	bestSum := 0.0
	for i := range a.names {
		for j := range b.names {
			v := beside
			nameValues(&v, &a.names[i], &b.names[j], scratch)
			v.sayOnce()
			if sum := v.dot(&m.weights); c.left < 0 || sum > bestSum {
				c.values, bestSum, c.left, c.right = v, sum, i, j
			}
		}
	}
}

// sayOnce takes from domains and hints what the names have said already: that
// herongate.example says Herongate is no news between two firms of that name.
func (v *vector) sayOnce() {
	said := 0.0
	for f := fBrandSame; f <= fBrandTranslation; f++ {
		said += v[f]
	}
	for _, f := range [...]feature{fDomainName, fHintTag, fHintResource, fHintEmail, fHintOrg, fHintPipeline} {
		v[f] = max(0, v[f]-said)
	}
}

// identifierValues compares exact identifiers. Ids of one kind contradict only
// when none of them is shared.
func identifierValues(v *vector, a, b *Prepared) {
	if _, ok := shared(a.accounts, b.accounts); ok {
		v[fAccountSame] = 1
	}
	if _, ok := shared(a.leis, b.leis); ok {
		v[fLEISame] = 1
	} else if len(a.leis) > 0 && len(b.leis) > 0 {
		v[fLEIDiffers] = 1
	}
	if _, ok := shared(a.duns, b.duns); ok {
		v[fDUNSSame] = 1
	} else if len(a.duns) > 0 && len(b.duns) > 0 {
		v[fDUNSDiffers] = 1
	}
	switch _, _, how := refs(a, b); how {
	case agree:
		v[fRefSame] = 1
	case differ:
		v[fRefDiffers] = 1
	case silent:
	}
	switch _, _, how := domains(a, b); how {
	case agree:
		v[fDomainSame] = 1
	case differ:
		v[fDomainDiffers] = 1
	case silent:
	}
	if f, _, _, ok := taxes(a, b); ok {
		v[f] = 1
	}
}

// standing is how the identifiers of one kind stand to each other.
type standing uint8

const (
	silent standing = iota // one side has none
	agree
	differ
)

// shared finds a value of both, in two sorted lists.
func shared(a, b []string) (string, bool) {
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			return x, true
		}
	}
	return "", false
}

// refs compares ids system by system.
func refs(a, b *Prepared) (left, right Ref, how standing) {
	for _, x := range a.refs {
		for _, y := range b.refs {
			switch {
			case x == y:
				return x, y, agree
			case x.System == y.System && how == silent:
				left, right, how = x, y, differ
			}
		}
	}
	return left, right, how
}

// domains compares what somebody registered: mail.acme.com is acme.com's.
func domains(a, b *Prepared) (left, right domain, how standing) {
	for _, x := range a.domains {
		for _, y := range b.domains {
			switch {
			case x.root == y.root:
				return x, y, agree
			case how == silent:
				left, right, how = x, y, differ
			}
		}
	}
	return left, right, how
}

// taxes compares tax numbers. One shared number decides. Else two numbers of one
// scheme contradict, but less so where one side is a branch; and numbers of two
// countries hardly do, as one firm may be registered in several.
func taxes(a, b *Prepared) (f feature, left, right taxID, ok bool) {
	for _, x := range a.taxes {
		for _, y := range b.taxes {
			switch {
			case x.same(y):
				return fTaxSame, x, y, true
			case x.comparable(y):
				if f != fTaxDiffers && f != fTaxDiffersBranch || !ok {
					f, left, right, ok = fTaxDiffers, x, y, true
				}
			case x.scheme != schemeUnknown && y.scheme != schemeUnknown && !ok:
				f, left, right, ok = fTaxDiffersCountry, x, y, true
			}
		}
	}
	if ok && f == fTaxDiffers && a.branch != b.branch {
		f = fTaxDiffersBranch
	}
	return f, left, right, ok
}
