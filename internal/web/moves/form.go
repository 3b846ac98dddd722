package moves

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// draft is a form on its way: what it is of, what stands in it, why it was
// refused.
type draft struct {
	base    move.Move   // with its id when it is changed
	seen    int         // the edition that is changed
	id      move.ID     // chosen for a new one
	origin  move.Origin // of a proposal that is taken up
	typed   map[string]string
	back    string
	refused error
}

// form is the page that writes a move.
type form struct {
	Title, Action, Cancel, Submit string
	Seen, ID, From, Back          string
	About                         string // what a proposal rests on
	Fields                        map[string]field
	Customers                     []option // to choose from; none where they are too many to list
	Owners                        []string
	Notice                        *notice
}

// field is one of the form.
type field struct {
	Value   string
	Fault   string
	Options []option
}

type option struct {
	Value, Label string
	Chosen       bool
}

// notice says why something was refused.
type notice struct{ Message, Hint string }

// mostListed is how many customers a list to choose from may have; others are
// typed by name or id.
const mostListed = 500

func (h *Handler) form(w http.ResponseWriter, r *http.Request, v *visit.Visit, d draft) error {
	names, err := h.Mover.Names(r.Context())
	if err != nil {
		return err
	}
	all, err := h.Mover.List(r.Context(), moving.Filter{})
	if err != nil {
		return err
	}
	if d.id == "" {
		if d.id, err = h.Mover.NewID(); err != nil {
			return err
		}
	}
	out := newForm(v, d, names)
	out.Owners = owners(all)
	if !slices.Contains(out.Owners, v.Viewer.Actor) && v.Team {
		out.Owners = append(out.Owners, v.Viewer.Actor)
	}
	status := http.StatusOK
	if d.refused != nil {
		status = http.StatusConflict
	}
	return visit.Show(r.Context(), w, status, formPage(v, out))
}

func newForm(v *visit.Visit, d draft, names map[customer.ID]string) form {
	out := form{Title: v.Text("web.moves.new", nil), Action: path, Cancel: path, Submit: v.Text("web.moves.save", nil), Back: d.back, Fields: map[string]field{}}
	switch {
	case d.base.ID != "":
		out.Title, out.Action, out.Seen = v.Text("web.moves.edit", nil), wording.MovePage(d.base.ID), strconv.Itoa(d.seen)
		out.Cancel = out.Action
	case d.origin.Kind != "":
		out.Title, out.From, out.Submit = v.Text("web.moves.take", nil), d.origin.String(), v.Text("web.moves.take", nil)
		out.About = v.Text("web.moves.proposed_by", i18n.Args{"origin": v.Text("move.origin."+string(d.origin.Kind), nil)})
	default:
		out.ID = string(d.id)
	}
	for _, key := range fields() {
		out.Fields[key] = field{Value: d.typed[key]}
	}
	if _, known := names[customer.ID(d.typed["customer"])]; known {
		out.Fields["customer"] = field{Value: calledAs(names, customer.ID(d.typed["customer"]))}
	}
	ids := customersOf(names)
	if len(ids) <= mostListed {
		for _, id := range ids {
			out.Customers = append(out.Customers, option{Value: calledAs(names, id), Label: string(id)})
		}
	}
	out.choose("category", v, "multiplier.part.", append([]string{""}, words(service.Categories())...))
	out.choose("strategy", v, "move.strategy.", words(move.Strategies()))
	out.choose("state", v, "move.state.", words(move.States()))
	var currencies []option
	for _, c := range v.Currencies() {
		currencies = append(currencies, option{string(c), string(c), string(c) == d.typed["currency"]})
	}
	if c := d.typed["currency"]; c != "" && !slices.ContainsFunc(currencies, func(o option) bool { return o.Chosen }) {
		currencies = append(currencies, option{c, c, true})
	}
	out.Fields["currency"] = field{Value: d.typed["currency"], Options: currencies}
	if d.refused != nil {
		message, hint, _ := v.L.Fault(d.refused)
		out.Notice = &notice{message, hint}
		if f, ok := fault.As(d.refused); ok {
			if one, known := out.Fields[moving.Column(f)]; known {
				one.Fault = message
				out.Fields[moving.Column(f)] = one
			}
		}
	}
	return out
}

func (f *form) choose(key string, v *visit.Visit, prefix string, codes []string) {
	one := f.Fields[key]
	for _, c := range codes {
		label := v.Text("web.moves.none", nil)
		if c != "" {
			label = v.Text(prefix+c, nil)
		}
		one.Options = append(one.Options, option{c, label, c == one.Value})
	}
	f.Fields[key] = one
}

// customersOf lists customers by name.
func customersOf(names map[customer.ID]string) []customer.ID {
	ids := make([]customer.ID, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b customer.ID) int {
		return cmp.Or(cmp.Compare(names[a], names[b]), cmp.Compare(a, b))
	})
	return ids
}

// calledAs is how a form names a customer: by a name that only one has, else by id.
func calledAs(names map[customer.ID]string, id customer.ID) string {
	name := names[id]
	for other, called := range names {
		if other != id && called == name {
			return string(id)
		}
	}
	return cmp.Or(name, string(id))
}

// written is a move as the form shows it.
func written(v *visit.Visit, m move.Move) map[string]string {
	t := map[string]string{"title": m.Title, "customer": string(m.Customer), "practice": m.Practice, "category": string(m.Category), "offering": string(m.Offering),
		"strategy": string(m.Strategy), "state": string(m.State), "owner": m.Owner, "note": m.Note, "currency": string(v.Currency)}
	if m.Practice == move.PracticeFirm {
		t["practice"] = v.Text("move.practice.firm", nil)
	}
	if !m.Due.IsZero() {
		t["due"] = m.Due.Format(time.DateOnly)
	}
	if s := m.Size; s != nil {
		for key, d := range map[string]money.Decimal{"size_low": s.Low, "size_mid": s.Mid, "size_high": s.High} {
			t[key] = d.Round(s.Currency.Places()).String()
		}
		t["currency"] = string(s.Currency)
	}
	if m.Chance != nil {
		t["chance"] = m.Chance.Mul(money.NewInt(100)).String() + "%"
	}
	if m.Effort != nil {
		t["effort"] = m.Effort.String()
	}
	return t
}
