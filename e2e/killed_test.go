package e2e

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/cli"
)

// killedDemo makes this test's program run `sevenfold demo` in that folder, to be
// killed by the test that started it.
const killedDemo = "SEVENFOLD_TEST_DEMO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDemo); dir != "" {
		code, _ := demoIn(dir)
		os.Exit(code)
	}
	os.Exit(m.Run())
}

func demoIn(dir string) (code int, said string) {
	var out bytes.Buffer
	code = cli.Run(context.Background(), cli.Process{Args: []string{"demo", dir}, Env: func(string) string { return "" }, Dir: dir, Now: time.Now,
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out})
	return code, out.String()
}

// A demo that was killed in the middle of its imports starts over: the next one
// brings everything in once, and gives the demo's figures.
func TestADemoThatWasKilledStartsOver(t *testing.T) {
	killed := filepath.Join(t.TempDir(), "demo")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	first := exec.CommandContext(t.Context(), self)
	first.Env = append(os.Environ(), killedDemo+"="+killed)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- first.Wait() }()
	for begun := false; !begun; {
		select {
		case err := <-ended:
			t.Fatalf("it ended before it could be killed: %v", err)
		case <-time.After(5 * time.Millisecond):
		}
		lines, err := filepath.Glob(filepath.Join(killed, "lake", "*", "*", "*.parquet"))
		begun = err == nil && len(lines) > 0
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Fatal("it came to its end")
	}
	code, again := demoIn(killed)
	if code != 0 {
		t.Fatalf("after a kill the demo exits with %d: %s", code, again)
	}
	// The demo is the same everywhere: docs/measure.svg shows these figures too.
	for _, want := range []string{`customers +customers +1 +41 `, `focus 1\.2 +24 +20,868 .* 2,416,435\.77 USD`, `awscur 2\.0 +24 +48,134 .* 7,373,299\.84 USD`,
		`pipeline .* 1 +21 `, `standard v1 +1\.96 +9,421,021\.57 +18,434,666\.89 +1\.89 +40 `} {
		if !regexp.MustCompile(want).MatchString(again) {
			t.Errorf("after a kill %s is not in\n%s", want, again)
		}
	}
}
