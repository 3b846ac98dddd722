// Package focus reads bills that already are FOCUS, of any provider and
// version: it recognises the header, says which version it is and what is
// missing, extra or renamed, and gives the mapping to the lake.
//
// It does not own the columns and rules of the specification (core/focus), nor
// how files are opened and queries run.
package focus

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	spec "github.com/sevenfold/sevenfold/internal/core/focus"
)

// Format names this format in batches.
const Format = "focus"

//go:embed mapping.sql
var mappingSQL string

// Layout is what a header says about a file.
type Layout struct {
	Version spec.Version
	Mapping bill.Mapping
	Missing []string // mandatory columns of the version that the file lacks
	Renamed []Renamed
	Unknown []string // headers of neither the specification nor x_
	Twice   []string // headers that came again; the first one counts
	Credits string   // header of Google's credits array, kept as text; may be empty
}

// Renamed is a column met under an older name.
type Renamed struct {
	Header string
	Column string
}

// minimum is what makes a header FOCUS at all, and what no charge can do without.
var (
	minimum = []string{"BilledCost", "ChargeCategory", "BillingPeriodStart"}
	needed  = []string{"BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart"}
)

// rounded are the costs whose rounding control totals state.
var rounded = []string{"BilledCost", "EffectiveCost", "ListCost", "ContractedCost"}

// helpers are provider columns that the mapping reads beside the specification's.
var helpers = []struct{ raw, header string }{
	{"sf_publisher_category", "x_PublisherCategory"}, // Microsoft
	{"sf_service_code", "x_ServiceCode"},             // AWS
}

// Detect recognises a FOCUS header: any order and case, snake_case too, older
// column names, extra and missing columns. It reports false for anything else.
func Detect(header []string) (Layout, bool) {
	found := resolve(header)
	for _, name := range minimum {
		if found.byColumn[name] == "" {
			return Layout{}, false
		}
	}
	l := Layout{
		Version: version(found.byColumn),
		Renamed: found.renamed,
		Twice:   found.twice,
	}
	l.Mapping.SQL = mappingSQL
	for _, c := range spec.Columns() {
		at := found.byColumn[c.Name]
		l.Mapping.Raw = append(l.Mapping.Raw, raw(c, at))
		if at == "" && c.Mandatory && expected(c, l.Version) {
			l.Missing = append(l.Missing, c.Name)
		}
	}
	for _, helper := range helpers {
		l.Mapping.Raw = append(l.Mapping.Raw, bill.RawColumn{Name: helper.raw, Header: same(found.others, helper.header)})
	}
	l.Credits = same(found.others, "x_Credits")
	var names spec.ExtraNames
	for _, h := range found.others {
		if !strings.HasPrefix(strings.ToLower(h), "x_") {
			l.Unknown = append(l.Unknown, h)
		}
		l.Mapping.Extra = append(l.Mapping.Extra, bill.ExtraColumn{Header: h, LakeName: names.Add(h)})
	}
	return l, true
}

// raw says how a column of the specification is read. Each of the two names of
// a provider stands in for the other, so neither stands alone.
func raw(c spec.Column, header string) bill.RawColumn {
	r := bill.RawColumn{Name: c.Snake, Header: header, Native: c.Type == spec.TypeDecimal || c.Type == spec.TypeTime}
	if c.Name != "ProviderName" && c.Name != "ServiceProviderName" {
		r.Alone = c.Snake
	}
	if slices.Contains(rounded, c.Name) {
		r.Residue = c.Snake + "_residue"
	}
	return r
}

// Check refuses a file that lacks what no charge can do without.
func (l Layout) Check() error {
	headers := map[string]string{}
	for _, r := range l.Mapping.Raw {
		headers[r.Name] = r.Header
	}
	var missing []string
	for _, name := range needed {
		if c, _ := spec.Find(name); headers[c.Snake] == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fault.New(fault.KindInvalid, "bill.columns_missing").
			With("format", "FOCUS "+string(l.Version)).With("columns", strings.Join(missing, ", "))
	}
	return nil
}

// columns is a header sorted into what the specification knows and the rest.
type columns struct {
	byColumn map[string]string // specification name -> header
	renamed  []Renamed
	others   []string
	twice    []string
}

// resolve gives each column its header. The specification's own name wins over
// an older one that stands in the same file, which is then kept as an extra.
func resolve(header []string) columns {
	found := columns{byColumn: map[string]string{}}
	seen := map[string]bool{}
	var fresh []string
	for _, h := range header {
		switch {
		case strings.TrimSpace(h) == "":
		case seen[h]:
			found.twice = append(found.twice, h)
		default:
			seen[h] = true
			fresh = append(fresh, h)
		}
	}
	var rest []string
	for _, h := range fresh {
		c, ok := spec.Find(h)
		switch {
		case !ok || !spec.SameName(h, c.Name):
			rest = append(rest, h)
		case found.byColumn[c.Name] != "":
			found.twice = append(found.twice, h)
		default:
			found.byColumn[c.Name] = h
		}
	}
	for _, h := range rest {
		c, ok := spec.Find(h)
		if !ok || found.byColumn[c.Name] != "" {
			found.others = append(found.others, h)
			continue
		}
		found.byColumn[c.Name] = h
		found.renamed = append(found.renamed, Renamed{Header: h, Column: c.Name})
	}
	return found
}

// version is the oldest version that has every column present. A file without
// ProviderName but with its successor can only be 1.4 or later.
func version(present map[string]string) spec.Version {
	if present["ProviderName"] == "" && present["ServiceProviderName"] != "" {
		return spec.Version14
	}
	v := spec.Version10
	for _, c := range spec.Columns() {
		if present[c.Name] != "" && c.Since > v {
			v = c.Since
		}
	}
	return v
}

// expected: versions 1.0 to 1.4 compare as text. 1.4 retired two columns.
func expected(c spec.Column, v spec.Version) bool {
	if v == spec.Version14 && (c.Name == "ProviderName" || c.Name == "PublisherName") {
		return false
	}
	return c.Since <= v
}

// same finds a header whatever its case and underscores; empty when absent.
func same(headers []string, name string) string {
	for _, h := range headers {
		if spec.SameName(h, name) {
			return h
		}
	}
	return ""
}
