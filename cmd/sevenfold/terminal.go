package main

import "golang.org/x/term"

// raw gives the switch to single keys of a terminal; nil for anything else.
func raw(fd int) func() (restore func() error, err error) {
	if !term.IsTerminal(fd) {
		return nil
	}
	return func() (func() error, error) {
		was, err := term.MakeRaw(fd)
		return func() error { return term.Restore(fd, was) }, err
	}
}
