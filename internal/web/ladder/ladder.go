// Package ladder shows the maturity classes from the lowest, where we stand, and
// the study's values as marks on a scale. The marks are references and no
// thresholds.
//
// It owns how a verdict looks where pages share it. How one is reached,
// internal/core/maturity says.
package ladder

import (
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// Ladder is the classes in words.
type Ladder struct {
	Steps   []Step
	Marks   []Mark
	Us      *Mark
	Rule    string
	Next    []string // what the next class takes
	Sources []Source
}

// Step is one class.
type Step struct {
	Name, Class, Here, Reference string
}

// Mark is a place on the scale, in percent of its width.
type Mark struct {
	At, Label, Value string
}

// Source is where a reference was published.
type Source struct {
	Label, URL string
}

// New words a verdict.
func New(v *visit.Visit, r assessing.Result) Ladder {
	verdict := r.Verdict
	at := slices.Index(maturity.Classes(), verdict.Class)
	l := Ladder{Rule: v.Text("web.overview.ladder.rule", i18n.Args{"rule": fmt.Sprintf("%s v%d", verdict.Rule.Name, verdict.Rule.Version)})}
	m, known := r.Figure.Total.Multiplier()
	greatest := money.NewInt(8)
	if known && m.Cmp(greatest) > 0 {
		greatest = m
	}
	for i, class := range maturity.Classes() {
		s := Step{Name: v.Text("maturity.class."+string(class), nil)}
		switch {
		case i == at:
			s.Class, s.Here = "here", v.Text("web.overview.ladder.here", nil)
		case i < at:
			s.Class = "reached"
		}
		if ref, ok := r.References[class]; ok && ref.Value != nil {
			value := wording.Shown(v, report.Decimal(*ref.Value), report.KindRatio)
			s.Reference = v.Text("web.overview.ladder.reference", i18n.Args{"value": value, "year": ref.Year})
			l.Marks = append(l.Marks, Mark{At: place(*ref.Value, greatest), Label: s.Name, Value: value})
			next := Source{Label: fmt.Sprintf("%s (%d)", ref.Source, ref.Year), URL: ref.URL}
			if !slices.Contains(l.Sources, next) {
				l.Sources = append(l.Sources, next)
			}
		}
		l.Steps = append(l.Steps, s)
	}
	if known {
		l.Us = &Mark{At: place(m, greatest), Label: v.Text("web.overview.ladder.us", nil), Value: wording.Shown(v, report.Decimal(m), report.KindRatio)}
	}
	for _, step := range r.Steps {
		l.Next = append(l.Next, r.Say(v.L, step))
	}
	return l
}

// place is where a value stands on a scale from zero to its greatest, with room
// for labels at both ends.
func place(d, greatest money.Decimal) string {
	const start, width = 4, 92
	if greatest.Sign() <= 0 || d.Sign() < 0 {
		return fmt.Sprintf("%d%%", start)
	}
	return d.Mul(money.NewInt(width)).Quo(greatest, 2).Add(money.NewInt(start)).String() + "%"
}
