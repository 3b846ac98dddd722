package pipeline

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// lookRows is how far down a header may stand: an export may have a title above it.
const lookRows = 20

// header is where a table's columns stand.
type header struct {
	names []string
	index map[string]int // by canon
}

// canon is how headers are compared: without case, space around them and
// full-width forms.
func canon(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(source.Narrow(s)), " "))
}

func newHeader(names []string) header {
	h := header{names: names, index: map[string]int{}}
	for i, n := range names {
		if c := canon(n); c != "" {
			if _, twice := h.index[c]; !twice {
				h.index[c] = i
			}
		}
	}
	return h
}

func (h header) has(name string) bool { _, ok := h.index[canon(name)]; return ok }

// fits reports that every header of a mapping's signature is there.
func (h header) fits(m Mapping) bool {
	return len(m.Detect.Headers) > 0 && !slices.ContainsFunc(m.Detect.Headers, func(n string) bool { return !h.has(n) })
}

// mapping finds the mapping of a header: the one given where it has the id, else
// the preset that fits.
func (d *drafting) mapping(h header) (Mapping, bool) {
	if m := d.opts.Mapping; m != nil {
		return *m, slices.ContainsFunc(m.Columns[FieldID], h.has)
	}
	if d.presets == nil {
		d.presets = Presets()
	}
	for _, m := range d.presets {
		if h.fits(m) {
			return m, true
		}
	}
	return Mapping{}, false
}

// table reads delimited text.
func (d *drafting) table(text []byte) error {
	csv, err := source.DetectCSV(bytes.NewReader(text), d.file)
	if err != nil {
		return err
	}
	var h header
	widest := ""
	for found, seen := false, 0; !found; seen++ {
		record, err := csv.Read()
		if errors.Is(err, io.EOF) || err == nil && seen == lookRows {
			if widest == "" {
				return fault.New(fault.KindInvalid, "pipeline.empty").At(fault.Place{File: d.file})
			}
			return d.unknown(widest)
		}
		if err != nil {
			return err
		}
		h = newHeader(record.Strings())
		if d.m, found = d.mapping(h); !found {
			if line := strings.Join(h.names, ", "); len(line) > len(widest) {
				widest = line
			}
		}
	}
	d.begin()
	for {
		record, err := csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		cells := record.Strings()
		at := fault.Place{File: d.file, Row: record.Number}
		if record.Fault != nil {
			d.reject(batch.Reject{Place: at, Reason: record.Fault.Code, Args: record.Fault.Args}, h.names, cells)
			continue
		}
		if slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			d.record(row{header: h, cells: cells, number: record.Number})
		}
	}
}

// unknown says that no mapping fits, with what was seen.
func (d *drafting) unknown(seen string) error {
	const most = 200
	if runes := []rune(seen); len(runes) > most {
		seen = string(runes[:most]) + "…"
	}
	return fault.New(fault.KindInvalid, "pipeline.format_unknown").With("headers", seen).At(fault.Place{File: d.file})
}

// row is one row of a table, or one flat object.
type row struct {
	header
	cells  []string
	number int64
}

func (r row) cell(name string) string {
	if i, ok := r.index[canon(name)]; ok && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}
