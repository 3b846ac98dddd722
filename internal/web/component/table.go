// Package component is the pieces that pages are made of: tables, charts,
// figures, named values.
//
// It owns how a report's table looks in a browser and what a chart is told; a
// chart is made from the table beside it, so that the two cannot differ. It
// does not own what stands in a table, nor which pieces a page has.
package component

import (
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Link leads from a cell.
type Link struct {
	Href    string
	Explain bool // opens the side sheet
}

// At is the place of a cell: row and column, from 0.
type At struct{ Row, Column int }

// Links are where cells lead.
type Links map[At]Link

// Explain leads to where a figure comes from; no address is no link.
func Explain(address string) Link {
	if address == "" {
		return Link{}
	}
	return Link{Href: "/explain/" + address, Explain: true}
}

// Table is a report's table as a page shows it.
type Table struct {
	ID, Title string
	Head      []Head
	Rows      []Row
	Notes     []string
}

// Head is the label of a column.
type Head struct {
	Label, Class string
	Href         string // sorts by the column; may be empty
	Sort         string // aria-sort: ascending, descending or empty
}

// Row is a row of shown cells.
type Row struct {
	Class string
	Cells []Cell
}

// Cell is a shown cell.
type Cell struct {
	Text, Class string
	Header      bool // names its row
	Link        Link
	Spark       string // points of a small line in place of text
	Strip       []Dot  // small marks in place of text
}

// Dot is one mark of a strip.
type Dot struct {
	Label, Class string
}

// NewTable shows a table. Columns that only machines need (Rank 9) are left to
// exports.
func NewTable(v *visit.Visit, t report.Table, links Links) Table {
	locale := v.Locale()
	out := Table{ID: t.ID, Title: t.Title, Notes: t.Notes}
	var shown []int
	for i, col := range t.Columns {
		if col.Rank >= machineRank {
			continue
		}
		shown = append(shown, i)
		out.Head = append(out.Head, Head{Label: render.Header(t, i), Class: columnClass(col)})
	}
	for r, row := range t.Rows {
		shownRow := Row{Class: string(row.Style)}
		for n, i := range shown {
			cell, col := row.Cell(i), t.Columns[i]
			text := locale.Show(cell, col)
			if t.MixedCurrencies(i) && !cell.Gap && cell.Value != "" {
				text += " " + string(cell.CurrencyIn(col))
			}
			class := columnClass(col)
			if cell.Tone != report.ToneNeutral {
				class += " tone-" + string(cell.Tone)
			}
			if cell.Gap {
				class += " gap"
			}
			shownRow.Cells = append(shownRow.Cells, Cell{Text: text, Class: class, Header: n == 0, Link: links[At{r, i}]})
		}
		out.Rows = append(out.Rows, shownRow)
	}
	return out
}

// machineRank marks columns for programs, such as the address of a figure.
const machineRank = 9

func columnClass(col report.Column) string {
	class := "text"
	if col.Kind.Numeric() {
		class = "number"
	}
	if col.Rank > 1 {
		class += " wide-only"
	}
	return class
}

// Fact is one named value.
type Fact struct {
	Label, Text string
	Link        Link
}

// NewFacts shows named values.
func NewFacts(v *visit.Visit, kv report.KeyValues) []Fact {
	locale := v.Locale()
	var facts []Fact
	for _, item := range kv.Items {
		facts = append(facts, Fact{Label: item.Label, Text: locale.ShowItem(item)})
	}
	return facts
}
