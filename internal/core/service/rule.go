package service

import (
	"regexp"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Field is what a rule looks at.
type Field string

const (
	FieldCategoryCode Field = "category_code"
	FieldItemCode     Field = "item_code"
	FieldAccountCode  Field = "account_code"
	FieldProject      Field = "project"
	FieldDescription  Field = "description"
	FieldEngagement   Field = "engagement_type"
)

// Fields lists what a rule can look at.
func Fields() []Field {
	return []Field{FieldCategoryCode, FieldItemCode, FieldAccountCode, FieldProject, FieldDescription, FieldEngagement}
}

// Rule gives the lines it matches a nature and, where that is a service,
// categories with weights that sum to one. Exactly one of Equals, Contains and
// Pattern is set; comparison ignores case. The first matching rule of a list
// decides.
type Rule struct {
	ID       string
	Field    Field
	Equals   string
	Contains string
	Pattern  *regexp.Regexp
	Nature   Nature
	Weights  []Weight
}

// Weight is a category's share of a line.
type Weight struct {
	Category Category
	Share    money.Decimal
}

// Classification is what the rules say of one line. Weights is empty when the
// line is a service that no rule could place: it then shows as uncategorised.
type Classification struct {
	Nature  Nature
	Weights []Weight
	Rule    string // the id of the rule that decided; empty when none did
}

// RuleCode stands where a rule's id would when the line's own code decided.
const RuleCode = "code"

// Rules decide in order.
type Rules []Rule

// Classify applies the first matching rule. A line whose category code is
// itself the name of a category or nature, in either language, needs no rule.
func (rs Rules) Classify(l Line) Classification {
	if c, ok := ParseCategory(l.CategoryCode); ok {
		return Classification{Nature: NatureService, Weights: []Weight{{c, money.One}}, Rule: RuleCode}
	}
	if n, ok := ParseNature(l.CategoryCode); ok && n != NatureService {
		return Classification{Nature: n, Rule: RuleCode}
	}
	for _, r := range rs {
		if r.matches(l) {
			return Classification{Nature: r.Nature, Weights: r.Weights, Rule: r.ID}
		}
	}
	return Classification{Nature: NatureService}
}

func (r Rule) matches(l Line) bool {
	var text string
	switch r.Field {
	case FieldCategoryCode:
		text = l.CategoryCode
	case FieldItemCode:
		text = l.ItemCode
	case FieldAccountCode:
		text = l.AccountCode
	case FieldProject:
		text = l.Project
	case FieldDescription:
		text = l.Description
	case FieldEngagement:
		text = l.EngagementType
	}
	if text == "" {
		return false
	}
	switch {
	case r.Pattern != nil:
		return r.Pattern.MatchString(text)
	case r.Equals != "":
		return strings.EqualFold(strings.TrimSpace(text), strings.TrimSpace(r.Equals))
	default:
		return strings.Contains(strings.ToLower(text), strings.ToLower(r.Contains))
	}
}

// Validate checks a rule as a user wrote it. Each thing that can be wrong has
// its own code, category.rule_<what>, so that each has its own hint.
func (r Rule) Validate() error {
	bad := func(code string) *fault.Error {
		return fault.New(fault.KindInvalid, code).With("rule", r.ID)
	}
	set := 0
	for _, is := range []bool{r.Equals != "", r.Contains != "", r.Pattern != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		return bad("category.rule_matcher")
	}
	if !slices.Contains(Fields(), r.Field) {
		return bad("category.rule_field").With("value", string(r.Field))
	}
	if !slices.Contains(Natures(), r.Nature) {
		return bad("category.rule_nature").With("value", string(r.Nature))
	}
	if !r.Nature.TakesWeights() && len(r.Weights) > 0 {
		return bad("category.rule_weights_on_excluded").With("nature", string(r.Nature))
	}
	code, value := CheckWeights(r.Weights, WeightCodes{Unknown: "category.rule_category", Twice: "category.rule_category_twice",
		Share: "category.rule_weight", Sum: "category.rule_weight_sum"})
	switch {
	case code == "":
		return nil
	case code == "category.rule_weight_sum":
		return bad(code).With("sum", value)
	default:
		return bad(code).With("value", value)
	}
}

// WeightCodes are the codes by which CheckWeights says what is wrong: a category
// that does not exist, one named twice, a share that is not positive, shares
// that do not make one.
type WeightCodes struct{ Unknown, Twice, Share, Sum string }

// CheckWeights gives the code of the first thing that is wrong with a set of
// weights, and the value that is; empty when they are right. No weights are.
func CheckWeights(weights []Weight, codes WeightCodes) (code, value string) {
	sum, seen := money.Zero, map[Category]bool{}
	for _, w := range weights {
		switch {
		case !slices.Contains(Categories(), w.Category):
			return codes.Unknown, string(w.Category)
		case seen[w.Category]:
			return codes.Twice, string(w.Category)
		case w.Share.Sign() <= 0:
			return codes.Share, w.Share.String()
		}
		seen[w.Category] = true
		sum = sum.Add(w.Share)
	}
	if len(weights) > 0 && !sum.Equal(money.One) {
		return codes.Sum, sum.String()
	}
	return "", ""
}

// TakesWeights reports whether lines of this nature can be part of a
// numerator, and so have categories.
func (n Nature) TakesWeights() bool {
	return n == NatureService || n == NatureMarketplaceServices || n == NatureOwnSoftware
}
