package region_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Amazon S3", "AWS::S3::Bucket", "aws_s3_bucket", "events.amazonaws.com", "亚马逊云科技（EC2）", "Amazon Elastic Compute Cloud (EC2)", "(((", "::", "____", "..."} {
		f.Add(s)
	}
	c := region.Shipped()
	f.Fuzz(func(t *testing.T, alias string) {
		for _, kind := range region.Kinds() {
			if s, ok := c.Find(kind, alias); ok && s.ID == "" {
				t.Errorf("%s %q is found, and is nothing", kind, alias)
			}
		}
	})
}

func FuzzParseRule(f *testing.F) {
	f.Add("name: fit\nversion: 1\nmoderate:\n  more_than: \"0.70\"\n  alternatives: true\nunknown: doubt\n")
	f.Add("moderate: {more_than: 1e999999999}\n")
	f.Add("a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := region.ParseRule("own.yaml", []byte(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		needs := []region.Need{{Service: "s3", Core: true}, {Service: "bedrock", Core: true}}
		if v := region.Shipped().Judge(needs, 1, region.Beijing, r); v.Grade == "" {
			t.Error("a rule gives no grade")
		}
	})
}
