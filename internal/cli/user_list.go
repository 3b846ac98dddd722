package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
)

// userListCommand lists who may sign in.
type userListCommand struct{}

// Run prints the list.
func (c *userListCommand) Run(ctx context.Context, s *Session) error {
	ctx, a, err := admission(ctx, s)
	if err != nil {
		return err
	}
	all, err := a.People(ctx)
	if err != nil {
		return err
	}
	t := report.Table{ID: "users"}
	for _, key := range []string{"name", "role", "status", "codes", "customers"} {
		t.Columns = append(t.Columns, report.Column{Key: key, Label: s.L.Text("web.people."+key, nil), Kind: report.KindText})
	}
	for _, p := range all {
		codes := s.L.Text("common.no", nil)
		if p.Codes {
			codes = s.L.Text("common.yes", nil)
		}
		var ids []string
		for _, id := range p.Customers {
			ids = append(ids, string(id))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(p.Name), report.Text(s.L.Text("access.role."+string(p.Role), nil)),
			report.Text(s.L.Text("access.status."+string(p.Status), nil)), report.Text(codes), report.Text(strings.Join(ids, ", "))}})
	}
	if len(all) == 0 {
		return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("web.people.empty", nil)}}})
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}
