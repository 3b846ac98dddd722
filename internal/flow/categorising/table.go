package categorising

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Row is one line of the table in which answers are worked through.
type Row struct {
	Item
	Guess  category.Guess // the first; zero where the subject is decided
	Answer string         // what a person decided, as FormatAnswer writes it; else empty
	Scope  category.Scope
	Note   string
}

// ExportInput says which subjects to write.
type ExportInput struct {
	// All includes what is decided; otherwise only questions.
	All bool
}

// Export gives a row for every subject, the most money first.
func (c *Categoriser) Export(ctx context.Context, in ExportInput) (_ []Row, err error) {
	defer fault.Wrap(&err, "categorising.Export")
	g, err := c.stand(ctx)
	if err != nil {
		return nil, err
	}
	b, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	var model *category.Model
	var rows []Row
	for _, item := range b.items(g.judge) {
		if item.Key == "" || (item.Class.Decided() && !in.All) {
			continue
		}
		row := Row{Item: *item}
		if !item.Class.Decided() {
			if model == nil {
				model = c.model(g)
			}
			row.Guess = g.ask(model, item).Guesses[0]
		}
		if d, ok := g.Precedents.Reviewed(item.Subject); ok {
			row.Answer, row.Scope, row.Note = FormatAnswer(d.Answer), d.Scope, d.Note
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Columns of the table that are read back; any other is for people to look at.
const (
	ColumnKey    = "key"
	ColumnAnswer = "answer"
	ColumnScope  = "scope"
	ColumnNote   = "note"
)

// Columns lists what Import reads.
func Columns() []string {
	return []string{ColumnKey, ColumnAnswer, ColumnScope, ColumnNote}
}

// ImportInput is a worked table.
type ImportInput struct {
	Path string
	// Headers gives the column for a header as the table may have it, in lower
	// case: the tables are written in the reader's language.
	Headers map[string]string
	// Words gives the code for a word of an answer or scope, likewise.
	Words map[string]string
	// Yes and No are how people accept and reject a guess in one word.
	Yes, No []string
}

// Imported is what a table changed.
type Imported struct {
	Given
	Unchanged int // rows without an answer, or with the one that holds already
}

// Import makes decisions of a worked table, all or none. A row without an answer
// changes nothing, and so does one whose answer holds already.
//
// Faults: those of the file (source, roster.*), category.row_answer with the
// row, category.subject_not_found, and those of Set.
func (c *Categoriser) Import(ctx context.Context, in ImportInput) (_ Imported, err error) {
	defer fault.Wrap(&err, "categorising.Import")
	answers, err := readAnswers(ctx, in)
	if err != nil {
		return Imported{}, err
	}
	all, err := c.subjects(ctx)
	if err != nil {
		return Imported{}, err
	}
	at := map[category.Key]Question{}
	for _, q := range all {
		at[q.Key] = q
	}
	var out Imported
	var set, rejected []category.Decision
	_, _, err = c.decide(ctx, func(g *ground) ([]category.Decision, error) {
		out, set, rejected = Imported{}, nil, nil
		var model *category.Model
		for _, a := range answers {
			q, known := at[category.Key(a.key)]
			if !known {
				return nil, a.wrong(unknownSubject(a.key), ColumnKey, a.key)
			}
			if a.yes || a.no {
				if model == nil {
					model = c.model(g)
				}
				q = g.ask(model, &Item{Key: q.Key, Subject: q.Subject, Class: g.judge.Classify(q.Subject)})
			}
			d, changes, err := c.worked(g, a, q)
			if err != nil {
				return nil, err
			}
			switch {
			case !changes:
				out.Unchanged++
			case d.Verb == category.VerbReject:
				rejected = append(rejected, d)
			default:
				set = append(set, d)
			}
		}
		return slices.Concat(set, rejected), nil
	})
	if err != nil {
		return Imported{}, err
	}
	out.Decisions = slices.Concat(set, rejected)
	out.Given, err = c.asked(ctx, out.Given)
	if err != nil {
		return Imported{}, err
	}
	g, err := c.stand(ctx)
	if err != nil {
		return Imported{}, err
	}
	out.Overruled = g.overruled(set)
	return out, nil
}

// worked makes a decision of a row; false where it says nothing new.
func (c *Categoriser) worked(g *ground, a workedRow, q Question) (category.Decision, bool, error) {
	scope := a.scope
	if scope == "" {
		scope = category.ScopeSubject
	}
	d := category.Decision{Verb: category.VerbSet, Scope: scope, Value: scope.Value(q.Subject), Subject: q.Subject, Answer: a.answer, Note: a.note}
	switch {
	case a.no:
		d.Verb, d.Label = category.VerbReject, g.held(q)
		if slices.Contains(g.Precedents.Rejected(q.Subject), d.Label) {
			return category.Decision{}, false, nil
		}
	case a.yes:
		d.Answer = q.Guesses[0].Label.Answer()
	case a.answer.Offering != "":
		if _, known := g.Offerings.Get(a.answer.Offering); !known {
			return category.Decision{}, false, a.wrong(fault.New(fault.KindNotFound, "category.offering_unknown").
				With("offering", string(a.answer.Offering)), ColumnAnswer, string(a.answer.Offering))
		}
	}
	if now, ok := g.Precedents.Reviewed(q.Subject); ok && d.Verb == category.VerbSet && now.Scope == d.Scope && now.Note == d.Note &&
		FormatAnswer(now.Answer) == FormatAnswer(d.Answer) {
		return category.Decision{}, false, nil
	}
	if err := d.Validate(); err != nil {
		return category.Decision{}, false, a.wrong(err, ColumnAnswer, FormatAnswer(d.Answer))
	}
	d, err := c.newDecision(c.Actor, d)
	return d, true, err
}
