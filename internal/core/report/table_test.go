package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

func TestCellsKeepExactValuesAsText(t *testing.T) {
	exact := money.MustParse("12345678901234567890.123456789012345678")
	for _, c := range []struct {
		got  Cell
		want Cell
	}{
		{Decimal(exact), Cell{Value: "12345678901234567890.123456789012345678"}},
		{Money(money.New(exact, "CNY")), Cell{Value: "12345678901234567890.123456789012345678", Currency: "CNY"}},
		{Integer(-7), Cell{Value: "-7"}},
		{Date(time.Date(2025, 1, 31, 23, 30, 0, 0, time.FixedZone("", -3600))), Cell{Value: "2025-02-01"}},
		{Month(period.NewMonth(2025, time.March)), Cell{Value: "2025-03"}},
		{Month(0), Cell{Gap: true}},
		{Bool(false), Cell{Value: "false"}},
		{Text("x").WithTone(ToneBad).Estimated(), Cell{Value: "x", Tone: ToneBad, Estimate: true}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPlacesFollowTheCurrencyUnlessTheColumnSaysOtherwise(t *testing.T) {
	four := int32(4)
	for _, c := range []struct {
		cell Cell
		col  Column
		want int32
	}{
		{Integer(1), Column{Kind: KindMoney, Currency: "USD"}, 2},
		{Integer(1), Column{Kind: KindMoney, Currency: "JPY"}, 0},
		{Money(money.New(money.One, "KWD")), Column{Kind: KindMoney, Currency: "JPY"}, 3},
		{Integer(1), Column{Kind: KindMoney, Currency: "JPY", Places: &four}, 4},
		{Integer(1), Column{Kind: KindRatio}, 2},
		{Integer(1), Column{Kind: KindPercent}, 1},
		{Integer(1), Column{Kind: KindInteger}, 0},
	} {
		if got := c.cell.PlacesIn(c.col); got != c.want {
			t.Errorf("%+v in %+v: %d, want %d", c.cell, c.col, got, c.want)
		}
	}
}

func TestCurrenciesAreMixedWhenOneAmountDisagrees(t *testing.T) {
	usd, cny := Money(money.New(money.One, "USD")), Money(money.New(money.One, "CNY"))
	for _, c := range []struct {
		name     string
		currency money.Currency
		cells    []Cell
		want     bool
	}{
		{"all as the column", "USD", []Cell{usd, Integer(1)}, false},
		{"one other", "USD", []Cell{usd, cny}, true},
		{"gaps and empty cells say nothing", "USD", []Cell{Gap(), {}, {Currency: "CNY"}}, false},
		{"the column says nothing", "", []Cell{usd}, true},
		{"no currency anywhere", "", []Cell{Integer(1)}, false},
	} {
		table := Table{Columns: []Column{{Kind: KindText}, {Kind: KindMoney, Currency: c.currency}}}
		for _, cell := range c.cells {
			table.Rows = append(table.Rows, Row{Cells: []Cell{Text("x"), cell}})
		}
		table.Rows = append(table.Rows, Row{Cells: []Cell{Text("short")}})
		if got := table.MixedCurrencies(1); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
		if table.MixedCurrencies(0) {
			t.Errorf("%s: text has no currency", c.name)
		}
	}
}

func TestEveryKindIsListedOnceAndNumbersAreNumeric(t *testing.T) {
	numeric := 0
	seen := map[Kind]bool{}
	for _, k := range Kinds() {
		if seen[k] {
			t.Errorf("%s twice", k)
		}
		seen[k] = true
		if k.Numeric() {
			numeric++
		}
	}
	if numeric != 4 {
		t.Errorf("%d numeric kinds", numeric)
	}
}
