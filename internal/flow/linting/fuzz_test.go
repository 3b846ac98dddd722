package linting

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func FuzzText(f *testing.F) {
	archives, err := filepath.Glob("../../source/literal/testdata/rules/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("no examples: %v", err)
	}
	for _, path := range archives {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			f.Add(filepath.Base(file.Name), file.Data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		first, err := Text(name, text)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		second, err := Text(name, first.Content)
		if err != nil {
			t.Fatalf("what is mended cannot be read: %v\n%s", err, first.Content)
		}
		if !bytes.Equal(first.Content, second.Content) {
			t.Errorf("mended twice:\n%s\nonce:\n%s", second.Content, first.Content)
		}
	})
}
