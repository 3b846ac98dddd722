package linting

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestADiffIsWhatPatchReads(t *testing.T) {
	patch, err := exec.LookPath("patch")
	if err != nil {
		t.Skip("patch is not installed")
	}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "lines")
		var a, b strings.Builder
		for i := range n {
			end := "\n"
			if i == n-1 && rapid.Bool().Draw(t, "open") {
				end = ""
			}
			text := strings.Repeat("x", i)
			a.WriteString(text + end)
			if rapid.IntRange(0, 4).Draw(t, "change") == 0 {
				text += "!"
			}
			b.WriteString(text + end)
		}
		if after := b.String(); rapid.Bool().Draw(t, "more") {
			if !strings.HasSuffix(after, "\n") {
				b.WriteString("\n")
			}
			b.WriteString("\nadded\n")
		}
		file := filepath.Join(dir, "f")
		if err := os.WriteFile(file, []byte(a.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		diff := unified("f", a.String(), b.String())
		if diff == "" {
			if a.String() != b.String() {
				t.Fatal("a difference is not shown")
			}
			return
		}
		cmd := exec.Command(patch, "-s", file)
		cmd.Stdin = strings.NewReader(diff)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v %s\n%s", err, out, diff)
		}
		if got, _ := os.ReadFile(file); string(got) != b.String() {
			t.Fatalf("patched to %q, want %q\n%s", got, b.String(), diff)
		}
	})
}

func TestAModuleIsAskedForItsPartitionOnce(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.tf": "resource \"x\" \"y\" {\n  a = \"arn:aws:s3:::a\"\n}\n", "b.tf": "resource \"x\" \"z\" {\n  a = \"arn:aws:s3:::b\"\n}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Run(context.Background(), Input{Paths: []string{dir}, Fix: true}); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range []string{"a.tf", "b.tf"} {
		data, _ := os.ReadFile(filepath.Join(dir, name))
		count += strings.Count(string(data), `data "aws_partition"`)
		if !strings.Contains(string(data), "${data.aws_partition.current.partition}") {
			t.Errorf("%s is not fixed:\n%s", name, data)
		}
	}
	if count != 1 {
		t.Errorf("the module asks %d times", count)
	}
}

func TestAnArchiveIsReadAndNeverWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "infra.zip")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, _ := z.Create("a/main.tf")
	_, _ = w.Write([]byte("resource \"x\" \"y\" {\n  a = \"arn:aws:s3:::a\"\n}\n"))
	_ = z.Close()
	_ = f.Close()
	before, _ := os.ReadFile(file)
	r, err := Run(context.Background(), Input{Paths: []string{file}, Fix: true})
	if err != nil || len(r.Files) != 1 || r.Files[0].Written || r.Files[0].Diff == "" {
		t.Fatalf("%v %+v", err, r)
	}
	if after, _ := os.ReadFile(file); string(after) != string(before) {
		t.Error("the archive was written")
	}
}

func TestAFileOfManyMegabytesIsRefusedAndTheOthersAreReadAllTheSame(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"big.md": strings.Repeat("arn:aws: ", 1<<20), "junk.yaml": "\x00\xff\x00", "good.sh": "aws s3 ls --region eu-west-1\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Run(context.Background(), Input{Paths: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range r.Failures {
		codes = append(codes, fault.CodeOf(f.Err))
	}
	if strings.Join(codes, " ") != "lint.too_large lint.binary" || len(r.Files) != 1 {
		t.Errorf("%q, %d files with findings", codes, len(r.Files))
	}
}

func TestAnUploadIsFixedInMemory(t *testing.T) {
	f, err := Text("t.json", []byte(`{"Resources": {"R": {"Type": "AWS::A::B", "Properties": {"P": "arn:aws:s3:::x"}}}}`))
	if err != nil || f.Fixed != 1 || !strings.Contains(string(f.Content), `{"Fn::Sub": "arn:${AWS::Partition}:s3:::x"}`) {
		t.Errorf("%v %+v", err, f)
	}
}

func TestHostileFilesAreRefusedAndTheOthersAreReadAllTheSame(t *testing.T) {
	bomb := "Resources:\n  A0: &a0 {Type: AWS::S3::Bucket}\n"
	for i := 1; i < 60; i++ {
		bomb += fmt.Sprintf("  A%d: &a%d {Type: AWS::SQS::Queue, Properties: [*a%d, *a%d, *a%d]}\n", i, i, i-1, i-1, i-1)
	}
	bomb += "  P: {Type: AWS::IAM::Policy, Properties: {Resource: 'arn:aws:s3:::x', More: *a59}}\n"
	for name, c := range map[string]struct {
		file, text, code string
		findings         int
	}{
		"bomb of aliases": {"a.yaml", bomb, "", 1}, // its aliases are not followed: what is written once is found once
		"deep YAML":       {"a.yaml", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "lint.too_deep", 0},
		"deep JSON":       {"a.json", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "lint.too_deep", 0},
		"deep Terraform":  {"a.tf", "a = " + strings.Repeat("[", 100_000), "lint.too_deep", 0},
		"binary junk":     {"a.yaml", "\x00\xff\x00", "lint.binary", 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{c.file: c.text, "good.sh": "aws s3 ls --region eu-west-1\n"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r, err := Run(context.Background(), Input{Paths: []string{dir}})
			if err != nil {
				t.Fatal(err)
			}
			code, findings := "", 0
			for _, f := range r.Failures {
				code += fault.CodeOf(f.Err)
			}
			for _, f := range r.Files {
				if strings.HasSuffix(f.Name, c.file) {
					findings += len(f.Findings)
				}
			}
			if code != c.code || findings != c.findings || r.Looked != 2 {
				t.Errorf("%q with %d findings in %d files, want %q with %d", code, findings, r.Looked, c.code, c.findings)
			}
		})
	}
}
