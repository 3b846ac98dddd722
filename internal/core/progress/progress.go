// Package progress is the one model of how far a long job is.
//
// It owns the event; flows send them, faces print them (a bar on a terminal,
// JSON lines in a pipe, server-sent events in a page). It has no clock: rates
// and time left are the printer's business.
package progress

// Unit of Done and Total.
type Unit string

const (
	UnitRows  Unit = "rows"
	UnitBytes Unit = "bytes"
	UnitFiles Unit = "files"
	UnitSteps Unit = "steps"
)

// Event says how far a stage is. Stages follow each other; Done never shrinks
// within a stage.
type Event struct {
	Stage string // message key progress.<stage>, lower case with dots
	Item  string // what is being worked on, such as a file name; may be empty
	Done  int64
	Total int64 // 0 means not known
	Unit  Unit
	// Finished closes the stage.
	Finished bool
}

// Func receives events. It must be quick and safe for concurrent use.
type Func func(Event)

// Send calls f when there is one, so that flows need no nil checks.
func (f Func) Send(e Event) {
	if f != nil {
		f(e)
	}
}
