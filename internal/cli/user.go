package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// userCommands are the commands about who may sign in. Who can run them has the
// workspace's folder, and with it everything.
type userCommands struct {
	Add     userAddCommand     `cmd:""`
	List    userListCommand    `cmd:""`
	Role    userRoleCommand    `cmd:""`
	Disable userDisableCommand `cmd:""`
	Reset   userResetCommand   `cmd:""`
}

// admission is the job in the session's workspace, on behalf of who runs it.
func admission(ctx context.Context, s *Session) (context.Context, *admitting.Admission, error) {
	a, err := s.App(ctx)
	if err != nil {
		return ctx, nil, err
	}
	job, err := a.Admitting(ctx, s.Now)
	return access.With(ctx, access.Viewer{Actor: s.actor(), Role: access.RoleOwner}), job, err
}

// joinLink is what to send to somebody.
func joinLink(public, token string) (string, error) {
	u, err := publicURL(public)
	if err != nil {
		return "", err
	}
	return u.String() + "/join/" + token, nil
}

// linkDocument shows a link that works once.
func linkDocument(s *Session, name, link string) report.Document {
	return report.Document{Blocks: []report.Block{
		report.KeyValues{ID: "link", Items: []report.KeyValue{{Key: "link", Label: s.L.Text("user.link", nil), Kind: report.KindText, Cell: report.Text(link)}}},
		report.Paragraph{ID: "once", Text: s.L.Text("user.link.once", i18n.Args{"name": name})},
	}}
}

func said(s *Session, id, text string) error {
	return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: id, Tone: report.ToneGood, Text: text}}})
}

func customerIDs(texts []string) []customer.ID {
	var ids []customer.ID
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			ids = append(ids, customer.ID(t))
		}
	}
	return ids
}
