package trend

import (
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
)

func TestWhichServicesAreAboutAI(t *testing.T) {
	list := ShippedAI()
	for name, want := range map[string]bool{"Amazon Bedrock": true, "AmazonBedrock": true, "amazon sagemaker": true, "comprehend": true, "Azure Machine Learning": true,
		"Claude 3.5 Sonnet (Amazon Bedrock Edition)": true, "Amazon EC2": false, "": false, "Amazon": false, "Amazon Q": true, "Amazon QuickSight": false} {
		if got := list.Has(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestEveryAIServiceSaysWhoSaysSo(t *testing.T) {
	for _, s := range ShippedAI().All() {
		if s.Source == "" || !strings.HasPrefix(s.URL, "https://") || s.EffectiveFrom.IsZero() ||
			!slices.Contains([]benchmark.Confidence{benchmark.ConfidencePrimary, benchmark.ConfidenceSecondary, benchmark.ConfidenceInferred}, s.Confidence) {
			t.Errorf("%+v", s)
		}
	}
	const head = "provider,name,code,source,url,confidence,effective_from\n"
	for _, line := range []string{"AWS,A,,,https://a,primary,2025-01-01", "AWS,A,,s,,primary,2025-01-01", "AWS,A,,s,https://a,,2025-01-01", "AWS,A,,s,https://a,primary,", "AWS,*,,s,https://a,primary,2025-01-01"} {
		if _, err := parse([]byte(head + line)); err == nil {
			t.Errorf("%s is taken", line)
		}
	}
}
