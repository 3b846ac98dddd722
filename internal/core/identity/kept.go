package identity

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Keys are the keys under which a record is found, in order, each once. They stay
// the same for the same record as long as the program does, so that they can be
// kept in its place.
type Keys []uint64

// Keys gives the keys of a record.
func (p *Prepared) Keys() Keys {
	found := distinct(keysOf(nil, p))
	out := make(Keys, len(found))
	for i, k := range found {
		out[i] = uint64(k)
	}
	return out
}

// Common reports that so many records share a key that it finds none of them.
func Common(k uint64, records int) bool { return records > key(k).kind().most() }

// KeySet is a set of keys that tells quickly what is not in it.
type KeySet struct {
	bits []uint64
	in   map[uint64]int // how many records have it, where somebody counts
}

// filterBits is how many of the high bits of a key the filter looks at: 128 KiB,
// which stay near the processor.
const filterBits = 20

// NewKeySet is an empty set.
func NewKeySet() *KeySet {
	return &KeySet{bits: make([]uint64, 1<<filterBits/64), in: map[uint64]int{}}
}

// Add puts keys in.
func (s *KeySet) Add(keys ...uint64) {
	for _, k := range keys {
		h := k >> (64 - filterBits)
		s.bits[h/64] |= 1 << (h % 64)
		s.in[k] += 0
	}
}

// Len is how many keys the set has.
func (s *KeySet) Len() int { return len(s.in) }

// All gives the keys in no order.
func (s *KeySet) All() Keys {
	out := make(Keys, 0, len(s.in))
	for k := range s.in {
		out = append(out, k)
	}
	return out
}

// maybe reports a key that may be in the set; what it denies is not.
func (s *KeySet) maybe(k uint64) bool {
	h := k >> (64 - filterBits)
	return s.bits[h/64]&(1<<(h%64)) != 0
}

// Has reports a key of the set.
func (s *KeySet) Has(k uint64) bool {
	if !s.maybe(k) {
		return false
	}
	_, in := s.in[k]
	return in
}

// Meets reports that a record has a key of the set.
func (s *KeySet) Meets(keys Keys) bool {
	for _, k := range keys {
		if s.Has(k) {
			return true
		}
	}
	return false
}

// Count counts a record for each of its keys in the set.
func (s *KeySet) Count(keys Keys) {
	for _, k := range keys {
		if s.Has(k) {
			s.in[k]++
		}
	}
}

// WithoutCommon gives the keys that still find somebody: counted, and shared by
// not many more records than a key may. Spare is how many records may have come or
// gone since somebody was compared.
func (s *KeySet) WithoutCommon(spare int) *KeySet {
	out := NewKeySet()
	for k, n := range s.in {
		if !Common(k, n-spare) {
			out.Add(k)
		}
	}
	return out
}

// keptRecords are records of which an index has the keys, and the rest when it is
// asked for.
type keptRecords struct {
	names  *Names
	keys   []Keys
	record func(i int) Record
	made   []atomic.Pointer[Prepared]
	wanted *KeySet

	mu    sync.Mutex
	extra map[key][]posting // of keys that were not wanted, but asked for
}

// Names are the keys of records, each once, and the place of each.
type Names struct {
	keys []string
	at   map[string]int32
}

// NewNames orders names for any number of indexes.
func NewNames(keys []string) *Names {
	n := &Names{keys: slices.Clip(keys), at: make(map[string]int32, len(keys))}
	for i, k := range keys {
		n.at[k] = int32(i)
	}
	return n
}

// NewKeptIndex indexes records by their names and keys, as Keys gave them. It
// answers exactly as NewIndex of the same records would. Record makes one that is
// compared, from several goroutines at once; keys that are wanted are found at
// once, others by going through all of them.
func NewKeptIndex(names *Names, keys []Keys, wanted *KeySet, record func(i int) Record) *Index {
	x := &Index{at: map[string]int32{}, later: map[key][]int32{}, out: map[int32]bool{}, records: make([]*Prepared, len(keys)), keys: names.keys,
		kept: &keptRecords{names: names, keys: keys, record: record, made: make([]atomic.Pointer[Prepared], len(keys)), wanted: wanted, extra: map[key][]posting{}}}
	parts := make([]postingList, workers)
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() {
			for i := len(keys) * part / workers; i < len(keys)*(part+1)/workers; i++ {
				for _, k := range keys[i] {
					if wanted.maybe(k) {
						parts[part] = append(parts[part], posting{key(k), int32(i)})
					}
				}
			}
		})
	}
	wait.Wait()
	x.base = newPostings(parts)
	return x
}

// record gives a record, made ready when it is asked for first.
func (x *Index) record(i int32) *Prepared {
	if p := x.records[i]; p != nil || x.kept == nil || int(i) >= len(x.kept.made) {
		return p
	}
	made := &x.kept.made[i]
	if made.Load() == nil {
		made.CompareAndSwap(nil, Prepare(x.kept.record(int(i))))
	}
	return made.Load()
}

// postings gives who had a key when the index was made.
func (x *Index) postings(k key) []posting {
	if x.kept == nil || x.kept.wanted.maybe(uint64(k)) {
		return x.base.find(k)
	}
	x.kept.mu.Lock()
	defer x.kept.mu.Unlock()
	found, known := x.kept.extra[k]
	if !known {
		for i, keys := range x.kept.keys {
			for _, other := range keys {
				if key(other) == k {
					found = append(found, posting{k, int32(i)})
				}
			}
		}
		x.kept.extra[k] = found
	}
	return found
}
