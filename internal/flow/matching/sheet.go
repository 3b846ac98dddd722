package matching

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

// Keys of the columns of a file of answers.
const (
	ColumnQuestion   = "question"
	ColumnAnswer     = "answer"
	ColumnAs         = "as"
	ColumnReason     = "reason"
	ColumnCustomerID = "customer_id"
)

// Words of the answer column, in any case; blank leaves the question open.
func answerWords() map[string][]string {
	return map[string][]string{
		"yes": {"yes", "y", "accept", "a", "1", "true", "是", "接受", "同意"},
		"no":  {"no", "n", "reject", "r", "0", "false", "否", "不是", "拒绝"},
		"new": {"new", "新", "新客户", "新建"},
	}
}

// SheetInput is a file of answers.
type SheetInput struct {
	Path    string
	Columns form.Columns
}

// SheetRow is what became of a row.
type SheetRow struct {
	Row      int64
	Question string
	Given    string // yes, no or new; empty for a row without an answer
	Answer   Answer // when it was understood
	Fault    *fault.Error
}

// Sheet is what became of a file.
type Sheet struct {
	Rows []SheetRow // those with an answer, in the order of the file
	Open int        // rows without
	// Written: every row was understood, so all were written. Otherwise nothing was.
	Written bool
}

// Answers takes the answers of a file, all or none: a row that makes no sense is
// named, and nothing is written until the file is right.
func (m *Matcher) Answers(ctx context.Context, in SheetInput) (_ Sheet, err error) {
	defer fault.Wrap(&err, "matching.Answers(%s)", in.Path)
	t, err := form.Read(ctx, in.Path, in.Columns, ColumnQuestion, ColumnAnswer)
	if err != nil {
		return Sheet{}, err
	}
	asked, err := m.questions(ctx)
	if err != nil {
		return Sheet{}, err
	}
	byID := map[string]Question{}
	for _, q := range asked {
		byID[string(q.ID)] = q
	}
	var out Sheet
	_, _, err = m.decide(ctx, func(g *ground) ([]kept, error) {
		out = Sheet{Written: true}
		var made []kept
		seen := map[string]int64{}
		for _, r := range t.Rows {
			row, ks := m.sheetRow(g, t, r, byID, seen)
			if row.Given == "" && row.Fault == nil {
				out.Open++
				continue
			}
			if row.Fault != nil {
				out.Written = false
			}
			out.Rows, made = append(out.Rows, row), append(made, ks...)
		}
		if !out.Written {
			return nil, nil
		}
		return made, nil
	})
	if err != nil || !out.Written {
		return out, err
	}
	answers := make([]Answer, len(out.Rows))
	for i, r := range out.Rows {
		answers[i] = r.Answer
	}
	return out, m.close(ctx, answers...)
}

// sheetRow understands one row.
func (m *Matcher) sheetRow(g *ground, t *form.Form, r form.Row, asked map[string]Question, seen map[string]int64) (SheetRow, []kept) {
	row := SheetRow{Row: r.Number, Question: t.Get(r, ColumnQuestion)}
	refuse := func(key string, f *fault.Error) (SheetRow, []kept) {
		row.Fault = f.At(t.Place(r, key))
		return row, nil
	}
	given, as := strings.ToLower(t.Get(r, ColumnAnswer)), t.Get(r, ColumnAs)
	if given == "" && as == "" {
		return row, nil
	}
	row.Given = answerWord(given)
	if given == "" {
		row.Given = "yes" // a customer was named
	}
	if row.Given == "" {
		return refuse(ColumnAnswer, fault.New(fault.KindInvalid, "match.answer_unknown").With("value", given))
	}
	q, known := asked[strings.ToLower(row.Question)]
	if !known {
		return refuse(ColumnQuestion, fault.New(fault.KindNotFound, "match.question_closed").With("question", row.Question))
	}
	if first, twice := seen[row.Question]; twice {
		return refuse(ColumnQuestion, fault.New(fault.KindInvalid, "match.question_twice").With("question", row.Question).With("first", first))
	}
	seen[row.Question] = r.Number
	shown := customer.ID(t.Get(r, ColumnCustomerID)) // what the person saw, whatever is first now
	var answer Answer
	var made []kept
	var err error
	switch reason := t.Get(r, ColumnReason); row.Given {
	case "new":
		answer, made, err = m.accepting(g, q, AcceptInput{New: true, Name: as, Reason: reason})
	case "yes":
		if as != "" {
			shown, err = g.named(as)
		}
		if err == nil {
			answer, made, err = m.accepting(g, q, AcceptInput{Customer: shown, Reason: reason})
		}
	default:
		if as != "" {
			return refuse(ColumnAs, fault.New(fault.KindInvalid, "match.answer_no_as").With("customer", as))
		}
		answer, made, err = m.rejecting(g, q, RejectInput{Customer: shown, Reason: reason})
	}
	if err != nil {
		f, ok := fault.As(err)
		if !ok {
			f = fault.New(fault.KindInternal, "internal").Because(err)
		}
		return refuse(ColumnQuestion, f)
	}
	row.Answer = answer
	return row, made
}

func answerWord(given string) string {
	for word, spelled := range answerWords() {
		if slices.Contains(spelled, given) {
			return word
		}
	}
	return ""
}

// named gives the customer of an id, or of a name that only one has.
func (g *ground) named(text string) (customer.ID, error) {
	if id := g.book.Survivor(customer.ID(text)); id != "" {
		return id, nil
	}
	var found []customer.ID
	for _, c := range g.book.Customers() {
		if strings.EqualFold(c.Name, text) {
			found = append(found, c.ID)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		return "", fault.New(fault.KindInvalid, "match.customer_ambiguous").With("customer", text).With("ids", fmt.Sprint(found))
	}
	return "", fault.New(fault.KindNotFound, "customer.unknown").With("customer", text)
}
