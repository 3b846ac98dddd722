package identity

import (
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// keyKind tells keys of different kinds apart, and how many records may share
// one before it says nothing.
type keyKind uint8

const (
	keyExact    keyKind = iota // an identifier
	keyName                    // a whole name
	keyWord                    // a telling word
	keyDeletion                // a telling word with one letter missing: slips meet
	keyInitials
	keyHead  // how a long word begins
	keySound // the consonants of a telling word, in any script
	keySense // the meaning of a known brand or a pair of common words
	keyKinds
)

// most is how many records may share a key of a kind. Identifiers are never too
// common; a word that a thousand firms have finds none of them.
func (k keyKind) most() int {
	return [keyKinds]int{1 << 30, 2000, 500, 200, 100, 100, 100, 200}[k]
}

// bits is what sharing a key of a kind says beyond its rarity, for ordering.
func (k keyKind) bits() float64 {
	return [keyKinds]float64{exactBits, 12, 6, 2, 3, 1, 1, 4}[k]
}

// exactBits is more than all names together can share.
const exactBits = 1000

// key is a hash of kind and text with the kind in the lowest bits.
type key uint64

func (k key) kind() keyKind { return keyKind(k & 0xF) }

// FNV-1a, by hand: hash/fnv would allocate for each of a million names.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func newKey(kind keyKind, parts ...string) key {
	h := uint64(fnvOffset)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint64(p[i])) * fnvPrime
		}
		h = (h ^ 0xFF) * fnvPrime
	}
	return key(mix(h)&^0xF | uint64(kind))
}

// mix spreads the bits of FNV, whose high ones are weak on short texts.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return h ^ h>>29
}

// keysOf appends every key under which a record is found. Two records are
// compared when they share one.
func keysOf(keys []key, p *Prepared) []key {
	for _, v := range p.accounts {
		keys = append(keys, newKey(keyExact, "account", v))
	}
	for _, t := range p.taxes {
		keys = append(keys, newKey(keyExact, "tax", t.block()))
	}
	for _, v := range p.leis {
		keys = append(keys, newKey(keyExact, "lei", v))
	}
	for _, v := range p.duns {
		keys = append(keys, newKey(keyExact, "duns", v))
	}
	for _, r := range p.refs {
		keys = append(keys, newKey(keyExact, r.System, r.Value))
	}
	for i := range p.domains {
		keys = append(keys, newKey(keyExact, "domain", p.domains[i].root))
		keys = nameKeys(keys, &p.domains[i].name)
	}
	for i := range p.names {
		keys = nameKeys(keys, &p.names[i].name)
	}
	for i := range p.hints {
		keys = nameKeys(keys, &p.hints[i].name)
	}
	return keys
}

// block is the part of a tax number that both ways of writing it share.
func (t taxID) block() string {
	if t.scheme == schemeUSCC {
		return t.value[2:17]
	}
	return t.value
}

func nameKeys(keys []key, n *name.Name) []key {
	if n.Key != "" {
		keys = append(keys, newKey(keyName, n.Key))
	}
	var joined, linked, all strings.Builder
	telling := 0
	for i := range n.Words {
		w := &n.Words[i]
		latin := latinOf(w)
		switch w.Kind {
		case name.KindLink: // van der Bilt, Ping An
			linked.WriteString(latin)
			continue
		case name.KindBrand:
			telling++
			joined.WriteString(latin)
			linked.WriteString(latin)
			keys = wordKeys(keys, w.Text, latin)
			if len(w.Sound) >= 2 {
				keys = append(keys, newKey(keySound, w.Sound))
			}
			if w.Sense != 0 {
				keys = append(keys, newKey(keySense, w.Sense.String()))
			}
		case name.KindCommon, name.KindCountry, name.KindPlace, name.KindNumber:
		}
		all.WriteString(latin)
	}
	if telling > 1 {
		keys = wordKeys(keys, "", joined.String())
	}
	if linked.Len() > joined.Len() {
		keys = append(keys, newKey(keyWord, linked.String()), newKey(keyDeletion, linked.String()))
	}
	if all.Len() > joined.Len() {
		keys = append(keys, newKey(keyWord, all.String()))
	}
	keys = pairKeys(keys, n, telling == 0)
	if len(n.Initials) >= 2 {
		keys = append(keys, newKey(keyInitials, n.Initials))
		for _, f := range n.Forms { // CNOOC: the C is Corporation's
			keys = append(keys, newKey(keyInitials, n.Initials, f.Text[:min(1, len(f.Text))]))
		}
	}
	return keys
}

// latinOf is a word in Latin letters where there is a way to write it so.
func latinOf(w *name.Word) string {
	latin := w.Latin
	if latin == "" {
		latin = w.Text
	}
	return strings.ReplaceAll(latin, " ", "")
}

// wordKeys are the keys of a telling word: itself, itself with any one letter
// missing (so that two spellings one slip apart share one), its beginning, and
// itself as initials.
func wordKeys(keys []key, text, latin string) []key {
	if text != "" && text != latin {
		keys = append(keys, newKey(keyWord, text))
	}
	keys = append(keys, newKey(keyWord, latin), newKey(keyDeletion, latin))
	if len(latin) >= 2 && len(latin) <= 6 {
		keys = append(keys, newKey(keyInitials, latin), newKey(keyInitials, latin[:len(latin)-1], latin[len(latin)-1:]))
	}
	if r := []rune(text); len(r) > 1 && text != latin {
		keys = append(keys, newKey(keyHead, string(r[:2])))
	}
	if len(latin) < 3 || len(latin) > 24 {
		return keys
	}
	for i := range len(latin) {
		if i > 0 && latin[i] == latin[i-1] {
			continue // the same text as before
		}
		keys = append(keys, newKey(keyDeletion, latin[:i]+latin[i+1:]))
	}
	if len(latin) >= 7 {
		keys = append(keys, newKey(keyHead, latin[:5]))
	}
	return keys
}

// pairKeys serve names by their common words, places and numbers: two of them
// together ("bank" with "estonia") are telling. A name that has nothing else gets
// every pair, others only neighbours.
func pairKeys(keys []key, n *name.Name, every bool) []key {
	const most = 6
	var said [most]string
	count := 0
	for i := range n.Words {
		w := &n.Words[i]
		if count == most {
			break
		}
		switch {
		case w.Kind == name.KindLink || w.Kind == name.KindBrand:
			continue
		case w.Value >= 0 && w.Kind == name.KindNumber:
			said[count] = strconv.Itoa(w.Value)
		case w.Sense != 0:
			said[count] = w.Sense.String()
		default:
			said[count] = latinOf(w)
		}
		count++
	}
	for i := range count {
		for k := i + 1; k < count && (every || k == i+1); k++ {
			keys = append(keys, newKey(keySense, min(said[i], said[k]), max(said[i], said[k])))
		}
	}
	return keys
}
