package moving

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Suggestion is a proposal that can say what it is.
type Suggestion struct {
	move.Proposal
	// Say words what is to be done, and why; nothing to add is "".
	Say func(*i18n.Localizer) (title, why string)
}

// Suggest words proposals by what they offer.
func Suggest(proposals []move.Proposal) []Suggestion {
	all := make([]Suggestion, len(proposals))
	for i, p := range proposals {
		all[i] = Suggestion{p, func(l *i18n.Localizer) (string, string) { return Offer(l, p), ground(l, p) }}
	}
	return all
}

// Offer says what a proposal offers: its category, else its offering.
func Offer(l *i18n.Localizer, p move.Proposal) string {
	switch {
	case p.Category != "":
		return l.Text("move.offer", i18n.Args{"what": l.Text("multiplier.part."+string(multiplier.Part(p.Category)), nil)})
	case p.Offering != "":
		return l.Text("move.offer", i18n.Args{"what": string(p.Offering)})
	default:
		return l.Text("move.origin."+string(p.Origin.Kind), nil) + " " + p.Origin.Ref
	}
}

// ground says what the size of a proposal rests on.
func ground(l *i18n.Localizer, p move.Proposal) string {
	switch {
	case p.Size == nil:
		return ""
	case p.Size.Cases > 0:
		return l.Text("move.ground.cases", i18n.Args{"basis": l.Text("estimate.basis."+string(p.Size.Basis), nil), "count": p.Size.Cases})
	default:
		return l.Text("estimate.basis."+string(p.Size.Basis), nil)
	}
}

// Proposals gives what the books suggest, of customers that the asker may see,
// and nobody has taken up or dropped: the most expected money first.
func (m *Mover) Proposals(ctx context.Context) (_ []Suggestion, err error) {
	defer fault.Wrap(&err, "moving.Proposals")
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil || viewer.Link || m.Proposing == nil {
		return nil, err
	}
	all, err := m.Proposing(ctx)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	moves, err := m.State.Moves(ctx)
	if err != nil {
		return nil, err
	}
	taken := map[move.Origin]bool{}
	for _, e := range moves {
		taken[e.Move.Origin] = true
	}
	all = slices.DeleteFunc(slices.Clone(all), func(s Suggestion) bool {
		return taken[s.Origin] || !sees(viewer, book, move.Move{Proposal: s.Proposal})
	})
	// What one proposal takes nobody has said, so that money alone ranks them.
	return rank(all, func(s Suggestion) move.Move { return move.Move{ID: move.ID(s.Origin.String()), Proposal: s.Proposal} }), nil
}

// TakeInput is proposals to be taken up.
type TakeInput struct {
	Origins []move.Origin
	Change  Change // what is to be otherwise than proposed, of each
	// L words titles: they are kept in the language of who takes them up.
	L *i18n.Localizer
}

// Take makes moves of proposals, all or none. Dropped from the beginning, one is
// not proposed again. Faults: access.denied, move.taken, move.unproposed, and
// those of move.Validate.
func (m *Mover) Take(ctx context.Context, in TakeInput) (_ []move.Edition, err error) {
	defer fault.Wrap(&err, "moving.Take")
	viewer, err := m.Guard.Allow(ctx, access.RightPlan)
	if err != nil {
		return nil, err
	}
	proposed, err := m.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	var opened []move.Edition
	for _, origin := range in.Origins {
		at := slices.IndexFunc(proposed, func(s Suggestion) bool { return s.Origin == origin })
		if at < 0 {
			return nil, m.untakeable(ctx, origin)
		}
		title, why := proposed[at].Say(in.L)
		e, err := m.first(viewer, book, OpenInput{Proposal: proposed[at].Proposal, Title: cut(title, move.MaxTitle), Note: cut(why, move.MaxNote)})
		if err != nil {
			return nil, err
		}
		if changed, different := in.Change.apply(e.Move, e.At); different {
			e.Move = changed
			if err := known(viewer, book, changed); err != nil {
				return nil, err
			}
		}
		opened = append(opened, e)
	}
	return opened, m.State.SaveMoves(ctx, opened, nil)
}

// untakeable says why a proposal is not there: who may see the move that it
// became is told of it.
func (m *Mover) untakeable(ctx context.Context, origin move.Origin) error {
	moves, err := m.List(ctx, Filter{})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(moves, func(e move.Edition) bool { return e.Move.Origin == origin }) {
		return fault.New(fault.KindConflict, "move.taken").With("origin", origin.String())
	}
	return fault.New(fault.KindNotFound, "move.unproposed").With("origin", origin.String())
}

// cut keeps a text within a number of characters.
func cut(text string, most int) string {
	text = strings.TrimSpace(text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
