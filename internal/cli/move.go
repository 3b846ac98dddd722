package cli

import (
	"context"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

// moveCommands are the commands about what the partner sets out to do.
type moveCommands struct {
	List      moveListCommand      `cmd:""`
	Proposals moveProposalsCommand `cmd:""`
	Take      moveTakeCommand      `cmd:""`
	Add       moveAddCommand       `cmd:""`
	Change    moveChangeCommand    `cmd:""`
	History   moveHistoryCommand   `cmd:""`
	Result    moveResultCommand    `cmd:""`
	Strategy  moveStrategyCommand  `cmd:""`
	Calendar  moveCalendarCommand  `cmd:""`
	Export    moveExportCommand    `cmd:""`
	Import    moveImportCommand    `cmd:""`
}

// mover is the job in the session's workspace.
func mover(ctx context.Context, s *Session) (*moving.Mover, error) {
	a, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	return a.Moving(ctx, s.Now)
}

// moveFields are what can be said of a move.
type moveFields struct {
	Category string `placeholder:"CATEGORY"`
	Offering string `placeholder:"ID"`
	Note     string `placeholder:"TEXT"`
	Owner    string `placeholder:"NAME"`
	Due      string `placeholder:"DATE"`
	Effort   string `placeholder:"DAYS"`
	Chance   string `placeholder:"SHARE"`
	Size     string `placeholder:"AMOUNT"`
	Currency string `placeholder:"CODE"`
}

// read gives date, effort, chance and size; nil for what was not given.
func (f moveFields) read(s *Session) (due time.Time, effort, chance *money.Decimal, size *estimate.Range, err error) {
	if f.Due != "" {
		if due, err = time.Parse(time.DateOnly, f.Due); err != nil {
			return due, nil, nil, nil, usage(fault.New(fault.KindInvalid, "move.due").With("value", f.Due).Because(err))
		}
	}
	if effort, err = moveNumber("move.effort", f.Effort); err == nil {
		chance, err = moveNumber("move.chance", f.Chance)
	}
	if err == nil && f.Size != "" {
		size, err = f.size(s)
	}
	return due, effort, chance, size, err
}

func moveNumber(code, text string) (*money.Decimal, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // not given, which is no fault
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		return nil, usage(fault.New(fault.KindInvalid, code).With("value", text).Because(err))
	}
	return &d, nil
}

// size reads 5000, or 2000..9000.
func (f moveFields) size(s *Session) (*estimate.Range, error) {
	config, err := s.Config()
	if err != nil {
		return nil, err
	}
	r := estimate.Range{Currency: config.Currency, Basis: estimate.BasisDeclared}
	if f.Currency != "" {
		if r.Currency, err = money.ParseCurrency(f.Currency); err != nil {
			return nil, usage(err)
		}
	}
	first, last, ranged := strings.Cut(f.Size, "..")
	if !ranged {
		last = first
	}
	low, err := moveNumber("move.size", first)
	if err != nil {
		return nil, err
	}
	high, err := moveNumber("move.size", last)
	if err != nil {
		return nil, err
	}
	if low == nil || high == nil {
		return nil, usage(fault.New(fault.KindInvalid, "move.size").With("value", f.Size))
	}
	r.Low, r.High = *low, *high
	r.Mid = low.Add(*high).Quo(money.NewInt(2), 2)
	return &r, usage(r.Validate())
}

// moveAddCommand writes a move by hand.
type moveAddCommand struct {
	moveFields
	Title    string `arg:"" name:"title"`
	Customer string `placeholder:"ID" xor:"subject"`
	Practice string `placeholder:"NAME" xor:"subject"`
	Strategy string `default:"portfolio" placeholder:"STRATEGY"`
}

// Run keeps it and prints it.
func (c *moveAddCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	due, effort, chance, size, err := c.read(s)
	if err != nil {
		return err
	}
	opened, err := m.Open(ctx, moving.OpenInput{Title: c.Title, Note: c.Note, Owner: c.Owner, Due: due, Effort: effort,
		Proposal: move.Proposal{Customer: customer.ID(c.Customer), Practice: c.Practice, Category: service.Category(c.Category), Offering: offering.ID(c.Offering),
			Strategy: move.Strategy(c.Strategy), Size: size, Chance: chance}})
	if err != nil {
		return err
	}
	return printMoves(ctx, s, opened)
}

// moveChangeCommand changes one or several moves in the same way.
type moveChangeCommand struct {
	moveFields
	IDs      []string `arg:"" name:"id"`
	Title    string   `placeholder:"TEXT"`
	State    string   `placeholder:"STATE"`
	Strategy string   `placeholder:"STRATEGY"`
}

// Run changes them and prints them.
func (c *moveChangeCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	change, err := c.change(s)
	if err != nil {
		return err
	}
	change.Title, change.State = wanted(c.Title), wanted(move.State(c.State))
	change.Strategy = wanted(move.Strategy(c.Strategy))
	ids, err := c.find(ctx, m)
	if err != nil {
		return err
	}
	changed, err := m.Change(ctx, change, ids...)
	if err != nil {
		return err
	}
	return printMoves(ctx, s, changed)
}

// change is what the given fields change.
func (f moveFields) change(s *Session) (moving.Change, error) {
	due, effort, chance, size, err := f.read(s)
	c := moving.Change{Note: wanted(f.Note), Owner: wanted(f.Owner), Category: wanted(service.Category(f.Category)), Offering: wanted(offering.ID(f.Offering))}
	if f.Due != "" {
		c.Due = &due
	}
	if effort != nil {
		c.Effort = &effort
	}
	if chance != nil {
		c.Chance = &chance
	}
	if size != nil {
		c.Size = &size
	}
	return c, err
}

// wanted is nil for an empty flag.
func wanted[T ~string](v T) *T {
	if v == "" {
		return nil
	}
	return &v
}

// find takes ids by their last characters, as decisions are, if only one has them.
func (c *moveChangeCommand) find(ctx context.Context, m *moving.Mover) ([]move.ID, error) {
	all, err := m.List(ctx, moving.Filter{})
	if err != nil {
		return nil, err
	}
	var ids []move.ID
	for _, text := range c.IDs {
		found, err := findMove(all, text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, found)
	}
	return ids, nil
}

func findMove(all []move.Edition, text string) (move.ID, error) {
	var found []move.ID
	for _, e := range all {
		if strings.HasSuffix(strings.ToUpper(string(e.Move.ID)), strings.ToUpper(text)) {
			found = append(found, e.Move.ID)
		}
	}
	if len(found) != 1 {
		return "", fault.New(fault.KindNotFound, "move.unknown").With("move", text)
	}
	return found[0], nil
}
