// Package sharing keeps views under names and opens them to others: to the team
// by name, to who has no account by a link that ends.
//
// It owns who may keep, share and open a view, and whose figures a link shows.
// It does not own what a view's query means (internal/web/explore), how secrets
// are made (internal/auth), or the audit log (internal/flow/admitting).
package sharing

import (
	"crypto/rand"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Sharing keeps the views of one workspace. It is safe for concurrent use and
// must not be copied.
type Sharing struct {
	State *state.DB
	// Guard refuses to keep and share what nobody is known to ask for.
	Guard access.Guard
	// Team tells a server of several people from one's own: a link of the one
	// opens nothing at the other.
	Team bool
	Now  func() time.Time

	mu       sync.Mutex
	openings map[string]minute // by link
}

// Actions of the audit log.
const (
	ActionKeep   = "view.keep"
	ActionChange = "view.change"
	ActionDrop   = "view.drop"
	ActionShare  = "link.make"
	ActionRevoke = "link.revoke"
	ActionOpen   = "link.open"
	ActionExport = "link.export"
)

// Actions lists them.
func Actions() []string {
	return []string{ActionKeep, ActionChange, ActionDrop, ActionShare, ActionRevoke, ActionOpen, ActionExport}
}

// Bounds of what is kept. An address that is longer, a browser would not send.
const (
	mostName  = 100 // characters
	mostQuery = 4000
	mostKept  = 200 // views of one person, and live links
)

func (s *Sharing) newID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(s.Now()), rand.Reader)
	return id.String(), err
}

// checkName takes a name as people write it. Fault: view.name_invalid.
func checkName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	control := func(r rune) bool { return r < ' ' || r == 0x7f }
	if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > mostName || strings.ContainsFunc(name, control) {
		return "", fault.New(fault.KindInvalid, "view.name_invalid").With("most", mostName)
	}
	return name, nil
}

// checkQuery gives the query of an address in one form. Fault:
// view.query_invalid.
func checkQuery(text string) (string, error) {
	q, err := url.ParseQuery(strings.TrimPrefix(text, "?"))
	if err != nil || len(text) > mostQuery || strings.ContainsRune(text, 0) {
		return "", fault.New(fault.KindInvalid, "view.query_invalid").Because(err)
	}
	return q.Encode(), nil
}
