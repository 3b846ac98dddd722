package overview

import (
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// ladder is the classes from the lowest, where we stand, and the study's values
// as marks on a scale. The marks are references and no thresholds.
type ladder struct {
	Steps   []step
	Marks   []mark
	Us      *mark
	Rule    string
	Next    []string
	Sources []source
}

type step struct {
	Name, Class, Here, Reference string
}

// mark is a place on the scale, in percent of its width.
type mark struct {
	At, Label, Value, Class string
}

type source struct {
	Label, URL string
}

func newLadder(v *visit.Visit, a answers) ladder {
	verdict := a.verdict.Verdict
	at := slices.Index(maturity.Classes(), verdict.Class)
	l := ladder{Rule: v.Text("web.overview.ladder.rule", i18n.Args{"rule": fmt.Sprintf("%s v%d", verdict.Rule.Name, verdict.Rule.Version)})}
	m, known := a.verdict.Figure.Total.Multiplier()
	greatest := money.NewInt(8)
	if known && m.Cmp(greatest) > 0 {
		greatest = m
	}
	for i, class := range maturity.Classes() {
		s := step{Name: v.Text("maturity.class."+string(class), nil)}
		switch {
		case i == at:
			s.Class, s.Here = "here", v.Text("web.overview.ladder.here", nil)
		case i < at:
			s.Class = "reached"
		}
		if ref, ok := a.verdict.References[class]; ok && ref.Value != nil {
			value := wording.Shown(v, report.Decimal(*ref.Value), report.KindRatio)
			s.Reference = v.Text("web.overview.ladder.reference", i18n.Args{"value": value, "year": ref.Year})
			l.Marks = append(l.Marks, mark{At: place(*ref.Value, greatest), Label: s.Name, Value: value})
			next := source{Label: fmt.Sprintf("%s (%d)", ref.Source, ref.Year), URL: ref.URL}
			if !slices.Contains(l.Sources, next) {
				l.Sources = append(l.Sources, next)
			}
		}
		l.Steps = append(l.Steps, s)
	}
	if known {
		l.Us = &mark{At: place(m, greatest), Label: v.Text("web.overview.ladder.us", nil), Value: wording.Shown(v, report.Decimal(m), report.KindRatio)}
	}
	for _, c := range verdict.Up {
		value := report.Gap()
		if c.Value != nil {
			value = report.Decimal(*c.Value)
		}
		l.Next = append(l.Next, v.Text("web.overview.ladder.next", i18n.Args{"class": v.Text("maturity.class."+string(c.Class), nil),
			"criterion": v.Text("maturity.criterion."+string(c.Criterion), nil), "value": wording.Shown(v, value, report.KindRatio),
			"threshold": wording.Shown(v, report.Decimal(c.Threshold), report.KindRatio)}))
	}
	return l
}
