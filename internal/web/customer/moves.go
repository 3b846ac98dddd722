package customer

import (
	"net/url"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// moves is what is set out for the customer.
type moves struct {
	Table    component.Table
	New      string // empty for who may not
	Proposed string
}

func newMoves(v *visit.Visit, a answers) moves {
	text := func(key string) report.Column {
		return report.Column{Key: key, Label: v.Text("move.column."+key, nil), Kind: report.KindText}
	}
	t := report.Table{ID: "moves", Title: v.Text("web.customer.moves", nil), Columns: []report.Column{text("title"), text("state"), text("owner"),
		{Key: "due", Label: v.Text("move.column.due", nil), Kind: report.KindDate}, text("mid")}}
	links := component.Links{}
	for i, e := range a.moves {
		due := report.Text("")
		if !e.Move.Due.IsZero() {
			due = report.Text(e.Move.Due.Format(time.DateOnly))
		}
		links[component.At{Row: i}] = component.Link{Href: wording.MovePage(e.Move.ID)}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(e.Move.Title), report.Text(v.Text("move.state."+string(e.Move.State), nil)),
			report.Text(e.Move.Owner), due, report.Text(wording.Size(v, e.Move.Size))}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.moves.none", nil)}
	}
	id := string(a.profile.Customer.ID)
	out := moves{Table: component.NewTable(v, t, links), Proposed: "/moves?" + url.Values{"show": {"proposals"}, "customer": {id}}.Encode()}
	if v.May(access.RightPlan) {
		out.New = "/moves/new?" + url.Values{"customer": {id}}.Encode()
	}
	return out
}
