package note_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/note"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"  met Ann \r\n\tabout backups\r":        "met Ann \n\tabout backups",
		"price\u202e 001 \u202cfixed\x00":        "price 001 fixed",
		"续约谈判":                                   "续约谈判",
		strings.Repeat("长", note.MostCharacters): strings.Repeat("长", note.MostCharacters),
	} {
		if got, err := note.Clean(text); err != nil || got != want {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
	for text, code := range map[string]string{" \n\t\u200f": "note.empty", "\xff": "note.unreadable", strings.Repeat("x", note.MostCharacters+1): "note.long"} {
		if _, err := note.Clean(text); fault.CodeOf(err) != code {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// What is kept is kept as it is when it is cleaned again.
func FuzzClean(f *testing.F) {
	for _, seed := range []string{"", "a\r\nb", "\u202ex", "\xff", "会议 \x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, err := note.Clean(text)
		if err != nil {
			return
		}
		if twice, err := note.Clean(once); err != nil || twice != once || !utf8.ValidString(once) || once == "" {
			t.Errorf("%q became %q, then %q, %v", text, once, twice, err)
		}
	})
}

func TestWhoMayChangeANote(t *testing.T) {
	n := note.Note{Editions: []note.Edition{{Number: 1, Actor: "ann", Text: "a"}, {Number: 2, Actor: "bo", Text: "b"}}}
	for _, c := range []struct {
		actor string
		role  access.Role
		want  bool
	}{{"ann", access.RoleAccountManager, true}, {"bo", access.RoleFinance, false}, {"bo", access.RoleOwner, true}, {"ann", access.RoleAuditor, false}} {
		if got := n.MayChange(access.Viewer{Actor: c.actor, Role: c.role}); got != c.want {
			t.Errorf("%s as %s: %v", c.actor, c.role, got)
		}
	}
	if n.IsDeleted() || n.Author() != "ann" || n.Last().Text != "b" {
		t.Errorf("%+v", n)
	}
}
