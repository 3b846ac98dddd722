// Package lint is the readiness lint: what stands in a template, program or
// policy that works in the global partition and not in China's, or only with a
// second thought.
//
// It owns the rules (rules.csv and the tables beside it), what they look for in
// the literals and resources of a file, and which literals a fix may rewrite to
// a pseudo-parameter. It does not own files: internal/source/literal finds
// literals and applies changes. It does not own words: why a rule exists and
// how to mend a finding are messages region.lint.rule.<id>.{title,why,fix}.
package lint

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

// Severity says how bad it is to deploy what was found as it is.
type Severity string

const (
	SeverityError   Severity = "error"   // a deployment fails, or goes to a place that is not there
	SeverityWarning Severity = "warning" // it may fail, or works badly
	SeverityNote    Severity = "note"    // nobody here can know: look
)

// Format is what a file is.
type Format string

const (
	FormatCloudFormation Format = "cloudformation" // also SAM and what the CDK writes
	FormatTerraform      Format = "terraform"
	FormatKubernetes     Format = "kubernetes" // also Compose files: both name images
	FormatPolicy         Format = "policy"
	FormatConfiguration  Format = "configuration" // other YAML and JSON
	FormatProgram        Format = "program"
	FormatScript         Format = "script"
	FormatDockerfile     Format = "dockerfile"
	FormatDocument       Format = "document"
)

// Rule is one thing to look for.
type Rule struct {
	ID       string
	Severity Severity
	Fixable  bool     // some of its findings can be rewritten
	Formats  []Format // that it applies to; empty means all
	Source   string   // where the difference is documented
	Date     string   // when that was read, ISO
}

//go:embed rules.csv
var rulesCSV string

//go:embed accounts.csv
var accountsCSV string

//go:embed hosts.csv
var hostsCSV string

//go:embed principals.csv
var principalsCSV string

var loadRules = sync.OnceValue(func() []Rule {
	var rules []Rule
	for _, r := range rows(rulesCSV) {
		rule := Rule{ID: r[0], Severity: Severity(r[1]), Fixable: r[2] == "true", Source: r[4], Date: r[5]}
		if r[3] != "all" {
			for f := range strings.FieldsSeq(r[3]) {
				rule.Formats = append(rule.Formats, Format(f))
			}
		}
		rules = append(rules, rule)
	}
	return rules
})

// Rules lists the rules in the order of reports. The slice is shared: do not
// change it.
func Rules() []Rule { return loadRules() }

// FindRule gives the rule of an id.
func FindRule(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules(), func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules()[i], true
}

func (r Rule) appliesTo(f Format) bool { return len(r.Formats) == 0 || slices.Contains(r.Formats, f) }

// account is an account of AWS or of a publisher that has another id, or none,
// in China.
type account struct{ rule, owner, beijing, ningxia string }

var accounts = sync.OnceValue(func() map[string]account {
	m := map[string]account{}
	for _, r := range rows(accountsCSV) {
		m[r[0]] = account{r[1], r[2], r[3], r[4]}
	}
	return m
})

// host is a host, or the start of an address, with what stands in for it in China.
type host struct{ name, rule, instead string }

var hosts = sync.OnceValue(func() []host {
	var list []host
	for _, r := range rows(hostsCSV) {
		list = append(list, host{r[0], r[1], r[2]})
	}
	return list
})

// principals are the services whose principal differs between partitions, with
// how: "suffix" or "region_suffix". Every other service has the same everywhere.
var principals = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, r := range rows(principalsCSV) {
		m[r[0]] = r[1]
	}
	return m
})

// rows reads an embedded table without its header. A table that does not parse
// is a defect that every test meets.
func rows(text string) [][]string {
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("lint: embedded table: " + err.Error())
	}
	return all[1:]
}
