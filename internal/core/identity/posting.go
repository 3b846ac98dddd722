package identity

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

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

// postings finds records by key: postings in buckets by the high bits of the
// key, a key or two to a bucket, sorted within. A map of slices would take
// several times the time and memory to build.
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
	p.sort()
	return p
}

// sort brings each bucket into order, so that a key that thousands share is
// passed over and not walked through.
func (p *postings) sort() {
	var wait sync.WaitGroup
	buckets := len(p.start) - 2
	for part := range workers {
		wait.Go(func() {
			for bucket := buckets * part / workers; bucket < buckets*(part+1)/workers; bucket++ {
				if l := p.list[p.start[bucket]:p.start[bucket+1]]; len(l) > 1 {
					slices.SortFunc(l, func(a, b posting) int {
						return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.record, b.record))
					})
				}
			}
		})
	}
	wait.Wait()
}

// find gives the postings of a key.
func (p *postings) find(k key) []posting {
	if len(p.list) == 0 {
		return nil
	}
	bucket := uint64(k) >> p.shift
	l := p.list[p.start[bucket]:p.start[bucket+1]]
	from := 0
	if len(l) > 8 {
		from, _ = slices.BinarySearchFunc(l, k, func(e posting, k key) int { return cmp.Compare(e.key, k) })
	}
	for from < len(l) && l[from].key < k {
		from++
	}
	until := from
	if from < len(l) && len(l)-from > 8 {
		until, _ = slices.BinarySearchFunc(l, k+1, func(e posting, k key) int { return cmp.Compare(e.key, k) })
	}
	for until < len(l) && l[until].key == k {
		until++
	}
	return l[from:until]
}
