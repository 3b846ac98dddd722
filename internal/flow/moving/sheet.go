package moving

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

// Names gives the names of the customers that the asker may see, by id.
func (m *Mover) Names(ctx context.Context) (_ map[customer.ID]string, err error) {
	defer fault.Wrap(&err, "moving.Names")
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	names := map[customer.ID]string{}
	for _, c := range book.Customers() {
		if viewer.Sees(book, c.ID) {
			names[c.ID] = c.Name
		}
	}
	return names, nil
}

// sheetColumns are those of a file of moves, in order. What a customer is called
// and where a move comes from is for the reader and is not taken in.
func sheetColumns() []report.Column {
	text := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindText} }
	number := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindRatio} }
	return []report.Column{text("id"), {Key: "edition", Kind: report.KindInteger}, text("title"), text("customer"), text("customer_name"), text("practice"), text("category"),
		text("offering"), text("strategy"), text("state"), text("owner"), {Key: "due", Kind: report.KindDate}, number("size_low"), number("size_mid"), number("size_high"),
		text("currency"), {Key: "chance", Kind: report.KindPercent}, number("effort"), text("note"), text("origin")}
}

// Sheet is moves as a file that can be changed and taken in again.
func Sheet(l *i18n.Localizer, names map[customer.ID]string, all []move.Edition) report.Table {
	t := report.Table{ID: "moves", Title: l.Text("move.title", nil), Columns: sheetColumns()}
	for i := range t.Columns {
		t.Columns[i].Label = l.Text("move.sheet."+t.Columns[i].Key, nil)
	}
	optional := func(d *money.Decimal) report.Cell {
		if d == nil {
			return report.Text("")
		}
		return report.Decimal(*d)
	}
	for _, e := range all {
		m := e.Move
		due, size := report.Text(""), []report.Cell{{}, {}, {}, {}}
		if !m.Due.IsZero() {
			due = report.Date(m.Due)
		}
		if s := m.Size; s != nil {
			s := rounded(*s)
			size = []report.Cell{report.Decimal(s.Low), report.Decimal(s.Mid), report.Decimal(s.High), report.Text(string(s.Currency))}
		}
		practice := m.Practice
		if practice == move.PracticeFirm {
			practice = l.Text("move.practice.firm", nil)
		}
		cells := []report.Cell{report.Text(string(m.ID)), report.Integer(int64(e.Number)), report.Text(m.Title), report.Text(string(m.Customer)), report.Text(names[m.Customer]),
			report.Text(practice), word(l, "multiplier.part.", string(m.Category)), report.Text(string(m.Offering)), word(l, "move.strategy.", string(m.Strategy)),
			word(l, "move.state.", string(m.State)), report.Text(m.Owner), due}
		t.Rows = append(t.Rows, report.Row{Cells: append(append(cells, size...), optional(m.Chance), optional(m.Effort), report.Text(m.Note),
			report.Text(strings.TrimSuffix(m.Origin.String(), ":")))})
	}
	return t
}

func word(l *i18n.Localizer, prefix, code string) report.Cell {
	if code == "" {
		return report.Text("")
	}
	return report.Word(code, l.Text(prefix+code, nil))
}

// SheetInput is a file of moves. Rows with an id change that move, rows without
// one add a move by hand; a column that is not there changes nothing.
type SheetInput struct {
	Path     string
	Bundle   *i18n.Bundle // headings and words are read in every language
	Currency money.Currency
}

// Did is what a row of a file comes to.
type Did string

const (
	DidAdd    Did = "add"
	DidChange Did = "change"
	DidKeep   Did = "keep" // as it was
)

// SheetRow is what a row of a file comes to, or what is wrong with it.
type SheetRow struct {
	Row   int64
	Title string
	Did   Did
	Fault *fault.Error
}

// Taken is what became of a file.
type Taken struct {
	Rows []SheetRow
	// Written: every row was understood, so all were written. Otherwise nothing was.
	Written bool
}

// Count says how many rows came to something.
func (t Taken) Count(did Did) int {
	n := 0
	for _, r := range t.Rows {
		if r.Fault == nil && r.Did == did {
			n++
		}
	}
	return n
}

// Refused says how many rows make no sense.
func (t Taken) Refused() int {
	n := 0
	for _, r := range t.Rows {
		if r.Fault != nil {
			n++
		}
	}
	return n
}

// Import takes a file of moves in, all rows or none: what is wrong with each row
// is told, and nothing is written until the file is right. Faults:
// access.denied, and those of form.Read.
func (m *Mover) Import(ctx context.Context, in SheetInput) (_ Taken, err error) {
	defer fault.Wrap(&err, "moving.Import(%s)", in.Path)
	viewer, err := m.Guard.Allow(ctx, access.RightPlan)
	if err != nil {
		return Taken{}, err
	}
	known := form.Columns{}
	for _, c := range sheetColumns() {
		known[c.Key] = append(headings(in.Bundle, "move.sheet.", c.Key), c.Key)
	}
	f, err := form.Read(ctx, in.Path, known, "title")
	if err != nil {
		return Taken{}, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return Taken{}, err
	}
	r := reader{m: m, f: f, in: in, viewer: viewer, book: book, seen: map[move.ID]int64{}}
	out := Taken{Written: true}
	var first, next []move.Edition
	for _, row := range f.Rows {
		did, e, err := r.row(ctx, row)
		one := SheetRow{Row: row.Number, Title: f.Get(row, "title"), Did: did}
		if err != nil {
			known, ok := fault.As(err)
			if !ok || fault.KindOf(err) == fault.KindInternal || fault.KindOf(err) == fault.KindUnavailable {
				return Taken{}, err
			}
			one.Fault, out.Written = known, false
		}
		switch did {
		case DidAdd:
			first = append(first, e)
		case DidChange:
			next = append(next, e)
		case DidKeep:
		}
		out.Rows = append(out.Rows, one)
	}
	if !out.Written {
		return out, nil
	}
	return out, m.State.SaveMoves(ctx, first, next)
}
