package assessing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
)

// AnswersFile is the name of the file in a workspace that keeps a firm's answers.
const AnswersFile = "self-assessment.yaml"

// Self is a self-assessment: answers, what the books put in their place, and
// what both come to.
type Self struct {
	Answers  selfassessment.Answers
	Result   selfassessment.Result
	Rule     maturity.Rule
	Currency money.Currency
}

// Answers reads those that the workspace keeps; none are no answers. They speak
// of the firm, so that who sees some of its customers only does not see them.
func (a *Assessor) Answers(ctx context.Context) (selfassessment.Answers, error) {
	if _, err := a.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	data, path, err := a.read(AnswersFile)
	if err != nil || path == "" {
		return selfassessment.Answers{}, err
	}
	return ParseAnswers(path, data)
}

// Self assesses answers. The figure, by customer over the given months, stands
// in place of whatever it knows; nil where there are no books.
func (a *Assessor) Self(ctx context.Context, answers selfassessment.Answers, currency money.Currency, figure *multiplier.Result, months int) (_ Self, err error) {
	defer fault.Wrap(&err, "assessing.Self")
	if _, err := a.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Self{}, err
	}
	rule, outcome, _, err := a.rule()
	if err != nil {
		return Self{}, err
	}
	refs, err := a.references()
	if err != nil {
		return Self{}, err
	}
	if figure != nil {
		answers = answers.Measured(*figure, maturity.Gather(rule, maturity.Books{ByCustomer: *figure, OutcomeShare: outcome}), months)
	}
	return Self{Answers: answers, Result: selfassessment.Assess(rule, answers, refs.Table, currency), Rule: rule, Currency: currency}, nil
}

// ParseAnswers reads answers as people write them: a line per question, a
// choice, an amount, or two with .. between. Faults: selfassessment.not_yaml,
// and those of Answers.Validate, with the line.
func ParseAnswers(file string, data []byte) (selfassessment.Answers, error) {
	var lines map[string]yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&lines); err != nil && !errors.Is(err, io.EOF) {
		place := fault.Place{File: file}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			place.Row, _ = strconv.ParseInt(m[1], 10, 64)
		}
		return nil, fault.New(fault.KindInvalid, "selfassessment.not_yaml").With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	answers := selfassessment.Answers{}
	for id, node := range lines {
		answer, err := ParseAnswer(selfassessment.ID(id), node.Value)
		if err != nil {
			if f, ok := fault.As(err); ok {
				err = f.At(fault.Place{File: file, Row: int64(node.Line)})
			}
			return nil, err
		}
		answers[selfassessment.ID(id)] = answer
	}
	return answers, nil
}

// ParseAnswer reads one answer. Faults are those of Answers.Validate.
func ParseAnswer(id selfassessment.ID, text string) (selfassessment.Answer, error) {
	text = strings.TrimSpace(text)
	answer := selfassessment.Answer{Choice: text}
	if q, ok := selfassessment.Find(id); ok && len(q.Choices) == 0 {
		answer = selfassessment.Answer{}
		first, last, ranged := strings.Cut(text, "..")
		if !ranged {
			last = first
		}
		if low, err := money.ParseDecimal(strings.TrimSpace(first)); err == nil {
			answer.Low = &low
		}
		if high, err := money.ParseDecimal(strings.TrimSpace(last)); err == nil {
			answer.High = &high
		}
	}
	err := selfassessment.Answers{id: answer}.Validate()
	if f, ok := fault.As(err); ok && f.Code == "selfassessment.amount" {
		err = f.With("value", text) // as it was written
	}
	return answer, err
}

// SaveAnswers keeps answers in the workspace; what the books say is left out, so
// that an answer comes back when they are undone.
func (a *Assessor) SaveAnswers(ctx context.Context, answers selfassessment.Answers) (err error) {
	defer fault.Wrap(&err, "assessing.SaveAnswers")
	if _, err := a.Guard.Allow(ctx, access.RightDecide); err != nil {
		return err
	}
	if err := answers.Validate(); err != nil {
		return err
	}
	return a.write(AnswersFile, writeAnswers(answers))
}

// writeAnswers writes what ParseAnswers reads, in the order of the questions.
func writeAnswers(answers selfassessment.Answers) []byte {
	var b bytes.Buffer
	for _, q := range selfassessment.Questions() {
		answer, ok := answers[q.ID]
		switch {
		case !ok || answer.Measured:
		case answer.Low == nil:
			fmt.Fprintf(&b, "%s: %s\n", q.ID, answer.Choice)
		case answer.Low.Equal(*answer.High):
			fmt.Fprintf(&b, "%s: %q\n", q.ID, answer.Low)
		default:
			fmt.Fprintf(&b, "%s: %q\n", q.ID, answer.Low.String()+".."+answer.High.String())
		}
	}
	return b.Bytes()
}
