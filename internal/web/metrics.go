package web

import (
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// bounds of the histogram of answer times.
var bounds = []time.Duration{5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, time.Second, 2500 * time.Millisecond, 10 * time.Second}

// metrics measures requests and writes what it measured in Prometheus' text
// format, which is a page of text and needs no library.
type metrics struct {
	mu     sync.Mutex
	open   int
	counts map[outcome]int64
	times  map[string]*histogram // by route
}

type outcome struct{ route, status string }

type histogram struct {
	buckets []int64 // one more than bounds
	sum     time.Duration
	count   int64
}

func newMetrics() *metrics {
	return &metrics{counts: map[outcome]int64{}, times: map[string]*histogram{}}
}

// begin counts a request in; what it returns counts it out.
func (m *metrics) begin() func(*record, time.Duration) {
	m.mu.Lock()
	m.open++
	m.mu.Unlock()
	return func(rec *record, took time.Duration) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.open--
		m.counts[outcome{rec.route, strconv.Itoa(rec.status)}]++
		h := m.times[rec.route]
		if h == nil {
			h = &histogram{buckets: make([]int64, len(bounds)+1)}
			m.times[rec.route] = h
		}
		at, _ := slices.BinarySearch(bounds, took)
		h.buckets[at]++
		h.sum += took
		h.count++
	}
}

// ServeHTTP answers a scrape.
func (m *metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprint(w, m.text()) //nolint:errcheck // a scraper that went away needs nothing
}

func (m *metrics) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	head := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	head("sevenfold_http_requests_total", "counter", "Requests answered, by route and status.")
	for _, o := range slices.SortedFunc(maps.Keys(m.counts), func(a, b outcome) int { return strings.Compare(a.route+a.status, b.route+b.status) }) {
		fmt.Fprintf(&b, "sevenfold_http_requests_total{route=%q,status=%q} %d\n", o.route, o.status, m.counts[o])
	}
	head("sevenfold_http_request_seconds", "histogram", "Time to answer, by route.")
	for _, route := range slices.Sorted(maps.Keys(m.times)) {
		h, below := m.times[route], int64(0)
		for i, bound := range bounds {
			below += h.buckets[i]
			fmt.Fprintf(&b, "sevenfold_http_request_seconds_bucket{route=%q,le=\"%g\"} %d\n", route, bound.Seconds(), below)
		}
		fmt.Fprintf(&b, "sevenfold_http_request_seconds_bucket{route=%q,le=\"+Inf\"} %d\n", route, h.count)
		fmt.Fprintf(&b, "sevenfold_http_request_seconds_sum{route=%q} %g\n", route, h.sum.Seconds())
		fmt.Fprintf(&b, "sevenfold_http_request_seconds_count{route=%q} %d\n", route, h.count)
	}
	head("sevenfold_http_requests_open", "gauge", "Requests being answered.")
	fmt.Fprintf(&b, "sevenfold_http_requests_open %d\n", m.open)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	head("go_goroutines", "gauge", "Goroutines that exist.")
	fmt.Fprintf(&b, "go_goroutines %d\n", runtime.NumGoroutine())
	head("go_memstats_heap_inuse_bytes", "gauge", "Heap in use, in bytes; the engine's memory is not in it.")
	fmt.Fprintf(&b, "go_memstats_heap_inuse_bytes %d\n", memory.HeapInuse)
	return b.String()
}
