package service

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// ParseCategory reads a category as books and people write it: by its code, or
// by its Chinese name in the glossary.
func ParseCategory(word string) (Category, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	for i, c := range Categories() {
		if word == string(c) || word == []string{"咨询", "设计", "采购", "构建", "采用", "管理"}[i] {
			return c, true
		}
	}
	return "", false
}

// ParseNature reads a nature by its code or its Chinese name.
func ParseNature(word string) (Nature, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	for i, n := range Natures() {
		if word == string(n) || word == []string{"服务", "转售云", "第三方软件", "硬件", "厂商资助", "云市场服务", "自有软件", "无关收入", "内部成本"}[i] {
			return n, true
		}
	}
	return "", false
}

// ParseWeights reads one category, or several with shares that sum to one, in
// life-cycle order: "manage", "design=0.3, build=0.7", "设计 30%；构建 70%". An
// empty text gives none.
//
// Faults: category.weights_unreadable, and category.weight_* as for an answer.
func ParseWeights(text string) ([]Weight, error) {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;，；、+/\n", r) })
	var weights []Weight
	for _, part := range parts {
		name, share, given := cutShare(strings.TrimSpace(part))
		if name == "" {
			continue
		}
		c, known := ParseCategory(name)
		if !known {
			return nil, bad("category.weight_category", name)
		}
		w := Weight{Category: c, Share: money.One}
		if given {
			var err error
			if w.Share, err = ParseShare(share); err != nil {
				return nil, bad("category.weights_unreadable", part)
			}
		} else if len(parts) > 1 {
			return nil, bad("category.weights_unreadable", part)
		}
		weights = append(weights, w)
	}
	code, value := CheckWeights(weights, WeightCodes{Unknown: "category.weight_category", Twice: "category.weight_category_twice",
		Share: "category.weight_share", Sum: "category.weight_sum"})
	if code != "" {
		return nil, bad(code, value)
	}
	slices.SortStableFunc(weights, func(a, b Weight) int {
		return slices.Index(Categories(), a.Category) - slices.Index(Categories(), b.Category)
	})
	return weights, nil
}

// cutShare parts "design=0.3" at the sign between, or at the last space.
func cutShare(s string) (name, share string, given bool) {
	if i := strings.IndexAny(s, "=:"); i >= 0 {
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:]), true
	}
	if before, after, ok := strings.Cut(s, "："); ok {
		return strings.TrimSpace(before), strings.TrimSpace(after), true
	}
	if i := strings.LastIndexAny(s, " \t"); i >= 0 && strings.ContainsAny(s[i:], "0123456789") {
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i:]), true
	}
	return s, "", false
}

// ParseShare reads 0.3, 30% or 30 %.
func ParseShare(s string) (money.Decimal, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "％", "%"))
	if percent, ok := strings.CutSuffix(s, "%"); ok {
		d, err := money.ParseDecimal(strings.TrimSpace(percent))
		return d.Mul(money.MustParse("0.01")), err
	}
	return money.ParseDecimal(s)
}

// FormatWeights writes weights so that ParseWeights reads them: "manage",
// "design=0.3; build=0.7".
func FormatWeights(weights []Weight) string {
	if len(weights) == 1 {
		return string(weights[0].Category)
	}
	parts := make([]string, len(weights))
	for i, w := range weights {
		parts[i] = string(w.Category) + "=" + w.Share.String()
	}
	return strings.Join(parts, "; ")
}
