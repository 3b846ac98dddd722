// Package json writes a document for programs: stable keys, no labels in place
// of keys, decimals as strings so that no reader turns them into floats.
//
// Shape: {"title", "blocks": [...]}; a block has "type" (table, key_values,
// paragraph). A table has "columns" and "rows", each row "style" and "cells" by
// column key. A word of the user's language is given as its code. A cell is null
// when the value is not known; a string for text, ratio, percent, date and
// month; a number for integers; true or false; and for money
// {"amount": "12.50", "currency": "USD"}.
package json

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
)

type document struct {
	Title  string `json:"title,omitempty"`
	Blocks []any  `json:"blocks"`
}

type table struct {
	Type    string   `json:"type"`
	ID      string   `json:"id"`
	Title   string   `json:"title,omitempty"`
	Columns []column `json:"columns"`
	Rows    []row    `json:"rows"`
	Notes   []string `json:"notes,omitempty"`
}

type column struct {
	Key      string         `json:"key"`
	Label    string         `json:"label"`
	Kind     report.Kind    `json:"kind"`
	Currency money.Currency `json:"currency,omitempty"`
}

type row struct {
	Style     report.Style `json:"style"`
	Cells     object       `json:"cells"`
	Estimates []string     `json:"estimates,omitempty"` // keys of the cells that are estimates
}

type keyValues struct {
	Type   string `json:"type"`
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Values object `json:"values"`
}

type paragraph struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
}

type amount struct {
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
}

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Render writes the document, indented, with a line break at the end.
func Render(w io.Writer, d report.Document) error {
	out := document{Title: d.Title, Blocks: []any{}}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Paragraph:
			out.Blocks = append(out.Blocks, paragraph{"paragraph", b.ID, b.Text})
		case report.KeyValues:
			kv := keyValues{Type: "key_values", ID: b.ID, Title: b.Title, Values: object{}}
			for _, item := range b.Items {
				kv.Values = append(kv.Values, member{item.Key, value(item.Cell, report.Column{Kind: item.Kind})})
			}
			out.Blocks = append(out.Blocks, kv)
		case report.Table:
			out.Blocks = append(out.Blocks, tableOf(b))
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func tableOf(t report.Table) table {
	out := table{Type: "table", ID: t.ID, Title: t.Title, Columns: []column{}, Rows: []row{}, Notes: t.Notes}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, column{c.Key, c.Label, c.Kind, c.Currency})
	}
	for _, r := range t.Rows {
		style := r.Style
		if style == "" {
			style = report.StyleNormal
		}
		line := row{Style: style, Cells: object{}}
		for i, col := range t.Columns {
			c := r.Cell(i)
			line.Cells = append(line.Cells, member{col.Key, value(c, col)})
			if c.Estimate {
				line.Estimates = append(line.Estimates, col.Key)
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

// integer is a whole number as JSON writes it.
var integer = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// value types a cell. What does not fit its kind stays a string.
func value(c report.Cell, col report.Column) any {
	if c.Gap || (c.Value == "" && col.Kind != report.KindText) {
		return nil
	}
	if c.Code != "" {
		return c.Code
	}
	switch col.Kind {
	case report.KindInteger:
		if integer.MatchString(c.Value) {
			return json.Number(c.Value)
		}
	case report.KindBool:
		return c.Value == "true"
	case report.KindMoney:
		return amount{c.Value, c.CurrencyIn(col)}
	case report.KindText, report.KindRatio, report.KindPercent, report.KindDate, report.KindMonth:
	}
	return c.Value
}

// marshal is json.Marshal without the escapes that only web pages need.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
