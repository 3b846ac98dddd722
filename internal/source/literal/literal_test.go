package literal_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/source/literal"
)

func TestWhatCannotBeReadIsRefusedWithItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		file, text, code string
		line             int64
	}{
		"broken YAML":      {"a.yaml", "Resources:\n  a: [\n", "lint.malformed", 2},
		"broken JSON":      {"a.json", "{\n\"a\": tru\n}", "lint.malformed", 2},
		"JSON and more":    {"a.json", "{}\n{}", "lint.malformed", 2},
		"broken HCL":       {"a.tf", "resource \"x\" \"y\" {\n  a = \n}\n", "lint.malformed", 2},
		"binary":           {"a.yaml", "\x00\x01\x02", "lint.binary", 0},
		"not UTF-8":        {"a.py", "\xff\xfe", "lint.binary", 0},
		"deep JSON":        {"a.json", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "lint.too_deep", 1},
		"deep YAML":        {"a.yaml", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "lint.too_deep", 1},
		"deep Terraform":   {"a.tf", "a = " + strings.Repeat("[", 100_000), "lint.too_deep", 1},
		"deep values":      {"a.tfvars", "a = " + strings.Repeat("!", 100_000), "lint.too_deep", 1},
		"deeper YAML":      {"a.yaml", strings.Repeat("[", 200_000), "lint.malformed", 0},
		"larger than ours": {"a.txt", strings.Repeat("a", literal.MaxBytes+1), "lint.too_large", 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := literal.Parse(c.file, []byte(c.text), literal.Module{})
			if fault.CodeOf(err) != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if e, _ := fault.As(err); c.line != 0 && e.Place.Row != c.line {
				t.Errorf("line %d, want %d", e.Place.Row, c.line)
			}
		})
	}
}

func TestAnAliasBombStaysAsSmallAsItsText(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [arn:aws:s3:::x, arn:aws:s3:::x]\n")
	for i := range 30 {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i)
	}
	f, err := literal.Parse("bomb.yaml", []byte(b.String()), literal.Module{})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(lint.Check(f.File)); got != 2 {
		t.Errorf("%d findings, want the two that are written", got)
	}
}

func TestWhereNoFunctionMayStandNothingIsRewritten(t *testing.T) {
	const template = `Parameters:
  Policy: {Type: String, Default: "arn:aws:iam::aws:policy/x"}
Mappings: {M: {us-east-1: {Arn: "arn:aws:s3:::y"}}}
Conditions: {C: !Equals [arn:aws:a, !Ref Policy]}
Resources:
  R:
    Type: AWS::EC2::Instance
    Metadata: {Arn: "arn:aws:m"}
    Properties:
      UserData: !Base64 |
        echo arn:aws:s3:::boot
      Name: !FindInMap [M, arn:aws:k, Arn]
      Anchored: &here arn:aws:s3:::anchor
      Folded: "arn:aws:s3:::a
        b"
      "arn:aws:key": x
`
	f := parse(t, "t.yaml", []byte(template))
	findings := lint.Check(f.File)
	out, _, err := f.Apply(lint.Changes(findings))
	if err != nil || string(out) != template {
		t.Errorf("%v; changed to\n%s", err, out)
	}
	count := 0
	for _, x := range findings {
		if x.Rule == "partition-literal" {
			count++
		}
	}
	if count != 9 {
		t.Errorf("%d ARNs are found, want all 9", count)
	}
}

func TestTheModulesOwnPartitionIsUsedAndLocalsOfAProviderAreLeftAlone(t *testing.T) {
	const main = "locals {\n  role = \"arn:aws:iam::1:role/x\"\n}\n\nresource \"aws_x\" \"y\" {\n  arn = \"arn:aws:s3:::b\"\n}\n"
	module := literal.ModuleOf([][]byte{[]byte(main), []byte("data \"aws_partition\" \"here\" {}\nprovider \"aws\" {\n  assume_role {\n    role_arn = local.role\n  }\n}\n")})
	f, err := literal.Parse("main.tf", []byte(main), module)
	if err != nil {
		t.Fatal(err)
	}
	out, added, err := f.Apply(lint.Changes(lint.Check(f.File)))
	want := strings.Replace(main, "arn:aws:s3", "arn:${data.aws_partition.here.partition}:s3", 1)
	if err != nil || added != "" || string(out) != want {
		t.Errorf("%v, added %q:\n%s", err, added, out)
	}
}

func TestLinesEndAsTheyDidAndAByteOrderMarkStays(t *testing.T) {
	const before = "\xef\xbb\xbfResources:\r\n  R:\r\n    Type: AWS::S3::Bucket\r\n    Properties:\r\n      A: arn:aws:s3:::x\r\n      B: |\r\n        arn:aws:s3:::y\r\n"
	f := parse(t, "t.yaml", []byte(before))
	out, _, err := f.Apply(lint.Changes(lint.Check(f.File)))
	want := strings.NewReplacer("A: arn:aws:", "A: !Sub arn:${AWS::Partition}:", "B: |", "B: !Sub |", "arn:aws:", "arn:${AWS::Partition}:").Replace(before)
	if err != nil || string(out) != want {
		t.Errorf("%v\n got %q\nwant %q", err, out, want)
	}
}

// TestFixedTemplatesPassTheirOwnLinters runs cfn-lint and terraform fmt over every
// fixed example, where they are installed.
func TestFixedTemplatesPassTheirOwnLinters(t *testing.T) {
	dir := t.TempDir()
	byTool := map[string][]string{}
	for rule, e := range examples(t) {
		if r, _ := lint.FindRule(rule); !r.Fixable {
			continue
		}
		f := parse(t, e.name, e.fails)
		out, _, err := f.Apply(lint.Changes(lint.Check(f.File)))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, rule+filepath.Ext(e.name))
		if err := os.WriteFile(file, out, 0o600); err != nil {
			t.Fatal(err)
		}
		tool := "cfn-lint"
		if f.Format == lint.FormatTerraform {
			tool = "terraform"
		}
		byTool[tool] = append(byTool[tool], file)
	}
	for _, name := range []string{"app.yaml", "main.tf"} { // many things at once
		data, err := os.ReadFile(filepath.Join("testdata", "estate", name))
		if err != nil {
			t.Fatal(err)
		}
		f := parse(t, name, data)
		out, _, err := f.Apply(lint.Changes(lint.Check(f.File)))
		if err != nil || bytes.Equal(out, data) {
			t.Fatalf("%s: %v, or nothing was fixed", name, err)
		}
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, out, 0o600); err != nil {
			t.Fatal(err)
		}
		tool := map[bool]string{true: "cfn-lint", false: "terraform"}[f.Format == lint.FormatCloudFormation]
		byTool[tool] = append(byTool[tool], file)
	}
	for tool, args := range map[string][]string{
		// E3: properties the examples leave out; W: taste. What is asked is whether
		// the functions stand where they may.
		"cfn-lint":  {"--ignore-checks", "E3", "W", "--"},
		"terraform": {"fmt", "-check", "-diff"},
	} {
		t.Run(tool, func(t *testing.T) {
			program, err := exec.LookPath(tool)
			if err != nil {
				t.Skipf("%s is not installed", tool)
			}
			if len(byTool[tool]) == 0 {
				t.Fatal("there is nothing to check")
			}
			var output bytes.Buffer
			cmd := exec.Command(program, append(args, byTool[tool]...)...)
			cmd.Stdout, cmd.Stderr = &output, &output
			if err := cmd.Run(); err != nil {
				t.Errorf("%v\n%s", err, output.String())
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"a.yaml", "a.json", "a.tf", "a.py", "Dockerfile", "a.md"} {
		f.Add(name, "Resources:\n  R:\n    Type: AWS::A::B\n    Properties:\n      X: !Join ['', [arn:aws:, \"\\u00e9\"]]\n      Y: |\n        ${a}arn:aws:x\n")
		f.Add(name, `{"Resources": {"R": {"Type": "A::B", "Properties": {"P": ["arn:aws:", {"Fn::Sub": ["arn:aws:", {}]}]}}}}`)
		f.Add(name, "resource \"a\" \"b\" {\n x = <<E\narn:aws:${y}\nE\n}\n")
		f.Add(name, "x = '''arn:aws:''' // \"sts.amazonaws.com\"\n")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		read, err := literal.Parse(name, []byte(text), literal.Module{})
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		findings := lint.Check(read.File)
		for _, x := range findings {
			if x.Place.Line < 1 || x.Place.Column < 1 || x.Place.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("a place that is not in the file: %+v", x)
			}
		}
		if _, _, err := read.Apply(lint.Changes(findings)); err != nil {
			t.Fatalf("%v", err)
		}
	})
}
