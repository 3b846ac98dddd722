// Package trend is what markets do over quarters: which services of a bill are
// about artificial intelligence.
//
// It owns the dated list of such services. It does not own how the books are
// summed by quarter (internal/flow/measuring/trending), nor published values to
// compare with (internal/core/benchmark).
package trend

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
)

//go:embed ai_services.csv
var shipped []byte

// AIService is a service that a provider counts among its artificial
// intelligence, and who says so.
type AIService struct {
	Provider string
	// Name is as bills write it. What begins with a star stands for every name
	// that ends with the rest.
	Name          string
	Code          string // the product code of bills that have no name; may be empty
	Source, URL   string
	Confidence    benchmark.Confidence
	EffectiveFrom time.Time // the day the source is of
}

// AIServices is the list that bills are looked up in.
type AIServices struct {
	all   []AIService
	names map[string]bool
	ends  []string
}

// ShippedAI gives the list that comes with the program.
func ShippedAI() AIServices {
	list, err := parse(shipped)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return list
}

// All lists the services, in file order.
func (s AIServices) All() []AIService { return slices.Clone(s.all) }

// Has reports whether a bill's service is on the list.
func (s AIServices) Has(service string) bool {
	key := fold(service)
	return s.names[key] || slices.ContainsFunc(s.ends, func(end string) bool { return strings.HasSuffix(key, end) })
}

// parse reads a list; every line says who says so and of which day.
func parse(data []byte) (AIServices, error) {
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return AIServices{}, err
	}
	list := AIServices{names: map[string]bool{}}
	for n, r := range records[1:] {
		day, err := time.Parse(time.DateOnly, r[6])
		if err != nil {
			return AIServices{}, err
		}
		if slices.Contains(r[3:6], "") || fold(r[1]) == "" {
			return AIServices{}, fmt.Errorf("line %d: %s has no name, source, address or confidence", n+2, r[1])
		}
		list.all = append(list.all, AIService{r[0], r[1], r[2], r[3], r[4], benchmark.Confidence(r[5]), day})
		if end, ok := strings.CutPrefix(r[1], "*"); ok {
			list.ends = append(list.ends, fold(end))
			continue
		}
		list.names[fold(r[1])] = true
		if r[2] != "" {
			list.names[fold(r[2])] = true
		}
	}
	return list, nil
}

// fold makes names comparable: letters and digits, in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
