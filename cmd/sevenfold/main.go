// Command sevenfold turns a cloud partner's bills and books into its services
// multiplier. This file only hands the machine over to internal/cli.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/sevenfold/sevenfold/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sevenfold:", err)
		os.Exit(1)
	}
	stdout := int(os.Stdout.Fd())
	width, _, err := term.GetSize(stdout)
	if err != nil {
		width = 0 // not a terminal: no width
	}
	code := cli.Run(ctx, cli.Process{
		Name: os.Args[0], Args: os.Args[1:], Env: os.Getenv, Dir: dir, Now: time.Now,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdoutIsTerminal: term.IsTerminal(stdout), StderrIsTerminal: term.IsTerminal(int(os.Stderr.Fd())), Width: width, Raw: raw(int(os.Stdin.Fd())),
	})
	stop()
	os.Exit(code)
}
