package move

import "time"

// Edition is a move as somebody left it. Editions are only ever added.
type Edition struct {
	Number int // from 1
	At     time.Time
	Actor  string
	Move   Move
}
