package prose

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// TestWholePagesAreReadAsTheyAreMeant has for each page its kind, what its
// solution cannot do without, and what it only mentions: all of it, exactly.
func TestWholePagesAreReadAsTheyAreMeant(t *testing.T) {
	r := NewReader(region.Shipped())
	for _, file := range []string{"pages.en.txt", "pages.zh.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		for part := range strings.SplitSeq(string(data), "\n---\n") {
			head, body, _ := strings.Cut(part, "\n")
			want := strings.Split(strings.TrimPrefix(head, "="), ":")
			if len(want) != 3 {
				t.Fatalf("%s: %q is not kind : core : mentioned", file, head)
			}
			p := pageOf(file, body)
			t.Run(p.Title, func(t *testing.T) {
				got := r.Read(p)
				if string(got.Kind) != strings.TrimSpace(want[0]) {
					t.Errorf("kind %s, want %s: %+v", got.Kind, want[0], got.Reasons)
				}
				core := cores(r, p)
				if !slices.Equal(core, strings.Fields(want[1])) {
					t.Errorf("core %q, want %q", core, strings.Fields(want[1]))
				}
				mentioned := slices.DeleteFunc(services(got.Finds), func(id string) bool { return slices.Contains(core, id) })
				if !slices.Equal(mentioned, strings.Fields(want[2])) {
					t.Errorf("mentioned %q, want %q", mentioned, strings.Fields(want[2]))
				}
			})
		}
	}
}

func TestASignSpeaksOfTheNameThatItStandsBefore(t *testing.T) {
	r := NewReader(region.Shipped())
	for text, want := range map[string]string{
		"Use AWS Lambda instead of Amazon EC2.":                             "lambda",
		"AWS Lambda runs the code without servers to manage.":               "lambda",
		"Deploy it without having to manage Amazon EC2 instances.":          "",
		"使用 Amazon Lambda 处理消息，无需管理服务器。":                                    "lambda",
		"无需管理服务器，使用 Amazon Lambda 即可处理消息。":                                  "lambda",
		"无需管理 Amazon EC2 实例，使用 Amazon Lambda 处理消息。":                         "lambda",
		"与 Amazon EMR 相比，使用 Amazon Glue 不必操心集群。":                            "glue",
		"使用 Amazon DynamoDB 存储会话，而不是 Amazon RDS。":                           "dynamodb",
		"Write to Amazon Data Firehose (formerly Amazon Kinesis Firehose).": "firehose",
	} {
		if got := strings.Join(cores(r, pageOf("x.md", text)), " "); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
