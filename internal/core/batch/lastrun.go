package batch

import "time"

// LastRun is when a job last looked at the books, and what has happened to them
// since.
type LastRun struct {
	At    time.Time // zero where it never did, or did not note its time
	Actor string    // who started it
	New   []Arrival // imports that count and that it has not seen, oldest first
	Gone  int       // imports that it has seen and that do not count any more
}

// IsStale reports that the books are not those that the run has seen.
func (r LastRun) IsStale() bool { return len(r.New) > 0 || r.Gone > 0 }

// Arrival is an import in short.
type Arrival struct {
	ID   ID
	Kind Kind
	At   time.Time
}
