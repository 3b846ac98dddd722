package cli

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what commands print into the scripts")

// TestMain lets scripts run this test binary as the program itself. A script
// that sets TEST_WIDTH has a terminal of that many columns.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sevenfold": func() { os.Exit(program()) }})
}

func program() int {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	width, err := strconv.Atoi(os.Getenv("TEST_WIDTH"))
	terminal := err == nil
	return Run(context.Background(), Process{Args: os.Args[1:], Env: os.Getenv, Dir: dir, Now: time.Now,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, StdoutIsTerminal: terminal, StderrIsTerminal: terminal, Width: width})
}

// TestScripts runs testdata/script/*.txtar. A script may say $CORPUS for the
// third-party sample files and is skipped by [!corpus] where there are none;
// `exitcode N` follows a command that failed.
func TestScripts(t *testing.T) {
	corpus := os.Getenv("SEVENFOLD_CORPUS")
	if corpus == "" {
		corpus = filepath.Join("..", "..", "..", "shared", "data")
	}
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CORPUS", corpus)
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("ESC", "\x1b")
			return os.MkdirAll(filepath.Join(e.WorkDir, ".tmp"), 0o755)
		},
		Condition: func(name string) (bool, error) {
			if name == "corpus" {
				_, err := os.Stat(corpus)
				return err == nil, nil
			}
			return false, errUnknownCondition(name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "pack": pack},
	})
}

type errUnknownCondition string

func (e errUnknownCondition) Error() string { return "unknown condition " + string(e) }

// exits runs a command and checks its exit code: `exits 2 sevenfold --nope`.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var failed interface{ ExitCode() int }
	if errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%v exits with %d, want %s", args[1:], code, args[0])
	}
}
