package move

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// State is how a move stands.
type State string

const (
	StatePlanned  State = "planned"  // taken up, nobody has begun
	StateUnderway State = "underway" // somebody is at it
	StateDone     State = "done"     // the customer buys it, or the practice has it
	StateDropped  State = "dropped"  // it will not be done; also a proposal that nobody wants
)

// States lists every state, in the order of a board.
func States() []State { return []State{StatePlanned, StateUnderway, StateDone, StateDropped} }

// Open reports that there is still something to do.
func (s State) Open() bool { return s == StatePlanned || s == StateUnderway }

// IsOpen reports that there is still something to do for the move.
func (m Move) IsOpen() bool { return m.State.Open() }

// To brings the move into another state at a time. A move that was closed can
// be taken up again. Faults: move.state for no state, move.unchanged for the
// one it has.
func (m Move) To(s State, at time.Time) (Move, error) {
	switch {
	case !slices.Contains(States(), s):
		return m, fault.New(fault.KindInvalid, "move.state").With("value", string(s))
	case s == m.State:
		return m, fault.New(fault.KindConflict, "move.unchanged").With("value", string(s))
	}
	m.State, m.Closed = s, time.Time{}
	if !s.Open() {
		m.Closed = at
	}
	return m, nil
}
