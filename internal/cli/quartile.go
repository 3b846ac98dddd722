package cli

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// quartileCommand prints the partners of a workspace beside each other.
type quartileCommand struct {
	Measure string `placeholder:"MEASURE"`
	Year    string `placeholder:"YEAR"`
}

// Run prints what may be told of groups, and the partners one by one.
func (c *quartileCommand) Run(ctx context.Context, s *Session) error {
	measures := quartile.Measures()
	if c.Measure != "" {
		m, err := comparing.ParseMeasure(c.Measure)
		if err != nil {
			return usage(err)
		}
		measures = []quartile.Measure{m}
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	comparer, err := a.Comparing(ctx)
	if err != nil {
		return err
	}
	r, err := comparer.Run(ctx)
	if err != nil {
		return err
	}
	if c.Year != "" && !slices.ContainsFunc(r.Years, func(y comparing.Year) bool { return y.Label == c.Year }) {
		return usage(fault.New(fault.KindInvalid, "quartile.year").With("value", c.Year))
	}
	d := report.Document{Title: s.L.Text("quartile.title", i18n.Args{"currency": string(r.Currency)})}
	for _, m := range measures {
		d.Blocks = append(d.Blocks, r.Figures(s.L, m, c.Year))
	}
	d.Blocks = append(d.Blocks, r.Partners(s.L))
	if r.IsEmpty() {
		d.Blocks = []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("quartile.none", nil)}}
	}
	return s.Print(d)
}
