package customer

import (
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/note"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

func notesOf(id customer.ID) string { return wording.CustomerPage(string(id)) + "#notes" }

// number reads a count that a form carries; what is none is 0, which no edition has.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// notes are what colleagues wrote about the customer.
type notes struct {
	Shown  bool // not to who looks through a link
	Action string
	May    bool // write
	Draft  string
	Limit  string
	List   []remark
	Empty  string
	Notice *notice
}

// notice says why something was refused.
type notice struct{ Message, Hint string }

// remark is one note.
type remark struct {
	Action, Who, Seen string
	Text              string
	Deleted           bool
	May               bool // change
	Open              bool // its form: what was written stands in it
	Draft             string
	Earlier           []wordingOf
	History           string
}

// wordingOf is an earlier wording.
type wordingOf struct{ Who, Text string }

func newNotes(v *visit.Visit, a answers, d draft) notes {
	id := a.profile.Customer.ID
	base := wording.CustomerPage(string(id)) + "/notes"
	out := notes{Shown: !v.Viewer.Link, Action: base, May: v.May(access.RightNote), Limit: strconv.Itoa(note.MostCharacters)}
	if d.note == "" {
		out.Draft = d.text
	}
	if d.refused != nil {
		message, hint, _ := v.L.Fault(d.refused)
		out.Notice = &notice{message, hint}
	}
	for _, n := range a.notes {
		last := n.Last()
		r := remark{Action: base + "/" + string(n.ID), Text: last.Text, Deleted: n.IsDeleted(), Seen: strconv.Itoa(last.Number),
			Who: who(v, n.Editions[0]), May: n.MayChange(v.Viewer) && !n.IsDeleted(), Draft: last.Text}
		if n.ID == d.note {
			r.Open, r.Draft = true, d.text
		}
		for _, e := range n.Editions[:len(n.Editions)-1] {
			r.Earlier = append(r.Earlier, wordingOf{who(v, e), e.Text})
		}
		switch {
		case r.Deleted:
			r.Text, r.History = v.Text("web.customer.note.deleted", i18n.Args{"who": who(v, last)}), v.Text("web.customer.note.was", nil)
		case len(r.Earlier) > 0:
			r.History = v.Text("web.customer.note.edited", i18n.Args{"who": who(v, last)})
		}
		out.List = append(out.List, r)
	}
	if len(out.List) == 0 {
		out.Empty = v.Text("web.customer.note.none", nil)
	}
	return out
}

func who(v *visit.Visit, e note.Edition) string {
	return v.Text("web.customer.note.who", i18n.Args{"actor": e.Actor, "at": e.At.Format("2006-01-02 15:04")})
}
