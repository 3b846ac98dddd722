package moving

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

// reader understands the rows of one file.
type reader struct {
	m      *Mover
	f      *form.Form
	in     SheetInput
	viewer access.Viewer
	book   *customer.Book
	seen   map[move.ID]int64 // the row that had it
}

// row says what a row comes to, and the edition that it makes. Faults stand at
// the cell that they are about.
func (r reader) row(ctx context.Context, row form.Row) (Did, move.Edition, error) {
	id := move.ID(r.f.Get(row, "id"))
	if id == "" {
		c, err := r.change(row, move.Move{})
		if err != nil {
			return DidKeep, move.Edition{}, err
		}
		in := OpenInput{Proposal: move.Proposal{Strategy: move.StrategyPortfolio}}
		opened, _ := c.apply(move.Move{Proposal: in.Proposal, State: move.StatePlanned}, r.m.Now())
		in = OpenInput{Proposal: opened.Proposal, Title: opened.Title, Note: opened.Note, Owner: opened.Owner, Due: opened.Due, Effort: opened.Effort, State: opened.State}
		e, err := r.m.first(r.viewer, r.book, in)
		return DidAdd, e, r.at(row, err)
	}
	if first, twice := r.seen[id]; twice {
		return DidKeep, move.Edition{}, fault.New(fault.KindInvalid, "move.twice").With("first", first).At(r.f.Place(row, "id"))
	}
	r.seen[id] = row.Number
	editions, err := r.m.find(ctx, r.viewer, id)
	if err != nil {
		return DidKeep, move.Edition{}, r.at(row, err)
	}
	last := editions[len(editions)-1]
	base, err := r.base(row, editions)
	if err != nil {
		return DidKeep, last, err
	}
	c, err := r.change(row, base.Move)
	if err != nil {
		return DidKeep, last, err
	}
	// Who filled the file in looked at an edition: a row that is still that one asks
	// for nothing, whatever others have changed since.
	if _, different := c.apply(base.Move, r.m.Now()); !different {
		return DidKeep, last, nil
	}
	c.Seen = base.Number
	e, different, err := r.m.after(r.viewer, r.book, last, c)
	if err != nil || !different {
		return DidKeep, last, r.at(row, err)
	}
	return DidChange, e, nil
}

// base is the edition that the row was written from; the last where it says none.
func (r reader) base(row form.Row, editions []move.Edition) (move.Edition, error) {
	text := r.f.Get(row, "edition")
	if text == "" {
		return editions[len(editions)-1], nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(editions) {
		return move.Edition{}, fault.New(fault.KindInvalid, "move.edition").With("value", text).At(r.f.Place(row, "edition"))
	}
	return editions[n-1], nil
}

// at puts a fault of a whole move where its cell stands.
func (r reader) at(row form.Row, err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	column := map[string]string{"move.title": "title", "move.note": "note", "move.subject": "customer", "customer.unknown": "customer", "access.denied": "customer",
		"move.strategy": "strategy", "move.category": "category", "move.chance": "chance", "move.effort": "effort", "move.state": "state", "move.outdated": "edition",
		"move.unknown": "id", "estimate.order": "size_mid", "estimate.currency": "currency"}[f.Code]
	return f.At(r.f.Place(row, column))
}

// change is what the cells of a row say, against what was there.
func (r reader) change(row form.Row, was move.Move) (Change, error) {
	c := Change{}
	given := func(key string) *string {
		if !r.f.Has(key) {
			return nil
		}
		text := r.f.Get(row, key)
		return &text
	}
	bad := func(key, fault1 string) error {
		return fault.New(fault.KindInvalid, fault1).With("value", r.f.Get(row, key)).At(r.f.Place(row, key))
	}
	c.Title, c.Note, c.Owner, c.Practice = given("title"), given("note"), given("owner"), given("practice")
	if c.Practice != nil {
		if firm, ok := code(r.in.Bundle, "move.practice.", *c.Practice, []string{move.PracticeFirm}); ok {
			c.Practice = &firm
		}
	}
	if text := given("customer"); text != nil && *text != string(was.Customer) {
		var id customer.ID
		var err error
		if *text != "" {
			id, err = r.named(*text)
		}
		if err != nil {
			return c, r.at(row, err)
		}
		c.Customer = &id
	}
	if text := given("offering"); text != nil {
		o := offering.ID(*text)
		c.Offering = &o
	}
	if text := given("category"); text != nil {
		category, ok := code(r.in.Bundle, "multiplier.part.", *text, service.Categories())
		if !ok && *text != "" {
			return c, bad("category", "move.category")
		}
		c.Category = &category
	}
	if text := given("strategy"); text != nil && *text != "" {
		strategy, ok := code(r.in.Bundle, "move.strategy.", *text, move.Strategies())
		if !ok {
			return c, bad("strategy", "move.strategy")
		}
		c.Strategy = &strategy
	}
	if text := given("state"); text != nil && *text != "" {
		state, ok := code(r.in.Bundle, "move.state.", *text, move.States())
		if !ok {
			return c, bad("state", "move.state")
		}
		c.State = &state
	}
	if text := given("due"); text != nil {
		var day time.Time
		if *text != "" {
			var err error
			if day, err = days().Parse(*text); err != nil {
				return c, bad("due", "move.due")
			}
		}
		c.Due = &day
	}
	for _, n := range []struct {
		key string
		was *money.Decimal
		to  ***money.Decimal
	}{{"chance", was.Chance, &c.Chance}, {"effort", was.Effort, &c.Effort}} {
		if r.f.Has(n.key) {
			d, err := r.number(row, n.key, "move."+n.key)
			if err != nil {
				return c, err
			}
			if d == nil || n.was == nil || !near(*d, *n.was) {
				*n.to = &d
			}
		}
	}
	if !r.f.Has("size_low") && !r.f.Has("size_mid") && !r.f.Has("size_high") {
		return c, nil
	}
	size, err := r.size(row, was.Size)
	if err == nil && !alike(size, was.Size) {
		c.Size = &size
	}
	return c, err
}

// days are the ways in which spreadsheets write one.
func days() source.DateFormat {
	f, err := source.ParseDateFormat(source.DateISO, "yyyy/m/d", "yyyy年m月d日")
	if err != nil {
		panic(err) // the patterns are part of the program
	}
	return f
}

// number reads a cell; nil where it is empty.
func (r reader) number(row form.Row, key, code string) (*money.Decimal, error) {
	text := r.f.Get(row, key)
	if text == "" {
		return nil, nil //nolint:nilnil // empty, which is no fault
	}
	n, err := source.NumberFormat{}.Parse(text)
	if err != nil {
		return nil, fault.New(fault.KindInvalid, code).With("value", text).At(r.f.Place(row, key)).Because(err)
	}
	return &n.Value, nil
}

// size reads a range: what stands alone is all of it, and between two ends lies
// the middle. Numbers that somebody wrote rest on their word.
func (r reader) size(row form.Row, was *estimate.Range) (*estimate.Range, error) {
	var ends [3]*money.Decimal
	for i, key := range []string{"size_low", "size_mid", "size_high"} {
		var err error
		if ends[i], err = r.number(row, key, "move.size"); err != nil {
			return nil, err
		}
	}
	low, mid, high := ends[0], ends[1], ends[2]
	if low == nil && mid == nil && high == nil {
		return nil, nil //nolint:nilnil // unsized
	}
	for _, end := range []**money.Decimal{&low, &high} {
		if *end == nil {
			*end = first(mid, low, high)
		}
	}
	if mid == nil {
		m := low.Add(*high).Quo(money.NewInt(2), 2)
		mid = &m
	}
	size := estimate.Range{Low: *low, Mid: *mid, High: *high, Currency: r.in.Currency, Basis: estimate.BasisDeclared}
	if was != nil {
		size.Currency = was.Currency
	}
	if text := r.f.Get(row, "currency"); text != "" {
		currency, err := money.ParseCurrency(text)
		if err != nil {
			return nil, fault.New(fault.KindInvalid, "estimate.currency").With("value", text).At(r.f.Place(row, "currency")).Because(err)
		}
		size.Currency = currency
	}
	return &size, r.at(row, size.Validate())
}

func first(all ...*money.Decimal) *money.Decimal {
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
