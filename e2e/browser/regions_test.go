package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// solution needs a service that neither China region has, and writes the global
// partition out.
const solution = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Site:
    Type: AWS::CloudFront::Distribution
  Read:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - {Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*"}
  Text:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Statement:
          - {Effect: Allow, Action: "textract:DetectDocumentText", Resource: "*"}
`

// A template is dropped, its verdict read, the fix applied, the report loaded
// down; in both languages.
func TestFromATemplateToAReportOnTheChinaRegions(t *testing.T) {
	chromium(t)
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "solution.yaml")
	if err := os.WriteFile(path, []byte(solution), 0o600); err != nil {
		t.Fatal(err)
	}
	site := serve(t, workspace(t))
	for _, lang := range i18n.Languages() {
		l, b := bundle.For(lang), site.open(lang, 1280, 900)
		b.enter()
		b.visit("/regions", "form.drop")
		b.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
		b.click("form.drop button", ".fit h2")
		if grade := b.text(".fit h2"); grade != "MODERATE" {
			t.Errorf("%s: the verdict is %q", lang, grade)
		}
		if words := b.text(".fit"); !strings.Contains(words, l.Text("region.grade.moderate", nil)) || !strings.Contains(words, "cn-north-1") {
			t.Errorf("%s: the verdict reads\n%s", lang, words)
		}
		if first := b.text("#table-services tbody tr"); !strings.Contains(first, "Textract") || !strings.Contains(first, l.Text("region.state.unavailable", nil)) {
			t.Errorf("%s: the first service is %q", lang, first)
		}
		if dir := os.Getenv("SEVENFOLD_SCREENSHOTS"); dir != "" {
			b.save(dir, "regions-one-"+lang)
		}
		b.click("#fix", ".notice.good")
		if fixed := b.eval(`fetch(document.querySelector(".title a.button").href).then((r) => r.text())`); !strings.Contains(fixed, "arn:${AWS::Partition}:s3:::data/*") {
			t.Errorf("%s: the mended file is\n%s", lang, fixed)
		}
		report := b.eval(`fetch(document.querySelector(".fit .controls a").href).then((r) => r.text())`)
		if !strings.Contains(report, "feasibility: \"MODERATE\"\navailable_services: 3\nunavailable_services: 1\n") || !strings.Contains(report, "# solution.yaml") {
			t.Errorf("%s: the report is\n%.600s", lang, report)
		}
	}
}
