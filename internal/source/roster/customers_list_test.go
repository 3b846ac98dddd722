package roster_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

// list reads files in order and says what the last one's reading gave.
func list(files ...string) (*roster.Customers, error) {
	l := roster.NewCustomers()
	for n, text := range files {
		if _, err := l.Read(strings.NewReader(text), fmt.Sprintf("%c.csv", 'a'+n)); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func TestSeveralFilesAreOneList(t *testing.T) {
	l, err := list("customer_id,name,kind,value\na,Acme,account,111122223333\n", "customer_id,name,kind,value\na,,tax_id,1\nb,Beta,,\n")
	if err != nil {
		t.Fatal(err)
	}
	all, _ := l.End()
	if len(all) != 2 || all[0].ID != "a" || len(all[0].Identifiers) != 2 || all[1].ID != "b" {
		t.Errorf("%+v", all)
	}
	_, err = list("customer_id,kind,value\na,account,111122223333\n", "customer_id,kind,value\n\nb,account,111122223333\n")
	if f, ok := fault.As(err); !ok || f.Code != "roster.identifier_taken" || f.Args["first"] != "2 (a.csv)" || f.Place.File != "b.csv" || f.Place.Row != 3 {
		t.Errorf("%v", err)
	}
	_, err = list("customer_id,name\na,Acme\n", "customer_id,name\na,Acme Ltd\n")
	if f, ok := fault.As(err); !ok || f.Code != "roster.customer_differs" || f.Args["first"] != "2 (a.csv)" {
		t.Errorf("%v", err)
	}
}

func TestIdentifiersThatLookWrongAreReportedAndKept(t *testing.T) {
	l, err := list(`customer_id,name,country,kind,value
a,A,CN,tax_id,91350100M0001TGQXM
b,B,CN,tax_id,123
c,C,DE,tax_id,DE12
d,D,,lei,5493001KJTIIGC8Y1R13
e,E,,lei,123
f,F,,duns,123
g,G,,account,1234567890123
h,H,CN,tax_id,91350100M000100Y43
`)
	if err != nil {
		t.Fatal(err)
	}
	all, findings := l.End()
	var got []string
	for _, f := range findings {
		got = append(got, fmt.Sprintf("%s %s %s %s", f.Severity, f.Rule, f.Example, f.File))
	}
	want := []string{"warning roster.uscc_checksum a: 91350100M0001TGQXM a.csv", "warning roster.uscc_shape b: 123 a.csv", "warning roster.tax_id_shape c: DE12 a.csv",
		"warning roster.lei_checksum d: 5493001KJTIIGC8Y1R13 a.csv", "warning roster.lei_shape e: 123 a.csv", "warning roster.duns_shape f: 123 a.csv", "warning roster.account_digits g: 1234567890123 a.csv"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, c := range all {
		if len(c.Identifiers) != 1 {
			t.Errorf("%s lost its identifier", c.ID)
		}
	}
}

func TestHierarchiesAreChecked(t *testing.T) {
	const head = "customer_id,kind,value,from,until,parent,role\n"
	for _, c := range []struct {
		name, rows, want string
	}{
		{"two owners in turn", "a,,,,2025-03-17,b,legal_entity\na,,,2025-03-17,,c,legal_entity\nb,,,,,,\nc,,,,,,\n", ""},
		{"an owner and a seller", "a,,,,,b,legal_entity\na,,,,,c,end_customer\nb,,,,,,\nc,,,,,,\n", ""},
		{"two owners at once", "a,,,,,b,legal_entity\na,,,,,c,buying_unit\n", "roster.parent_twice"},
		{"said twice", "a,,,,,b,legal_entity\na,ref,1,,,b,legal_entity\nb,,,,,,\n", ""},
		{"under nobody known", "a,,,,,z,legal_entity\n", "roster.parent_unknown a < z"},
		{"in a circle", "a,,,,,b,legal_entity\nb,,,2025-01,,a,legal_entity\n", "roster.parent_circle b < a"},
		{"in a circle at no time", "a,,,,2025-01,b,legal_entity\nb,,,2025-01,,a,legal_entity\n", ""},
		{"the days of the row are the identifier's", "a,ref,1,2025-01,2025-02,b,reseller\na,,,2025-03,,c,end_customer\n", "roster.parent_twice"},
	} {
		l, err := list(head + c.rows)
		got := ""
		if err != nil {
			got = fault.CodeOf(err)
		} else if _, findings := l.End(); len(findings) > 0 {
			got = findings[0].Rule + " " + findings[0].Example
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A comma too many within a name moves every cell after it; that the row's last
// cells are empty must not hide it.
func TestARowThatIsShiftedIsRefused(t *testing.T) {
	for _, row := range []string{"a,Acme, Ltd,account,1,,\n", "a,Acme,account,1,\n", "a,Acme,account,1,,,,\n"} {
		_, err := list("customer_id,name,kind,value,from,until\n" + row)
		if f, ok := fault.As(err); !ok || f.Code != "source.csv_ragged" || f.Place.Row != 2 {
			t.Errorf("%q: %v", row, err)
		}
	}
	// Columns that a spreadsheet adds to every row have no name and no cells.
	l, err := list("customer_id,name,,\na,Acme,,\n")
	if err != nil {
		t.Fatal(err)
	}
	if all, _ := l.End(); all[0].Name != "Acme" {
		t.Errorf("%+v", all)
	}
}

// What is wrong with YAML is said without names of the program's own.
func TestNoFaultOfYAMLNamesAGoType(t *testing.T) {
	for _, text := range []string{"customers:\n  - id: a\n    accounts: 5\n", "customers: 5\n", "customers:\n  - id: a\n    id: b\n", "5\n",
		"customers:\n  - id: a\n    accounts: [[1]]\n", "customers:\n  - id: a\n    accounts: [{value: [1]}]\n", "customers:\n  - id: a\n    parents: [b]\n",
		"customers:\n  - [a]\n", "customers:\n  - id: a\n    oops: b\n", "customers:\n  - id: a\n   name: b\n"} {
		_, err := readCustomers(text, "c.yaml")
		f, ok := fault.As(err)
		if !ok {
			t.Errorf("%q: %v", text, err)
			continue
		}
		for name, arg := range f.Args {
			if said := fmt.Sprint(arg); strings.Contains(said, "roster.") || strings.Contains(said, "into ") || strings.Contains(said, "!!") {
				t.Errorf("%q: %s is %q", text, name, said)
			}
		}
		if f.Place.File != "c.yaml" || f.Place.Row == 0 {
			t.Errorf("%q: %s at %s", text, f.Code, f.Place)
		}
	}
}

func TestDaysAndMonths(t *testing.T) {
	for text, want := range map[string]string{"": "0001-01-01", "2025-03": "2025-03-01", "2025-03-17": "2025-03-17", "2025/3": "2025-03-01", "2025/3/7": "2025-03-07",
		"2025-03-17 00:00:00": "2025-03-17", "2025-03-17 08:00": "roster.day", "17.03.2025": "roster.day", "2025-02-30": "roster.day", "March": "roster.day", "0001-01-01": "roster.day"} {
		got, err := readCustomers("customer_id,kind,value,from\na,ref,1,"+text+"\n", "c.csv")
		if err != nil {
			t.Fatal(err)
		}
		var said string
		if len(got.Rejects) > 0 {
			said = got.Rejects[0].Reason
		} else {
			said = got.Customers[0].Identifiers[0].From.Format("2006-01-02")
		}
		if said != want {
			t.Errorf("%q: %s, want %s", text, said, want)
		}
	}
}

// The examples of the guide are read as they stand, and CSV and YAML agree
// about the customer that both show.
func TestTheGuideIsRight(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/howto/list-your-customers.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(\\w*)\n(.*?)```").FindAllStringSubmatch(string(guide), -1)
	if len(blocks) != 3 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		name := "c.csv"
		switch b[1] {
		case "sh":
			continue
		case "yaml":
			name = "c.yaml"
		}
		got, err := readCustomers(b[2], name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range got.Findings {
			if f.Rule != roster.RuleParentUnknown { // the YAML shows one customer of the two
				t.Errorf("%s: %+v", name, f)
			}
		}
		if len(got.Rejects) > 0 || len(got.Customers[0].Identifiers) != 3 || len(got.Customers[0].Parents) != 1 {
			t.Errorf("%s: %+v, %+v", name, got.Customers[0], got.Rejects)
		}
	}
}
