package benchmark_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

const header = "id,value,low,high,unit,year,source,url,confidence,effective_from\n"

func TestTheStudysFourValuesShipWithTheirSource(t *testing.T) {
	shipped := benchmark.Shipped()
	for class, want := range map[maturity.Class]string{maturity.ClassFocused: "1.26", maturity.ClassMultiCategory: "3.26",
		maturity.ClassProgressive: "5.78", maturity.ClassExpert: "7.13"} {
		r, ok := shipped.Find("pem.class." + string(class))
		if !ok || r.Value == nil || r.Value.String() != want || r.Confidence != benchmark.ConfidencePrimary || !strings.HasPrefix(r.URL, "https://") {
			t.Errorf("%s: %+v", class, r)
		}
	}
	if _, ok := shipped.Find("pem.class." + string(maturity.ClassResaleLed)); ok {
		t.Error("the study knows no class below Focused")
	}
}

func TestWhatIsUnknownStaysEmpty(t *testing.T) {
	for _, c := range service.Categories() {
		if r, ok := benchmark.Shipped().Find("pem.category." + string(c)); !ok || r.Known() {
			t.Errorf("%s: nobody published a multiplier by category, and here is %v", c, r)
		}
	}
}

func TestEveryShippedValueHasASourceAndADay(t *testing.T) {
	for _, r := range benchmark.Shipped() {
		if r.Known() && (r.URL == "" || r.EffectiveFrom.IsZero() || r.Year == 0 || r.Source == "" || r.Confidence == benchmark.ConfidenceUnknown) {
			t.Errorf("%s lacks address, day, year, source or confidence", r)
		}
	}
}

func TestABadFileIsRefusedWithItsRow(t *testing.T) {
	for name, c := range map[string]struct{ rows, code, column string }{
		"no header":                {"", "benchmark.header", ""},
		"a number that is none":    {"a,about 2,,,x,2025,s,,primary,", "benchmark.malformed", "value"},
		"a range upside down":      {"a,,2,1,x,2025,s,,primary,", "benchmark.malformed", "low"},
		"a value without a source": {"a,2,,,x,2025,,,primary,", "benchmark.malformed", "source"},
		"a value nobody vouches":   {"a,2,,,x,2025,s,,,", "benchmark.malformed", "confidence"},
		"a value of no year":       {"a,2,,,x,,s,,primary,", "benchmark.malformed", "year"},
		"a range of no year":       {"a,,1,2,x,,s,,primary,", "benchmark.malformed", "year"},
		"a new confidence":         {"a,2,,,x,2025,s,,sure,", "benchmark.malformed", "confidence"},
		"a day that is none":       {"a,2,,,x,2025,s,,primary,01/02/2025", "benchmark.malformed", "effective_from"},
		"a year that is none":      {"a,2,,,x,FY25,s,,primary,", "benchmark.malformed", "year"},
		"an id twice":              {"a,2,,,x,2025,s,,primary,\na,3,,,x,2025,s,,primary,", "benchmark.malformed", "id"},
		"a short row":              {"a,2", "benchmark.malformed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := header + c.rows
			if c.rows == "" {
				text = "name,value\n"
			}
			_, err := benchmark.Parse("own.csv", []byte(text))
			f, _ := fault.As(err)
			if f == nil || f.Code != c.code || f.Place.Column != c.column || f.Place.File != "own.csv" || f.Place.Row == 0 {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAUsersReferenceReplacesOurs(t *testing.T) {
	own, err := benchmark.Parse("own.csv", []byte("\ufeff"+header+"pem.class.expert,8,,,services per cloud,2026,Somebody,https://example.org,secondary,2026-12-01\nmine,,1,2,share,2026,Me,,inferred,\n"))
	if err != nil {
		t.Fatal(err)
	}
	both := benchmark.Shipped().Replace(own)
	expert, _ := both.Find("pem.class.expert")
	mine, ok := both.Find("mine")
	if expert.Value.String() != "8" || !ok || mine.High.String() != "2" || len(both) != len(benchmark.Shipped())+1 {
		t.Errorf("%v, %v", expert, mine)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(header + "a,2,1,3,x,2025,s,u,primary,2025-01-01\n"))
	f.Add([]byte(header + "a,,,,,,,,,\n"))
	f.Add([]byte("\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := benchmark.Parse("f.csv", data)
		if err != nil && fault.KindOf(err) != fault.KindInvalid {
			t.Fatalf("not told as the user's to mend: %v", err)
		}
		for _, r := range table {
			if found, ok := table.Find(r.ID); !ok || found.String() != r.String() {
				t.Fatalf("%s is not found", r.ID)
			}
		}
	})
}
