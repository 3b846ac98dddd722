package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// bringThing sends a file to the page of regions.
func (h *house) bringThing(name, content string) (int, string, http.Header) {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		h.t.Fatal(err)
	}
	fmt.Fprint(part, content)
	if err := form.Close(); err != nil {
		h.t.Fatal(err)
	}
	return h.do(http.MethodPost, "/regions", http.Header{"Content-Type": {form.FormDataContentType()}}, body.String())
}

const partitionTemplate = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Bot:
    Type: AWS::Lex::Bot
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - {Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*"}
`

func TestAThingIsJudgedMendedAndGivenBack(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	status, _, header := h.bringThing("solution.yaml", partitionTemplate)
	at := header.Get("Location")
	if status != http.StatusSeeOther || !strings.HasPrefix(at, "/regions/") {
		t.Fatalf("%d to %q", status, at)
	}
	page := h.page(at)
	if grades := find(t, page, ".fit h2"); len(grades) != 2 || words(grades[0]) != "LOW" {
		t.Errorf("%d verdicts", len(grades))
	}
	if rows := find(t, page, "#table-services tbody tr"); len(rows) != 2 || !strings.Contains(words(rows[0]), "Amazon Lex") {
		t.Errorf("the missing service does not stand first of %d", len(rows))
	}
	if len(find(t, page, "#table-findings tbody tr")) == 0 || len(find(t, page, "#fix")) != 1 {
		t.Fatal("nothing is found that could be mended")
	}
	status, body, header := h.get(at + "/report?region=cn-north-1&format=md")
	if status != http.StatusOK || !strings.HasPrefix(body, "---\ntitle: ") || !strings.Contains(header.Get("Content-Disposition"), "solution.yaml.cn-north-1.md") {
		t.Errorf("the report: %d %.60q %v", status, body, header)
	}
	status, _, header = h.do(http.MethodPost, at+"/fix", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "")
	mended := header.Get("Location")
	if status != http.StatusSeeOther {
		t.Fatalf("mending answers %d", status)
	}
	if page := h.page(mended); len(find(t, page, "#fix")) != 0 || len(find(t, page, ".notice.good")) != 1 {
		t.Error("what is mended can be mended again")
	}
	file, _, _ := strings.Cut(mended, "?")
	if _, body, _ := h.get(file + "/file"); !strings.Contains(body, "arn:${AWS::Partition}:s3:::data/*") {
		t.Errorf("the mended file is\n%s", body)
	}
	if _, body, _ := h.get(at + "/file"); body != partitionTemplate {
		t.Error("the file that was brought is no more as it was")
	}
}

func TestWhatCannotBeReadIsSaidAndNotKept(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for name, content := range map[string]string{"a.tf": "resource {{{", "a.yaml": "PK\x03\x04", "a.xyz": "what"} {
		if status, body, _ := h.bringThing(name, content); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
			t.Errorf("%s is answered with %d: %.200s", name, status, text(body))
		}
	}
	for _, path := range []string{"/regions/ABCDEFGHIJKLMNOPQRSTUVWXYZ", "/regions/..%2f..%2fetc"} {
		if status, _, _ := h.get(path); status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
}
