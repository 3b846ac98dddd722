package identity

import "math/bits"

// posting says that a record has a key.
type posting struct {
	key    key
	record int32
}

// postingList is the postings of one part of the records, in their order.
type postingList []posting

func (l *postingList) add(keys []key, record int32) {
	for _, k := range keys {
		*l = append(*l, posting{k, record})
	}
}

// postings finds records by key: postings sorted into buckets by the high bits
// of the key, about one key to a bucket. Building it is two passes; a map of
// slices would take several times the time and memory.
type postings struct {
	shift uint
	start []int32 // of each bucket in list, and the end
	list  []posting
}

func newPostings(parts []postingList) postings {
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	width := max(1, bits.Len(uint(total)))
	p := postings{shift: uint(64 - width), list: make([]posting, total)}
	p.start = make([]int32, 1<<width+2)
	// Counted two places up, so that filling moves the starts to where they belong.
	for _, part := range parts {
		for i := range part {
			p.start[uint64(part[i].key)>>p.shift+2]++
		}
	}
	for i := 1; i < len(p.start); i++ {
		p.start[i] += p.start[i-1]
	}
	for _, part := range parts {
		for i := range part {
			at := &p.start[uint64(part[i].key)>>p.shift+1]
			p.list[*at] = part[i]
			*at++
		}
	}
	return p
}

// find appends the records that have a key.
func (p *postings) find(ids []int32, k key) []int32 {
	if len(p.list) == 0 {
		return ids
	}
	bucket := uint64(k) >> p.shift
	for i := p.start[bucket]; i < p.start[bucket+1]; i++ {
		if p.list[i].key == k {
			ids = append(ids, p.list[i].record)
		}
	}
	return ids
}
