package cli

import (
	"io"
	"time"
)

// Process is everything a command may touch of the machine it runs on. Nothing
// below cmd reads the os package's globals, so tests run the real thing with a
// process of their own.
type Process struct {
	Name string                  // as the program was called, for commands to copy; empty means sevenfold
	Args []string                // without the program's name
	Env  func(key string) string // such as os.Getenv
	Dir  string                  // the working directory, absolute
	Now  func() time.Time

	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	// StdoutIsTerminal and StderrIsTerminal allow colour, width and bars.
	StdoutIsTerminal bool
	StderrIsTerminal bool
	Width            int // columns of the terminal; 0 when unknown
	// Raw has the terminal that Stdin is give single keys, until restore is
	// called; nil where Stdin is no terminal.
	Raw func() (restore func() error, err error)
}
