package moving

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Typed is what somebody typed into a form, by the keys of a sheet's columns; a
// key that is not there changes nothing.
type Typed struct {
	Fields   map[string]string
	Bundle   *i18n.Bundle
	Currency money.Currency // of a size that names none
}

// Read understands a form against what was there. Its faults name the field as
// the column of their place: those of move.Validate, move.due, move.size,
// customer.unknown.
func (m *Mover) Read(ctx context.Context, in Typed, was move.Move) (_ Change, err error) {
	defer fault.Wrap(&err, "moving.Read")
	viewer, err := m.Guard.Allow(ctx, access.RightPlan)
	if err != nil {
		return Change{}, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return Change{}, err
	}
	return cells{bundle: in.Bundle, currency: in.Currency, viewer: viewer, book: book,
		has:   func(key string) bool { _, ok := in.Fields[key]; return ok },
		get:   func(key string) string { return strings.TrimSpace(in.Fields[key]) },
		place: func(key string) fault.Place { return fault.Place{Column: key, Value: in.Fields[key]} }}.change(was)
}

// Input is a move to be opened of what a form or row says.
func (c Change) Input() OpenInput {
	m, _ := c.apply(move.Move{Proposal: move.Proposal{Strategy: move.StrategyPortfolio}, State: move.StatePlanned}, time.Time{})
	return OpenInput{Proposal: m.Proposal, Title: m.Title, Note: m.Note, Owner: m.Owner, Due: m.Due, Effort: m.Effort, State: m.State}
}

// cells are what stands under the keys of a sheet's columns, in a row or a form.
type cells struct {
	bundle   *i18n.Bundle
	currency money.Currency
	viewer   access.Viewer
	book     *customer.Book
	has      func(key string) bool
	get      func(key string) string
	place    func(key string) fault.Place
}

// at puts a fault of a whole move where its cell stands.
func (c cells) at(err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	return f.At(c.place(Column(f)))
}

// Column is the key of the column that a fault of a move is about; empty for
// none.
func Column(f *fault.Error) string {
	return map[string]string{"move.title": "title", "move.note": "note", "move.subject": "customer", "customer.unknown": "customer", "access.denied": "customer",
		"move.strategy": "strategy", "move.category": "category", "move.chance": "chance", "move.effort": "effort", "move.state": "state", "move.outdated": "edition",
		"move.unknown": "id", "move.due": "due", "move.size": "size_mid", "estimate.order": "size_mid", "estimate.currency": "currency"}[f.Code]
}

func (c cells) bad(key, code string) error {
	return fault.New(fault.KindInvalid, code).With("value", c.get(key)).At(c.place(key))
}

// given is a cell's text; nil where there is no such column.
func (c cells) given(key string) *string {
	if !c.has(key) {
		return nil
	}
	text := c.get(key)
	return &text
}

// change is what the cells say, against what was there.
func (c cells) change(was move.Move) (Change, error) {
	out := Change{Title: c.given("title"), Note: c.given("note"), Owner: c.given("owner"), Practice: c.given("practice")}
	if out.Practice != nil {
		if firm, ok := code(c.bundle, "move.practice.", *out.Practice, []string{move.PracticeFirm}); ok {
			out.Practice = &firm
		}
	}
	if text := c.given("customer"); text != nil && *text != string(was.Customer) {
		var id customer.ID
		var err error
		if *text != "" {
			id, err = c.named(*text)
		}
		if err != nil {
			return out, c.at(err)
		}
		out.Customer = &id
	}
	if text := c.given("offering"); text != nil {
		o := offering.ID(*text)
		out.Offering = &o
	}
	if err := c.words(&out); err != nil {
		return out, err
	}
	if text := c.given("due"); text != nil {
		var day time.Time
		if *text != "" {
			var err error
			if day, err = days().Parse(*text); err != nil {
				return out, c.bad("due", "move.due")
			}
		}
		out.Due = &day
	}
	for _, n := range []struct {
		key string
		was *money.Decimal
		to  ***money.Decimal
	}{{"chance", was.Chance, &out.Chance}, {"effort", was.Effort, &out.Effort}} {
		if c.has(n.key) {
			d, err := c.number(n.key, "move."+n.key)
			if err != nil {
				return out, err
			}
			if d == nil || n.was == nil || !near(*d, *n.was) {
				*n.to = &d
			}
		}
	}
	if !c.has("size_low") && !c.has("size_mid") && !c.has("size_high") {
		return out, nil
	}
	size, err := c.size(was.Size)
	if err == nil && !alike(size, was.Size) {
		out.Size = &size
	}
	return out, err
}

// words are cells that hold one of a list, as code or as word of any language.
func (c cells) words(out *Change) error {
	if text := c.given("category"); text != nil {
		category, ok := code(c.bundle, "multiplier.part.", *text, service.Categories())
		if !ok && *text != "" {
			return c.bad("category", "move.category")
		}
		out.Category = &category
	}
	if text := c.given("strategy"); text != nil && *text != "" {
		strategy, ok := code(c.bundle, "move.strategy.", *text, move.Strategies())
		if !ok {
			return c.bad("strategy", "move.strategy")
		}
		out.Strategy = &strategy
	}
	if text := c.given("state"); text != nil && *text != "" {
		state, ok := code(c.bundle, "move.state.", *text, move.States())
		if !ok {
			return c.bad("state", "move.state")
		}
		out.State = &state
	}
	return nil
}

// days are the ways in which spreadsheets and people write one.
func days() source.DateFormat {
	f, err := source.ParseDateFormat(source.DateISO, "yyyy/m/d", "yyyy年m月d日")
	if err != nil {
		panic(err) // the patterns are part of the program
	}
	return f
}

// number reads a cell; nil where it is empty.
func (c cells) number(key, code string) (*money.Decimal, error) {
	text := c.get(key)
	if text == "" {
		return nil, nil //nolint:nilnil // empty, which is no fault
	}
	n, err := source.NumberFormat{}.Parse(text)
	if err != nil {
		return nil, c.bad(key, code)
	}
	return &n.Value, nil
}

// size reads a range: what stands alone is all of it, and between two ends lies
// the middle. Numbers that somebody wrote rest on their word.
func (c cells) size(was *estimate.Range) (*estimate.Range, error) {
	var ends [3]*money.Decimal
	for i, key := range []string{"size_low", "size_mid", "size_high"} {
		var err error
		if ends[i], err = c.number(key, "move.size"); err != nil {
			return nil, err
		}
	}
	low, mid, high := ends[0], ends[1], ends[2]
	if low == nil && mid == nil && high == nil {
		return nil, nil //nolint:nilnil // unsized
	}
	for _, end := range []**money.Decimal{&low, &high} {
		if *end == nil {
			*end = stated(mid, low, high)
		}
	}
	if mid == nil {
		m := low.Add(*high).Quo(money.NewInt(2), 2)
		mid = &m
	}
	size := estimate.Range{Low: *low, Mid: *mid, High: *high, Currency: c.currency, Basis: estimate.BasisDeclared}
	if was != nil {
		size.Currency = was.Currency
	}
	if text := c.get("currency"); text != "" {
		currency, err := money.ParseCurrency(text)
		if err != nil {
			return nil, c.bad("currency", "estimate.currency")
		}
		size.Currency = currency
	}
	return &size, c.at(size.Validate())
}

// stated is the first that is there.
func stated(all ...*money.Decimal) *money.Decimal {
	return all[slices.IndexFunc(all, func(d *money.Decimal) bool { return d != nil })]
}

// alike reports that a range says what another says as a file shows it.
func alike(a, b *estimate.Range) bool {
	if a == nil || b == nil {
		return a == b
	}
	shown := rounded(*b)
	return a.Currency == b.Currency && near(a.Low, shown.Low) && near(a.Mid, shown.Mid) && near(a.High, shown.High)
}

// near reports that a number may be another as a workbook keeps it: fifteen digits.
func near(a, b money.Decimal) bool {
	return a.Sub(b).Abs().Mul(money.MustParse("1000000000000000")).Cmp(b.Abs()) <= 0
}

// rounded gives amounts no more decimals than their currency has.
func rounded(r estimate.Range) estimate.Range {
	places := r.Currency.Places()
	r.Low, r.Mid, r.High = r.Low.Round(places), r.Mid.Round(places), r.High.Round(places)
	return r
}

// headings are what a word is called in every language.
func headings(b *i18n.Bundle, prefix, key string) []string {
	var all []string
	for _, lang := range i18n.Languages() {
		all = append(all, b.For(lang).Text(prefix+key, nil))
	}
	return all
}

// code finds what a word stands for, in any language; false where it is no word.
func code[T ~string](b *i18n.Bundle, prefix, text string, codes []T) (T, bool) {
	i := slices.IndexFunc(codes, func(c T) bool {
		return slices.ContainsFunc(append(headings(b, prefix, string(c)), string(c)), func(s string) bool { return strings.EqualFold(s, text) })
	})
	if i < 0 {
		return "", false
	}
	return codes[i], true
}

// named gives the customer of an id, or of a name that only one has of those
// that the asker may see.
func (c cells) named(text string) (customer.ID, error) {
	if c.viewer.Sees(c.book, customer.ID(text)) {
		return customer.ID(text), nil
	}
	found := map[customer.ID]bool{}
	for _, one := range c.book.Customers() {
		if strings.EqualFold(one.Name, text) && c.viewer.Sees(c.book, one.ID) {
			found[one.ID] = true
		}
	}
	if len(found) == 1 {
		return slices.Collect(maps.Keys(found))[0], nil
	}
	return "", fault.New(fault.KindNotFound, "customer.unknown").With("customer", text)
}
