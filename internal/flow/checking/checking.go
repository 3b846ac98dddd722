// Package checking says what is wrong with a workspace or a machine, and mends
// what it safely can.
//
// It owns the list of checks and the clearing of what dead imports left behind.
// It changes nothing unless asked to fix, and never touches data that any
// import named in the state brought. Words belong to internal/i18n: a check
// names a message key check.<id>.<finding> and check.<id>.<finding>.mend.
package checking

import (
	"context"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/config"
)

// Status grades a check.
type Status string

const (
	StatusOK   Status = "ok"
	StatusWarn Status = "warn" // works, but will trouble you
	StatusFail Status = "fail" // does not work until mended
)

// Check is the answer to one question about the workspace or the machine.
type Check struct {
	ID      string // stable: "workspace", "disk" ...
	Status  Status
	Finding string         // message key below check.<id>.
	Args    map[string]any // of the message
	Err     error          // what stood in the way, if anything
	Fixed   bool           // was wrong and has been mended just now
}

// Input is what to look at.
type Input struct {
	Dir       string
	Config    config.Config
	ConfigErr error // why the configuration could not be read
	State     string
	Lake      string
	TempDir   string
	Fix       bool // clear what dead imports left
}

// Inspect runs every check, in the order in which one depends on another. It
// fails only when ctx ends.
func Inspect(ctx context.Context, in Input) ([]Check, error) {
	checks := []Check{workspace(in), configuration(in)}
	if checks[0].Status != StatusFail {
		checks = append(checks, folder(in))
		state, known := openState(ctx, in)
		checks = append(checks, state)
		checks = append(checks, leftovers(in, known))
	}
	checks = append(checks, disk(in), temp(in), memory(in))
	return checks, ctx.Err()
}

// Worst is the gravest status among checks.
func Worst(checks []Check) Status {
	worst := StatusOK
	for _, c := range checks {
		if c.Status == StatusFail {
			return StatusFail
		}
		if c.Status == StatusWarn {
			worst = StatusWarn
		}
	}
	return worst
}

func ok(id string, args map[string]any) Check {
	return Check{ID: id, Status: StatusOK, Finding: "ok", Args: args}
}

func workspace(in Input) Check {
	if info, err := os.Stat(filepath.Join(in.Dir, config.FileName)); err != nil || !info.Mode().IsRegular() {
		return Check{ID: "workspace", Status: StatusFail, Finding: "missing", Args: map[string]any{"dir": in.Dir}}
	}
	return ok("workspace", map[string]any{"dir": in.Dir})
}

func configuration(in Input) Check {
	if in.ConfigErr != nil {
		return Check{ID: "config", Status: StatusFail, Finding: "invalid", Err: in.ConfigErr}
	}
	return ok("config", nil)
}

// folder tries to write where imports will.
func folder(in Input) Check {
	args := map[string]any{"dir": in.Dir}
	for _, dir := range []string{in.Dir, in.Lake} {
		if err := tryWrite(dir); err != nil {
			return Check{ID: "folder", Status: StatusFail, Finding: "unwritable", Args: map[string]any{"dir": dir}, Err: err}
		}
	}
	return ok("folder", args)
}

// tryWrite makes and removes a file.
func tryWrite(dir string) error {
	f, err := os.CreateTemp(dir, ".sevenfold-doctor-")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(f.Name())
}

func temp(in Input) Check {
	args := map[string]any{"dir": in.TempDir}
	if err := tryWrite(in.TempDir); err != nil {
		return Check{ID: "temp", Status: StatusFail, Finding: "unwritable", Args: args, Err: err}
	}
	return ok("temp", args)
}
