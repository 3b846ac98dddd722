package explore

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// summed is the measure that a picture of parts and their whole draws: parts
// must add up, which ratios do not, and categories share their cloud.
func summed(q question) measure {
	if q.Measure == measureCloud && !slices.Contains(q.By, multiplier.DimensionCategory) {
		return measureCloud
	}
	return measureServices
}

// whole says what areas or steps draw of the table, residuals and others with
// it. A table by two dimensions has the measure's parts in its columns.
func whole(q question, t report.Table) component.Plot {
	p := component.Plot{Kind: component.ChartKind(q.Show), Whole: true, Start: component.NoColumn}
	if len(q.By) == 2 {
		first, last := 1, len(t.Columns)-1
		p.End = last
		if q.Show == pictureFall {
			first = last
			last++
		}
		for i := first; i < last; i++ {
			p.Series = append(p.Series, component.Series{Column: i})
		}
		return p
	}
	column := func(key string) int {
		return slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == key })
	}
	steps := string(summed(q))
	p.End = column(steps)
	if q.Show == pictureFall && q.Measure == summed(q) && column("change") >= 0 {
		steps, p.Start = "change", column("before")
	}
	p.Series = []component.Series{{Column: column(steps)}}
	return p
}

// caveats say what a picture of parts cannot show.
func caveats(v *visit.Visit, q question) []string {
	var notes []string
	parts := q.Show == pictureTree || q.Show == pictureFall
	if parts && len(q.By) == 1 && q.Measure != summed(q) {
		notes = append(notes, v.Text("web.explore.not_summed", map[string]any{"measure": measureName(v, q.Measure), "drawn": measureName(v, summed(q))}))
	}
	if q.Show == pictureTree {
		notes = append(notes, v.Text("web.explore.tree.note", nil))
	}
	if q.Compare != compareNone && q.Before.IsZero() {
		notes = append(notes, v.Text("web.explore.compare.one", nil))
	}
	return notes
}
