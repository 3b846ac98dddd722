// Package awscur reads AWS Cost and Usage Reports, legacy and 2.0, from the
// global and the Chinese partitions: it recognises the header in any of its
// three spellings, maps line items to FOCUS charges, reads manifests, and says
// which files of a delivery count.
//
// It does not own how files are opened and queries run. What each line item
// type becomes is stated in docs/mapping-aws-cur.md.
package awscur

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Format names this format in batches.
const Format = "awscur"

// Version tells the two generations of the report apart.
type Version string

const (
	VersionLegacy Version = "legacy"
	Version2      Version = "2.0"
)

// Layout is what a header says about a file.
type Layout struct {
	Version Version
	Mapping bill.Mapping
	// Unused gives one more charge for each commitment that was not used up, to
	// be read from the same file. Its SQL is empty where the file has no column
	// that could tell.
	Unused  bill.Mapping
	Missing []string // required columns that the file lacks, in the 2.0 spelling
	Twice   []string // headers that came again; the first one counts
}

//go:embed mapping.sql
var mappingSQL string

//go:embed unused.sql
var unusedSQL string

//go:embed columns.csv
var columnsCSV string

//go:embed services.csv
var servicesCSV string

// rawColumn is a column that the mapping reads.
type rawColumn struct {
	name     string // in the mapping
	header   string // in the 2.0 spelling
	native   bool   // a number or a time
	required bool
}

var rawColumns = sync.OnceValue(func() []rawColumn {
	rows := mustRows(columnsCSV)
	columns := make([]rawColumn, len(rows))
	for i, r := range rows {
		columns[i] = rawColumn{name: r[0], header: firstOf(r[3], r[0]), native: r[1] != "text", required: r[2] == "yes"}
	}
	return columns
})

// serviceCategory is the CASE that gives a product code its FOCUS category. The
// table lists the largest services first, because a CASE is read in order.
var serviceCategory = sync.OnceValue(func() string {
	var b strings.Builder
	b.WriteString("CASE line_item_product_code\n")
	for _, r := range mustRows(servicesCSV) {
		b.WriteString("        WHEN '" + r[0] + "' THEN '" + r[1] + "'\n")
	}
	b.WriteString("        ELSE 'Other'\n    END")
	return b.String()
})

// Detect recognises the header of a report: lineItem/UnblendedCost (legacy CSV),
// line_item_unblended_cost (Parquet, Athena, 2.0) and what older tables made of
// ARN (a_r_n). It reports false for anything else.
func Detect(header []string) (Layout, bool) {
	byName := map[string]string{}
	var l Layout
	seen := map[string]bool{}
	slash := false
	for _, h := range header {
		if seen[h] {
			l.Twice = append(l.Twice, h)
			continue
		}
		seen[h] = true
		slash = slash || strings.Contains(h, "/")
		if key := fold(h); byName[key] == "" {
			byName[key] = h
		}
		if tag, ok := tagOf(h); ok {
			l.Mapping.Tags = append(l.Mapping.Tags, tag)
		}
	}
	if byName["lineitemunblendedcost"] == "" || byName["lineitemusagestartdate"] == "" {
		return Layout{}, false
	}
	l.Version = version(byName, slash)
	for _, c := range rawColumns() {
		h := byName[fold(c.header)]
		l.Mapping.Raw = append(l.Mapping.Raw, bill.RawColumn{Name: c.name, Header: h, Native: c.native})
		if h == "" && c.required {
			l.Missing = append(l.Missing, c.header)
		}
	}
	l.Mapping.SQL = strings.Replace(mappingSQL, "/* service_category */", serviceCategory(), 1)
	if tellsUnused(byName) {
		l.Unused = l.Mapping
		l.Unused.SQL = strings.Replace(unusedSQL, "/* service_category */", serviceCategory(), 1)
	}
	return l, true
}

// Check refuses a file that lacks what no charge can do without.
func (l Layout) Check() error {
	if len(l.Missing) == 0 {
		return nil
	}
	return fault.New(fault.KindInvalid, "bill.columns_missing").
		With("format", "AWS CUR "+string(l.Version)).With("columns", strings.Join(l.Missing, ", "))
}

// version: only 2.0 has the four maps and the account names.
func version(byName map[string]string, slash bool) Version {
	if slash {
		return VersionLegacy
	}
	for _, name := range []string{"product", "resourcetags", "costcategory", "discount", "billpayeraccountname", "lineitemusageaccountname"} {
		if byName[name] != "" {
			return Version2
		}
	}
	return VersionLegacy
}

// tellsUnused: a commitment's unused part can be computed only from these.
func tellsUnused(byName map[string]string) bool {
	return byName["savingsplantotalcommitmenttodate"] != "" && byName["savingsplanusedcommitment"] != "" ||
		byName["reservationunusedrecurringfee"] != "" || byName["reservationunusedamortizedupfrontfeeforbillingperiod"] != ""
}

// tagOf says that a column holds one tag or cost category. The key keeps the
// source's spelling, because Athena's lower case cannot be taken back.
func tagOf(header string) (bill.TagColumn, bool) {
	if key, ok := strings.CutPrefix(header, "resourceTags/"); ok {
		return bill.TagColumn{Header: header, Key: key}, true
	}
	if strings.HasPrefix(header, "costCategory/") {
		return bill.TagColumn{Header: header, Key: header}, true
	}
	if key, ok := strings.CutPrefix(header, "resource_tags_"); ok {
		return bill.TagColumn{Header: header, Key: key}, true
	}
	if strings.HasPrefix(header, "cost_category_") {
		return bill.TagColumn{Header: header, Key: header}, true
	}
	return bill.TagColumn{}, false
}

// fold makes the three spellings of a column equal. Tags keep their own key and
// never meet a column here, since no column begins like one.
func fold(header string) string {
	return strings.ToLower(strings.NewReplacer("/", "", "_", "", " ", "").Replace(header))
}

// mustRows reads a file that is part of the program, header skipped.
func mustRows(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("awscur: embedded table: " + err.Error())
	}
	return rows[1:]
}
