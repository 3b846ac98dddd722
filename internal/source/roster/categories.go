package roster

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// RuleUnreachable is the finding about a rule that an earlier one, equal in
// what it matches, never lets decide.
const RuleUnreachable = "roster.rule_unreachable"

// Categories is what a file of rules says, in file order, which is the order
// in which they decide. There is no such thing as half a rule, so nothing is
// rejected: what is wrong is a fault.
type Categories struct {
	Rules    service.Rules
	Findings []batch.Finding
}

// ReadCategories reads a CSV with the columns id, field, equals, contains,
// pattern, nature, category, share (rows of one id are one rule), or YAML where
// path ends in .yaml or .yml. A blank nature is service; a lone category without
// a share has all of it.
//
// Faults: roster.empty, roster.too_large, roster.column_*, roster.yaml,
// roster.id_missing, roster.rule_twice, roster.rule_differs, roster.share,
// roster.pattern, and category.rule_*.
func ReadCategories(r io.Reader, path string) (Categories, error) {
	text, err := readAll(r, path)
	if err != nil {
		return Categories{}, err
	}
	var drafts []ruleDraft
	if isYAML(path) {
		drafts, err = yamlRules(text, path)
	} else {
		drafts, err = csvRules(text, path)
	}
	if err != nil {
		return Categories{}, err
	}
	if len(drafts) == 0 {
		return Categories{}, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: path})
	}
	var c Categories
	for _, d := range drafts {
		rule, err := d.rule(path)
		if err != nil {
			return Categories{}, err
		}
		c.Rules = append(c.Rules, rule)
	}
	c.Findings = unreachable(drafts, path)
	return c, nil
}

// ruleDraft is a rule as text.
type ruleDraft struct {
	id, field, equals, contains, pattern, nature string
	weights                                      []weightDraft
	row                                          int64
}

type weightDraft struct {
	category, share string
	row             int64
}

// matcher is what the rule looks for, to compare rules by.
func (d ruleDraft) matcher() [4]string {
	return [4]string{d.field, strings.ToLower(d.equals), strings.ToLower(d.contains), d.pattern}
}

func (d ruleDraft) rule(path string) (service.Rule, error) {
	place := fault.Place{File: path, Row: d.row}
	if d.id == "" {
		place.Column = "id"
		return service.Rule{}, fault.New(fault.KindInvalid, "roster.id_missing").At(place)
	}
	r := service.Rule{ID: d.id, Field: service.Field(d.field), Equals: d.equals, Contains: d.contains,
		Nature: service.Nature(d.nature)}
	if r.Nature == "" {
		r.Nature = service.NatureService
	}
	if d.pattern != "" {
		pattern, err := regexp.Compile("(?i)" + d.pattern)
		if err != nil {
			place.Column, place.Value = "pattern", d.pattern
			return service.Rule{}, fault.New(fault.KindInvalid, "roster.pattern").With("rule", d.id).
				With("value", d.pattern).At(place).Because(err)
		}
		r.Pattern = pattern
	}
	weights, err := d.shares(path)
	if err != nil {
		return service.Rule{}, err
	}
	r.Weights = weights
	if err := r.Validate(); err != nil {
		if f, ok := fault.As(err); ok {
			return service.Rule{}, f.At(place)
		}
		return service.Rule{}, err
	}
	return r, nil
}

func (d ruleDraft) shares(path string) ([]service.Weight, error) {
	var weights []service.Weight
	for _, w := range d.weights {
		share := money.One
		if w.share != "" || len(d.weights) > 1 {
			var err error
			if share, err = parseShare(w.share); err != nil {
				return nil, fault.New(fault.KindInvalid, "roster.share").With("rule", d.id).With("value", w.share).
					At(fault.Place{File: path, Row: w.row, Column: "share", Value: w.share}).Because(err)
			}
		}
		weights = append(weights, service.Weight{Category: service.Category(w.category), Share: share})
	}
	order := service.Categories()
	slices.SortStableFunc(weights, func(a, b service.Weight) int {
		return slices.Index(order, a.Category) - slices.Index(order, b.Category)
	})
	return weights, nil
}

// parseShare reads 0.3 or 30 %.
func parseShare(s string) (money.Decimal, error) {
	if percent, ok := strings.CutSuffix(strings.ReplaceAll(s, "％", "%"), "%"); ok {
		d, err := money.ParseDecimal(strings.TrimSpace(percent))
		return d.Mul(money.MustParse("0.01")), err
	}
	return money.ParseDecimal(s)
}

func unreachable(drafts []ruleDraft, path string) []batch.Finding {
	var found findings
	first := map[[4]string]string{}
	for _, d := range drafts {
		if by, twice := first[d.matcher()]; twice {
			found.add(RuleUnreachable, batch.SeverityWarning, "id", d.id+" < "+by, path)
			continue
		}
		first[d.matcher()] = d.id
	}
	return found
}

func ruleColumns() []string {
	return []string{"id", "field", "equals", "contains", "pattern", "nature", "category", "share"}
}

// csvRules joins the rows of one id; the first decides where the rule stands.
func csvRules(text []byte, path string) ([]ruleDraft, error) {
	var drafts []ruleDraft
	at := map[string]int{}
	err := readTable(text, path, ruleColumns(), []string{"id", "field"}, func(r row) error {
		d := ruleDraft{id: r.get("id"), field: strings.ToLower(r.get("field")), equals: r.get("equals"),
			contains: r.get("contains"), pattern: r.get("pattern"), nature: strings.ToLower(r.get("nature")), row: r.number}
		i, known := at[d.id]
		if !known {
			at[d.id], i = len(drafts), len(drafts)
			drafts = append(drafts, d)
		} else if err := agree(drafts[i], d, r); err != nil {
			return err
		}
		if category, share := strings.ToLower(r.get("category")), r.get("share"); category != "" || share != "" {
			drafts[i].weights = append(drafts[i].weights, weightDraft{category, share, r.number})
		}
		return nil
	})
	return drafts, err
}

// agree checks that a further row of a rule says nothing else about it than its
// first one did; it may leave cells blank.
func agree(first, next ruleDraft, r row) error {
	for _, c := range []struct{ column, was, is string }{{"field", first.field, next.field}, {"equals", first.equals, next.equals},
		{"contains", first.contains, next.contains}, {"pattern", first.pattern, next.pattern}, {"nature", first.nature, next.nature}} {
		if c.is != "" && c.is != c.was {
			return fault.New(fault.KindInvalid, "roster.rule_differs").With("rule", first.id).With("column", c.column).
				With("was", c.was).With("first", first.row).At(r.place(c.column))
		}
	}
	return nil
}

type rulesFile struct {
	Rules []ruleEntry `yaml:"rules"`
}

type ruleEntry struct {
	ID         scalar    `yaml:"id"`
	Field      scalar    `yaml:"field"`
	Equals     scalar    `yaml:"equals"`
	Contains   scalar    `yaml:"contains"`
	Pattern    scalar    `yaml:"pattern"`
	Nature     scalar    `yaml:"nature"`
	Categories yaml.Node `yaml:"categories"`
}

func yamlRules(text []byte, path string) ([]ruleDraft, error) {
	var file rulesFile
	if err := decodeYAML(text, path, &file); err != nil {
		return nil, err
	}
	var drafts []ruleDraft
	seen := map[string]int64{}
	for _, e := range file.Rules {
		d := ruleDraft{id: e.ID.text, field: strings.ToLower(e.Field.text), equals: e.Equals.text, contains: e.Contains.text,
			pattern: e.Pattern.text, nature: strings.ToLower(e.Nature.text), row: e.ID.line}
		if d.row == 0 {
			d.row = e.Field.line
		}
		if first, twice := seen[d.id]; twice && d.id != "" {
			return nil, fault.New(fault.KindInvalid, "roster.rule_twice").With("rule", d.id).With("first", first).
				At(fault.Place{File: path, Row: d.row, Column: "id", Value: d.id})
		}
		seen[d.id] = d.row
		weights, err := yamlWeights(e.Categories, path)
		if err != nil {
			return nil, err
		}
		d.weights = weights
		drafts = append(drafts, d)
	}
	return drafts, nil
}

// yamlWeights reads {design: 0.3, build: 0.7} with the shares as text: they must
// stay exact.
func yamlWeights(n yaml.Node, path string) ([]weightDraft, error) {
	if n.Kind == 0 {
		return nil, nil
	}
	if n.Kind != yaml.MappingNode {
		return nil, fault.New(fault.KindInvalid, "roster.yaml_shape").
			At(fault.Place{File: path, Row: int64(n.Line), Column: "categories"})
	}
	var weights []weightDraft
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		weights = append(weights, weightDraft{strings.ToLower(key.Value), strings.TrimSpace(value.Value), int64(key.Line)})
	}
	return weights, nil
}
