// Package engine is where analytics are computed: the words in which flow asks
// an engine a question and gets rows back.
//
// It owns the shape of a question (SQL text, arguments, relations) and of an
// answer (exact typed values). It does not own SQL dialects or connections:
// each engine has a folder of its own below.
package engine

import "time"

// Type is the type of a column that crosses the engine's border.
type Type string

const (
	TypeText    Type = "text"    // string
	TypeInt     Type = "int"     // int64
	TypeDecimal Type = "decimal" // money.Decimal, DECIMAL(38,18) inside the engine
	TypeDate    Type = "date"    // time.Time at UTC midnight
	TypeTime    Type = "time"    // time.Time in UTC
	TypeBool    Type = "bool"    // bool
)

// Column is a name and a type.
type Column struct {
	Name string
	Type Type
}

// Relation is a table that a query may name: Parquet files of the lake, or rows
// handed over (a dimension), never both. A relation with neither is empty and
// has just its columns.
type Relation struct {
	Name    string
	Columns []Column
	Files   []string // absolute paths of Parquet files
	// Varied says that the files may differ in columns, as charges do; a missing
	// column is NULL, and one that every file lacks is if it stands in Columns.
	// The engine then looks into every file before it begins.
	Varied bool
	// Placed says that each row of the files names the file and row that it came
	// from, in columns filename and file_row_number; otherwise those are its own.
	Placed bool
	// Only are rows of the files that the query can do with, by the values of some
	// columns, so that the engine need not read the others. The query's answer is
	// the same without.
	Only []Only
	// Unread are columns that a query names and whose values it does not want: they
	// are NULL, whether the files have them or not.
	Unread []Column
	Rows   [][]any
}

// Only is which values of a text column are wanted.
type Only struct {
	Column string
	Values []string
}

// Query is a question. SQL is written in the subset that DuckDB and Trino
// share, with ? for arguments.
type Query struct {
	Name      string // for logs and explanations
	SQL       string
	Args      []any
	Relations []Relation
	Turn      Turn
}

// Turn says which questions one waits with: those of one turn never wait for
// those of another.
type Turn int

const (
	TurnShort  Turn = iota // over sums and small files: soon answered
	TurnLong               // over all charges: seconds of every processor
	TurnStream             // as many rows as there are, as fast as somebody takes them
)

// Row is one answer row: string, int64, money.Decimal, time.Time, bool or nil.
// It is valid only until the callback that received it returns.
type Row []any

// Stats says what a query cost.
type Stats struct {
	Rows    int64
	Elapsed time.Duration // inside the engine, relations included
}
