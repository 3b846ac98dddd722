package generating

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestBenchmarkFileHasTheRowsAndSumsItSays(t *testing.T) {
	var file, again bytes.Buffer
	totals, err := WriteFocus(context.Background(), &file, 20_003, 1)
	if err != nil {
		t.Fatal(err)
	}
	if totals.Bytes != int64(file.Len()) {
		t.Errorf("%d bytes, said %d", file.Len(), totals.Bytes)
	}
	if perRow := totals.Bytes / totals.Rows; perRow < 600 || perRow > 800 {
		t.Errorf("%d bytes a row, want about 700", perRow)
	}
	if _, err := WriteFocus(context.Background(), &again, 20_003, 1); err != nil || !bytes.Equal(file.Bytes(), again.Bytes()) {
		t.Errorf("the same seed gave another file (%v)", err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	got := FocusTotals{Rows: int64(len(rows) - 1), Bytes: totals.Bytes}
	accounts, services, months := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range rows[1:] {
		got.Billed = got.Billed.Add(money.MustParse(r[at["BilledCost"]]))
		got.Effective = got.Effective.Add(money.MustParse(r[at["EffectiveCost"]]))
		got.List = got.List.Add(money.MustParse(r[at["ListCost"]]))
		got.Contracted = got.Contracted.Add(money.MustParse(r[at["ContractedCost"]]))
		accounts[r[at["SubAccountId"]]] = true
		services[r[at["ServiceName"]]] = true
		months[r[at["BillingPeriodStart"]]] = true
	}
	if diff := cmp.Diff(totals, got, sameDecimal()); diff != "" {
		t.Errorf("totals (-said +read):\n%s", diff)
	}
	if len(at) != 43 || len(accounts) < 190 || len(services) < 110 || len(months) != 12 {
		t.Errorf("%d columns, %d accounts, %d services, %d months", len(at), len(accounts), len(services), len(months))
	}
}

func TestBenchmarkFileOfNothingIsAHeader(t *testing.T) {
	var file bytes.Buffer
	if totals, err := WriteFocus(context.Background(), &file, 0, 1); err != nil || totals.Rows != 0 || bytes.Count(file.Bytes(), []byte("\n")) != 1 {
		t.Errorf("%+v, %v: %q", totals, err, file.String())
	}
}

func TestBenchmarkFileStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := WriteFocus(ctx, io.Discard, 1_000_000, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if _, err := WriteFocus(context.Background(), io.Discard, -1, 1); err == nil {
		t.Error("a negative number of rows was accepted")
	}
}

func BenchmarkWriteFocus(b *testing.B) {
	if _, err := WriteFocus(b.Context(), io.Discard, int64(b.N), 1); err != nil {
		b.Fatal(err)
	}
}
