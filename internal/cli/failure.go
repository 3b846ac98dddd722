package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// panicError is a defect that was caught on its way out.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

func panicked(value any) error { return &panicError{value, debug.Stack()} }

// failure is an error as --json prints it, one line on stderr.
type failure struct {
	Type     string       `json:"type"` // always "error"
	Code     string       `json:"code"`
	Kind     fault.Kind   `json:"kind"`
	Message  string       `json:"message"`
	Hint     string       `json:"hint,omitempty"`
	Place    *fault.Place `json:"place,omitempty"`
	Detail   string       `json:"detail,omitempty"`
	ExitCode int          `json:"exit_code"`
}

// report tells the user what went wrong, where, and what to do.
func (s *Session) report(err error) {
	message, hint, place := s.L.Fault(err)
	f := failure{Type: "error", Code: fault.CodeOf(err), Kind: fault.KindOf(err), Message: message, Hint: hint, ExitCode: exitOf(err)}
	if f.ExitCode == exitInterrupted {
		f.Code, f.Kind = "interrupted", fault.KindConflict
	}
	if f.ExitCode == exitInternal {
		f.Detail = err.Error()
	}
	if e, ok := fault.As(err); ok && !e.Place.IsZero() {
		f.Place = &e.Place
	}
	if s.JSON {
		line, jerr := json.Marshal(f)
		if jerr == nil {
			s.tell(string(line))
			return
		}
	}
	s.tell(s.L.Text("cli.error", map[string]any{"message": message}))
	s.detail("cli.error.where", place)
	s.detail("cli.error.hint", hint)
	var u *usageError
	if errors.As(err, &u) {
		s.detail("cli.error.help", s.helpCommand())
	}
	s.detail("cli.error.code", f.Code)
	s.detail("cli.error.detail", f.Detail)
}

func (s *Session) detail(key, value string) {
	if value != "" {
		s.tell("  " + s.L.Text(key, map[string]any{"value": strings.TrimSpace(value)}))
	}
}

// tell writes a line to stderr; when that fails there is nobody to tell.
func (s *Session) tell(line string) {
	fmt.Fprintln(s.Stderr, harmless(line)) //nolint:errcheck // see above
}

// harmless takes out what would steer the terminal: names of files, columns and
// values come from other people's files. Lines of a stack stay lines.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, text)
}

// helpCommand is what to type for help on the command that was meant.
func (s *Session) helpCommand() string {
	if s.meant == nil {
		return "sevenfold --help"
	}
	return s.meant.FullPath() + " --help"
}
