package importing

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

// The careful path reads a file row by row in Go, where the engine cannot: in
// archives and other encodings, and wherever the engine met a row it could not
// read. It checks every number and date, keeps bad rows out with their reasons,
// and hands the good ones to the engine through a pipe, so that nothing is
// written twice and memory stays flat.

// sourceRowHeader carries row numbers through the pipe.
const sourceRowHeader = "sevenfold_source_row"

// required are the columns without which a row is not a charge.
func required(format string) []string {
	if format == awscur.Format {
		return []string{"line_item_unblended_cost", "line_item_line_item_type", "line_item_currency_code", "bill_billing_period_start_date"}
	}
	return []string{"billed_cost", "billing_currency", "billing_period_start", "charge_category"}
}

// rowReader yields the rows of a file: number as a spreadsheet shows it, fields
// as text ("" is null), or a fault for a row that is broken as a row.
type rowReader func(yield func(number int64, fields []string, broken *fault.Error) error) error

// rows opens the file for reading row by row.
func (im *Importer) rows(ctx context.Context, f *billFile) rowReader {
	if f.entry.Kind == source.KindParquet {
		return func(yield func(int64, []string, *fault.Error) error) error {
			n, fields := int64(0), make([]string, len(f.header))
			return im.Engine.Records(ctx, f.entry.Path, func(values []*string) error {
				n++
				for i, v := range values {
					fields[i] = ""
					if v != nil {
						fields[i] = *v
					}
				}
				return yield(n, fields, nil)
			})
		}
	}
	return func(yield func(int64, []string, *fault.Error) error) (err error) {
		s, err := f.entry.Open()
		if err != nil {
			return err
		}
		defer func() {
			if cerr := s.Close(); err == nil {
				err = cerr
			}
		}()
		text := source.NewText(s)
		csv := source.NewCSV(text, f.dialect, f.entry.Name())
		// Width stays open: it would forgive empty fields at the end, and in a bill
		// that is a row in which a stray delimiter has moved every field after it.
		header := max(f.dialect.HeaderRow, 1)
		for {
			if err := ctx.Err(); err != nil {
				return err
			}
			rec, err := csv.Read()
			if errors.Is(err, io.EOF) {
				f.judgeText(text)
				return nil
			}
			if err != nil {
				return err
			}
			if rec.Number <= header {
				continue
			}
			if rec.Fault == nil && len(rec.Fields) != len(f.header) {
				rec.Fault = fault.New(fault.KindInvalid, "source.csv_ragged").With("want", len(f.header)).With("got", len(rec.Fields)).
					At(fault.Place{File: f.entry.Name(), Row: rec.Number})
			}
			if err := yield(rec.Number, rec.Strings(), rec.Fault); err != nil {
				return err
			}
		}
	}
}

// cleaner checks and canonises the rows of one file.
type cleaner struct {
	file    *billFile
	columns []cleanColumn
	dates   source.DateFormat
	hasDate bool
	numbers source.NumberFormat
	rejects *rejects
}

type cleanColumn struct {
	index    int
	header   string
	time     bool
	required bool
	native   bool
}

func newCleaner(f *billFile, r *rejects) *cleaner {
	at := map[string]int{}
	for i := len(f.header) - 1; i >= 0; i-- {
		at[f.header[i]] = i
	}
	c := &cleaner{file: f, rejects: r}
	need := map[string]bool{}
	for _, name := range required(f.format) {
		need[name] = true
	}
	for _, raw := range f.mapping.Raw {
		i, ok := at[raw.Header]
		if raw.Header == "" || !ok || (!raw.Native && !need[raw.Name]) {
			continue
		}
		c.columns = append(c.columns, cleanColumn{index: i, header: raw.Header, time: raw.IsTime(), required: need[raw.Name], native: raw.Native})
	}
	return c
}

// clean canonises one row in place; a non-nil place says what is wrong with it.
func (c *cleaner) clean(fields []string) (column, value, reason string) {
	for _, col := range c.columns {
		text := strings.TrimSpace(fields[col.index])
		if isNull(text) {
			if col.required {
				return col.header, "", "bill.value_required"
			}
			fields[col.index] = ""
			continue
		}
		if !col.native {
			continue
		}
		canonical, code := c.value(col, text)
		if code != "" {
			return col.header, fields[col.index], code
		}
		fields[col.index] = canonical
	}
	return "", "", ""
}

func isNull(s string) bool { return s == "" || s == "NULL" || s == "null" }

// value gives the canonical text of a number or moment, or the reason why not.
func (c *cleaner) value(col cleanColumn, text string) (canonical, reason string) {
	if col.time {
		if t, err := period.ParseInstant(text); err == nil {
			return t.Format("2006-01-02 15:04:05.999999"), ""
		}
		if c.hasDate {
			if t, err := c.dates.Parse(text); err == nil {
				return t.UTC().Format("2006-01-02 15:04:05"), ""
			}
		}
		return "", "time.malformed"
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		n, nerr := c.numbers.Parse(text)
		if nerr != nil {
			return "", fault.CodeOf(nerr)
		}
		d = n.Value
	}
	if d.Unscaled(money.LakeScale).BitLen() > 126 {
		return "", "number.too_long"
	}
	return d.String(), ""
}

// dayFirstOrMonthFirst settles dates such as 5/1/25: a billing period begins on
// the first of a month, so the order in which every period of the file does is
// the file's order. Where both or neither fit, such dates stay rejects.
func (c *cleaner) settleDates(rows rowReader) error {
	var starts []int
	for _, raw := range c.file.mapping.Raw {
		if strings.HasSuffix(raw.Name, "billing_period_start") || strings.HasSuffix(raw.Name, "billing_period_start_date") {
			for _, col := range c.columns {
				if col.header == raw.Header {
					starts = append(starts, col.index)
				}
			}
		}
	}
	candidates := [][]string{{"m/d/yy", "m/d/yyyy", "m/d/yyyy h:mm", "m/d/yy h:mm"}, {"d/m/yy", "d/m/yyyy", "d/m/yyyy h:mm", "d/m/yy h:mm"}}
	fits, telling := []bool{true, true}, false
	formats := make([]source.DateFormat, len(candidates))
	for i, patterns := range candidates {
		format, err := source.ParseDateFormat(patterns...)
		if err != nil {
			return err
		}
		formats[i] = format
	}
	err := rows(func(number int64, fields []string, broken *fault.Error) error {
		if broken != nil || number > 20_000 {
			return nil
		}
		for _, i := range starts {
			text := strings.TrimSpace(fields[i])
			if !strings.Contains(text, "/") {
				continue
			}
			telling = true
			for k, format := range formats {
				t, err := format.Parse(text)
				fits[k] = fits[k] && err == nil && t.Day() == 1
			}
		}
		return nil
	})
	if err != nil || !telling || fits[0] == fits[1] {
		return err
	}
	c.hasDate = true
	c.dates = formats[1]
	if fits[0] {
		c.dates = formats[0]
	}
	return nil
}

// ingestCarefully writes one file's good rows, in order, with their numbers.
func (im *Importer) ingestCarefully(ctx context.Context, f *billFile, mapping bill.Mapping, out string, r *rejects) (err error) {
	c := newCleaner(f, r)
	if err := c.settleDates(im.rows(ctx, f)); err != nil {
		return err
	}
	header := append([]string{sourceRowHeader}, f.header...)
	return im.throughPipe(ctx, duckdb.IngestInput{Format: duckdb.FileCSV, Delimiter: ',', Header: header, Mapping: mapping,
		SourceRowHeader: sourceRowHeader, Out: out}, func(w io.Writer) error { return im.feed(ctx, f, c, w) })
}

// feed writes the header and the good rows.
func (im *Importer) feed(ctx context.Context, f *billFile, c *cleaner, w io.Writer) error {
	line := appendCSV(nil, "", append([]string{sourceRowHeader}, f.header...))
	if _, err := w.Write(line); err != nil {
		return err
	}
	skip := 0
	if f.reject {
		skip = rejectColumns
	}
	return im.rows(ctx, f)(func(number int64, fields []string, broken *fault.Error) error {
		place := fault.Place{File: f.entry.Name(), Row: number}
		reject := batch.Reject{Place: place, Header: f.header, Record: fields}
		if broken != nil {
			reject.Reason, reject.Args = broken.Code, broken.Args
			return c.rejects.add(reject)
		}
		row := number
		if f.reject {
			if n, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				row = n
			}
			reject.Place = fault.Place{File: fields[0], Row: row}
			reject.Header, reject.Record = f.header[skip:], fields[skip:]
		}
		original := append([]string(nil), reject.Record...)
		if column, value, reason := c.clean(fields); reason != "" {
			reject.Place.Column, reject.Place.Value, reject.Reason, reject.Record = column, value, reason, original
			return c.rejects.add(reject)
		}
		line = appendCSV(line[:0], strconv.FormatInt(row, 10), fields)
		_, err := w.Write(line)
		return err
	})
}

// appendCSV writes one row, every field quoted where it must be.
func appendCSV(line []byte, first string, fields []string) []byte {
	if first != "" {
		line = append(line, first...)
	}
	for i, f := range fields {
		if i > 0 || first != "" {
			line = append(line, ',')
		}
		if strings.ContainsAny(f, ",\"\r\n") {
			line = append(line, '"')
			line = append(line, strings.ReplaceAll(f, `"`, `""`)...)
			line = append(line, '"')
			continue
		}
		line = append(line, f...)
	}
	return append(line, '\n')
}
