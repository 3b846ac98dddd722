package service_test

import (
	"regexp"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func whole(c service.Category) []service.Weight {
	return []service.Weight{{Category: c, Share: money.One}}
}

func TestTheFirstMatchingRuleDecides(t *testing.T) {
	rules := service.Rules{
		{ID: "resale", Field: service.FieldAccountCode, Equals: "4100", Nature: service.NatureResoldCloud},
		{ID: "managed", Field: service.FieldDescription, Contains: "Managed", Nature: service.NatureService, Weights: whole(service.CategoryManage)},
		{ID: "migration", Field: service.FieldDescription, Pattern: regexp.MustCompile(`(?i)migrat|迁移`), Nature: service.NatureService, Weights: whole(service.CategoryBuild)},
		{ID: "item", Field: service.FieldItemCode, Equals: "WAR", Nature: service.NatureService, Weights: whole(service.CategoryAdvise)},
		{ID: "project", Field: service.FieldProject, Contains: "landing", Nature: service.NatureService, Weights: whole(service.CategoryDesign)},
		{ID: "code", Field: service.FieldCategoryCode, Equals: "TRN", Nature: service.NatureService, Weights: whole(service.CategoryAdopt)},
	}
	for _, c := range []struct {
		name string
		line service.Line
		rule string
	}{
		{"account before text", service.Line{AccountCode: "4100", Description: "managed"}, "resale"},
		{"contains ignores case", service.Line{Description: "24x7 MANAGED operations"}, "managed"},
		{"pattern", service.Line{Description: "数据库迁移"}, "migration"},
		{"equals ignores case and space", service.Line{ItemCode: " war "}, "item"},
		{"project", service.Line{Project: "Landing zone"}, "project"},
		{"code by rule", service.Line{CategoryCode: "trn"}, "code"},
		{"nothing", service.Line{Description: "other"}, ""},
		{"equals is not contains", service.Line{ItemCode: "WAR2"}, ""},
		{"empty fields match nothing", service.Line{}, ""},
	} {
		if got := rules.Classify(c.line); got.Rule != c.rule {
			t.Errorf("%s: rule %q, want %q", c.name, got.Rule, c.rule)
		}
	}
}

func TestALineThatNamesItsCategoryNeedsNoRule(t *testing.T) {
	for _, c := range service.Categories() {
		got := service.Rules(nil).Classify(service.Line{CategoryCode: " " + string(c)})
		if got.Nature != service.NatureService || len(got.Weights) != 1 || got.Weights[0].Category != c || !got.Weights[0].Share.Equal(money.One) {
			t.Errorf("%s: %+v", c, got)
		}
	}
	for _, n := range service.Natures() {
		if got := service.Rules(nil).Classify(service.Line{CategoryCode: string(n)}); got.Nature != n || got.Weights != nil {
			t.Errorf("%s: %+v", n, got)
		}
	}
}

func TestUnplacedServiceStaysUncategorised(t *testing.T) {
	got := service.Rules(nil).Classify(service.Line{Description: "something"})
	if got.Nature != service.NatureService || got.Weights != nil || got.Rule != "" {
		t.Errorf("got %+v", got)
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	good := service.Rule{ID: "r", Field: service.FieldDescription, Contains: "x", Nature: service.NatureService,
		Weights: []service.Weight{{Category: service.CategoryDesign, Share: money.MustParse("0.3")}, {Category: service.CategoryBuild, Share: money.MustParse("0.7")}}}
	if err := good.Validate(); err != nil {
		t.Fatalf("a good rule: %v", err)
	}
	half := money.MustParse("0.5")
	for code, change := range map[string]func(*service.Rule){
		"category.rule_matcher":             func(r *service.Rule) { r.Equals = "y" },
		"category.rule_field":               func(r *service.Rule) { r.Field = "colour" },
		"category.rule_nature":              func(r *service.Rule) { r.Nature = "" },
		"category.rule_weights_on_excluded": func(r *service.Rule) { r.Nature = service.NatureHardware },
		"category.rule_category":            func(r *service.Rule) { r.Weights = whole("paint") },
		"category.rule_category_twice": func(r *service.Rule) {
			r.Weights = []service.Weight{{Category: service.CategoryBuild, Share: half}, {Category: service.CategoryBuild, Share: half}}
		},
		"category.rule_weight":     func(r *service.Rule) { r.Weights = []service.Weight{{Category: service.CategoryBuild}} },
		"category.rule_weight_sum": func(r *service.Rule) { r.Weights = []service.Weight{{Category: service.CategoryBuild, Share: half}} },
	} {
		r := good
		change(&r)
		if err := r.Validate(); fault.CodeOf(err) != code {
			t.Errorf("%v; want %s", err, code)
		}
	}
	none := good
	none.Contains = ""
	if err := none.Validate(); fault.CodeOf(err) != "category.rule_matcher" {
		t.Errorf("a rule without a matcher: %v", err)
	}
	bare := good
	bare.Weights = nil
	if err := bare.Validate(); err != nil {
		t.Errorf("a rule may set the nature alone: %v", err)
	}
}
