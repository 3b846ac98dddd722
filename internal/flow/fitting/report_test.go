package fitting_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
	"github.com/sevenfold/sevenfold/internal/render/rendertest"
)

// reported are the things of the goldens: a page whose needs are partly missing, a
// template with a name that cannot be resolved, and an event.
var reported = map[string]struct{ file, text string }{
	"post": {"voice-bot.md", `---
title: "Build a voice bot: Amazon Connect & \"Lex\""
date: 2025-03-04
url: https://aws.amazon.com/blogs/example/voice-bot/?a=1&b=2
---
In this post, we show how to build a voice bot.

## Solution overview

Calls arrive in Amazon Connect, an Amazon Lex bot understands them, and an AWS Lambda function reads the order from Amazon DynamoDB. It is similar to Amazon Pinpoint.

## Prerequisites

` + "```bash\naws dynamodb create-table --table-name orders\n```\n"},
	"template": {"solution.yaml", "Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n  X: {Type: 'AWS::NoSuchThing::Box'}\n"},
	"event":    {"summit.md", "---\ntitle: 中国峰会报名\ndate: 2025年6月1日\n---\n# 中国峰会报名\n\n立即报名，席位有限。议程与演讲嘉宾将在现场公布。展台展示 Amazon Bedrock 与 Amazon EKS。\n"},
}

// frontKeys is the order that readers of such reports know.
var frontKeys = []string{"title", "publish_date", "original_url", "validation_date", "target_region", "feasibility", "available_services", "unavailable_services"}

func TestReportsStayAsTheyAre(t *testing.T) {
	k := checker()
	k.Regions = []region.ID{region.Beijing}
	for name, thing := range reported {
		r, err := k.Examine(thing.file, []byte(thing.text))
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "zh-CN"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				page := k.Page(words(t).For(lang), r, r.Verdicts[0])
				var md, html bytes.Buffer
				if err := markdown.Render(&md, page); err != nil {
					t.Fatal(err)
				}
				if err := markdown.HTML(&html, page); err != nil {
					t.Fatal(err)
				}
				if got := keys(md.String()); !slices.Equal(got, frontKeys) {
					t.Errorf("front matter has %q", got)
				}
				rendertest.Golden(t, "report/"+name+"."+lang+".md", md.Bytes())
				rendertest.Golden(t, "report/"+name+"."+lang+".html", html.Bytes())
			})
		}
		t.Run(name+" json", func(t *testing.T) {
			var b bytes.Buffer
			if err := fitting.WriteJSON(&b, []fitting.Report{r}); err != nil {
				t.Fatal(err)
			}
			rendertest.Golden(t, "report/"+name+".json", b.Bytes())
		})
	}
}

// keys are those of the front matter, in its order.
func keys(text string) []string {
	_, rest, _ := strings.Cut(text, "---\n")
	front, _, _ := strings.Cut(rest, "\n---\n")
	var list []string
	for line := range strings.SplitSeq(front, "\n") {
		key, _, _ := strings.Cut(line, ":")
		list = append(list, key)
	}
	return list
}

func TestWhatIsNotApplicableCountsNothing(t *testing.T) {
	k := checker()
	r, err := k.Examine(reported["event"].file, []byte(reported["event"].text))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Verdicts {
		var b bytes.Buffer
		if err := markdown.Render(&b, k.Page(words(t).For("zh-CN"), r, v)); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); !strings.Contains(s, "\nfeasibility: \"NOT_APPLICABLE\"\navailable_services: 0\nunavailable_services: 0\n") {
			t.Errorf("%s:\n%.400s", v.Region, s)
		}
	}
}
