package customer

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// ActionChange is what the audit log calls a merge, a split, a move and an undo.
const ActionChange = "customer.change"

// mostFound is how many customers a search on the page offers.
const mostFound = 20

// changing is the page on which who is who is changed.
type changing struct {
	Name, Back, Action string
	May                bool
	ReadOnly           string
	Search             string
	Found              []option // customers that this one can be merged into, or give to
	FoundNote          string
	Accounts, Parts    []option // its accounts, and all its identifiers
	Notice             *notice
	Log                []entry
	Empty              string
}

type option struct{ Value, Label string }

// entry is one decision about the customer.
type entry struct {
	When, Who, What string
	Undo            string // its id; empty where it cannot be taken back
	State           string
}

// Changes answers GET /customers/{id}/change.
func (h *Handler) Changes(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	return h.showChanges(w, r, v, nil)
}

func (h *Handler) matcher(ctx context.Context, right access.Right) (*matching.Matcher, error) {
	viewer, err := access.Guarded.Allow(ctx, right)
	if err != nil {
		return nil, err
	}
	m, err := h.Matching(ctx, viewer.Actor, nil)
	if err == nil {
		m.Guard = access.Guarded
	}
	return m, err
}

func (h *Handler) showChanges(w http.ResponseWriter, r *http.Request, v *visit.Visit, refused error) error {
	ctx := r.Context()
	p, err := h.Measurer.Profile(ctx, customer.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	m, err := h.matcher(ctx, access.RightBooks)
	if err != nil {
		return err
	}
	log, err := m.History(ctx, matching.HistoryInput{Customer: p.Customer.ID})
	if err != nil {
		return err
	}
	all, err := h.Measurer.Customers(ctx)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		status = http.StatusConflict
	}
	return visit.Show(ctx, w, status, changePage(v, newChanging(v, p, log, all, strings.TrimSpace(r.FormValue("q")), refused)))
}

func newChanging(v *visit.Visit, p measuring.Profile, log []matching.Entry, all []customer.Customer, search string, refused error) changing {
	c := p.Customer
	out := changing{Name: c.Name, Back: wording.CustomerPage(string(c.ID)), Action: wording.CustomerPage(string(c.ID)) + "/change",
		May: v.May(access.RightDecide), Search: search}
	if !out.May {
		out.ReadOnly = v.Text("web.change.read_only", nil)
	}
	if refused != nil {
		message, hint, _ := v.L.Fault(refused)
		out.Notice = &notice{message, hint}
	}
	for _, o := range all {
		if o.ID == c.ID || search == "" || !strings.Contains(strings.ToLower(o.Name+" "+string(o.ID)), strings.ToLower(search)) {
			continue
		}
		if len(out.Found) == mostFound {
			out.FoundNote = v.Text("web.change.found_more", nil)
			break
		}
		out.Found = append(out.Found, option{string(o.ID), o.Name + " (" + string(o.ID) + ")"})
	}
	if search != "" && len(out.Found) == 0 {
		out.FoundNote = v.Text("web.change.found_none", nil)
	}
	for _, i := range c.Identifiers {
		o := option{i.Value, v.Text("web.identifier."+string(i.Kind), nil) + " " + i.Value}
		if slices.Contains(out.Parts, o) {
			continue
		}
		if out.Parts = append(out.Parts, o); i.Kind == customer.KindAccount {
			out.Accounts = append(out.Accounts, o)
		}
	}
	for _, e := range log {
		out.Log = append(out.Log, newEntry(v, e))
	}
	if len(log) == 0 {
		out.Empty = v.Text("web.change.none", nil)
	}
	return out
}

func newEntry(v *visit.Visit, e matching.Entry) entry {
	out := entry{When: e.At.Format("2006-01-02 15:04"), Who: e.Actor}
	what := []string{v.Text("match.verb."+string(e.Verb), nil)}
	name := func(id customer.ID) string {
		if n := e.Names[id]; n != "" {
			return n
		}
		return string(id)
	}
	if e.Party != "" {
		what = append(what, e.Party)
	}
	for _, i := range e.Identifiers {
		what = append(what, i.Value)
	}
	if e.Customer != "" {
		what = append(what, name(e.Customer))
	}
	switch {
	case e.New != nil:
		what = append(what, "→ "+e.New.Name)
	case e.Into != "":
		what = append(what, "→ "+name(e.Into))
	}
	if d := days(v, e.From, e.Until); d != "" {
		what = append(what, d)
	}
	if e.Reason != "" {
		what = append(what, "“"+e.Reason+"”")
	}
	out.What = strings.Join(what, " ")
	switch {
	case e.Undone:
		out.State = v.Text("web.change.undone", nil)
	case e.Stale != nil:
		out.State, _, _ = v.L.Fault(e.Stale)
	case e.Verb != customer.VerbUndo:
		out.Undo = e.ID
	}
	return out
}

// Decide answers POST /customers/{id}/change and leads to the customer that
// there is then.
func (h *Handler) Decide(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	id := customer.ID(r.PathValue("id"))
	m, err := h.matcher(r.Context(), access.RightDecide)
	if err != nil {
		return err
	}
	to, err := decide(r, m, id)
	switch kind := fault.KindOf(err); {
	case err == nil:
		http.Redirect(w, r, wording.CustomerPage(string(to))+"/change", http.StatusSeeOther)
		return nil
	case kind == fault.KindInvalid || kind == fault.KindConflict || kind == fault.KindNotFound && fault.CodeOf(err) != "customer.unknown":
		return errors.Join(err, h.showChanges(w, r, v, err))
	}
	return err
}

// decide does what the pressed button says and gives whose page to go to.
// Faults: those of the matcher, web.change_unchosen, web.change_day.
func decide(r *http.Request, m *matching.Matcher, id customer.ID) (customer.ID, error) {
	ctx, form := r.Context(), r.PostForm
	into, reason := customer.ID(form.Get("into")), strings.TrimSpace(form.Get("reason"))
	if undo := form.Get("undo"); undo != "" {
		_, err := m.Undo(ctx, undo, "")
		return id, err
	}
	switch form.Get("do") {
	case "merge":
		if into == "" {
			return id, fault.New(fault.KindInvalid, "web.change_unchosen")
		}
		_, err := m.Merge(ctx, id, into, reason)
		return into, err
	case "split":
		name := strings.TrimSpace(form.Get("name"))
		if len(form["part"]) == 0 || into == "" && name == "" {
			return id, fault.New(fault.KindInvalid, "web.change_unchosen")
		}
		_, err := m.Split(ctx, matching.SplitInput{Customer: id, Identifiers: form["part"], Into: into, Name: name, Reason: reason})
		return id, err
	case "move":
		from, err := time.Parse(time.DateOnly, form.Get("from"))
		if err != nil {
			return id, fault.New(fault.KindInvalid, "web.change_day").With("value", form.Get("from"))
		}
		if into == "" || form.Get("part") == "" {
			return id, fault.New(fault.KindInvalid, "web.change_unchosen")
		}
		_, err = m.Move(ctx, matching.MoveInput{Account: form.Get("part"), Into: into, From: from, Reason: reason})
		return id, err
	}
	return id, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", form.Get("do"))
}

// undoLabel names what a button takes back, for who cannot see the row.
func undoLabel(v *visit.Visit, e entry) string {
	return v.Text("web.change.undo_of", i18n.Args{"what": e.What})
}
