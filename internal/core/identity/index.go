package identity

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Index finds the records that are worth comparing with one. Records can be
// added at any time; Candidates is safe for concurrent use, Add is not.
type Index struct {
	records []*Prepared
	at      map[string]int32 // by record key
	base    postings         // of the records that NewIndex got
	later   map[key][]int32  // of those added since
}

// Candidate is a record of the index that shares keys with the one asked for.
type Candidate struct {
	Record *Prepared
	Keys   float64 // how telling the shared keys are, in bits; only for ordering
}

// workers is how many goroutines prepare the records of a new index: more than
// a small machine has processors, so that the last of them waits little.
const workers = 8

// NewIndex prepares and indexes records. Of two records with one key the later
// counts.
func NewIndex(records []Record) *Index {
	x := &Index{at: make(map[string]int32, len(records)), later: map[key][]int32{}}
	x.records = make([]*Prepared, len(records))
	parts := make([]postingList, workers)
	var wait sync.WaitGroup
	for part := range parts {
		from, until := len(records)*part/len(parts), len(records)*(part+1)/len(parts)
		wait.Go(func() {
			var keys []key
			for i := from; i < until; i++ {
				x.records[i] = Prepare(records[i])
				keys = distinct(keysOf(keys[:0], x.records[i]))
				parts[part].add(keys, int32(i))
			}
		})
	}
	wait.Wait()
	for i, r := range records {
		if old, ok := x.at[r.Key]; ok {
			x.records[old] = nil
		}
		x.at[r.Key] = int32(i)
	}
	x.base = newPostings(parts)
	return x
}

// Add puts a record in, in place of one with the same key.
func (x *Index) Add(r Record) *Prepared {
	x.Remove(r.Key)
	p := Prepare(r)
	i := int32(len(x.records))
	x.records = append(x.records, p)
	x.at[r.Key] = i
	for _, k := range distinct(keysOf(nil, p)) {
		x.later[k] = append(x.later[k], i)
	}
	return p
}

// Remove takes a record out; an unknown key is no error.
func (x *Index) Remove(key string) {
	if i, ok := x.at[key]; ok {
		x.records[i] = nil
		delete(x.at, key)
	}
}

// Find gives the record of a key.
func (x *Index) Find(key string) (*Prepared, bool) {
	if i, ok := x.at[key]; ok {
		return x.records[i], true
	}
	return nil, false
}

// Len is how many records the index holds.
func (x *Index) Len() int { return len(x.at) }

// maxCandidates bounds what is compared for one record; those that share the
// most telling keys stay.
const maxCandidates = 24

// Candidates gives the records that share keys with one, the most telling first
// and never itself. The order does not depend on the order of insertion.
func (x *Index) Candidates(p *Prepared) []Candidate {
	s, _ := searches.Get().(*search)
	defer searches.Put(s)
	s.run(x, p)
	out := make([]Candidate, 0, len(s.found))
	for _, f := range s.found {
		out = append(out, Candidate{x.records[f.record], f.bits})
	}
	return out
}

// searches is working memory, one per goroutine at a time.
var searches = sync.Pool{New: func() any { return &search{bits: map[int32]float64{}} }}

type search struct {
	keys  []key
	ids   []int32
	bits  map[int32]float64
	found []hit
}

type hit struct {
	record int32
	bits   float64
}

func (s *search) run(x *Index, p *Prepared) {
	s.keys = distinct(keysOf(s.keys[:0], p))
	clear(s.bits)
	for _, k := range s.keys {
		s.ids = x.base.find(s.ids[:0], k)
		s.ids = append(s.ids, x.later[k]...)
		s.ids = slices.DeleteFunc(s.ids, func(id int32) bool { return x.records[id] == nil })
		if len(s.ids) == 0 || len(s.ids) > k.kind().most() {
			continue
		}
		bits := k.kind().bits() - math.Log2(float64(len(s.ids)))/2
		for _, id := range s.ids {
			s.bits[id] += max(bits, 0.1)
		}
	}
	s.found = s.found[:0]
	for id, bits := range s.bits {
		if x.records[id].Record.Key != p.Record.Key {
			s.found = append(s.found, hit{id, bits})
		}
	}
	slices.SortFunc(s.found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(x.records[a.record].Record.Key, x.records[b.record].Record.Key))
	})
	s.found = s.found[:min(len(s.found), maxCandidates)]
}

func distinct(keys []key) []key {
	slices.Sort(keys)
	return slices.Compact(keys)
}
