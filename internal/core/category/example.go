package category

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Example is a text whose label somebody wrote down.
type Example struct {
	Language string // en or zh; empty for a workspace's own
	Label    Label
	Text     string
	Share    money.Decimal // of a line that is several things; one for a shipped example
}

// examplesCSV was written by hand for this program: no line is from anybody's
// books.
//
//go:embed examples.csv
var examplesCSV string

// Shipped gives the examples that the program comes with, in file order.
func Shipped() []Example {
	rows, err := csv.NewReader(strings.NewReader(examplesCSV)).ReadAll()
	if err != nil {
		panic("category: examples.csv: " + err.Error()) // embedded, and read by the tests
	}
	examples := make([]Example, 0, len(rows))
	for _, r := range rows[1:] {
		l := Label(r[1])
		if !l.Known() {
			panic(fmt.Sprintf("category: examples.csv: label %q", r[1]))
		}
		examples = append(examples, Example{Language: r[0], Label: l, Text: r[2], Share: money.One})
	}
	return examples
}
