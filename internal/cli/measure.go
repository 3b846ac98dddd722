package cli

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// measureCommand prints the multiplier, whole or cut by dimensions.
type measureCommand struct {
	By         []string `placeholder:"DIMENSION"`
	Period     string   `default:"all" placeholder:"PERIOD"`
	Where      []string `placeholder:"DIMENSION=VALUE" sep:"none"`
	Top        int      `placeholder:"N"`
	Currency   string   `placeholder:"CODE"`
	Definition []string `placeholder:"NAME"`
}

// Run measures and prints.
func (c *measureCommand) Run(ctx context.Context, s *Session) error {
	in, err := c.input(s)
	if err != nil {
		return err
	}
	result, err := measure(ctx, s, in)
	if err != nil {
		return err
	}
	return s.Print(measureDocument(s.L, result))
}

// measure runs a question in the session's workspace.
func measure(ctx context.Context, s *Session, in measuring.Input) (measuring.Result, error) {
	a, err := s.App(ctx)
	if err != nil {
		return measuring.Result{}, err
	}
	m, err := a.Measuring(ctx)
	if err != nil {
		return measuring.Result{}, err
	}
	return m.Run(ctx, in)
}

func (c *measureCommand) input(s *Session) (measuring.Input, error) {
	in, err := questionOf(s, c.Period, c.Currency)
	if err != nil {
		return in, err
	}
	in.Definitions, in.Top = c.Definition, c.Top
	for _, name := range c.By {
		d, err := multiplier.ParseDimension(name)
		if err != nil {
			return in, usage(err)
		}
		in.By = append(in.By, d)
	}
	for i, d := range in.By {
		if slices.Contains(in.By[:i], d) {
			return in, usage(fault.New(fault.KindInvalid, "dimension.twice").With("value", string(d)))
		}
	}
	if c.Top < 0 {
		return in, usage(fault.New(fault.KindInvalid, "measure.top_negative").With("value", c.Top))
	}
	in.Where, err = multiplier.ParseFilters(c.Where)
	return in, usage(err)
}

// questionOf starts a question from the flags every figure has.
func questionOf(s *Session, within, currency string) (measuring.Input, error) {
	config, err := s.Config()
	if err != nil {
		return measuring.Input{}, err
	}
	in := measuring.Input{Currency: config.Currency, Policy: config.Rates.Policy, Calendar: config.Calendar()}
	if in.Period, err = in.Calendar.Parse(within); err != nil {
		return in, usage(err)
	}
	if currency != "" {
		if in.Currency, err = money.ParseCurrency(currency); err != nil {
			return in, usage(err)
		}
	}
	return in, nil
}
