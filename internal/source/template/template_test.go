package template_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/source/template"
)

// seeds are a piece of each format under a name that leads to its reader.
func seeds() map[string]string {
	return map[string]string{
		"a.yaml":     "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events: {E: {Type: SQS}}\n      Policies: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3FullAccess']\n      Code: {ZipFile: \"import boto3\\nboto3.client('lex')\\n\"}\n",
		"a.json":     `{"Resources": {"R": {"Type": "AWS::S3::Bucket", "Properties": {"A": {"Fn::Sub": "https://x.s3.amazonaws.com"}}}}}`,
		"a.tf":       "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"x\"\n}\ndata \"aws_iam_policy_document\" \"d\" {\n  statement {\n    actions = [\"lex:*\"]\n  }\n}\n",
		"a.tf.json":  `{"resource": {"aws_lambda_function": {"f": {"role": "arn:aws:iam::1:role/x"}}}}`,
		"plan.json":  `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"type": "aws_sqs_queue", "values": {"a": "b"}}]}}, "configuration": {}}`,
		"k.yaml":     "apiVersion: s3.services.k8s.aws/v1alpha1\nkind: Bucket\nmetadata: {annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb}}\n---\napiVersion: v1\nkind: ConfigMap\ndata: {x: \"aws s3 ls\"}\n",
		"p.json":     `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "bedrock:InvokeModel"], "Resource": "*"}]}`,
		"list.txt":   "- Amazon S3\n- Lambda # functions\n1. 亚马逊云科技 Glue\n",
		"bomb.yaml":  "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
		"odd.yaml":   "%YAML 1.2\n---\n? {a: b}\n: !!binary aGk=\n<<: *x\n",
		"heredoc.tf": "locals {\n  a = <<-E\n    aws s3 cp ${var.x} %{ if true }y%{ endif }\n  E\n}\n",
	}
}

func FuzzRead(f *testing.F) {
	for name, text := range seeds() {
		f.Add(name, []byte(text))
	}
	c := region.Shipped()
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		r, ok, err := template.Read(name, text, c)
		if err != nil {
			if _, isFault := fault.As(err); !isFault || ok {
				t.Fatalf("ok %t, not a fault: %v", ok, err)
			}
			return
		}
		if !ok {
			return
		}
		if r.Format == "" {
			t.Error("it is read, and no format is named")
		}
		for _, found := range append(r.Finds, r.Unresolved...) {
			if found.Place.Line < 0 || found.Place.Column < 0 {
				t.Errorf("%+v", found)
			}
		}
		for _, found := range r.Finds {
			if _, known := c.Get(found.Service); !known {
				t.Errorf("a find of no service: %+v", found)
			}
		}
	})
}

func TestEverySeedIsReadAsItsFormat(t *testing.T) {
	for name, text := range seeds() {
		r, ok, err := template.Read(name, []byte(text), region.Shipped())
		if name == "bomb.yaml" || name == "odd.yaml" {
			if ok {
				t.Errorf("%s is read as %s", name, r.Format)
			}
			continue
		}
		if err != nil || !ok || len(r.Finds)+len(r.Embedded) == 0 {
			t.Errorf("%s: %t %v, %d finds", name, ok, err, len(r.Finds))
		}
	}
}

func TestBombsAndDepthsAreRefusedWithAFault(t *testing.T) {
	bomb := "a00: &a00 [x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 40; i++ {
		ref := strings.Repeat("*a"+itoa(i-1)+",", 9)
		bomb += "a" + itoa(i) + ": &a" + itoa(i) + " [" + ref + "]\n"
	}
	for _, c := range []struct{ name, text, code string }{
		{"deep.yaml", "a: " + strings.Repeat("[", 100_000), "region.too_deep"},
		{"deep2.yaml", indentedBy(400), "region.too_deep"},
		{"deep.json", strings.Repeat(`{"a":`, 100_000), "region.too_deep"},
		{"deep2.json", strings.Repeat("[", 9_000_000), "region.too_deep"},
		{"deep.tf", "a = " + strings.Repeat("[", 100_000), "region.too_deep"},
		{"deep2.tf", strings.Repeat("a {\n", 100_000), "region.too_deep"},
		{"deep3.tf", "a = \"" + strings.Repeat("${\"", 50_000), "region.too_deep"},
		{"deep4.tf", "a = " + strings.Repeat("!", 500_000) + "b", "region.too_deep"},
		{"deep5.tf", "a = " + strings.Repeat("x ? ", 200_000) + "b", "region.too_deep"},
		{"deep6.tf", "a = " + strings.Repeat("-", 500_000) + "1", "region.too_deep"},
	} {
		_, _, err := template.Read(c.name, []byte(c.text), region.Shipped())
		if got := fault.CodeOf(err); got != c.code && got != "region.unreadable" {
			t.Errorf("%s: %q, want %s", c.name, got, c.code)
		}
	}
	if _, ok, err := template.Read("bomb.yaml", []byte(bomb), region.Shipped()); ok || fault.CodeOf(err) != "region.too_many" {
		t.Errorf("a bomb: %t %v", ok, err)
	}
}

func itoa(n int) string { return string(rune('0'+n/10)) + string(rune('0'+n%10)) }

func indentedBy(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
