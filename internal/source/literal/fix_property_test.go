package literal_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/source/literal"
)

// pieces are what values of the property tests are made of: what is fixed, what
// must not be, and what makes quoting hard.
var pieces = []string{"arn:aws:s3:::bucket/*", "arn:aws-cn:iam::1:role/x", "sqs.us-west-2.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com",
	"${aws:username}", "${!Literal}", "it's", `say "so"`, "#no", ": ", "a", "/", "北京", "\\", "{", "}", "[", ",", "$", "https://s3.amazonaws.com/b", ".amazonaws.com", "%", "&", "*", "!", "\t"}

func drawText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 5).Draw(t, "pieces"), "")
}

// drawValue is a property: text, lists, maps, functions.
func drawValue(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 7).Draw(t, "kind")
	switch {
	case depth > 3 || kind < 3:
		return drawText(t)
	case kind == 3:
		return []any{drawValue(t, depth+1), drawValue(t, depth+1)}
	case kind == 4:
		return map[string]any{"A": drawValue(t, depth+1), "B" + drawText(t): drawValue(t, depth+1)}
	case kind == 5:
		return map[string]any{"Fn::Join": []any{"", []any{drawText(t), map[string]any{"Ref": "AWS::Region"}, drawText(t)}}}
	case kind == 6:
		return map[string]any{"Fn::If": []any{"C", drawValue(t, depth+1), drawText(t)}}
	}
	return map[string]any{"Fn::FindInMap": []any{"M", drawText(t), "arn:aws:x"}}
}

// global resolves a tree as CloudFormation does in the global partition: Fn::Sub
// with the two pseudo-parameters.
func global(v any) any {
	switch x := v.(type) {
	case map[string]any:
		if sub, ok := x["Fn::Sub"].(string); ok && len(x) == 1 {
			return resolve(sub)
		}
		out := map[string]any{}
		for k, v := range x {
			out[k] = global(v)
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, v := range x {
			out[i] = global(v)
		}
		return out
	}
	return v
}

func resolve(sub string) string {
	return strings.NewReplacer("${AWS::Partition}", "aws", "${AWS::URLSuffix}", "amazonaws.com", "${!", "${").Replace(sub)
}

func fix(t *rapid.T, name string, data []byte) []byte {
	f, err := literal.Parse(name, data, literal.ModuleOf([][]byte{data}))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	out, _, err := f.Apply(lint.Changes(lint.Check(f.File)))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return out
}

// unfixed counts what a fix could still do.
func unfixed(t *rapid.T, name string, data []byte) int {
	f, err := literal.Parse(name, data, literal.ModuleOf([][]byte{data}))
	if err != nil {
		t.Fatal(err)
	}
	return len(lint.Changes(lint.Check(f.File)))
}

func TestInTheGlobalPartitionAFixedTemplateMeansWhatItMeantInJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := map[string]any{"Resources": map[string]any{"R": map[string]any{"Type": "AWS::IAM::Role", "Properties": map[string]any{"P": drawValue(t, 0)}}}}
		before, _ := json.MarshalIndent(tree, "", "  ")
		after := fix(t, "t.json", before)
		var got any
		if err := json.Unmarshal(after, &got); err != nil {
			t.Fatalf("%v\n%s", err, after)
		}
		var want any
		_ = json.Unmarshal(before, &want)
		if diff := cmp.Diff(want, global(got)); diff != "" {
			t.Fatalf("(-before +after):\n%s\n%s", diff, after)
		}
		if n := unfixed(t, "t.json", after); n > 0 || string(fix(t, "t.json", after)) != string(after) {
			t.Fatalf("%d places are left for a second fix:\n%s", n, after)
		}
	})
}

func TestInTheGlobalPartitionAFixedTemplateMeansWhatItMeantInYAML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := map[string]any{"Resources": map[string]any{"R": map[string]any{"Type": "AWS::IAM::Role", "Properties": map[string]any{"P": drawValue(t, 0)}}}}
		before, err := yaml.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		after := fix(t, "t.yaml", before)
		var doc yaml.Node
		if err := yaml.Unmarshal(after, &doc); err != nil {
			t.Fatalf("%v\n%s", err, after)
		}
		subbed(&doc)
		var got, want any
		if err := doc.Decode(&got); err != nil {
			t.Fatal(err)
		}
		_ = yaml.Unmarshal(before, &want)
		if diff := cmp.Diff(want, global(got)); diff != "" {
			t.Fatalf("(-before +after):\n%s\n%s\n%s", diff, before, after)
		}
		if n := unfixed(t, "t.yaml", after); n > 0 || string(fix(t, "t.yaml", after)) != string(after) {
			t.Fatalf("%d places are left for a second fix:\n%s", n, after)
		}
	})
}

// subbed turns !Sub text into {"Fn::Sub": text}, as CloudFormation does.
func subbed(n *yaml.Node) {
	for _, c := range n.Content {
		subbed(c)
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!Sub" {
		value := *n
		value.Tag, value.Style = "!!str", yaml.DoubleQuotedStyle
		*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: "Fn::Sub"}, &value}}
	}
}

func TestAFixOfTerraformOnlyAsksForThePartitionWhereItMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for i := range rapid.IntRange(1, 4).Draw(t, "blocks") {
			block := rapid.SampledFrom([]string{`resource "aws_x" "n%d"`, `variable "v%d"`, `module "m%d"`, `data "aws_y" "d%d"`, `output "o%d"`, `provider "aws%d"`}).Draw(t, "block")
			quoted, _ := json.Marshal(strings.NewReplacer("${", "$${", "%", "", "\t", "").Replace(drawText(t)))
			fmt.Fprintf(&b, block+" {\n  value = %s # arn:aws:\n  list  = [%s, \"${var.a}.amazonaws.com\"]\n}\n\n", i, quoted, quoted)
		}
		before := b.String()
		after := string(fix(t, "main.tf", []byte(before)))
		back := strings.NewReplacer("${data.aws_partition.current.partition}", "aws", "${data.aws_partition.current.dns_suffix}", "amazonaws.com",
			"\ndata \"aws_partition\" \"current\" {}\n", "").Replace(after)
		if back != before {
			t.Fatalf("more than literals changed:\n%s", cmp.Diff(before, back))
		}
		for block := range strings.SplitSeq(after, "\n\n") {
			if strings.Contains(block, "data.aws_partition") && (strings.HasPrefix(block, "variable") || strings.HasPrefix(block, "provider")) {
				t.Fatalf("a block that cannot ask asks:\n%s", block)
			}
		}
		if n := unfixed(t, "main.tf", []byte(after)); n > 0 {
			t.Fatalf("%d places are left for a second fix:\n%s", n, after)
		}
	})
}
