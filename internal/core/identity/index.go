package identity

import (
	"slices"
	"sync"
)

// Index finds the records that are worth comparing with one. Records can be
// added at any time; Candidates is safe for concurrent use, Add is not.
type Index struct {
	records []*Prepared      // nil where a record was taken out, or is kept by its keys
	keys    []string         // of every record; not emptied where one was taken out
	out     map[int32]bool   // taken out
	kept    *keptRecords     // nil for an index of records
	at      map[string]int32 // by record key, but for those that are kept
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
	x := &Index{at: make(map[string]int32, len(records)), later: map[key][]int32{}, out: map[int32]bool{}}
	x.records, x.keys = make([]*Prepared, len(records)), make([]string, len(records))
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
		x.Remove(r.Key)
		x.at[r.Key], x.keys[i] = int32(i), r.Key
	}
	x.base = newPostings(parts)
	return x
}

// Add puts a record in, in place of one with the same key.
func (x *Index) Add(r Record) *Prepared {
	x.Remove(r.Key)
	p := Prepare(r)
	i := int32(len(x.records))
	x.records, x.keys = append(x.records, p), append(x.keys, r.Key)
	x.at[r.Key] = i
	for _, k := range distinct(keysOf(nil, p)) {
		x.later[k] = append(x.later[k], i)
	}
	return p
}

// Remove takes a record out; an unknown key is no error.
func (x *Index) Remove(key string) {
	if i, ok := x.place(key); ok {
		x.records[i], x.out[i] = nil, true
		delete(x.at, key)
	}
}

// Find gives the record of a key.
func (x *Index) Find(key string) (*Prepared, bool) {
	if i, ok := x.place(key); ok {
		return x.record(i), true
	}
	return nil, false
}

// Len is how many records the index holds.
func (x *Index) Len() int { return len(x.records) - len(x.out) }

// place gives where a record stands that was not taken out.
func (x *Index) place(key string) (int32, bool) {
	i, ok := x.at[key]
	if !ok && x.kept != nil {
		i, ok = x.kept.names.at[key]
	}
	return i, ok && !x.out[i]
}

// Candidates gives the records that share keys with one, the most telling first
// and never itself. The order does not depend on the order of insertion.
func (x *Index) Candidates(p *Prepared) []Candidate {
	s := x.search(p)
	defer searches.Put(s)
	out := make([]Candidate, 0, len(s.found))
	for _, f := range s.found {
		out = append(out, Candidate{x.record(f.record), float64(f.bits)})
	}
	return out
}

func distinct(keys []key) []key {
	slices.Sort(keys)
	return slices.Compact(keys)
}
