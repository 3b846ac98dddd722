package batch

// Amendment is what makes a batch the mended rejects of another one. The file the
// rows came from stays as it is; an amendment says what was changed in which of
// its cells, and by whom. When, the batch itself says.
type Amendment struct {
	Of   ID          `json:"of"`
	By   string      `json:"by"` // the actor
	Rows []MendedRow `json:"rows"`
}

// MendedRow is a row of a source file, by where it stands there.
type MendedRow struct {
	File  string       `json:"file"`
	Row   int64        `json:"row"`
	Cells []MendedCell `json:"cells"`
}

// MendedCell is a cell as it stood and as it was read.
type MendedCell struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// How is what was said about the files beside what they say themselves: what it
// takes to read a row of them once more.
type How struct {
	Map           string   `json:"map,omitempty"`
	Currency      string   `json:"currency,omitempty"`
	Dates         []string `json:"dates,omitempty"`
	MixedCurrency bool     `json:"mixed_currency,omitempty"`
}
