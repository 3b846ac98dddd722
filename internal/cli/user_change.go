package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// userRoleCommand gives somebody another role.
type userRoleCommand struct {
	Name     string   `arg:"" name:"name"`
	Role     string   `arg:"" name:"role"`
	Customer []string `placeholder:"ID" sep:"none"`
}

// Run changes it and says so.
func (c *userRoleCommand) Run(ctx context.Context, s *Session) error {
	role, err := access.ParseRole(c.Role)
	if err != nil {
		return usage(err)
	}
	ctx, a, err := admission(ctx, s)
	if err != nil {
		return err
	}
	if err := a.Change(ctx, admitting.InviteInput{Name: c.Name, Role: role, Customers: customerIDs(c.Customer)}); err != nil {
		return err
	}
	return said(s, "changed", s.L.Text("user.changed", i18n.Args{"name": c.Name, "role": s.L.Text("access.role."+string(role), nil)}))
}

// userDisableCommand keeps somebody out.
type userDisableCommand struct {
	Name string `arg:"" name:"name"`
	Undo bool
}

// Run does it and says so.
func (c *userDisableCommand) Run(ctx context.Context, s *Session) error {
	ctx, a, err := admission(ctx, s)
	if err != nil {
		return err
	}
	if err := a.SetDisabled(ctx, c.Name, !c.Undo, admitting.Origin{}); err != nil {
		return err
	}
	if c.Undo {
		return said(s, "enabled", s.L.Text("user.enabled", i18n.Args{"name": c.Name}))
	}
	return said(s, "disabled", s.L.Text("user.disabled", i18n.Args{"name": c.Name}))
}

// userResetCommand gives somebody a new way in.
type userResetCommand struct {
	Name   string `arg:"" name:"name"`
	Public string `default:"http://127.0.0.1:7130" placeholder:"URL"`
}

// Run prints the link, once.
func (c *userResetCommand) Run(ctx context.Context, s *Session) error {
	if _, err := publicURL(c.Public); err != nil {
		return err
	}
	ctx, a, err := admission(ctx, s)
	if err != nil {
		return err
	}
	token, err := a.Reset(ctx, c.Name, admitting.Origin{})
	if err != nil {
		return err
	}
	link, err := joinLink(c.Public, token)
	if err != nil {
		return err
	}
	return s.Print(linkDocument(s, c.Name, link))
}
