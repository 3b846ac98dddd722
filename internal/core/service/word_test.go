package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func TestWeightsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "manage": "manage", " Manage ": "manage", "管理": "manage", "manage=100%": "manage",
		"build=0.7,design=0.3": "design=0.3; build=0.7", "设计 30%；构建 70%": "design=0.3; build=0.7",
		"设计：30％、构建：70％": "design=0.3; build=0.7", "advise: 1/3": "!category.weight_category",
		"design,build": "!category.weights_unreadable", "paint": "!category.weight_category", "design=x": "!category.weights_unreadable",
		"design=0.3;build=0.6": "!category.weight_sum", "design=0.5;设计=0.5": "!category.weight_category_twice",
		"design=-1;build=2": "!category.weight_share", ";;": "",
	} {
		weights, err := service.ParseWeights(text)
		got := service.FormatWeights(weights)
		if err != nil {
			got = "!" + fault.CodeOf(err)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWeightsSurviveWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		categories := rapid.Permutation(service.Categories()).Draw(t, "categories")
		n := rapid.IntRange(1, 6).Draw(t, "n")
		left := int64(1000)
		var parts []service.Weight
		for i := range n {
			share := left
			if i < n-1 {
				share = rapid.Int64Range(1, left-int64(n-1-i)).Draw(t, "share")
			}
			left -= share
			parts = append(parts, service.Weight{Category: categories[i], Share: money.NewInt(share).Mul(money.MustParse("0.001"))})
		}
		first, err := service.ParseWeights(service.FormatWeights(parts))
		if err != nil {
			t.Fatalf("%s: %v", service.FormatWeights(parts), err)
		}
		again, err := service.ParseWeights(service.FormatWeights(first))
		if err != nil {
			t.Fatal(err)
		}
		sum := money.Zero
		for _, w := range first {
			sum = sum.Add(w.Share)
		}
		if diff := cmp.Diff(service.FormatWeights(first), service.FormatWeights(again)); diff != "" || !sum.Equal(money.One) || len(first) != n {
			t.Fatalf("%s, sum %s", diff, sum)
		}
	})
}

func TestEveryCategoryAndNatureHasAWordInChinese(t *testing.T) {
	for _, c := range service.Categories() {
		if got, ok := service.ParseCategory(" " + string(c) + " "); !ok || got != c {
			t.Errorf("%s: %s", c, got)
		}
	}
	for _, n := range service.Natures() {
		if got, ok := service.ParseNature(string(n)); !ok || got != n {
			t.Errorf("%s: %s", n, got)
		}
	}
	for word, want := range map[string]service.Nature{"硬件": "hardware", "内部成本": "internal", "服务": "service", "转售云": "resold_cloud"} {
		if got, ok := service.ParseNature(word); !ok || got != want {
			t.Errorf("%s: %s", word, got)
		}
	}
	if _, ok := service.ParseNature("x"); ok {
		t.Error("x is a nature")
	}
}

func FuzzParseWeights(f *testing.F) {
	f.Add("design=0.3; build=0.7")
	f.Add("设计 30%；构建 70%")
	f.Add("manage=1e-400")
	f.Fuzz(func(t *testing.T, text string) {
		weights, err := service.ParseWeights(text)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		again, err := service.ParseWeights(service.FormatWeights(weights))
		if err != nil || service.FormatWeights(again) != service.FormatWeights(weights) {
			t.Fatalf("%q: %v became %v, %v", text, weights, again, err)
		}
	})
}
