// Package fault is the one error type of Sevenfold: a stable code, what went
// wrong, where (file, row, column, value), why, and what to do about it.
//
// It owns codes, kinds and places. It does not own words: a code is a message
// key (fault.<code> and fault.<code>.hint) that every face looks up in the
// user's language, and it does not own exit codes or HTTP statuses, which each
// face maps from Kind in exactly one table.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says who can mend a fault. Each face has one table from Kind to its own
// code (exit code, HTTP status, MCP code).
type Kind string

const (
	// KindInvalid: what the user gave (a file, a flag, a mapping) is wrong.
	KindInvalid Kind = "invalid"
	// KindNotFound: the thing that was named does not exist.
	KindNotFound Kind = "not_found"
	// KindConflict: the request is fine, but not in this state (locked, closed, changed underneath).
	KindConflict Kind = "conflict"
	// KindLimit: a stated limit (size, memory, time, share of rejects) was reached.
	KindLimit Kind = "limit"
	// KindUnavailable: a resource outside the product (disk, database, network) failed.
	KindUnavailable Kind = "unavailable"
	// KindDenied: the caller may not do this.
	KindDenied Kind = "denied"
	// KindInternal: a defect of ours. Logged in full, never shown in full.
	KindInternal Kind = "internal"
)

// Kinds lists every kind, so that tables over them can be checked complete.
func Kinds() []Kind {
	return []Kind{KindInvalid, KindNotFound, KindConflict, KindLimit, KindUnavailable, KindDenied, KindInternal}
}

// Args are the values a message template is filled with.
type Args map[string]any

// Place is where in the user's input a fault lies. Row counts as a spreadsheet
// shows it (the header of a CSV is row 1); zero means "not about one row".
type Place struct {
	File   string `json:"file,omitempty"`
	Row    int64  `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
}

// IsZero reports whether nothing is known about the place.
func (p Place) IsZero() bool { return p == Place{} }

// String gives file:row:column for logs and tests.
func (p Place) String() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Row > 0 {
		parts = append(parts, fmt.Sprintf("row %d", p.Row))
	}
	if p.Column != "" {
		parts = append(parts, "column "+p.Column)
	}
	if p.Value != "" {
		parts = append(parts, fmt.Sprintf("value %q", p.Value))
	}
	return strings.Join(parts, ", ")
}

// Error is a fault with a stable code. Make it with New; refine it with At,
// With and Because, which return copies.
type Error struct {
	Kind  Kind
	Code  string // stable, lower case with dots: "bill.currency_conflict"
	Args  Args
	Place Place
	Err   error // the cause, for logs and errors.Is; may be nil
}

// New makes a fault. The code must have a message in every language.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// With returns a copy with one more message argument.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Args = maps.Clone(e.Args)
	if c.Args == nil {
		c.Args = Args{}
	}
	c.Args[key] = value
	return &c
}

// At returns a copy that says where.
func (e *Error) At(p Place) *Error {
	c := *e
	c.Place = p
	return &c
}

// Because returns a copy that wraps the cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error is for logs and developers. Faces translate Code instead.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	if !e.Place.IsZero() {
		fmt.Fprintf(&b, " (%s)", e.Place)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is compare by code.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// As finds the fault in an error chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf gives the kind of an error; anything that is not a fault is internal.
func KindOf(err error) Kind {
	if e, ok := As(err); ok {
		return e.Kind
	}
	return KindInternal
}

// CodeOf gives the code of an error, or "internal".
func CodeOf(err error) string {
	if e, ok := As(err); ok {
		return e.Code
	}
	return "internal"
}

// Wrap adds the operation to a non-nil error on the way out:
//
//	defer fault.Wrap(&err, "importing.Run(%s)", path)
//
// The chain keeps its fault; the operation shows in logs only.
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *errp)
	}
}
