package rates_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/source/rates"
)

func corpus(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("SEVENFOLD_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no corpus: set SEVENFOLD_CORPUS to the folder that has %s", name)
	}
	return path
}

func history(t *testing.T) rates.Set {
	t.Helper()
	archive, err := zip.OpenReader(corpus(t, "fx/ecb-eurofxref-hist.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	member, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer member.Close()
	return read(t, member)
}

func read(t *testing.T, r io.Reader) rates.Set {
	t.Helper()
	set, err := rates.Read(r, "rates.csv")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTheECBHistoryIsReadWhole(t *testing.T) {
	set := history(t)
	if set.Format != rates.FormatECBHistory || set.Days != 6983 || len(set.Rejects) != 0 {
		t.Errorf("%s, %d days, %d rejects", set.Format, set.Days, len(set.Rejects))
	}
	if !set.From.Equal(day("1999-01-04")) || !set.Until.Equal(day("2026-04-14")) {
		t.Errorf("from %s until %s", set.From, set.Until)
	}
	table := rate.NewTable(set.Rates)
	for at, want := range map[string]string{"2024-12-31": "7.299355", "2025-06-30": "7.164676", "2025-12-31": "7.001021",
		"2026-01-01": "7.001021", // a TARGET holiday takes the last published day
	} {
		got, err := table.Find(day(at), "USD", "CNY")
		if err != nil || got.Fixed(6) != want {
			t.Errorf("USD/CNY on %s is %s, %v; want %s", at, got, err, want)
		}
	}
	sunday, err := table.Find(day("2025-12-28"), "USD", "CNY") // after two holidays: as on Christmas Eve
	eve, errEve := table.Find(day("2025-12-24"), "USD", "CNY")
	if err != nil || errEve != nil || !sunday.Equal(eve) {
		t.Errorf("2025-12-28: %s, %v; on the 24th %s, %v", sunday, err, eve, errEve)
	}
	if _, err := table.Find(day("2005-03-31"), "EUR", "CNY"); fault.CodeOf(err) != "rate.missing" {
		t.Errorf("the renminbi before 2005-04-01: %v", err)
	}
}

// MaxAgeDays must bridge every pause the ECB ever made.
func TestNoPauseInPublicationIsAGap(t *testing.T) {
	set := history(t)
	table := rate.NewTable(set.Rates)
	for at := set.From; at.Before(set.Until); at = at.AddDate(0, 0, 1) {
		if _, err := table.Find(at, "EUR", "USD"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheECBDailyFile(t *testing.T) {
	f, err := os.Open(corpus(t, "fx/ecb-eurofxref-daily.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set := read(t, f)
	if set.Format != rates.FormatECBDaily || set.Days != 1 || len(set.Rejects) != 0 || len(set.Rates) != 29 {
		t.Errorf("%s, %d days, %d rates, rejects %v", set.Format, set.Days, len(set.Rates), set.Rejects)
	}
	got, err := rate.NewTable(set.Rates).Find(day("2026-04-13"), "EUR", "CNY")
	if err != nil || got.String() != "7.9827" {
		t.Errorf("EUR/CNY %s, %v", got, err)
	}
}

func TestAnECBFileByHand(t *testing.T) {
	set := read(t, strings.NewReader("Date,USD,CNY,ITL,\n2026-01-05,1.1,8.0,N/A,\n2026-01-02,1.2,,N/A,\n2026-01-01,zero,-1,0,\n"))
	if len(set.Rates) != 3 || set.Days != 2 || set.Format != rates.FormatECBHistory {
		t.Errorf("%+v", set)
	}
	want := []string{"row 4 USD zero number.malformed", "row 4 CNY -1 rates.not_positive", "row 4 ITL 0 rates.not_positive"}
	checkRejects(t, set, want)
}

func checkRejects(t *testing.T, set rates.Set, want []string) {
	t.Helper()
	if len(set.Rejects) != len(want) {
		t.Fatalf("%d rejects %+v, want %d", len(set.Rejects), set.Rejects, len(want))
	}
	for i, r := range set.Rejects {
		p := r.Place
		if got := "row " + string(rune('0'+p.Row)) + " " + p.Column + " " + p.Value + " " + r.Reason; got != want[i] {
			t.Errorf("reject %q, want %q", got, want[i])
		}
		if p.File != "rates.csv" || len(r.Header) == 0 || len(r.Record) == 0 {
			t.Errorf("reject lacks its source: %+v", r)
		}
	}
}

func TestThePlainFileInAnyOrderOfColumns(t *testing.T) {
	for name, text := range map[string]string{
		"in order":   "date,from,to,rate,source\n2025-01-31,USD,CNY,7.2446,PBoC\n",
		"mixed":      "Rate,Note,TO,Source,From,DATE\n7.2446,x,CNY,PBoC,usd,2025/01/31\n",
		"semicolons": "date;from;to;rate;source\r\n2025-01-31;USD;CNY;7.2446;PBoC\r\n",
		"with units": "date,from,to,units,rate,source\n20250131,USD,CNY,100,724.46,PBoC\n",
		"BOM":        "\ufeffdate,from,to,rate,source\n2025-01-31,USD,CNY,7.2446,PBoC\n",
		"Chinese":    "日期,外币,本位币,单位,汇率,来源\n2025年1月31日,USD,CNY,100,724.46,PBoC\n",
	} {
		set := read(t, strings.NewReader(text))
		if set.Format != rates.FormatPlain || len(set.Rates) != 1 || len(set.Rejects) != 0 {
			t.Errorf("%s: %+v", name, set)
			continue
		}
		r := set.Rates[0]
		if !r.Date.Equal(day("2025-01-31")) || r.From != "USD" || r.To != "CNY" || r.Value.String() != "7.2446" || r.Source != "PBoC" {
			t.Errorf("%s: %+v", name, r)
		}
		if len(set.Currencies) != 2 || set.Currencies[0] != "CNY" || set.Currencies[1] != "USD" {
			t.Errorf("%s: currencies %v", name, set.Currencies)
		}
	}
}

func TestBadRowsOfAPlainFileAreRejects(t *testing.T) {
	set := read(t, strings.NewReader("date,from,to,rate,units\n"+
		"03/04/2025,USD,CNY,7,\n2025-01-02,US,CNY,7,\n2025-01-02,USD,RMB元,7,\n2025-01-02,USD,USD,1,\n"+
		"2025-01-02,USD,CNY,abc,\n2025-01-02,USD,CNY,0,\n2025-01-02,USD,CNY,7,0\n2025-01-02,USD,CNY,7,1\n"))
	checkRejects(t, set, []string{"row 2 date 03/04/2025 rates.day", "row 3 from US currency.malformed",
		"row 4 to RMB元 currency.malformed", "row 5 to USD rates.same_currency", "row 6 rate abc number.malformed",
		"row 7 rate 0 rates.not_positive", "row 8 units 0 rates.not_positive"})
	if len(set.Rates) != 1 {
		t.Errorf("%d rates", len(set.Rates))
	}
}

func TestADecimalCommaThatSplitsTheRateIsAReject(t *testing.T) {
	set := read(t, strings.NewReader("date,from,to,rate\n2025-01-02,USD,CNY,7,2446\n2025-01-03,USD,CNY,7.2,\n"))
	checkRejects(t, set, []string{"row 2 rate 7 rates.row_width"})
	if len(set.Rates) != 1 || set.Rates[0].Value.String() != "7.2" {
		t.Errorf("%+v", set.Rates)
	}
}

func TestAFileThatIsNoFileOfRatesIsRefused(t *testing.T) {
	for text, code := range map[string]string{
		"":                                "rates.empty",
		"Date,USD,CNY\n":                  "rates.empty",
		"Invoice,Date,Amount\n1,2,3\n":    "rates.header",
		"date,from,to\n2025-01-01,a,b\n":  "rates.header",
		"date,from,to,rate,rate\n1,2,3,4": "rates.header",
		"<html></html>":                   "rates.header",
	} {
		if _, err := rates.Read(strings.NewReader(text), "x.csv"); fault.CodeOf(err) != code {
			t.Errorf("%q: %v; want %s", text, err, code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Date,USD,CNY,\n2026-01-05,1.1,8.0,\n")
	f.Add("Date, USD, \n13 April 2026, 1.1, \n")
	f.Add("date,from,to,rate,source,units\n2025-01-31,USD,CNY,724.46,PBoC,100\n")
	f.Add("日期;外币;本位币;汇率\n2025年1月31日;USD;CNY;7\n")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := rates.Read(strings.NewReader(text), "x.csv")
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, r := range set.Rates {
			if r.Value.Cmp(money.Zero) <= 0 || r.Date.Before(set.From) || !r.Date.Before(set.Until) {
				t.Fatalf("%+v in %s..%s", r, set.From, set.Until)
			}
		}
	})
}
