package importing_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// correct gives a rejected row with one cell replaced.
func correct(r importing.OpenReject, column, value string) importing.CorrectedRow {
	record := slices.Clone(r.Record)
	record[slices.Index(r.Header, column)] = value
	return importing.CorrectedRow{File: r.Place.File, Row: r.Place.Row, Record: record}
}

// Rejects of a bill are mended one by one: what is good comes in beside the
// original, what is not stays, undoing opens again, and a newer delivery ends it.
func TestRejectsOfABillAreMendedInPlace(t *testing.T) {
	ctx, im := context.Background(), workspace(t)
	path := file(t, "bill.csv", spoil(books()))
	r, err := im.Bill(ctx, importing.BillInput{Paths: []string{path}, MaxRejectShare: tolerant})
	if err != nil {
		t.Fatal(err)
	}
	open := func() []importing.OpenReject {
		t.Helper()
		_, rows, err := im.RejectsOf(ctx, r.Batch.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows := open()
	if len(rows) != 5 || rows[0].Place.Row != 11 || rows[0].Place.Column != "BilledCost" {
		t.Fatalf("%d rows are open: %+v", len(rows), rows)
	}
	for name, in := range map[string][]importing.CorrectedRow{
		"mend.nothing":     {{File: path, Row: 11, Record: rows[0].Record}},
		"mend.row_unknown": {{File: path, Row: 12, Record: rows[0].Record}},
		"mend.width":       {{File: path, Row: 11, Record: rows[0].Record[1:]}},
		"bill.no_rows":     {correct(rows[0], "BilledCost", "=1+1")},
	} {
		if _, err := im.Mend(ctx, importing.MendInput{Batch: r.Batch.ID, Rows: in}); fault.CodeOf(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	done, err := im.Mend(ctx, importing.MendInput{Batch: r.Batch.ID, Rows: []importing.CorrectedRow{
		correct(rows[0], "BilledCost", "10.01"), correct(rows[1], "ChargePeriodStart", "still wrong")}})
	if err != nil {
		t.Fatal(err)
	}
	a := done.Batch.Amendment
	if a == nil || a.Of != r.Batch.ID || a.By != "local" || len(a.Rows) != 1 || a.Rows[0].Row != 11 || a.Rows[0].File != path {
		t.Fatalf("the amendment is %+v", a)
	}
	if c := a.Rows[0].Cells; len(c) != 1 || c[0] != (batch.MendedCell{Column: "BilledCost", Before: "ten", After: "10.01"}) {
		t.Errorf("its cells are %+v", c)
	}
	if got := done.Batch.Slices; len(got) != 1 || got[0].Rows != 1 || got[0].Totals.Billed.String() != "10.01" {
		t.Errorf("it sums to %+v", got)
	}
	rows = open()
	if len(rows) != 4 || rows[0].Place.Row != 51 || !slices.Contains(rows[0].Record, "still wrong") || slices.Contains(rows[0].Original, "still wrong") {
		t.Errorf("open are %d, the first %+v", len(rows), rows[0])
	}
	if _, err := im.Undo(ctx, done.Batch.ID); err != nil {
		t.Fatal(err)
	}
	if len(open()) != 5 {
		t.Errorf("%d rows are open after undo", len(open()))
	}
	again, err := im.Mend(ctx, importing.MendInput{Batch: r.Batch.ID, Rows: []importing.CorrectedRow{correct(open()[0], "BilledCost", "10.01")}})
	if err != nil {
		t.Fatal(err)
	}
	// The newer delivery replaces both; nothing is added to it afterwards.
	newer := bill(t, im, file(t, "newer.csv", books()))
	if len(newer.Replaced) != 2 {
		t.Errorf("the newer delivery replaced %+v", newer.Replaced)
	}
	if _, err := im.Mend(ctx, importing.MendInput{Batch: r.Batch.ID, Rows: []importing.CorrectedRow{correct(rows[1], "BillingCurrency", "USD")}}); fault.CodeOf(err) != "mend.not_live" {
		t.Errorf("mending what was replaced: %v", err)
	}
	around, err := im.Surroundings(ctx, newer.Batch)
	if err != nil || around.Before == nil || len(around.Before.Batches) != 2 {
		t.Fatalf("%+v, %v", around, err)
	}
	m := around.Before.Months
	if len(m) != 1 || m[0].RowsBefore != 396 || m[0].RowsAfter != 400 || len(around.Before.Parts) == 0 {
		t.Errorf("the difference is %+v", around.Before)
	}
	change := m[0].After.Sub(m[0].Before)
	for _, p := range around.Before.Parts {
		change = change.Sub(p.After.Sub(p.Before))
	}
	if change.Sign() != 0 {
		t.Errorf("the parts leave %s of the month's change", change)
	}
	// Undoing the newer brings both back; undoing the original takes its amendment.
	for _, id := range []batch.ID{newer.Batch.ID, r.Batch.ID} {
		if _, err := im.Undo(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := im.Find(ctx, again.Batch.ID); err != nil || b.Status != batch.StatusUndone {
		t.Errorf("the amendment is %s, %v", b.Status, err)
	}
}

// A book's mended line keeps its row, its mapping, and the way its text was
// written does not matter any more.
func TestRejectsOfABookAreMendedThroughItsMapping(t *testing.T) {
	ctx, im := context.Background(), workspace(t)
	im.MappingDir = t.TempDir()
	text := "Tag;Kunde;Betrag\n15.01.2025;Acme;1.000,50\n16.01.2025;Beta;zwei\n17.01.2025;Beta;3,00\n"
	path := file(t, "buch.csv", text)
	tables, err := im.Sketches(ctx, []string{path}, importing.SketchText{Delimiter: ";"}, 0)
	if err != nil || len(tables) != 1 {
		t.Fatal(tables, err)
	}
	s := tables[0].Sketch
	s.Fields, s.Currency = []importing.Field{"issue_date", "customer_name", "amount"}, "EUR"
	if err := im.SaveMapping(ctx, s, false); err != nil {
		t.Fatal(err)
	}
	half := importing.ServicesInput{Paths: []string{path}, MaxRejectShare: money.MustParse("0.5")}
	r, err := im.Services(ctx, half)
	if err != nil {
		t.Fatal(err)
	}
	_, open, err := im.RejectsOf(ctx, r.Batch.ID, "")
	if err != nil || len(open) != 1 {
		t.Fatal(open, err)
	}
	done, err := im.Mend(ctx, importing.MendInput{Batch: r.Batch.ID, Rows: []importing.CorrectedRow{correct(open[0], "Betrag", "2,50")}})
	if err != nil {
		t.Fatal(err)
	}
	if done.Batch.Source != r.Batch.Source || !strings.Contains(done.Batch.Format, "buch") || done.Batch.Slices[0].Totals.Billed.String() != "2.5" {
		t.Errorf("%+v", done.Batch)
	}
	if around, err := im.Surroundings(ctx, r.Batch); err != nil || around.Open != 0 || len(around.Amendments) != 1 {
		t.Errorf("%+v %v", around, err)
	}
}
