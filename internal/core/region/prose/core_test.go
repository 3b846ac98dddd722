package prose

import (
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// cores gives the services of a page that the solution cannot do without.
func cores(r *Reader, p Page) []string {
	return services(slices.DeleteFunc(r.Finds(p), func(f region.Find) bool { return !f.Core }))
}

func TestWhatASolutionCannotDoWithoutIsToldFromWhatIsMentioned(t *testing.T) {
	r := NewReader(region.Shipped())
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"title, steps and a way round": {"# Archive logs with Amazon Data Firehose\nCreate a stream in Amazon Data Firehose that writes to an Amazon S3 bucket.\n1. Create the S3 bucket.\n2. Create the stream.\nInstead of Firehose you can also use Amazon MSK. This is similar to Amazon Kinesis Data Streams.\n## Related posts\nBuild a lake with Amazon Athena and AWS Glue.",
			[]string{"firehose", "s3"}},
		"Chinese": {"# 基于 Amazon Step Functions 的审批流\n本方案使用 Amazon Step Functions 调用 Amazon Lambda 函数，结果写入 Amazon DynamoDB。也可以使用 Amazon SWF。\n## 参考资料\n部署 Amazon EKS 集群。",
			[]string{"dynamodb", "lambda", "stepfunctions"}},
		"mention only": {"# Notes on queues\nServices such as Amazon SQS and Amazon MQ exist, unlike in the old days. We run RabbitMQ on our own machines.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cores(r, pageOf("x.md", c.text)); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAFindSaysWhereItStandsAndWhatIsWritten(t *testing.T) {
	p := pageOf("x.md", "# 标题\n在亚马逊云科技上使用 Amazon S3 与 Lambda。")
	got := NewReader(region.Shipped()).Finds(p)
	want := []region.Find{
		{Service: "s3", Place: region.Place{File: "x.md", Line: 2, Column: 12}, Evidence: "Amazon S3", Kind: region.KindName, Strength: region.StrengthName, Core: true},
		{Service: "lambda", Place: region.Place{File: "x.md", Line: 2, Column: 24}, Evidence: "Lambda", Kind: region.KindName, Strength: region.StrengthContext, Core: true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAPageMadeOfNamesKeepsAHundredPlacesOfEach(t *testing.T) {
	p := pageOf("x.md", "# S3 on AWS\n"+strings.Repeat("Amazon-S3-", 20_000))
	if got := len(NewReader(region.Shipped()).Finds(p)); got != MaxFinds {
		t.Errorf("%d finds, want %d", got, MaxFinds)
	}
}

func FuzzFinds(f *testing.F) {
	f.Add("Amazon S3 and AWS Lambda, Glue、Batch 和 Connect to\xff s3://x a@b.com")
	f.Add("亚马逊云科技Lambda的 EC2s AWS-Lambda lambda@edge")
	r := NewReader(region.Shipped())
	f.Fuzz(func(t *testing.T, text string) {
		p := Page{Name: "x", Title: text, Blocks: []Block{{Kind: BlockHeading, Level: 1, Text: text, Marks: []Mark{{Line: 1, Column: 1}}}, {Kind: BlockParagraph, Text: text, Marks: []Mark{{Line: 2, Column: 1}}}}}
		for _, x := range r.Read(p).Finds {
			if x.Evidence == "" || x.Place.Line < 1 || x.Place.Column < 1 {
				t.Fatalf("%+v", x)
			}
		}
	})
}

// BenchmarkRead reads pages of 20 kB; the goal is 10 000 of them in 30 s on two
// processors together with taking them apart.
func BenchmarkRead(b *testing.B) {
	r := NewReader(region.Shipped())
	text := "# Build it with Amazon S3\n"
	for len(text) < 20_000 {
		text += "A Lambda function reads the queue and writes to DynamoDB; connect to the batch server, glue code and all, then query with Athena. 使用亚马逊云科技的 Glue 与 Athena 处理数据。\n"
	}
	p := pageOf("x.md", text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r.Read(p)
	}
}
