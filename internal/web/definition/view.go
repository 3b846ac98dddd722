package definition

import (
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is a definition in words.
type view struct {
	Name, Sentence, Origin string
	Services, Cloud        []component.Fact
}

func newView(v *visit.Visit, d multiplier.Definition) view {
	out := view{Name: d.String(), Origin: v.Text("web.definition.own", nil), Sentence: d.Note}
	if isShipped(d) {
		out.Origin, out.Sentence = v.Text("web.definition.shipped", nil), v.Text("web.definition.about."+d.Name, nil)
	}
	out.Services, out.Cloud = wording.Definition(v, d)
	return out
}
