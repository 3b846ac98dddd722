// Package note is what people write about a customer: plain text, with every
// earlier wording.
//
// It owns what a note may contain, how long it may be, and who may change it.
// Who may read notes follows from who may see the customer (core/access); where
// they are kept is internal/state's.
package note

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Limits of one note, in characters, and of the notes written under one
// customer id, deleted ones included: a note is a remark, not a document store.
const (
	MostCharacters = 4000
	MostNotes      = 500
)

// ID is a ULID: notes sort by the time they were first written.
type ID string

// Note is a remark about a customer. Editions has at least one.
type Note struct {
	ID       ID
	Customer customer.ID // as it was called when this was written
	Editions []Edition   // oldest first, numbered from 1
}

// Edition is one wording of a note. An empty text is its deletion.
type Edition struct {
	Number int
	At     time.Time
	Actor  string
	Text   string
}

// Author is who wrote the note first.
func (n Note) Author() string { return n.Editions[0].Actor }

// Last is the wording that counts.
func (n Note) Last() Edition { return n.Editions[len(n.Editions)-1] }

// IsDeleted reports a note that was taken away.
func (n Note) IsDeleted() bool { return n.Last().Text == "" }

// MayChange reports whether somebody may edit or delete the note: who wrote it,
// and an owner of the workspace.
func (n Note) MayChange(v access.Viewer) bool {
	return v.May(access.RightNote) && (v.Actor == n.Author() || v.Role == access.RoleOwner)
}

// Clean gives a text as it is kept: lines end in \n, nothing stands around it,
// and what does not show is gone, so that a text cannot pretend to be another.
//
// Faults: note.empty, note.long, note.unreadable.
func Clean(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", fault.New(fault.KindInvalid, "note.unreadable")
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, text))
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", fault.New(fault.KindInvalid, "note.empty")
	case n > MostCharacters:
		return "", fault.New(fault.KindInvalid, "note.long").With("limit", MostCharacters).With("length", n)
	}
	return text, nil
}
