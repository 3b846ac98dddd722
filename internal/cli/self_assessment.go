package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// selfAssessmentCommand estimates a class from answers. It needs no workspace.
type selfAssessmentCommand struct {
	Answers  string   `placeholder:"FILE"`
	Answer   []string `placeholder:"QUESTION=ANSWER" sep:"none"`
	Ask      bool
	Save     bool
	Currency string `placeholder:"CODE"`
}

// Run gathers answers, asks the books, and prints what they come to.
func (c *selfAssessmentCommand) Run(ctx context.Context, s *Session) error {
	conf, err := s.Config()
	if err != nil {
		return err
	}
	currency := conf.Currency
	if c.Currency != "" {
		if currency, err = money.ParseCurrency(c.Currency); err != nil {
			return usage(err)
		}
	}
	assessor := &assessing.Assessor{}
	_, inside := config.FindWorkspace(s.Workspace())
	if inside || c.Save {
		assessor.Dir = s.Workspace()
	}
	answers, err := c.answers(ctx, s, assessor)
	if err != nil {
		return err
	}
	var figure *multiplier.Result
	months := 0
	if inside {
		if figure, months, err = c.books(ctx, s, currency); err != nil {
			return err
		}
	}
	if c.Ask {
		if err := askSelf(ctx, s, assessor, answers, currency); err != nil {
			return err
		}
	}
	if c.Save {
		if err := assessor.SaveAnswers(ctx, answers); err != nil {
			return err
		}
	}
	self, err := assessor.Self(ctx, answers, currency, figure, months)
	if err != nil {
		return err
	}
	return s.Print(selfDocument(s.L, self))
}

// answers are those of the workspace, with a file's and the flags' over them.
func (c *selfAssessmentCommand) answers(ctx context.Context, s *Session, a *assessing.Assessor) (selfassessment.Answers, error) {
	answers, err := a.Answers(ctx)
	if err != nil {
		return nil, err
	}
	if c.Answers != "" {
		path := s.Path(c.Answers)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fault.New(fault.KindInvalid, "assess.file_unreadable").At(fault.Place{File: path}).Because(err)
		}
		more, err := assessing.ParseAnswers(path, data)
		if err != nil {
			return nil, err
		}
		for id, answer := range more {
			answers[id] = answer
		}
	}
	for _, text := range c.Answer {
		id, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usage(fault.New(fault.KindInvalid, "selfassessment.answer").With("value", text))
		}
		if answers[selfassessment.ID(id)], err = assessing.ParseAnswer(selfassessment.ID(id), value); err != nil {
			return nil, usage(err)
		}
	}
	return answers, nil
}

// books give the figure of all months, and how many these are.
func (c *selfAssessmentCommand) books(ctx context.Context, s *Session, currency money.Currency) (*multiplier.Result, int, error) {
	in, err := questionOf(s, "all", string(currency))
	if err != nil {
		return nil, 0, err
	}
	in.Definitions = []string{multiplier.Standard().Name}
	in.By = []multiplier.Dimension{multiplier.DimensionMonth}
	byMonth, err := measure(ctx, s, in)
	if err != nil {
		return nil, 0, err
	}
	first, last := assessing.Span(byMonth.Figures[0])
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer}
	result, err := measure(ctx, s, in)
	if err != nil {
		return nil, 0, err
	}
	return &result.Figures[0], int(last - first + 1), nil
}

// askSelf asks every question; an empty line keeps the answer there is. An
// answer that means nothing is asked for again.
func askSelf(ctx context.Context, s *Session, a *assessing.Assessor, answers selfassessment.Answers, currency money.Currency) error {
	self, err := a.Self(ctx, answers, currency, nil, 0)
	if err != nil {
		return err
	}
	p := newPrompt(s)
	for _, q := range selfassessment.Questions() {
		text := assessing.QuestionText(s.L, q.ID)
		if len(q.Choices) == 0 {
			text += " (" + string(currency) + ")"
		}
		for _, choice := range q.Choices {
			text += "\n  " + choice.ID + ": " + self.Choice(s.L, q.ID, choice.ID)
		}
		for {
			line, err := p.line(ctx, text+"\n["+self.Answer(s.L, q.ID)+"]")
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if strings.TrimSpace(line) == "" {
				break
			}
			answer, err := assessing.ParseAnswer(q.ID, line)
			if err == nil {
				answers[q.ID] = answer
				break
			}
			message, hint, _ := s.L.Fault(err)
			s.tell(message + " " + hint)
		}
	}
	return nil
}

// selfDocument words a self-assessment.
func selfDocument(l *i18n.Localizer, self assessing.Self) report.Document {
	r := self.Result
	item := func(key string, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: l.Text("self."+key, nil), Kind: report.KindText, Cell: cell}
	}
	span := func(s *selfassessment.Span) report.Cell {
		if s == nil {
			return report.Gap()
		}
		low, high := l.Number(s.Low.Fixed(2), 2), l.Number(s.High.Fixed(2), 2)
		if low == high {
			return report.Text(low)
		}
		return report.Text(low + " – " + high)
	}
	answers := report.Table{ID: "answers", Title: l.Text("self.answers", nil), Columns: columns(l, "self.column",
		report.Column{Key: "question", Kind: report.KindText}, report.Column{Key: "answer", Kind: report.KindText})}
	for _, q := range selfassessment.Questions() {
		answers.Rows = append(answers.Rows, report.Row{Cells: []report.Cell{report.Word(string(q.ID), assessing.QuestionText(l, q.ID)), report.Text(self.Answer(l, q.ID))}})
	}
	d := report.Document{Title: l.Text("self.title", nil), Blocks: []report.Block{
		report.KeyValues{ID: "self", Items: []report.KeyValue{
			item("class", report.Word(string(r.Low.Class)+".."+string(r.High.Class), self.Class(l))),
			item("multiplier", span(r.Multiplier)), item("cloud", span(r.Cloud)),
			item("answered", report.Text(l.Text("self.answered.of", i18n.Args{"answered": r.Answered, "all": len(selfassessment.Questions()), "measured": r.Measured}))),
		}},
		report.Paragraph{ID: "uncertain", Text: l.Text("self.uncertain", nil)}, answers, scenarioTable(l, self)}}
	if len(r.Advice) > 0 {
		d.Blocks = append(d.Blocks, adviceTable(l, self))
	}
	return d
}

func scenarioTable(l *i18n.Localizer, self assessing.Self) report.Table {
	t := report.Table{ID: "scenarios", Title: l.Text("self.scenarios", nil), Notes: self.ScenarioNotes(l),
		Columns: columns(l, "self.column", report.Column{Key: "scenario", Kind: report.KindText})}
	for _, key := range []string{"services_low", "services_high", "more_low", "more_high", "cost_low", "cost_high"} {
		t.Columns = append(t.Columns, columns(l, "self.column", report.Column{Key: key, Kind: report.KindMoney, Currency: self.Currency})...)
	}
	for _, sc := range self.Result.Scenarios {
		cells := []report.Cell{report.Word(string(sc.Aim), self.Scenario(l, sc)), report.Decimal(sc.Services.Low), report.Decimal(sc.Services.High)}
		if sc.More != nil {
			cells = append(cells, report.Decimal(sc.More.Low), report.Decimal(sc.More.High))
		}
		if sc.Cost != nil {
			cells = append(cells, report.Decimal(sc.Cost.Low), report.Decimal(sc.Cost.High))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}

func adviceTable(l *i18n.Localizer, self assessing.Self) report.Table {
	t := report.Table{ID: "advice", Title: l.Text("self.advice", nil), Columns: columns(l, "self.column",
		report.Column{Key: "step", Kind: report.KindText}, report.Column{Key: "strategy", Kind: report.KindText})}
	for _, a := range self.Result.Advice {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(a.Step), self.Advise(l, a)), report.Word(string(a.Strategy), l.Text("move.strategy."+string(a.Strategy), nil))}})
	}
	return t
}
