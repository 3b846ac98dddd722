package assessing_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// partners.csv is hand-made: partners as one meets them, with the class that
// the shipped rule ought to give and why, borderline ones included. Whoever
// changes the rule argues with this table.
func TestTheShippedRuleJudgesThesePartners(t *testing.T) {
	f, err := os.Open("testdata/partners.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) < 31 {
		t.Fatalf("%d partners", len(records)-1)
	}
	shipped, err := run(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	met := map[maturity.Class]int{}
	for _, record := range records[1:] {
		e := maturity.Evidence{Values: map[maturity.Criterion]money.Decimal{}}
		for i, c := range maturity.Criteria() {
			if record[i+1] != "" {
				e.Values[c] = money.MustParse(record[i+1])
			}
		}
		v := maturity.Assess(shipped.Verdict.Rule, e)
		if string(v.Class) != record[6] || string(v.Grade) != record[7] {
			t.Errorf("%s: %s (%s), want %s (%s): %s", record[0], v.Class, v.Grade, record[6], record[7], record[8])
		}
		met[v.Class]++
	}
	for _, c := range maturity.Classes() {
		if met[c] < 2 {
			t.Errorf("%d partners are %s", met[c], c)
		}
	}
}
