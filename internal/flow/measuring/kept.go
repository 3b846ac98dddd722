package measuring

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// mostKept is how many bytes of facts stay in memory, by Facts.bytes: those of some
// two million groups, which a distributor's book of 5,000 customers over two years
// has once it keeps providers and services apart. The largest question is answered
// all the same and then let go.
const mostKept = 1 << 30

// kept is what the books say, under the questions that differ in what they need
// of it: details to keep apart, costs, bases. Period, filters, currency and who
// asks make no difference here. All are of one state of the books.
type kept struct {
	mu      sync.Mutex
	books   string
	entries map[string]*entry
	order   []string // oldest first
	bytes   int
}

type entry struct {
	done  chan struct{}
	facts *Facts
	err   error
}

// whole is the question without what can be taken out of its facts afterwards,
// so that many questions have one.
func (q Question) whole() Question {
	w := Question{Payers: q.Payers, Books: q.Books, Definitions: slices.Concat(multiplier.Shipped(), q.Definitions)}
	for _, d := range details() {
		if q.asks(d) {
			w.By = append(w.By, d)
		}
	}
	return w
}

// key names everything that decides what is read.
func (q Question) key() (string, error) {
	first, second := q.bases()
	text, err := json.Marshal([]any{q.Payers, q.By, q.valued(), first, second})
	return string(text), err
}

// facts gives what is kept, or reads it: once, whoever asks meanwhile waits.
// What it gives is shared and must not be changed.
func (k *kept) facts(ctx context.Context, q Question, read func(context.Context, Question) (*Facts, error)) (*Facts, error) {
	key, err := q.key()
	if err != nil {
		return nil, err
	}
	for {
		e, mine := k.claim(q.Books, key)
		if mine {
			k.read(ctx, q, key, e, read)
			return e.facts, e.err
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Who reads may go away in the middle: that is their error, and the next turn
		// makes this one the reader.
		if _, isFault := fault.As(e.err); e.err == nil || isFault || ctx.Err() != nil {
			return e.facts, e.err
		}
	}
}

// errUnread is what a reading ends with that did not come to its end.
var errUnread = errors.New("the books were not read to their end")

func (k *kept) read(ctx context.Context, q Question, key string, e *entry, read func(context.Context, Question) (*Facts, error)) {
	defer k.settle(q.Books, key, e)
	e.err = errUnread
	e.facts, e.err = read(ctx, q)
}

// claim finds an entry, or makes the caller the one who has to read it.
func (k *kept) claim(books, key string) (_ *entry, mine bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.books != books {
		k.books, k.entries, k.order, k.bytes = books, map[string]*entry{}, nil, 0
	}
	if e, ok := k.entries[key]; ok {
		return e, false
	}
	e := &entry{done: make(chan struct{})}
	k.entries[key] = e
	return e, true
}

// settle keeps what was read, and lets go of the oldest where that is too much.
func (k *kept) settle(books, key string, e *entry) {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer close(e.done)
	if k.books != books || k.entries[key] != e {
		return
	}
	if e.err != nil || e.facts.bytes() > mostKept { // which would push out all others, and itself
		delete(k.entries, key)
		return
	}
	k.order, k.bytes = append(k.order, key), k.bytes+e.facts.bytes()
	for k.bytes > mostKept {
		k.bytes -= k.entries[k.order[0]].facts.bytes()
		delete(k.entries, k.order[0])
		k.order = k.order[1:]
	}
}

// decimalBytes is what an amount takes beside its place: a header, digits, and what
// the allocator adds.
const decimalBytes = 64

// bytes is about what facts take. Texts stand once for many and are left out, and so
// is the amount of most costs, which is that of another.
func (f *Facts) bytes() int {
	cloud, services := len(f.Cloud)*int(reflect.TypeFor[CloudGroup]().Size()), len(f.Services)*int(reflect.TypeFor[ServiceGroup]().Size())
	for _, g := range f.Cloud {
		cloud += len(g.Facts) * (int(reflect.TypeFor[multiplier.CloudFact]().Size()) + 2*decimalBytes)
	}
	for _, g := range f.Services {
		services += len(g.Facts) * (int(reflect.TypeFor[multiplier.ServiceFact]().Size()) + decimalBytes)
	}
	return cloud + services
}
