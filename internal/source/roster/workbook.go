package roster

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Plain gives the first sheet of a workbook as CSV, row for row, so that people
// may keep their lists in a spreadsheet. Empty rows stay: row numbers are the
// spreadsheet's.
//
// Faults: those of source.OpenWorkbook, roster.empty, roster.too_large.
func Plain(ctx context.Context, e source.Entry) (_ io.Reader, err error) {
	book, err := source.OpenWorkbook(ctx, e)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := book.Close(); err == nil {
			err = cerr
		}
	}()
	if len(book.Sheets()) == 0 {
		return nil, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: e.Name()})
	}
	sheet, err := book.Open(book.Sheets()[0])
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := sheet.Close(); err == nil {
			err = cerr
		}
	}()
	var out bytes.Buffer
	w, width := csv.NewWriter(&out), 1
	for number := int64(1); ; number++ {
		row, err := sheet.Read()
		if errors.Is(err, io.EOF) {
			w.Flush()
			return &out, w.Error()
		}
		if err != nil {
			return nil, err
		}
		for ; number < row.Number; number++ {
			if err := w.Write(make([]string, width)); err != nil {
				return nil, err
			}
		}
		// A spreadsheet stores no empty cells at the end of a row.
		width = max(width, len(row.Cells))
		if err := w.Write(append(row.Cells, make([]string, width-len(row.Cells))...)); err != nil {
			return nil, err
		}
		if out.Len() > maxBytes {
			return nil, fault.New(fault.KindLimit, "roster.too_large").With("limit", maxBytes).At(fault.Place{File: e.Name()})
		}
	}
}
