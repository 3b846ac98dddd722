package identity

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

const (
	// maxCandidates bounds what is compared for one record; those that share the
	// most telling keys stay. Where one is surely worth it, fewer others are.
	maxCandidates     = 20
	maxBesideASureOne = 10
	// leastShare is how many of the best candidate's bits another must share to be
	// compared: names that share a rare word leave behind those that share the
	// letters of half a word.
	leastShare = 0.06
	// enoughBits is a name that is surely worth comparing: one that is the same to
	// the letter must not push out those a letter away.
	enoughBits = 20
)

// search is working memory for finding candidates.
type search struct {
	keys    []key
	ids     []int32
	bits    []float32 // by record; zero where touched does not have it
	touched []int32
	found   []hit
	ranked  []ranked
}

type hit struct {
	record int32
	bits   float32
}

// ranked is a candidate that was compared.
type ranked struct {
	record   *Prepared
	compared compared
	score    Score
}

// searches has one search per goroutine at a time.
var searches = sync.Pool{New: func() any { return new(search) }}

// search finds the candidates of a record. The caller puts it back.
func (x *Index) search(p *Prepared) *search {
	s, _ := searches.Get().(*search)
	if len(s.bits) < len(x.records) {
		s.bits = make([]float32, len(x.records)+len(x.records)/8)
	}
	s.keys = distinct(keysOf(s.keys[:0], p))
	for _, k := range s.keys {
		ids, telling := x.having(s, k)
		for _, id := range ids {
			if s.bits[id] == 0 {
				s.touched = append(s.touched, id)
			}
			s.bits[id] += telling
		}
	}
	s.pick(x, p)
	return s
}

// having gives the records with a key and how telling it is to share it; none
// when too many have it.
func (x *Index) having(s *search, k key) ([]int32, float32) {
	base, later, most := x.postings(k), x.later[k], k.kind().most()
	if len(x.out) == 0 && len(base)+len(later) > most {
		return nil, 0
	}
	s.ids = s.ids[:0]
	for _, e := range base {
		s.ids = append(s.ids, e.record)
	}
	s.ids = append(s.ids, later...)
	if len(x.out) > 0 {
		s.ids = slices.DeleteFunc(s.ids, func(id int32) bool { return x.out[id] })
	}
	if len(s.ids) == 0 || len(s.ids) > most {
		return nil, 0
	}
	return s.ids, float32(max(0.1, k.kind().bits()-math.Log2(float64(len(s.ids)))/2))
}

// pick keeps the candidates that share the most, the best first, and leaves the
// working memory clean.
func (s *search) pick(x *Index, p *Prepared) {
	s.found = s.found[:0]
	self, known := x.place(p.Record.Key)
	best := float32(0)
	for _, id := range s.touched {
		if s.bits[id] < exactBits { // a shared identifier must not push names out
			best = max(best, min(s.bits[id], enoughBits))
		}
	}
	for _, id := range s.touched {
		if bits := s.bits[id]; bits >= best*leastShare && !(known && id == self) {
			s.found = append(s.found, hit{id, bits})
		}
		s.bits[id] = 0
	}
	s.touched = s.touched[:0]
	slices.SortFunc(s.found, func(a, b hit) int {
		if a.bits != b.bits {
			return cmp.Compare(b.bits, a.bits)
		}
		return cmp.Compare(x.keys[a.record], x.keys[b.record])
	})
	most := maxCandidates
	if best >= enoughBits {
		most = maxBesideASureOne
	}
	s.found = s.found[:min(len(s.found), most)]
}
