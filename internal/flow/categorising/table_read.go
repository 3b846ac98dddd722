package categorising

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

// workedRow is a row with an answer.
type workedRow struct {
	key     string
	answer  category.Answer
	yes, no bool
	scope   category.Scope
	note    string
	file    string
	row     int64
}

func (a workedRow) wrong(err error, column, value string) error {
	if f, ok := fault.As(err); ok {
		return f.At(fault.Place{File: a.file, Row: a.row, Column: column, Value: value})
	}
	return err
}

// readAnswers reads the rows that have an answer.
func readAnswers(ctx context.Context, in ImportInput) (_ []workedRow, err error) {
	entries, err := source.Expand(ctx, []string{in.Path}, source.DefaultLimits())
	if err != nil {
		return nil, err
	}
	if len(entries) != 1 {
		return nil, fault.New(fault.KindInvalid, "category.one_table").With("count", len(entries)).At(fault.Place{File: in.Path})
	}
	e := entries[0]
	var text io.Reader
	if e.Kind == source.KindXLSX {
		if text, err = roster.Plain(ctx, e); err != nil {
			return nil, err
		}
	} else {
		s, err := e.Open()
		if err != nil {
			return nil, err
		}
		defer func() {
			if cerr := s.Close(); err == nil {
				err = cerr
			}
		}()
		text = source.NewText(s)
	}
	return parseAnswers(text, e.Name(), in)
}

func parseAnswers(text io.Reader, name string, in ImportInput) ([]workedRow, error) {
	csv, err := source.DetectCSV(text, name)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var rows []workedRow
	for header := true; ; header = false {
		record, err := csv.Read()
		if errors.Is(err, io.EOF) {
			if header {
				return nil, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: name})
			}
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		fields := record.Strings()
		if header {
			for i, cell := range fields {
				if column := in.Headers[strings.ToLower(strings.TrimSpace(cell))]; column != "" {
					at[column] = i
				}
			}
			for _, column := range []string{ColumnKey, ColumnAnswer} {
				if _, ok := at[column]; !ok {
					return nil, fault.New(fault.KindInvalid, "roster.column_missing").With("column", column).At(fault.Place{File: name, Row: record.Number})
				}
			}
			continue
		}
		get := func(column string) string {
			i, ok := at[column]
			if !ok || i >= len(fields) {
				return ""
			}
			return unquoted(strings.TrimSpace(fields[i]))
		}
		row, answered, err := in.worked(get, name, record.Number)
		if err != nil {
			return nil, err
		}
		if answered {
			rows = append(rows, row)
		}
	}
}

// unquoted takes off the apostrophe that keeps a spreadsheet from running text
// as a formula.
func unquoted(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return rest
	}
	return s
}

func (in ImportInput) worked(get func(string) string, name string, number int64) (workedRow, bool, error) {
	word := func(s string) string {
		if code, ok := in.Words[strings.ToLower(s)]; ok {
			return code
		}
		return s
	}
	answer := get(ColumnAnswer)
	row := workedRow{key: strings.ToLower(get(ColumnKey)), note: get(ColumnNote), scope: category.Scope(word(get(ColumnScope))), file: name, row: number}
	if row.key == "" || answer == "" {
		return row, false, nil
	}
	is := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, answer) })
	}
	switch {
	case is(in.Yes):
		row.yes = true
		return row, true, nil
	case is(in.No):
		row.no = true
		return row, true, nil
	}
	var err error
	if row.answer, err = ParseAnswer(word(answer)); err != nil {
		return row, false, row.wrong(err, ColumnAnswer, answer)
	}
	return row, true, nil
}
