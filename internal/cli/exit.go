package cli

import (
	"context"
	"errors"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Exit codes. They are part of the interface: scripts test them.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitInvalid     = 3
	exitNotFound    = 4
	exitConflict    = 5
	exitLimit       = 6
	exitUnavailable = 7
	exitDenied      = 8
	exitInterrupted = 130
)

// exitCodes lists them in the order of help; the key is cli.exit.<name>.
func exitCodes() []struct {
	code int
	name string
} {
	return []struct {
		code int
		name string
	}{
		{exitOK, "ok"}, {exitInternal, "internal"}, {exitUsage, "usage"}, {exitInvalid, "invalid"},
		{exitNotFound, "not_found"}, {exitConflict, "conflict"}, {exitLimit, "limit"},
		{exitUnavailable, "unavailable"}, {exitDenied, "denied"}, {exitInterrupted, "interrupted"},
	}
}

// exitOf is the only table from faults to exit codes.
func exitOf(err error) int {
	var u *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &u):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	switch fault.KindOf(err) {
	case fault.KindInvalid:
		return exitInvalid
	case fault.KindNotFound:
		return exitNotFound
	case fault.KindConflict:
		return exitConflict
	case fault.KindLimit:
		return exitLimit
	case fault.KindUnavailable:
		return exitUnavailable
	case fault.KindDenied:
		return exitDenied
	case fault.KindInternal:
		return exitInternal
	}
	return exitInternal
}

// usageError is a fault in the command line itself, not in the data.
type usageError struct{ error }

func (u *usageError) Unwrap() error { return u.error }

// usage marks an error as one of the command line: exit code 2 and a pointer to
// the command's help.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &usageError{err}
}
