package web

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
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

// TestHostileThingsAreRefusedByThePage brings what is made to hurt. Each is
// refused with a status and a reason, and none is kept.
func TestHostileThingsAreRefusedByThePage(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for name, c := range map[string]struct {
		file, content string
		status        int
		says          string
	}{
		"page over the limit":   {"a.md", "# S3\n" + strings.Repeat("Amazon S3 ", fitting.MaxBytes/10+1), http.StatusRequestEntityTooLarge, "16 MB"},
		"body over the limit":   {"a.md", strings.Repeat("Amazon S3 ", fitting.MaxBytes/8), http.StatusRequestEntityTooLarge, "16 MB"},
		"bomb of zips":          {"a.zip", zipBomb(t), http.StatusBadRequest, "binary"},
		"bomb of zips, dressed": {"a.yaml", zipBomb(t), http.StatusBadRequest, "binary"},
		"bomb of aliases":       {"a.yaml", aliasBomb(), http.StatusRequestEntityTooLarge, "2000000 values"},
		"deep YAML":             {"a.yaml", "Resources: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), http.StatusRequestEntityTooLarge, "deep"},
		"deep JSON":             {"a.json", strings.Repeat(`{"Resources":`, 500) + "1" + strings.Repeat("}", 500), http.StatusRequestEntityTooLarge, "deep"},
		"deep Terraform":        {"a.tf", "a = " + strings.Repeat("[", 100_000), http.StatusRequestEntityTooLarge, "deep"},
		"binary junk":           {"a.json", "{\x00\x01\xff\xfe", http.StatusBadRequest, "binary"},
		"picture":               {"../../a.png", "\x89PNG\r\n\x1a\n\x00", http.StatusBadRequest, "binary"},
		"nothing":               {"a.yaml", "", http.StatusBadRequest, "no file"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body, header := h.bringThing(c.file, c.content)
			if said := text(body); status != c.status || !strings.Contains(said, c.says) {
				t.Errorf("%d (%s), want %d: %.600s", status, header.Get("Location"), c.status, said)
			}
		})
	}
}

func TestANameThatLeadsElsewhereIsCutToItsEnd(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, name := range []string{"../../../etc/solution.yaml", `..\..\solution.yaml`, "/solution.yaml", "..solution.yaml"} {
		status, _, header := h.bringThing(name, partitionTemplate)
		if status != http.StatusSeeOther {
			t.Fatalf("%s is answered with %d", name, status)
		}
		if _, body, got := h.get(header.Get("Location") + "/file"); body != partitionTemplate || got.Get("Content-Disposition") != `attachment; filename="solution.yaml"` {
			t.Errorf("%s is given back as %s", name, got.Get("Content-Disposition"))
		}
	}
}

// zipBomb is a small archive of much that is the same.
func zipBomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 4 {
		f, err := z.Create(fmt.Sprintf("%d.yaml", i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(bytes.Repeat([]byte("a"), 8<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// aliasBomb is a template of a few lines that stands for more nodes than there is
// memory.
func aliasBomb() string {
	var b strings.Builder
	b.WriteString("Resources:\n  A0: &a0 {Type: AWS::S3::Bucket}\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "  A%d: &a%d {Type: AWS::SQS::Queue, Properties: [*a%d, *a%d, *a%d]}\n", i, i, i-1, i-1, i-1)
	}
	return b.String()
}

// selling is the catalogue of the books, and Acme's work in Beijing.
func selling(ctx context.Context, m *measuring.Measurer) (fitting.Books, error) {
	all, err := m.State.Offerings(ctx)
	if err != nil || len(all.Offerings()) == 0 {
		return fitting.Books{}, err
	}
	return fitting.Books{Offerings: all.Offerings(), Cloud: []fitting.Cloud{{Customer: "a", Provider: "AWS", Region: "cn-north-1", Month: period.NewMonth(2025, 1)}},
		Chances: []fitting.Chance{{Kind: fitting.ChanceCell, Ref: "a/offering:bot", Customer: "a", Name: "Acme Ltd", Offering: "bot"},
			{Kind: fitting.ChanceMove, Ref: "01M", Customer: "a", Name: "Acme Ltd", Title: "Build it", Offering: "bot",
				Size: &estimate.Range{Low: money.NewInt(1000), Mid: money.NewInt(2000), High: money.NewInt(3000), Currency: "CNY"}}}}, nil
}

func TestOfferingsSayWhatTheyBlockInChinaAndLeadToIt(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	if page := h.page("/regions"); len(find(t, page, "#table-offerings")) != 0 || !strings.Contains(text(page), "no catalogue of offerings yet") {
		t.Error("without a catalogue the part is not empty")
	}
	for _, f := range []url.Values{{"id": {"bot"}, "name_en": {"Bot"}, "nature": {"service"}, "categories": {"build"}, "needs": {"Amazon Lex"}}, {"id": {"quiet"}, "name_en": {"Quiet"}, "nature": {"service"}}} {
		if status, body, _ := h.post("/settings/offerings", f); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, text(body))
		}
	}
	page := h.page("/regions")
	rows := find(t, page, "#table-offerings tbody tr")
	if len(rows) != 4 {
		t.Fatalf("%d rows of two offerings in two regions", len(rows))
	}
	for i, want := range []string{"LOW blocks 1 · 1 unsized 1 · ~CNY 1 K to 3 K", "LOW blocks", "not said nothing nothing"} {
		if got := words(rows[i]); !strings.Contains(got, want) {
			t.Errorf("row %d says %q, want %q", i, got, want)
		}
	}
	page = h.page("/regions/offering?id=bot")
	if grades := find(t, page, ".fit h2"); len(grades) != 2 || words(grades[0]) != "LOW" {
		t.Errorf("%d verdicts", len(grades))
	}
	for _, to := range []string{"/whitespace/cell?cell=a%2Foffering%3Abot", "/moves/01M"} {
		if strings.Count(page, `href="`+to+`"`) != 1 {
			t.Errorf("nothing leads to %s", to)
		}
	}
	if page := h.page("/regions/offering?id=quiet"); len(find(t, page, ".fit")) != 0 || !strings.Contains(text(page), "Nobody has said yet") {
		t.Error("an offering that says nothing has a verdict")
	}
	if status, _, _ := h.get("/regions/offering?id=none"); status != http.StatusNotFound {
		t.Errorf("an offering that does not exist answers %d", status)
	}
}

func TestACustomersPageLeadsToItsBillAndNobodySeesAnothers(t *testing.T) {
	h := team(t).as(access.RoleOwner)
	if !strings.Contains(h.page("/customers/a"), `href="/regions?customer=a"`) {
		t.Fatal("nothing leads from the customer to what of its bill could move")
	}
	// Acme's bill: EC2 and S3; Beta's: EC2 alone.
	if page := h.page("/regions?customer=a"); len(find(t, page, "#table-spend tbody tr")) != 3 || !strings.Contains(text(page), "Acme Ltd ·") || len(find(t, page, "#table-offerings")) != 0 {
		t.Errorf("Acme's bill: %s", text(page))
	}
	h.as(access.RoleAccountManager) // sees Beta only
	for path, rows := range map[string]int{"/regions?customer=b": 2, "/regions": 2, "/regions?customer=a": 0} {
		page := h.page(path)
		if got := len(find(t, page, "#table-spend tbody tr")); got != rows {
			t.Errorf("%s has %d services, want %d", path, got, rows)
		}
		if strings.Contains(text(page), "Acme") || strings.Contains(text(page), "Amazon S3") || strings.Contains(text(page), "Simple Storage") {
			t.Errorf("%s tells of another's customer", path)
		}
	}
}
