package fitting_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

func checker() fitting.Checker {
	return fitting.NewChecker(region.Shipped(), region.ShippedRule(), region.China(), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
}

func words(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFolderIsCheckedInOrderAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a.tf": `resource "aws_s3_bucket" "b" {}`, "b/c.yaml": "Resources: {T: {Type: 'AWS::Lex::Bot'}}", "broken.tf": "resource {{{", "picture.png": "\x89PNG\x00", "notes.xyz": "what",
	})
	var mu sync.Mutex
	var events []progress.Event
	told := func(e progress.Event) { mu.Lock(); events = append(events, e); mu.Unlock() }
	if _, err := checker().Run(context.Background(), fitting.Input{Paths: []string{dir}}, nil); fault.CodeOf(err) != "region.unreadable" {
		t.Errorf("a broken file does not stop it: %v", err)
	}
	r, err := checker().Run(context.Background(), fitting.Input{Paths: []string{dir}, ContinueOnError: true}, told)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Reports) != 2 || len(r.Failures) != 1 || r.Ignored != 2 {
		t.Fatalf("%d reports, %d failures, %d ignored", len(r.Reports), len(r.Failures), r.Ignored)
	}
	if !strings.HasSuffix(r.Reports[0].Name, "a.tf") || r.Reports[0].Worst() != region.GradeHigh || r.Reports[1].Worst() != region.GradeLow {
		t.Errorf("%s %s, %s %s", r.Reports[0].Name, r.Reports[0].Worst(), r.Reports[1].Name, r.Reports[1].Worst())
	}
	// Every thing is told once, whether it was read, broken or passed over; the last
	// one says that it is the last.
	items := map[string]bool{}
	for i, e := range events {
		items[filepath.Base(e.Item)] = true
		if e.Stage != "region.check" || e.Unit != progress.UnitFiles || e.Done != int64(i+1) || e.Total != 5 || e.Finished != (i == 4) {
			t.Errorf("event %d: %+v", i, e)
		}
	}
	if len(events) != 5 || len(items) != 5 || !items["broken.tf"] || !items["picture.png"] {
		t.Errorf("%d events of %v", len(events), items)
	}
}

func TestWhatHasAReportIsPassedOver(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.tf": `resource "aws_s3_bucket" "b" {}`, "b.tf": `resource "aws_sqs_queue" "b" {}`})
	r, err := checker().Run(context.Background(), fitting.Input{Paths: []string{dir}, Done: func(name string) bool { return strings.HasSuffix(name, "a.tf") }}, nil)
	if err != nil || r.Existing != 1 || len(r.Reports) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestHostileThingsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		file, code string
		text       string
	}{
		"large":           {"a.yaml", "region.too_large", strings.Repeat("a: b\n", fitting.MaxBytes/5+1)},
		"binary":          {"a.json", "region.binary", "{\x00\x01"},
		"archive":         {"a.yaml", "region.binary", "PK\x03\x04"},
		"deep yaml":       {"a.yaml", "region.too_deep", "Resources: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)},
		"deep json":       {"a.json", "region.too_deep", strings.Repeat(`{"Resources":`, 500) + "1" + strings.Repeat("}", 500)},
		"deep terraform":  {"a.tf", "region.too_deep", "a = " + strings.Repeat("[", 100_000)},
		"deep unary":      {"a.tf", "region.too_deep", "a = " + strings.Repeat("!", 100_000) + "true"},
		"cut json":        {"a.json", "region.unreadable", `{"Resources": {`},
		"broken yaml":     {"a.yaml", "region.unreadable", "Resources: [a, {b"},
		"unknown ending":  {"a.xyz", "region.format_unknown", "what is this"},
		"unknown region?": {"a.tf", "", `resource "aws_s3_bucket" "b" {}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fitting.NewRecogniser(region.Shipped()).Read(c.file, []byte(c.text))
			if (c.code == "" && err != nil) || (c.code != "" && fault.CodeOf(err) != c.code) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAnAliasBombIsRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("Resources:\n  A0: &a0 {Type: AWS::S3::Bucket}\n")
	for i := 1; i < 60; i++ {
		n := string(rune('0'+i/10)) + string(rune('0'+i%10))
		p := string(rune('0'+(i-1)/10)) + string(rune('0'+(i-1)%10))
		if i == 1 {
			p = "0"
		}
		b.WriteString("  A" + n + ": &a" + n + " {Type: AWS::SQS::Queue, Properties: [*a" + p + ", *a" + p + ", *a" + p + "]}\n")
	}
	if _, err := fitting.NewRecogniser(region.Shipped()).Read("bomb.yaml", []byte(b.String())); fault.CodeOf(err) != "region.too_many" {
		t.Errorf("a bomb: %v", err)
	}
}

func TestThePageHasTheFrontMatterOfReports(t *testing.T) {
	k := checker()
	r, err := k.Examine("solution.yaml", []byte("Resources: {B: {Type: 'AWS::S3::Bucket'}, L: {Type: 'AWS::Lex::Bot'}}"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, lang := range []string{"en", "zh-CN"} {
		l := words(t).For(lang)
		for _, v := range r.Verdicts {
			path := fitting.Target(dir, "/x", "/x/"+lang+"/solution.yaml", v.Region, true, ".md")
			if err := fitting.WriteFile(path, func(w io.Writer) error { return markdown.Render(w, k.Page(l, r, v)) }); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(t, dir, map[string]string{"other.md": "# no front matter", "theirs.md": "---\ntitle: T\nfeasibility: NOT_APPLICABLE\navailable_services: 0\n---\n"})
	entries, ignored, err := fitting.Index(dir)
	if err != nil || len(entries) != 5 || ignored != 1 {
		t.Fatalf("%d entries, %d ignored, %v", len(entries), ignored, err)
	}
	e := entries[0]
	if e.Path != "en/solution.yaml.cn-north-1.md" || e.Title != "solution.yaml" || e.Grade != "LOW" || e.Available != 1 || e.Unavailable != 1 || e.Region != "cn-north-1" || e.Validated != "2026-11-23" {
		t.Errorf("%+v", e)
	}
	var b bytes.Buffer
	if err := fitting.WriteIndex(&b, words(t).For("en"), entries); err != nil || !strings.Contains(b.String(), "./en/solution.yaml.cn-north-1.md") {
		t.Errorf("%v", err)
	}
}

func TestADocumentIsReadWithItsCode(t *testing.T) {
	text := "# Build a search with Amazon OpenSearch Service\n\nIn this post, you deploy a stack step by step. First create the domain, then run the commands.\n\n" +
		"```bash\naws lex-models get-bots\n```\n\n```yaml\nResources:\n  Q: {Type: AWS::SQS::Queue}\n```\n"
	r, err := checker().Examine("post.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	have := map[region.ServiceID]region.Need{}
	for _, n := range r.Needs {
		have[n.Service] = n
	}
	if r.Format != region.FormatDocument || !r.Kind.Deployable() || r.Title == "post.md" {
		t.Errorf("%s %s %q", r.Format, r.Kind, r.Title)
	}
	for id, line := range map[region.ServiceID]int{"opensearch": 1, "lex": 6, "sqs": 11} {
		if n := have[id]; len(n.Finds) == 0 || n.Finds[0].Place.Line != line || n.Finds[0].Place.File != "post.md" {
			t.Errorf("%s: %+v", id, n.Finds)
		}
	}
}

func TestAnEventIsNotApplicable(t *testing.T) {
	r, err := checker().Examine("event.md", []byte("# Join us at the partner summit in Shanghai on June 5\n\nRegister now for the summit. The agenda, the speakers and the venue are online. "+
		"Amazon Bedrock and Amazon Connect will be shown at the booth. Register today, seats are limited.\n"))
	if err != nil || len(r.Verdicts) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, v := range r.Verdicts {
		if v.Grade != region.GradeNotApplicable || len(v.Available)+len(v.Unavailable) != 0 {
			t.Errorf("%s: %s with %d and %d", r.Kind, v.Grade, len(v.Available), len(v.Unavailable))
		}
	}
}

func TestATargetStaysBelowItsFolder(t *testing.T) {
	for _, name := range []string{"/x/a.tf", "/x/../../etc/passwd", "/x/books.zip!../../a.tf", "C:/a.tf"} {
		if got := fitting.Target("/out", "/x", name, region.Beijing, false, ".md"); !strings.HasPrefix(got, "/out/") {
			t.Errorf("%s goes to %s", name, got)
		}
	}
}
