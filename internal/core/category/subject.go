// Package category is what a line of services revenue is: which of the six
// categories, or which nature that is no service, from whom that is known and
// how surely.
//
// It owns the order in which sources of an answer count (explicit code, rules,
// people's answers, the offering catalogue, the classifier's accepted answers),
// the log of decisions and what it comes to, and the text classifier with the
// examples it ships with. It does not own what rules are (core/service), where
// decisions are kept (internal/state), or when anybody is asked
// (internal/flow/categorising). Floats here are probabilities; money is ordered
// by whoever asks.
package category

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Subject is everything about a line that can say what it is. Lines that agree
// on their Key are one question.
type Subject struct {
	Description    string `json:"description,omitempty"`
	ItemCode       string `json:"item_code,omitempty"`
	Project        string `json:"project,omitempty"`
	AccountCode    string `json:"account_code,omitempty"`
	CategoryCode   string `json:"category_code,omitempty"`
	EngagementType string `json:"engagement_type,omitempty"`
}

// SubjectOf takes a line's subject.
func SubjectOf(l service.Line) Subject {
	return Subject{Description: l.Description, ItemCode: l.ItemCode, Project: l.Project, AccountCode: l.AccountCode,
		CategoryCode: l.CategoryCode, EngagementType: l.EngagementType}
}

// line is the subject as rules look at it.
func (s Subject) line() service.Line {
	return service.Line{Description: s.Description, ItemCode: s.ItemCode, Project: s.Project, AccountCode: s.AccountCode,
		CategoryCode: s.CategoryCode, EngagementType: s.EngagementType}
}

// Key is the subject with everything taken off that changes from month to month
// or from hand to hand: dates, long numbers, case, width, punctuation. The
// project counts only where nothing else tells the line. An empty Key means
// that the line says nothing at all.
func (s Subject) Key() Key {
	parts := []string{Normalise(s.Description), fold(s.ItemCode), fold(s.AccountCode), fold(s.CategoryCode), fold(s.EngagementType)}
	if parts[0] == "" && parts[1] == "" {
		parts = append(parts, Normalise(s.Project))
	}
	text := strings.Join(parts, "\x1f")
	if strings.Trim(text, "\x1f") == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return Key("k" + hex.EncodeToString(sum[:8]))
}

// Key names a subject: a k, so that no spreadsheet takes it for a number, and
// sixteen hexadecimal digits, of which people need as many as tell it from the
// others.
type Key string

// Text is what the classifier reads: the words of the line, whichever field
// they stand in. Account codes and item codes are numbers to it and left out.
func (s Subject) Text() string {
	parts := make([]string, 0, 3)
	for _, p := range []string{s.Description, s.Project, s.EngagementType} {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " | ")
}

// Title is the shortest text by which a person knows the subject.
func (s Subject) Title() string {
	for _, p := range []string{s.Description, s.Project, s.ItemCode, s.EngagementType, s.CategoryCode, s.AccountCode} {
		if p = strings.TrimSpace(p); p != "" {
			return p
		}
	}
	return ""
}
